"""What the sender says a delivery holds: control.csv with file, column and value; without a column the value is the number of rows.

A line that cannot be read is refused: a control that is passed over is none.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from data_access.fields import field
from data_access.importing.contract import inputs
from data_access.importing.header import contract_names, folded
from data_access.importing.mapping import Mapping
from data_access.importing.problems import Problem, problem
from data_access.importing.staged import Control, Source
from data_access.schema import METADATA

FILE = "control.csv"
HEADER = ("file", "column", "value")
LARGEST = 1 << 20
SPACES = re.compile(r"[\s\u00a0\u2007\u202f]")
NUMBER = re.compile(r"[+-]?\d{1,18}([.,]\d+)?", re.ASCII)


def read(path: Path) -> tuple[list[Control], list[Problem]]:
    """The controls of a control.csv (UTF-8 or Windows-1252; comma, semicolon or tab), and what is wrong with it. Raises OSError."""
    with path.open("rb") as stream:
        raw = stream.read(LARGEST)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    lines = text.splitlines()
    mark = max(",;\t", key=(lines or [""])[0].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        if [folded(name) for name in next(rows, [])] != list(HEADER):
            return [], [problem(path.name, "control_header", row=1)]
        read_rows = [(rows.line_num, _control(row)) for row in rows if any(value.strip() for value in row)]
    except csv.Error:  # a quotation mark without its pair makes one field of what follows
        return [], [problem(path.name, "quote_open")]
    wrong = [problem(path.name, "control_value", row=line) for line, control in read_rows if control is None]
    return [control for _, control in read_rows if control], wrong


def _control(row: Sequence[str]) -> Control | None:
    name, column, value = [*map(str.strip, row), "", ""][:3] if len(row) <= len(HEADER) else ("", "", "")
    number = SPACES.sub("", value)
    return Control(name, column or None, float(number.replace(",", "."))) if name and NUMBER.fullmatch(number) else None


def settle(controls: Sequence[Control], sources: Sequence[Source], mapping: Mapping) -> tuple[list[Control], list[Problem]]:
    """The controls with the names of the sources they speak of and the columns of the contract. A control of a file that is not in the
    delivery, or of a column that holds no numbers, is a problem."""
    settled: list[Control] = []
    wrong: list[Problem] = []
    for control in controls:
        about = [source for source in sources if folded(control.name) in _names(source)]
        if len({source.name for source in about}) != 1:
            wrong.append(problem(FILE, "control_file", named=control.name))
            continue
        columns = [_column(control.column, source, mapping) for source in about] if control.column else [None]
        if control.column and not any(columns):
            wrong.append(problem(FILE, "control_column", column=control.column, named=control.name))
            continue
        settled.append(replace(control, name=about[0].name, column=next(filter(None, columns), None)))
    return settled, wrong


def _names(source: Source) -> set[str]:
    """What a sender may call a source."""
    path = [source.path.name, source.path.stem] if source.path else []
    return {folded(name) for name in (source.name, source.sheet, *path) if name}


def _column(header: str, source: Source, mapping: Mapping) -> str | None:
    """The column of the contract that a header stands for, if it holds numbers."""
    table = METADATA.tables[source.table]
    names = {**{name: name for name in inputs(table)}, **contract_names(table, mapping.of(source.table))}
    found = names.get(folded(header))
    return found if found and field(table.columns[found]).kind in ("whole", "number") else None
