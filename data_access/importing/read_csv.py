"""Stages a CSV file: known characters, the separator its header shows, every row with as many fields as the header, all as text.

The file streams through: what is held at a time is some ten megabytes, whatever its size. Rows with too few fields are set aside; one with
too many refuses the file, because then no value is certain to stand in its own column.
"""

from array import array
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from data_access.importing.contract import inputs, is_identity
from data_access.importing.csv_lines import Lines
from data_access.importing.csv_scan import scan
from data_access.importing.csv_start import Start, start
from data_access.importing.encoding import as_utf8
from data_access.importing.mapping import TableMapping
from data_access.importing.personal import looks_personal
from data_access.importing.problems import LISTED, Problem, more, problem
from data_access.importing.staged import Source, Staged
from data_access.schema import METADATA

BLOCK = 1 << 20  # bytes read at a time; a row may not be longer
GROUP_ROWS, GROUP_BYTES = 122_880, 64 << 20  # a row group of the Parquet file, as DuckDB likes them


@dataclass
class Odd:
    """Records (0 = the first after the header) with too few or too many fields, and those of spaces only; how many fields the first have.

    `personal`: whether somebody's identity is in one of them, which is in no column that would be searched for it."""

    few: array = field(default_factory=lambda: array("q"))
    many: array = field(default_factory=lambda: array("q"))
    blank: array = field(default_factory=lambda: array("q"))
    fields: dict[int, int] = field(default_factory=dict)
    personal: bool = False

    def left_out(self, row: arrow_csv.InvalidRow) -> str:
        """Notes the record and lets the reader go on without it."""
        few = row.actual_columns < row.expected_columns
        self.personal = self.personal or looks_personal(row.text)
        kind = self.blank if few and not row.text.strip() else self.few if few else self.many
        if len(kind) < LISTED:
            self.fields[row.number - 1] = row.actual_columns
        kind.append(row.number - 1)
        return "skip"

    def all(self) -> NDArray[np.int64]:
        """The records that are not among the rows, ascending."""
        return np.sort(np.concatenate([np.array(kind, np.int64) for kind in (self.few, self.many, self.blank)]))


@dataclass(frozen=True)
class _Text:
    """A file to parse: as UTF-8, where its rows begin, and where they go."""

    source: Source
    mapping: TableMapping
    path: Path
    start: Start
    staged: Path


def stage(source: Source, mapping: TableMapping, work: Path) -> Staged:
    """The file as Parquet in `work`; without one where it cannot be read. Raises OSError."""
    assert source.path is not None
    text = as_utf8(source.path, source.name, work)
    if isinstance(text, Problem):
        return _unread(source, text)
    begin = start(text, source.name, METADATA.tables[source.table], mapping)
    if isinstance(begin, Problem):
        return _unread(source, begin)
    if not begin.header.readable:
        return _unread(source, *begin.header.problems)
    return _parsed(_Text(source, mapping, text, begin, work / f"{source.path.name}.parquet"))


def _parsed(text: _Text) -> Staged:
    source, header, odd = text.source, text.start.header, Odd()
    with ThreadPoolExecutor(1) as beside:
        scanned = beside.submit(scan, text.path, source.name, text.start.mark)
        rows = _written(text, odd)
        seen = scanned.result()
    if seen.problem:  # what was written is not looked at
        return _unread(source, *header.problems, seen.problem)
    if rows is None:  # after the scan only this is left
        return _unread(source, *header.problems, problem(source.name, "row_too_long", most=BLOCK >> 20))
    lines = Lines(text.path, text.start.line, not (seen.broken or seen.blank), odd.all())
    last = rows + len(lines.left_out) - 1
    cut = [last] if not seen.ended and last in odd.few[-1:] else []
    wrong = [*_cut(source, cut, lines), *_wrong_rows(text, odd, lines, set(cut))]
    wrong += [problem(source.name, "personal_value")] if odd.personal else []
    aside = len(odd.few) + len(odd.many)
    if rows + aside == 0 and not text.mapping.empty_allowed:
        wrong.append(problem(source.name, "no_rows"))
    return Staged(source, text.staged, header.known, header.others, rows + aside, aside, (*header.problems, *wrong), lines.of_rows)


def _unread(source: Source, *problems: Problem) -> Staged:
    return Staged(source, None, problems=problems)


def _written(text: _Text, odd: Odd) -> int | None:
    """Writes the rows as Parquet, one group while the next is parsed, and gives their number; None where they cannot be parsed."""
    schema, rows, table = pa.schema([(name, pa.string()) for name in text.start.header.names]), 0, METADATA.tables[text.source.table]
    identities = {one for one, column in inputs(table).items() if is_identity(table, column)}
    repeated = [one for one in schema.names if one not in identities]
    options = {"compression": "lz4", "write_statistics": False, "use_dictionary": repeated}
    with parquet.ParquetWriter(text.staged, schema, **options) as writer, ThreadPoolExecutor(1) as pen:
        writing: Future[None] | None = None
        try:
            for group in _groups(_batches(text, odd)):
                if writing:
                    writing.result()
                writing = pen.submit(writer.write_table, group)
                rows += group.num_rows
        except pa.ArrowInvalid:
            return None
        if writing:
            writing.result()
    return rows


def _batches(text: _Text, odd: Odd) -> Iterator[pa.RecordBatch]:
    """The rows, a block at a time. In one thread: only then the reader knows which record is odd, and two are no faster."""
    if not _holds_rows(text):
        return
    names = list(text.start.header.names)
    with pa.OSFile(str(text.path)) as stream:
        stream.seek(text.start.end)
        with arrow_csv.open_csv(
            stream,
            arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=BLOCK),
            arrow_csv.ParseOptions(delimiter=text.start.mark, newlines_in_values=True, invalid_row_handler=odd.left_out),
            arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        ) as reader:
            yield from reader


def _holds_rows(text: _Text) -> bool:
    """Whether anything but empty lines follows the header: the parser fails on nothing."""
    with text.path.open("rb") as stream:
        stream.seek(text.start.end)
        while chunk := stream.read(BLOCK):
            if chunk.strip(b"\r\n"):
                return True
    return False


def _groups(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Batches put together to groups."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(map(len, held)) >= GROUP_ROWS or sum(one.nbytes for one in held) >= GROUP_BYTES:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)


def _cut(source: Source, cut: list[int], lines: Lines) -> list[Problem]:
    return [problem(source.name, "truncated", row=lines.of_records(set(cut))[record]) for record in cut]


def _wrong_rows(text: _Text, odd: Odd, lines: Lines, cut: set[int]) -> list[Problem]:
    """The rows with too few or too many fields, at most LISTED of each and then how many more."""
    public, expected = METADATA.tables[text.source.table].info["public"], len(text.start.header.names)
    found: list[Problem] = []
    for rule, kind in (("field_count_few", odd.few), ("field_count", odd.many)):
        shown = [record for record in kind[:LISTED] if record not in cut]
        at = lines.of_records(set(shown))
        told = [problem(text.source.name, rule, row=at[one], public=public, found=odd.fields[one], expected=expected) for one in shown]
        count = len(kind) - (len(cut) if kind is odd.few else 0)
        found += [*told, *(more(told[0], count - len(told)) if told else [])]
    return found
