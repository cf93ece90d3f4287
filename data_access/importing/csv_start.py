"""Where the rows of a CSV file begin: its first record, and the separator that finds the most columns of the contract in it."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Table

from data_access.importing.encoding import BOM
from data_access.importing.header import Header, contract_names, folded, judged
from data_access.importing.mapping import TableMapping
from data_access.importing.problems import Problem, problem

SEPARATORS = (",", ";", "\t", "|")
LONGEST = 1 << 20
RECORD = re.compile(rb'(?:[^"\r\n]+|"[^"]*")*')
LINE_END = re.compile(rb"\r\n|\r|\n|")


@dataclass(frozen=True)
class Start:
    """The header, the mark between fields, the line the header ends on (lines count from 1), and the byte after its line end."""

    header: Header
    mark: str
    line: int
    end: int


def start(text: Path, name: str, table: Table, mapping: TableMapping) -> Start | Problem:
    """Reads the header of a file in UTF-8. A problem where nothing is in the file, or NUL bytes or no header are."""
    with text.open("rb") as stream:
        raw = stream.read(LONGEST)
    if not raw.removeprefix(BOM).strip():
        return problem(name, "file_empty")
    begin = len(raw) - len(raw.removeprefix(BOM).lstrip(b"\r\n"))
    record = RECORD.match(raw, begin)
    line_end = LINE_END.match(raw, record.end() if record else begin)
    assert record and line_end  # both match anything
    if b"\0" in record.group():  # UTF-16 without its mark, most likely
        return problem(name, "nul_byte", row=1)
    try:
        fields, mark = _split(record.group().decode("utf-8", errors="replace"), table, mapping)
    except csv.Error:  # a field longer than any name: no header, or a quotation mark without its pair
        return problem(name, "header_absent", row=1)
    before = raw[: record.end()]
    line = 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")
    return Start(judged(name, fields, table, mapping), mark, line, line_end.end())


def _split(record: str, table: Table, mapping: TableMapping) -> tuple[list[str], str]:
    """The fields of the header, and the separator that gave the most columns of the contract."""
    ours = contract_names(table, mapping)
    tried = [(next(csv.reader(io.StringIO(record, newline=""), delimiter=mark), [""]), mark) for mark in SEPARATORS]
    return max(tried, key=lambda one: (len({folded(field) for field in one[0]} & set(ours)), len(one[0])))
