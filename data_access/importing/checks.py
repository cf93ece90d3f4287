"""Checks a folder against the contract: reads every file, types every column, and gathers the problems of all of them.

Nothing is loaded from a folder with a problem, so what passes here can be worked on without asking again.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from sqlalchemy import Column, Table

from data_access import areas
from data_access.importing.coded import coded
from data_access.importing.contract import REQUIRED_TABLES, file_name, input_tables, inputs, is_identity
from data_access.importing.division import division_findings
from data_access.importing.links import link_findings
from data_access.importing.problems import Finding, Problem, listed, problem
from data_access.importing.read import Incoming, read_table
from data_access.importing.rows import row_findings
from data_access.importing.values import typed


@dataclass(frozen=True)
class Checked:
    """A folder as checked. `frames` holds every input table, typed (None where the file could not be read); `problems` what is wrong."""

    frames: dict[str, pd.DataFrame | None]
    problems: tuple[Problem, ...]


def check(folder: Path, day: date | None = None) -> Checked:
    """Reads and checks all files of a folder by the division of `day`, the day of import (today in Finland where it is not given).

    Raises OSError when one cannot be opened.
    """
    day = day or areas.day_of(datetime.now(UTC))
    files = sorted(path.name for path in folder.glob("*.csv") if path.is_file())
    names = {file_name(table.name): table for table in input_tables()}
    incoming = {table.name: read_table(_source(folder, table), table) for file, table in names.items() if file in files or table.name == "area"}
    columns = {name: _typed(one) for name, one in incoming.items()}
    frames = {table.name: columns[table.name][0] if table.name in columns else _empty(table) for table in input_tables()}
    found = (problem for one in incoming.values() for problem in _problems(one, columns[one.table.name][1], frames, day))
    return Checked(frames, (*_files(files, set(names)), *found))


def _source(folder: Path, table: Table) -> Path:
    """The file of a table; the areas of Finland are ours unless the sender brings newer ones."""
    brought = folder / file_name(table.name)
    return brought if brought.exists() or table.name != "area" else areas.FILE


def _files(files: list[str], known: set[str]) -> list[Problem]:
    if not set(files) & known:
        return [problem(".", "folder_empty")]
    missing = [problem(file_name(name), "file_missing") for name in REQUIRED_TABLES if file_name(name) not in files]
    return [*missing, *(problem(name, "file_unknown") for name in files if name not in known)]


def _typed(one: Incoming) -> tuple[pd.DataFrame | None, list[Finding]]:
    """The typed frame of a file, and what is wrong in single columns. A column that is not there is missing in every row."""
    if one.frame is None:
        return None, []
    done, findings = {}, []
    for name, column in inputs(one.table).items():
        absent = name not in one.frame
        texts = _missing(column, len(one.frame), one.table) if absent else one.frame[name]
        done[name], found = typed(one.table, column, texts)
        findings += [] if absent else found
    return pd.DataFrame(done), findings


def _problems(one: Incoming, found: list[Finding], frames: dict[str, pd.DataFrame | None], day: date) -> list[Problem]:
    """The problems of a file. Rules between columns and files are asked only of a file that has all its columns."""
    frame = frames[one.table.name]
    if frame is not None and not any(wrong.rule == "header_missing" for wrong in one.problems):
        found = [*found, *row_findings(one.table, frame), *link_findings(one.table, frame, frames, day)]
        found += division_findings(frame, day) if one.table.name == "area" else []
    return [*one.problems, *listed(one.path.name, found, one.lines)]


@cache
def _empty(table: Table) -> pd.DataFrame:
    """The frame of a table nobody sent."""
    return pd.DataFrame({name: typed(table, column, _missing(column, 0, table))[0] for name, column in inputs(table).items()})


def _missing(column: Column, rows: int, table: Table) -> pd.Series:
    if is_identity(table, column):
        return pd.Series([None] * rows, dtype="str")
    return coded(np.full(rows, -1), [])
