"""Opens the database in force, read-only: DuckDB in a folder, or PostgreSQL where TYOPOYTA_DATABASE_URL names one.

The only place that makes engines. A reader gets a connection of its own (DuckDB connections shared by threads give wrong
answers) and sees one state of the data from its first statement to its last, whatever is imported meanwhile.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

import duckdb
import pandas as pd
from sqlalchemy import Connection, Engine, Select, column, create_engine, inspect, select, text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.pool import NullPool

from data_access.place import POINTER, NoData, Outdated, Unreachable, location, settings
from data_access.schema import METADATA, import_run

SECONDS_TO_CONNECT = 5
BROKEN = (OperationalError, InterfaceError)
AWAY = (*BROKEN, duckdb.Error, OSError)
# A county's server has no way out: DuckDB must not look for extensions on the internet.
OFFLINE: dict[str, str | bool | int | float | list[str]] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}

Result = TypeVar("Result")


@dataclass(frozen=True)
class _Opened:
    """A DuckDB file that is open for reading. `root` serves nobody: it keeps the file and its cache open between the readers."""

    version: str
    engine: Engine
    root: Connection


_lock = threading.Lock()
_opened: dict[Path, _Opened] = {}
_filled: set[str] = set()


def data_version() -> str:
    """A text that changes when new data is published. Raises NoData, Outdated, or Unreachable after one retry."""
    now = settings()
    if not now.url:
        version = _retried(lambda: _version(now.folder))
    else:
        newest = fetch(select(import_run.c.run, import_run.c.imported_at).order_by(import_run.c.run.desc()).limit(1))
        version = f"{newest['run'][0]}@{newest['imported_at'][0]}"
    if not _fits(location(), version):
        raise Outdated(location())
    return version


@contextmanager
def read() -> Iterator[Connection]:
    """A read-only connection of the caller's own, closed at the end. Raises NoData, or Unreachable after one retry."""
    connection = _retried(_connect)
    try:
        with connection:
            yield connection
    except BROKEN as error:
        raise Unreachable(location()) from error


def fetch(statement: Select) -> pd.DataFrame:
    """The rows of a statement as a frame with its column names. Raises NoData, or Unreachable after one retry."""
    return _retried(lambda: _rows(statement))


def writer(target: Path | str) -> Engine:
    """An engine that may write, for the importer: a new DuckDB file, or a PostgreSQL address."""
    if isinstance(target, Path):
        return create_engine(f"duckdb:///{target}", poolclass=NullPool, connect_args={"config": dict(OFFLINE)})
    return create_engine(target, poolclass=NullPool, connect_args={"connect_timeout": SECONDS_TO_CONNECT})


@lru_cache(maxsize=8)
def _fits(place: str, version: str) -> bool:
    """Whether what is loaded has every column this version of the program may ask for."""
    there = fetch(select(column("table_name"), column("column_name")).select_from(text("information_schema.columns")))
    found = set(zip(there["table_name"], there["column_name"], strict=True))
    return {(table.name, one.name) for table in METADATA.sorted_tables for one in table.columns} <= found


def _rows(statement: Select) -> pd.DataFrame:
    with _connect() as connection:
        result = connection.execute(statement)
        return pd.DataFrame(result.fetchall(), columns=list(result.keys()))


def _retried(attempt: Callable[[], Result]) -> Result:
    """One more try: meanwhile a file may have been replaced by a newer one, or a server restarted."""
    try:
        return attempt()
    except AWAY:
        pass
    try:
        return attempt()
    except AWAY as error:
        raise Unreachable(location()) from error


def _connect() -> Connection:
    now = settings()
    return (_postgres(now.url) if now.url else _duckdb(now.folder)).connect()


def _version(folder: Path) -> str:
    """The name of the file in force and the moment it came into force: a folder that is emptied starts its names anew."""
    pointer = folder / POINTER
    try:
        return f"{pointer.read_text(encoding='utf-8')}@{pointer.stat().st_mtime_ns}"
    except FileNotFoundError as error:
        raise NoData(str(folder)) from error


def _duckdb(folder: Path) -> Engine:
    """The engine of the file in force. The one before is let go; who still reads it has a connection of their own to it."""
    version = _version(folder)
    with _lock:
        opened = _opened.get(folder)
        if opened is None or opened.version != version:
            if opened is not None:
                del _opened[folder]
                opened.root.close()
            opened = _opened[folder] = _open(folder / version.rpartition("@")[0], version)
        return opened.engine


def _open(file: Path, version: str) -> _Opened:
    options = {"read_only": True, "config": dict(OFFLINE)}
    engine = create_engine(f"duckdb:///{file}", poolclass=NullPool, connect_args=options)
    return _Opened(version, engine, engine.connect())


def _postgres(url: str) -> Engine:
    engine = _postgres_engine(url)
    if url not in _filled:
        with engine.connect() as connection:
            if not inspect(connection).has_table(import_run.name) or connection.execute(select(import_run.c.run).limit(1)).first() is None:
                raise NoData(location())
        _filled.add(url)
    return engine


@cache
def _postgres_engine(url: str) -> Engine:
    """REPEATABLE READ gives each connection one state of the data for all its statements."""
    options = {"connect_timeout": SECONDS_TO_CONNECT, "options": "-c default_transaction_read_only=on"}
    return create_engine(url, isolation_level="REPEATABLE READ", pool_pre_ping=True, connect_args=options)
