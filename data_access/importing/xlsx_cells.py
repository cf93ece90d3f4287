"""One cell of a workbook as the text a person means by it: dates as YYYY-MM-DD, numbers without the marks of a spreadsheet.

A cell that holds an error, a formula that was never worked out, or an identifier whose last digits Excel has rounded away is none.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum

from openpyxl.utils.datetime import from_excel

from data_access.importing.contract import EARLIEST, LATEST
from data_access.importing.xlsx_book import DATE, PERCENT, TIME, Book, Unreadable
from data_access.importing.xlsx_rows import Cell

EXACT = 10**15  # Excel keeps 15 digits of a number; whatever follows became zeros


class Odd(StrEnum):
    """Why a cell has no text; the rule of rules.toml."""

    ERROR = "cell_error"
    FORMULA = "formula_empty"
    DIGITS = "id_digits"


@dataclass(frozen=True)
class Reader:
    """Turns cells into text. `kinds` are the kinds of the columns by the contract, from A on; empty where the contract does not know one."""

    book: Book
    strings: Sequence[str]
    kinds: Sequence[str] = ()

    def text(self, cell: Cell) -> str | Odd:
        """The text of a cell; empty where nothing is in it. Raises Unreadable where it points at a text that is not there."""
        kind = self.kinds[cell.column] if cell.column < len(self.kinds) else ""
        if cell.kind == "e":
            return Odd.ERROR
        if not cell.value and cell.formula and cell.kind != "str":  # a formula may well give an empty text
            return Odd.FORMULA
        if not cell.value or cell.kind in ("str", "inlineStr"):
            return cell.value
        if cell.kind == "s":
            return self._shared(cell.value)
        if cell.kind == "b":
            return "TRUE" if cell.value == "1" else "FALSE"
        try:
            return _moment(datetime.fromisoformat(cell.value), kind) if cell.kind == "d" else self._number(cell, kind)
        except (ValueError, OverflowError):
            return Odd.ERROR

    def _shared(self, number: str) -> str:
        try:
            return self.strings[int(number)]
        except (ValueError, IndexError) as error:
            raise Unreadable("workbook_unreadable") from error

    def _number(self, cell: Cell, kind: str) -> str | Odd:
        value = float(cell.value)
        if not math.isfinite(value):
            return Odd.ERROR
        shown = self.book.formats[cell.style] if cell.style < len(self.book.formats) else ""
        if shown == DATE or (kind == "date" and shown != TIME and self._is_day(value)):
            return _moment(from_excel(value, self.book.epoch), kind)
        if kind == "text" and abs(value) >= EXACT:
            return Odd.DIGITS
        if shown == PERCENT:  # what its reader sees; the value behind it is a hundredth
            return f"{(Decimal(repr(value)) * 100).normalize():f} %"
        plain = str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
        return plain.zfill(len(shown)) if shown and shown != TIME and value >= 0 and value.is_integer() else plain

    def _is_day(self, value: float) -> bool:
        """Whether a number without a date's format is a day of the contract as Excel counts them: 46300 is 5.10.2026, 2026 is no day."""
        first, last = ((datetime.combine(day, time()) - self.book.epoch).days for day in (EARLIEST, LATEST))
        return first <= value < last + 1


def _moment(value: datetime | time, kind: str) -> str:
    """A date; with its time where that is not midnight. Excel makes 2025-03 the first day of the month: a month is read from it again."""
    if isinstance(value, time):
        return value.isoformat("seconds")
    if value.time() != time():
        return value.isoformat(timespec="seconds")
    return f"{value:%Y-%m}" if kind == "month" and value.day == 1 else value.date().isoformat()
