"""Publishes a checked batch in one step: who reads meanwhile sees the old data whole, and whoever comes after sees the new.

DuckDB: a new file is built beside the old one and a pointer is replaced. PostgreSQL: one transaction. The log of earlier
imports is carried along.
"""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import duckdb
import pyarrow as pa
from duckdb_sqlalchemy import insert_from_arrow
from pyarrow import csv
from sqlalchemy import Connection, Table, delete, func, inspect, select, text

from data_access.engine import writer
from data_access.fields import field
from data_access.importing.log import Stamp, history, log_tables
from data_access.place import POINTER, settings
from data_access.schema import IMPORT_TABLES, METADATA, import_run

Content = Mapping[str, pa.Table]
CHUNK = 200_000
PREFIX, SUFFIX, PART = "tyopoyta.", ".duckdb", ".part"

_one = threading.Lock()


class Busy(Exception):
    """Another import is running."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One import at a time. DuckDB's own lock on a small file works on every system and ends with its process. Raises Busy."""
    if not _one.acquire(blocking=False):
        raise Busy(str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder / "import.lock"):
            yield
    finally:
        _one.release()


def publish(content: Content, stamp: Stamp) -> int:
    """Puts the tables in force and returns the number of the run. On any error the old data stays in force."""
    now = settings()
    return _to_postgres(now.url, content, stamp) if now.url else _to_duckdb(now.folder, content, stamp)


def _to_duckdb(folder: Path, content: Content, stamp: Stamp) -> int:
    run = 1 + max(_runs(folder), default=0)
    name = f"{PREFIX}{run}{SUFFIX}"
    part = folder / f"{name}{PART}"
    try:
        _discard(folder)
        _write(part, {**content, **log_tables(stamp, run, history())})
        part.replace(folder / name)
    finally:
        _discard(folder)
    before = _in_force(folder)
    _point(folder, name)
    _clean(folder, {name, before})
    return run


def _discard(folder: Path) -> None:
    """Unfinished files, of this import or of one that was killed, with their write-ahead logs."""
    for part in folder.glob(f"{PREFIX}*{PART}*"):
        part.unlink(missing_ok=True)


def _write(file: Path, content: Content) -> None:
    with writer(file).connect() as connection:
        METADATA.create_all(connection, checkfirst=False)
        for name, table in content.items():
            insert_from_arrow(connection, METADATA.tables[name], table)
        connection.commit()
        connection.exec_driver_sql("CHECKPOINT")


def _to_postgres(url: str, content: Content, stamp: Stamp) -> int:
    with writer(url).begin() as connection:
        _renew(connection)
        METADATA.create_all(connection)
        connection.execute(text(f"LOCK TABLE {import_run.name} IN EXCLUSIVE MODE"))
        run = 1 + (connection.execute(select(func.max(import_run.c.run))).scalar() or 0)
        for name, table in content.items():
            connection.execute(delete(METADATA.tables[name]))
            _copy(connection, METADATA.tables[name], table)
            _index(connection, METADATA.tables[name])
        for name, table in log_tables(stamp, run, {}).items():
            _copy(connection, METADATA.tables[name], table)
        connection.execute(text("ANALYZE"))
    return run


def _renew(connection: Connection) -> None:
    """Tables with other columns, made by an older version of the program, go: their rows are replaced anyway. The log of imports stays."""
    there = inspect(connection)
    for table in METADATA.sorted_tables:
        known = {one["name"] for one in there.get_columns(table.name)} if there.has_table(table.name) else set(table.columns.keys())
        if table.name not in IMPORT_TABLES and known != set(table.columns.keys()):
            table.drop(connection)


def _copy(connection: Connection, table: Table, content: pa.Table) -> None:
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in content.column_names)
    plain = pa.table({name: _plain(content[name]) for name in content.column_names})
    raw = connection.connection.driver_connection
    assert raw is not None
    with raw.cursor() as cursor, cursor.copy(f"COPY {quote(table.name)} ({names}) FROM STDIN (FORMAT csv)") as copy:
        for batch in plain.to_batches(CHUNK):
            text_ = BytesIO()
            csv.write_csv(batch, text_, csv.WriteOptions(include_header=False))
            copy.write(text_.getvalue())


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def _index(connection: Connection, table: Table) -> None:
    """The paths of the questions asked most: a county over time, and a coordinator's own."""
    month = next((column.name for column in table.columns if field(column).kind == "month" and field(column).derived), None)
    if table.info["public"] or month is None:
        return
    for name, columns in ("county", f"county, {month}"), ("coordinator", "coordinator_id"):
        connection.execute(text(f"CREATE INDEX IF NOT EXISTS ix_{table.name}_{name} ON {table.name} ({columns})"))


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    try:
        lock = duckdb.connect(str(file))
    except duckdb.IOException as error:
        raise Busy(str(file.parent)) from error
    with lock:
        yield


def _runs(folder: Path) -> list[int]:
    """Numbers of the files there are: a run is never given twice, even when the file in force cannot be read."""
    numbers = (path.name.removeprefix(PREFIX).removesuffix(SUFFIX) for path in folder.glob(f"{PREFIX}*{SUFFIX}"))
    return [int(number) for number in numbers if number.isdigit()]


def _in_force(folder: Path) -> str:
    pointer = folder / POINTER
    return pointer.read_text(encoding="utf-8") if pointer.exists() else ""


def _point(folder: Path, name: str) -> None:
    new = folder / f"{POINTER}.new"
    with new.open("w", encoding="utf-8") as stream:
        stream.write(name)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(folder / POINTER)


def _clean(folder: Path, kept: set[str]) -> None:
    """Files older than the one before go. One that is still open on Windows cannot be deleted; the next import takes it."""
    for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
        if path.name not in kept:
            try:
                path.unlink()
            except PermissionError:
                continue
