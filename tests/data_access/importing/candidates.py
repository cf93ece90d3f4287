"""Candidates built by hand: a whole database in the schema, filled row by row, without the importer that would otherwise build it."""

import os
import signal
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import pytest
from sqlalchemy import insert

from data_access.engine import writer
from data_access.importing.lock import alone
from data_access.importing.publish import candidate, create_tables, next_run, publish
from data_access.place import settings
from data_access.schema import METADATA

Row = Mapping[str, Any]

RUN: Row = {
    "imported_at": "2026-03-01T10:00:00+00:00",
    "imported_by": "nobody",
    "source": "by hand",
    "content_hash": "0" * 64,
    "key_id": "key",
    "accepted": "",
    "attempt": "1",
    "sample": "no",
    "first_month": "2025-01",
    "last_month": "2025-12",
}


def on(name: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Makes the test read and write in an empty database of a kind."""
    if name == "postgresql":
        monkeypatch.setenv("TYOPOYTA_DATABASE_URL", request.getfixturevalue("empty_postgres_url"))
    return name


def cases(count: int) -> list[Row]:
    """Cases C1 to C<count>, each with the count as its project, so that two versions can be told apart in every row."""
    return [{"case_id": f"C{number}", "project": str(count), "part": ""} for number in range(1, count + 1)]


def fill(part: Path, run: int, tables: Mapping[str, Sequence[Row]]) -> None:
    """Makes a candidate with these rows, and a row of import_run where none is given."""
    part.write_bytes(_empty())
    with writer(part).begin() as connection:
        for name, rows in {"import_run": [{**RUN, "run": run}], **tables}.items():
            columns = METADATA.tables[name].columns.keys()
            if rows:
                connection.execute(insert(METADATA.tables[name]), [{column: row.get(column) for column in columns} for row in rows])


@cache
def _empty() -> bytes:
    """A candidate without rows. It is made once: nearly all of its time goes into the comments of the columns."""
    with TemporaryDirectory() as folder:
        create_tables(Path(folder) / "empty.duckdb.part")
        return (Path(folder) / "empty.duckdb.part").read_bytes()


def published(count: int = 3, **tables: Sequence[Row]) -> int:
    """Publishes `count` cases (or the tables given) as an import does, and gives the number of the run."""
    with alone(settings().folder):
        run = next_run()
        part = candidate(run)
        fill(part, run, {"client_case": cases(count), **tables})
        publish(part, run)
    return run


def killed_at(module: object, name: str, *, after: bool = False) -> None:
    """Makes this process die, without a chance to tidy up, before or after a function of a module has run."""
    function: Callable[..., object] = getattr(module, name)

    def die(*arguments: object, **named: object) -> NoReturn:
        if after:
            function(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    setattr(module, name, die)
