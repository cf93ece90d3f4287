"""Remembers every attempt to import, outside the data that an import replaces: a refused or killed one leaves its row too.

It holds what a Problem holds, so no value about a person. Reading it makes no file and no table. It lies in `journal.sqlite` beside the
embedded database, or in the default schema of the PostgreSQL in use.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, Select, Table, create_engine, insert, inspect, select, update
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from data_access.engine import fetch, writer
from data_access.importing.journal_tables import METADATA, import_attempt, import_attempt_file, import_attempt_problem
from data_access.importing.problems import LANGUAGES, Problem
from data_access.importing.report import Outcome, Report
from data_access.place import NoData, Unreachable, settings
from data_access.schema import import_run

FILE = "journal.sqlite"
RUNNING, STOPPED = "running", "stopped"

_began: dict[int, float] = {}


class JournalFailed(Exception):
    """The journal could not be written or read. What was imported stays imported: tell it, and go on."""


def begin(source: str, by: str) -> int:
    """Writes down that an import begins and returns its number; to be called while no other import runs. What an earlier one left as
    running is settled: it was published, or it was stopped. Raises JournalFailed."""
    row = {"began_at": _now(), "imported_by": by, "source": source, "outcome": RUNNING}
    with _writing() as connection:
        METADATA.create_all(connection)
        _settle(connection)
        number = connection.execute(insert(import_attempt).values(_writable(row))).inserted_primary_key
        assert number is not None
    _began[int(number[0])] = time.monotonic()
    return int(number[0])


def end(attempt: int, report: Report, content_hash: str = "") -> None:
    """Writes down what became of it, with its files and problems. Raises JournalFailed: the import stands all the same."""
    row = {
        "outcome": str(report.outcome),
        "run": report.run,
        "content_hash": content_hash,
        "accepted": ",".join(report.accepted),
        "rows_in": report.rows_in,
        "rows_aside": report.rows_aside,
        "rows_repeated": sum(one.rows_repeated for one in report.files),
        "warned": report.warned,
        "refusals": sum(one.rows for one in report.refusals),
    }
    files = [asdict(one) for one in report.files]
    with _writing() as connection:
        _close(connection, attempt, row)
        _add(connection, import_attempt_file, attempt, ({"table_name": one.pop("table"), "file": one.pop("name"), **one} for one in files))
        _add(connection, import_attempt_problem, attempt, (_row(place, one) for place, one in enumerate(report.problems)))


def failed(attempt: int, reason: str) -> None:
    """Writes down that it could not run; `reason` is the name of what was in the way, never a value. Raises JournalFailed."""
    with _writing() as connection:
        _close(connection, attempt, {"outcome": str(Outcome.FAILED), "reason": reason})


def attempts(most: int = 20) -> pd.DataFrame:
    """The newest attempts, newest first, with the columns of import_attempt. Raises JournalFailed."""
    return _read(select(import_attempt).order_by(import_attempt.c.id.desc()).limit(most))


def files(attempt: int) -> pd.DataFrame:
    """The files of an attempt, with the columns of import_attempt_file. Raises JournalFailed."""
    own = import_attempt_file.c
    return _read(select(import_attempt_file).where(own.attempt == attempt).order_by(own.table_name, own.part))


def problems(attempt: int) -> pd.DataFrame:
    """The problems of an attempt in the order they were found, with the columns of import_attempt_problem. Raises JournalFailed."""
    own = import_attempt_problem.c
    return _read(select(import_attempt_problem).where(own.attempt == attempt).order_by(own.place))


def _row(place: int, one: Problem) -> dict[str, Any]:
    plain = {"file": one.file, "row": one.row, "column_name": one.column, "rule": one.rule, "severity": str(one.severity), "rows": one.rows}
    return {"place": place, **plain, **{language: one.how[language] for language in LANGUAGES}}


def _add(connection: Connection, table: Table, attempt: int, rows: Iterable[dict[str, Any]]) -> None:
    if whole := [{"attempt": attempt, **_writable(row)} for row in rows]:
        connection.execute(insert(table), whole)


def _close(connection: Connection, attempt: int, row: dict[str, Any]) -> None:
    began = _began.pop(attempt, None)
    seconds = None if began is None else round(time.monotonic() - began, 3)
    last = {"ended_at": _now(), "seconds": seconds, **_writable(row)}
    connection.execute(update(import_attempt).where(import_attempt.c.id == attempt).values(last))


def _writable(row: dict[str, Any]) -> dict[str, Any]:
    """What no database takes, in a name of a file or a header, gives way: the rest of the row is worth keeping."""
    return {
        name: value.replace("\0", "").encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value for name, value in row.items()
    }


def _settle(connection: Connection) -> None:
    """An attempt that still counts as running was killed: before it was published, or between that and its last word."""
    left = [str(number) for number in connection.execute(select(import_attempt.c.id).where(import_attempt.c.outcome == RUNNING)).scalars()]
    runs = _published(left) if left else {}
    for number in left:
        outcome = str(Outcome.PUBLISHED) if number in runs else STOPPED
        connection.execute(update(import_attempt).where(import_attempt.c.id == int(number)).values(outcome=outcome, run=runs.get(number)))


def _published(attempts_: list[str]) -> dict[str, int]:
    """{attempt: run} of those whose import is in the data in force; none where there is no data that could be read."""
    try:
        found = fetch(select(import_run.c.attempt, import_run.c.run).where(import_run.c.attempt.in_(attempts_)))
    except (NoData, Unreachable, DBAPIError):
        return {}
    return {str(attempt): int(run) for attempt, run in zip(found["attempt"], found["run"], strict=True)}


def _read(statement: Select) -> pd.DataFrame:
    empty = pd.DataFrame(columns=[column.name for column in statement.selected_columns])
    home = settings()
    if not home.url and not (home.folder / FILE).exists():
        return empty
    try:
        with _engine(home.folder / FILE, home.url).connect() as connection:
            if not inspect(connection).has_table(import_attempt.name):
                return empty
            return pd.DataFrame(connection.execute(statement).fetchall(), columns=empty.columns)
    except (SQLAlchemyError, OSError) as error:
        raise JournalFailed(type(error).__name__) from error


@contextmanager
def _writing() -> Iterator[Connection]:
    """One short transaction. The error is named, not quoted: it may repeat what was to be written."""
    home = settings()
    try:
        if not home.url:
            home.folder.mkdir(parents=True, exist_ok=True)
        with _engine(home.folder / FILE, home.url, "rwc").begin() as connection:
            yield connection
    except (SQLAlchemyError, OSError) as error:
        raise JournalFailed(type(error).__name__) from error


def _engine(file: Path, url: str, mode: str = "rw") -> Engine:
    """`rw` opens a file that is there, and mends it where a killed import left a transaction half done; `rwc` may make it."""
    if url:
        return writer(url)
    opened = partial(sqlite3.connect, f"{file.absolute().as_uri()}?mode={mode}", uri=True)
    return create_engine("sqlite://", creator=opened, poolclass=NullPool)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
