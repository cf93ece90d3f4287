"""The workplace of one import: a DuckDB connection that spills to disk, with the candidate attached as `new`.

Whatever the size of a delivery, this connection keeps to its memory limit; what does not fit lies in a folder that goes with the import.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data_access.engine import NEW_FILE

MEMORY = "1000MB"
FOLDER = "import.work"


@dataclass(frozen=True)
class Work:
    """`folder` is for files of this import only; `sql` is a connection whose attached database `new` is the candidate."""

    folder: Path
    sql: duckdb.DuckDBPyConnection

    def rows(self, statement: str) -> list[tuple]:
        """All rows of a statement."""
        return self.sql.execute(statement).fetchall()

    def one(self, statement: str) -> int:
        """The number a statement gives."""
        return int(self.rows(statement)[0][0] or 0)


@contextmanager
def workplace(home: Path) -> Iterator[Path]:
    """An empty folder for the files of one import, removed at its end; what a killed import left there goes first."""
    folder = home / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def working(folder: Path, candidate: Path) -> Iterator[Work]:
    """The connection of one import; the candidate is complete on disk when this ends without an error."""
    limit = os.environ.get("TYOPOYTA_IMPORT_MEMORY", MEMORY)
    options = {**NEW_FILE, "memory_limit": limit, "temp_directory": str(folder / "spill"), "preserve_insertion_order": "false"}
    with duckdb.connect(":memory:", config=options) as connection:
        connection.execute(f"ATTACH {text(str(candidate))} AS new")
        yield Work(folder, connection)
        connection.execute("CHECKPOINT new")
        connection.execute("DETACH new")


def text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def name(identifier: str) -> str:
    """A name as SQL writes it."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(value: object) -> str:
    """A value as SQL writes it; dates as dates."""
    if value is None:
        return "NULL"
    if isinstance(value, int | float):
        return repr(value)
    return f"{'DATE ' if hasattr(value, 'isoformat') else ''}{text(str(value))}"
