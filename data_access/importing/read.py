"""Reads one CSV file of the contract as text, and says what keeps it from being read: encoding, header, fields in a row.

Nothing is guessed: UTF-8 (a byte order mark is allowed), commas, a header with every column of the contract in any order.
Spaces around a value are cut, and the null markers of the contract become None.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import compute
from pyarrow import csv as arrow_csv
from sqlalchemy import Table

from data_access.fields import NULL_MARKERS
from data_access.importing.coded import coded
from data_access.importing.contract import REQUIRED_TABLES, derived_names, inputs, is_identity
from data_access.importing.problems import LISTED, Problem, more, problem

BOM = b"\xef\xbb\xbf"
MARKS = {";": '";"', "\t": "TAB", "|": '"|"'}


@dataclass(frozen=True)
class Incoming:
    """A file as it came. `frame` has a text column for each column of the contract that the file holds; None if it could not be read."""

    table: Table
    path: Path
    frame: pd.DataFrame | None
    problems: tuple[Problem, ...]
    width: int = 0

    def lines(self, positions: set[int]) -> dict[int, int]:
        """Row of the file (the header is 1) of each position in the frame; reads the file again, so ask only for what is listed."""
        whole = enumerate(line for line, fields in islice(_records(self.path), 1, None) if len(fields) == self.width)
        last = max(positions, default=-1)
        return {position: line for position, line in islice(whole, last + 1) if position in positions}


def read_table(path: Path, table: Table) -> Incoming:
    """Reads the file of a table. Raises OSError when it cannot be opened."""
    raw = path.read_bytes().removeprefix(BOM)
    unreadable = _unreadable(path, raw)
    if unreadable:
        return Incoming(table, path, None, (unreadable,))
    header = [name.strip() for name in next(_records(path))[1]]
    wrong = _header_problems(path.name, header, table)
    if any(found.rule in ("header_duplicate", "header_absent", "separator") for found in wrong):
        return Incoming(table, path, None, tuple(wrong))
    return _parsed(path, raw, header, table, wrong)


def null_or_text(text: str) -> str | None:
    """A value as the contract reads it."""
    text = text.strip()
    return None if text in NULL_MARKERS else text


def _parsed(path: Path, raw: bytes, header: list[str], table: Table, wrong: list[Problem]) -> Incoming:
    odd: list[arrow_csv.InvalidRow] = []
    try:
        content = _arrow(raw, header, table, odd)
    except pa.ArrowInvalid:
        return Incoming(table, path, None, (*wrong, problem(path.name, "quote_open")))
    wrong += _field_problems(path, len(header), odd)
    if not content.num_rows and not odd and table.name in REQUIRED_TABLES:
        wrong.append(problem(path.name, "no_rows"))
    frame = pd.DataFrame({name: _column(content[name]) for name in content.column_names})
    return Incoming(table, path, frame, tuple(wrong), len(header))


def _arrow(raw: bytes, header: list[str], table: Table, odd: list[arrow_csv.InvalidRow]) -> pa.Table:
    """The rows of the known columns as text; rows with a wrong number of fields go to `odd`.

    Columns of few values are read as dictionaries: each value is then cleaned, checked and parsed once, not once a row.
    """

    def set_aside(row: arrow_csv.InvalidRow) -> str:
        odd.append(row)
        return "skip"

    known = {name: column for name, column in inputs(table).items() if name in header}
    types = {name: pa.string() if is_identity(table, column) else pa.dictionary(pa.int32(), pa.string()) for name, column in known.items()}
    return arrow_csv.read_csv(
        io.BytesIO(raw if raw.endswith((b"\n", b"\r")) else raw + b"\n"),
        arrow_csv.ReadOptions(column_names=header, skip_rows_after_names=1, use_threads=False),
        arrow_csv.ParseOptions(newlines_in_values=True, invalid_row_handler=set_aside),
        arrow_csv.ConvertOptions(column_types=types, include_columns=list(known), strings_can_be_null=False),
    )


def _column(column: pa.ChunkedArray) -> pd.Series:
    if not pa.types.is_dictionary(column.type):
        text = compute.utf8_trim_whitespace(column)
        return compute.if_else(compute.is_in(text, pa.array(NULL_MARKERS)), None, text).to_pandas()
    joined = column.unify_dictionaries().combine_chunks()
    return coded(joined.indices.to_numpy(zero_copy_only=False), [null_or_text(text) for text in joined.dictionary.to_pylist()])


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line on which each record starts, and its fields; blank lines are passed over as the fast reader does."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader, line = csv.reader(stream), 1
        for fields in reader:
            if fields:
                yield line, fields
            line = reader.line_num + 1


def _unreadable(path: Path, raw: bytes) -> Problem | None:
    if not raw.strip():
        return problem(path.name, "file_empty")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return problem(path.name, "encoding", row=raw.count(b"\n", 0, error.start) + 1)
    if b"\0" in raw:
        return problem(path.name, "nul_byte", row=raw.count(b"\n", 0, raw.index(b"\0")) + 1)
    return problem(path.name, "quote_open", row=_last_record(path)) if raw.count(b'"') % 2 else None


def _last_record(path: Path) -> int:
    """Where the record starts that swallows the rest of the file."""
    line = 1
    try:
        for started, _ in _records(path):
            line = started
    except csv.Error:  # the swallowed text is longer than the reader takes: it begins after the last whole record
        return line + 1
    return line


def _header_problems(file: str, header: list[str], table: Table) -> list[Problem]:
    wanted, worked_out = inputs(table), derived_names(table)
    if not set(header) & set(wanted):
        mark = next((shown for mark, shown in MARKS.items() if mark in header[0]), None)
        return [problem(file, "separator", row=1, mark=mark) if mark else problem(file, "header_absent", row=1)]
    double = [problem(file, "header_duplicate", row=1, column=name, times=times) for name, times in Counter(header).items() if times > 1]
    derived = [problem(file, "header_derived", row=1, column=name) for name in header if name in worked_out]
    unknown = [problem(file, "header_unknown", row=1, column=name) for name in header if name not in wanted and name not in worked_out]
    return [*double, *derived, *unknown, *(problem(file, "header_missing", row=1, column=name) for name in wanted if name not in header)]


def _field_problems(path: Path, width: int, odd: list[arrow_csv.InvalidRow]) -> list[Problem]:
    """The records with a wrong number of fields; both readers are asked, as only the slow one knows lines."""
    if not odd:
        return []
    found = list(islice(((line, len(fields)) for line, fields in _records(path) if len(fields) != width), LISTED))
    found = found or [(row.number, row.actual_columns) for row in odd[:LISTED]]
    listed = [problem(path.name, "field_count", row=line, found=fields, expected=width) for line, fields in found]
    return [*listed, *more(path.name, "field_count", None, len(odd) - len(listed))]
