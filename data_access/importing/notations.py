"""What is wrong with a column as a whole: two notations in it, years of two digits, or dates of another calendar."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import Column, Table

from data_access.fields import NULL_MARKERS, field
from data_access.importing.formats import cleaned
from data_access.importing.values import Fault

# Dates of one column that are all older than this are those of a workbook that counts from 1904, or of another century.
IMPLAUSIBLE = date(2010, 1, 1)
WHOLE_COLUMN = ("year_two_digits", "date_mixed")


class Notations:
    """Gathers from the different values of a column, batch by batch, how they are written; no value is kept."""

    def __init__(self, table: Table, column: Column) -> None:
        self._promise, self._public = field(column), bool(table.info["public"])
        self._percent: set[bool] = set()
        self._marks: set[str] = set()
        self._thousands = False
        self._rules: dict[str, None] = {}
        self._oldest, self._newest = date.max, date.min

    def see(self, raws: Sequence[object], values: Sequence[object]) -> None:
        """Takes values as they came and as they were judged."""
        if self._promise.kind in ("number", "whole"):
            self._see_numbers(raws)
        elif self._promise.kind == "date":
            self._rules |= dict.fromkeys(value.rule for value in values if isinstance(value, Fault) and value.rule in WHOLE_COLUMN)
            days = [value for value in values if isinstance(value, date)]
            self._oldest, self._newest = min([self._oldest, *days]), max([self._newest, *days])

    def faults(self) -> list[Fault]:
        """What is wrong with the column by all that was seen of it."""
        old = self._promise.required and not self._public and self._oldest < self._newest < IMPLAUSIBLE
        found = {
            "percent_mixed": len(self._percent) == 2,
            # A point or a comma before three digits may part thousands where the column has both marks: 1.200 and 1,2.
            "decimal_mixed": len(self._marks) == 2 and self._thousands,
            **dict.fromkeys(self._rules, True),
            "dates_implausible": old,
        }
        return [Fault(rule, {}) for rule, wrong in found.items() if wrong]

    def _see_numbers(self, raws: Iterable[object]) -> None:
        for raw in raws:
            if isinstance(raw, str) and (text := cleaned(raw)) not in NULL_MARKERS:
                self._percent.add(text.endswith("%"))
                for mark, digits in re.findall(r"([.,])(\d+)", raw, re.ASCII):
                    self._marks.add(mark)
                    self._thousands |= len(digits) == 3
            elif isinstance(raw, int | float | Decimal):
                self._percent.add(False)
