"""Stages one sheet of a workbook, all as text, a batch of rows at a time. Refuses what may hide or shift values: merged cells, macros, passwords.

Hidden rows and columns are read like the others and told of, because nobody has seen them. A row with an error or with a formula that was
never worked out is set aside. Empty rows are passed over. The shared texts of a workbook are held in memory, its rows are not.
"""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from data_access.fields import field as promise_of
from data_access.importing.file_format import format_problems
from data_access.importing.header import Header, judged
from data_access.importing.mapping import TableMapping
from data_access.importing.personal import looks_personal
from data_access.importing.problems import LISTED, Problem, listed, problem
from data_access.importing.staged import Source, Staged
from data_access.importing.xlsx_book import DAMAGED, Book, Sheet, Unreadable, opened
from data_access.importing.xlsx_cells import Odd, Reader
from data_access.importing.xlsx_rows import Layout, Row, rows
from data_access.schema import METADATA

ROWS, CHARACTERS = 20_000, 16_000_000
OUTSIDE = "cell_outside"


@dataclass
class Seen:
    """What was found while reading. `positions` and `shifts` say from which position in the staged file on a row lies how much further down."""

    name: str
    public: bool
    found: list[Problem] = field(default_factory=list)
    counts: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    aside: int = 0
    hidden: int = 0
    kept: int = 0
    last: int = 1
    positions: "array[int]" = field(default_factory=lambda: array("q", [0]))
    shifts: "array[int]" = field(default_factory=lambda: array("q", [2]))

    def tell(self, rule: str, row: int, column: str | None = None) -> None:
        """Notes a wrong cell; beyond LISTED of a kind only their number."""
        self.counts[column, rule] += 1
        if self.counts[column, rule] <= LISTED:
            self.found.append(problem(self.name, rule, row=row, column=column, public=self.public))

    def keep(self, row: int) -> None:
        """Notes that a row goes to the staged file."""
        if row - self.kept != self.shifts[-1]:
            self.positions.append(self.kept)
            self.shifts.append(row - self.kept)
        self.kept += 1

    def lines(self, wanted: set[int]) -> Mapping[int, int]:
        """The row of the sheet of each position."""
        return {position: position + self.shifts[bisect_right(self.positions, position) - 1] for position in wanted}


def sheets(path: Path) -> list[str]:
    """The names of the sheets that hold cells, in their order; none where the workbook cannot be read (`stage` says why). Raises OSError."""
    try:
        with opened(path) as book:
            return [sheet.name for sheet in book.sheets]
    except Unreadable:
        return []


def stage(source: Source, mapping: TableMapping, work: Path) -> Staged:
    """The sheet `source.sheet` as Parquet in `work`; without one where it cannot be read. Raises OSError."""
    assert source.path is not None
    wrong = format_problems(source.path)
    if wrong:
        return Staged(source, None, problems=tuple(replace(one, file=source.name) for one in wrong))
    try:
        with opened(source.path) as book:
            return _staged(source, mapping, book, work)
    except Unreadable as error:
        return Staged(source, None, problems=(problem(source.name, str(error)),))
    except DAMAGED:
        return Staged(source, None, problems=(problem(source.name, "workbook_unreadable"),))


def _staged(source: Source, mapping: TableMapping, book: Book, work: Path) -> Staged:
    sheet = next((one for one in book.sheets if one.name == source.sheet), None)
    if sheet is None:
        return Staged(source, None, problems=(problem(source.name, "sheet_missing", sheet=source.sheet, table=source.table),))
    layout, table = Layout(), METADATA.tables[source.table]
    with book.archive.open(sheet.member) as stream:
        found = rows(stream, layout)
        first = next((row for row in found if row.cells), None)
        if first is None:
            return Staged(source, None, problems=(problem(source.name, "file_empty"),))
        header = judged(source.name, _headers(first, book) if first.number == 1 else [], table, mapping)
        if not header.readable:
            return Staged(source, None, problems=header.problems)
        kinds = [promise_of(table.columns[name]).kind if name in header.known else "" for name in header.names]
        seen, file = Seen(source.name, table.info["public"]), work / f"{source.table}.parquet"
        _write(_kept(found, Reader(book, book.strings, kinds), header, seen), header, file)
    wrong = (
        *header.problems,
        *_of_sheet(source, book, sheet, header, layout, seen),
        *listed(seen.found, lambda one: seen.counts[one.column, one.rule]),
    )
    if seen.kept + seen.aside == 0 and not mapping.empty_allowed:
        wrong = (*wrong, problem(source.name, "no_rows"))
    return Staged(source, file, header.known, header.others, seen.kept + seen.aside, seen.aside, wrong, seen.lines)


def _headers(row: Row, book: Book) -> list[str]:
    """The texts of the first row up to the last that holds one."""
    reader = Reader(book, book.strings)
    texts = {cell.column: text for cell in row.cells if not isinstance(text := reader.text(cell), Odd) and text.strip()}
    return [texts.get(place, "") for place in range(max(texts, default=-1) + 1)]


def _kept(found: Iterator[Row], reader: Reader, header: Header, seen: Seen) -> Iterator[list[str | None]]:
    """The values of each row that is not set aside."""
    for row in found:
        values, odd = _values(row, reader, header, seen)
        if not odd and not any(value and not value.isspace() for value in values):
            continue
        seen.last = row.number
        seen.hidden += row.hidden
        if odd:
            seen.aside += 1
            if any(value and looks_personal(value) for value in values):
                seen.tell("personal_value", row.number)
            continue
        seen.keep(row.number)
        yield values


def _values(row: Row, reader: Reader, header: Header, seen: Seen) -> tuple[list[str | None], bool]:
    """The texts of a row by column, and whether it must be set aside. What the contract does not know sets no row aside."""
    values: list[str | None] = [None] * len(header.names)
    odd = outside = False
    for cell in row.cells:
        text = reader.text(cell)
        if cell.column >= len(values):
            outside = outside or isinstance(text, Odd) or bool(text.strip())
        elif not isinstance(text, Odd):
            values[cell.column] = text or None
        elif reader.kinds[cell.column]:
            seen.tell(text.value, row.number, header.names[cell.column])
            odd = True
    if outside:
        seen.tell(OUTSIDE, row.number)
    return values, odd


def _write(values: Iterator[list[str | None]], header: Header, file: Path) -> None:
    schema = pa.schema([(name, pa.string()) for name in header.names])
    with parquet.ParquetWriter(file, schema, compression="lz4") as writer:
        for batch in _batches(values):
            columns = [pa.array(column, pa.string()) for column in zip(*batch, strict=True)]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))


def _batches(values: Iterator[list[str | None]]) -> Iterator[list[list[str | None]]]:
    held, size = [], 0
    for row in values:
        held.append(row)
        size += sum(map(len, filter(None, row)))
        if len(held) == ROWS or size > CHARACTERS:
            yield held
            held, size = [], 0
    if held:
        yield held


def _of_sheet(source: Source, book: Book, sheet: Sheet, header: Header, layout: Layout, seen: Seen) -> Sequence[Problem]:
    """What is wrong with the sheet as a whole, or with the workbook."""
    merged = sorted(top for left, top, _, _ in layout.merged if left <= len(header.names) and top <= seen.last)
    columns = sorted({*chain.from_iterable(range(first, min(last + 1, len(header.names))) for first, last in layout.hidden)})
    return [
        *([problem(source.name, "hetu")] if book.holds_hetu() else []),
        *([problem(source.name, "merged_cells", row=merged[0], count=len(merged))] if merged else []),
        *([problem(source.name, "hidden_sheet")] if sheet.hidden else []),
        *([problem(source.name, "hidden_rows", count=seen.hidden)] if seen.hidden else []),
        *(problem(source.name, "hidden_column", row=1, column=header.names[place]) for place in columns),
    ]
