"""The rows of a sheet as they stand in its XML, one at a time: what has been read is forgotten, so memory does not grow with the sheet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import IO, NamedTuple
from xml.etree.ElementTree import Element, iterparse

from openpyxl.utils import column_index_from_string, range_boundaries

from data_access.importing.xlsx_book import TAG, Unreadable, plain_text

ROW, CELL, VALUE, FORMULA, INLINE, DATA = (f"{TAG}{name}" for name in ("row", "c", "v", "f", "is", "sheetData"))
COLUMNS, MERGED = f"{TAG}col", f"{TAG}mergeCell"
TRUE = ("1", "true")
MOST_ROWS = 1_048_576


class Cell(NamedTuple):
    """A cell that is there: its column (A = 0), its kind and style as the file says, its value as text, and whether a formula made it."""

    column: int
    kind: str
    style: int
    value: str
    formula: bool


class Row(NamedTuple):
    """A row by its number in the sheet (the first is 1)."""

    number: int
    hidden: bool
    cells: list[Cell]


@dataclass
class Layout:
    """What the sheet says beside its cells, known when all rows were read: hidden columns from and to (A = 0), and what is merged as
    (first column, first row, last column, last row) in the numbers of a person."""

    hidden: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def rows(stream: IO[bytes], layout: Layout) -> Iterator[Row]:
    """The rows of a sheet that are in its file, in order. Raises Unreadable, and what XML and zip raise where they are damaged."""
    events = iterparse(stream, events=("start", "end"))
    _, root = next(events)
    data, number = root, 0
    for event, element in events:
        if event == "start":
            data = element if element.tag == DATA else data
        elif element.tag == ROW:
            row = _row(element, number)
            number = row.number
            yield row
            data.clear()
        elif element.tag in (COLUMNS, MERGED):
            _note(element, layout)


def _row(element: Element, before: int) -> Row:
    number = int(element.get("r") or before + 1)
    if number <= before:
        raise Unreadable("workbook_unreadable")
    hidden = element.get("hidden") in TRUE or element.get("ht") == "0"
    cells: list[Cell] = []
    for one in element:
        if one.tag == CELL:
            cells.append(_cell(one, cells[-1].column + 1 if cells else 0))
    return Row(number, hidden, cells)


def _cell(element: Element, following: int) -> Cell:
    place, kind = element.get("r"), element.get("t", "n")
    if kind == "inlineStr":
        inline = element.find(INLINE)
        value = plain_text(inline) if inline is not None else ""
    else:
        value = element.findtext(VALUE) or ""
    column = _column(place.rstrip("0123456789")) if place else following
    return Cell(column, kind, int(element.get("s") or 0), value, element.find(FORMULA) is not None)


@cache
def _column(letters: str) -> int:
    return column_index_from_string(letters) - 1


def _note(element: Element, layout: Layout) -> None:
    if element.tag == MERGED:
        left, top, right, bottom = range_boundaries(element.get("ref", ""))
        layout.merged.append((left or 1, top or 1, right or left or 1, bottom or MOST_ROWS))
    elif element.get("hidden") in TRUE or element.get("width") == "0":
        layout.hidden.append((int(element.get("min", "1")) - 1, int(element.get("max", "1")) - 1))
