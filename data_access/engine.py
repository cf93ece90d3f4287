"""Opens the database in force, read-only: DuckDB in a folder, or PostgreSQL where TYOPOYTA_DATABASE_URL names one.

The only place that makes engines. A reader gets a connection of its own (DuckDB connections shared by threads give wrong
answers) and sees one state of the data from its first statement to its last, whatever is imported meanwhile; inside `pinned()` all
readers of a thread see the same one. Longer than other files, so that whatever opens the database stands in one place.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

import duckdb
import pandas as pd
from sqlalchemy import Boolean, Column, Connection, Engine, Integer, MetaData, Select, Table, Text, column, create_engine, func, select, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import NullPool

from data_access.place import POINTER, NoData, Outdated, Settings, Unreachable, location, settings
from data_access.schema import METADATA, import_run

SECONDS_TO_CONNECT, SECONDS_TO_ANSWER = 5, 30
# Without these a server that vanished without a word would be waited for for hours.
ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 30_000}
# Without it a database without an encoding (SQL_ASCII) answers in bytes.
ENCODING = {"client_encoding": "utf8"}
BROKEN = (OperationalError, InterfaceError)
AWAY = (*BROKEN, NoneFree, duckdb.Error, OSError)
NO_TABLE, NO_SCHEMA, TOO_SLOW = "42P01", "3F000", "57014"
# A county's server has no way out: DuckDB must not look for extensions on the internet.
OFFLINE: dict[str, str | bool | int | float | list[str]] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
# A file is read by the version that wrote it, so it is written in the newest format, which takes a fifth less time.
NEW_FILE = {**OFFLINE, "storage_compatibility_version": "latest"}

# The pointer of PostgreSQL: one row that names the schema in force. It lies in the default schema of the database.
CURRENT = Table(
    "tyopoyta_current",
    MetaData(),
    Column("only", Boolean, primary_key=True),
    Column("run", Integer, nullable=False),
    Column("schema_name", Text, nullable=False),
    Column("moment", Text, nullable=False),
)

Result = TypeVar("Result")


class Gone(Unreachable):
    """The version a page was being drawn from is no longer there, because two imports came meanwhile: draw the page anew."""


@dataclass
class _Pin:
    """The version all readers of a `pinned` block see; chosen by the first of them."""

    version: str = ""


@dataclass(frozen=True)
class _Opened:
    """A DuckDB file that is open for reading. `root` serves nobody: it keeps the file and its cache open between the readers."""

    version: str
    engine: Engine
    root: Connection


_lock = threading.Lock()
_opened: dict[tuple[Path, str], _Opened] = {}
_pin: ContextVar[_Pin | None] = ContextVar("pin", default=None)


@contextmanager
def pinned() -> Iterator[None]:
    """All that this thread reads inside comes from one version of the data, that of the first question. Blocks may be nested.

    Readers inside raise Gone where that version is no longer there.
    """
    token = _pin.set(_pin.get() or _Pin())
    try:
        yield
    finally:
        _pin.reset(token)


def data_version() -> str:
    """A text that changes when new data is published. Raises NoData, Outdated, or Unreachable after one retry."""
    return _answered(_complete)


@contextmanager
def read() -> Iterator[Connection]:
    """A read-only connection of the caller's own, one transaction, closed at the end. Raises NoData, or Unreachable after one retry."""
    connection = _answered(_connect)
    try:
        with connection:
            yield connection
    except BROKEN as error:
        raise Unreachable(location()) from error


def fetch(statement: Select) -> pd.DataFrame:
    """The rows of a statement as a frame with its column names. Raises NoData, or Unreachable after one retry."""
    return _answered(lambda version: _rows(statement, version))


def writer(target: Path | str) -> Engine:
    """An engine that may write, for the importer: a new DuckDB file, or a PostgreSQL address."""
    if isinstance(target, Path):
        return create_engine(f"duckdb:///{target}", poolclass=NullPool, connect_args={"config": dict(NEW_FILE)})
    return create_engine(target, poolclass=NullPool, connect_args={"connect_timeout": SECONDS_TO_CONNECT, **ALIVE, **ENCODING})


def state_of(error: BaseException) -> str:
    """The SQLSTATE PostgreSQL gave an error, or nothing."""
    return str(getattr(error.orig, "sqlstate", "") or "") if isinstance(error, DBAPIError) else ""


def _complete(version: str) -> str:
    if not _fits(settings(), version):
        raise Outdated(location())
    return version


@lru_cache(maxsize=8)
def _fits(_home: Settings, version: str) -> bool:
    """Whether what is loaded has every column this version of the program may ask for."""
    columns: Select = select(column("table_name"), column("column_name")).select_from(text("information_schema.columns"))
    there = _rows(columns.where(column("table_schema") == func.current_schema()), version)
    found = set(zip(there["table_name"], there["column_name"], strict=True))
    return {(table.name, one.name) for table in METADATA.sorted_tables for one in table.columns} <= found


def _rows(statement: Select, version: str) -> pd.DataFrame:
    with _connect(version) as connection:
        result = connection.execute(statement)
        return pd.DataFrame(result.fetchall(), columns=list(result.keys()))


def _answered(attempt: Callable[[str], Result]) -> Result:
    """One more try: meanwhile a file may have been replaced by a newer one, or a server restarted. What takes too long is not begun again."""
    try:
        return attempt(_wanted())
    except AWAY as error:
        if state_of(error) == TOO_SLOW:
            raise Unreachable(location()) from error
    try:
        return attempt(_wanted())
    except AWAY as error:
        raise (Gone if _overtaken() else Unreachable)(location()) from error


def _wanted() -> str:
    pin = _pin.get()
    if pin is None:
        return _current()
    pin.version = pin.version or _current()
    return pin.version


def _overtaken() -> bool:
    """Whether another version is in force than the one pinned."""
    pin = _pin.get()
    with suppress(NoData, *AWAY):
        return bool(pin and pin.version and pin.version != _current())
    return False


def _current() -> str:
    """The name of the file or schema in force and the moment it came into force: a place that is emptied starts its names anew."""
    now = settings()
    return _postgres_version(now.url) if now.url else _duckdb_version(now.folder)


def _connect(version: str) -> Connection:
    now = settings()
    return _postgres(now.url, version) if now.url else _duckdb(now.folder, version)


def _duckdb_version(folder: Path) -> str:
    try:
        with (folder / POINTER).open(encoding="utf-8") as pointer:  # opened once: it may be replaced between reading it and asking its time
            return f"{pointer.read()}@{os.fstat(pointer.fileno()).st_mtime_ns}"
    except FileNotFoundError as error:
        raise NoData(str(folder)) from error


def _duckdb(folder: Path, version: str) -> Connection:
    """The file in force and the one before are kept open, for pages that are being drawn from it."""
    with _lock:
        opened = _opened.get((folder, version)) or _begin(folder, version)
    return opened.engine.connect()


def _begin(folder: Path, version: str) -> _Opened:
    """Opens a file and lets go of those older than the one before. Two files of one name (the folder was emptied) cannot be open together."""
    name = version.rpartition("@")[0]
    others = [key for key in _opened if key[0] == folder]
    for key in {*others[:-1], *(key for key in others if key[1].rpartition("@")[0] == name)}:
        _opened.pop(key).root.close()
    opened = _opened[folder, version] = _open(folder / name, version)
    return opened


def _open(file: Path, version: str) -> _Opened:
    options = {"read_only": True, "config": dict(OFFLINE)}
    engine = create_engine(f"duckdb:///{file}", poolclass=NullPool, connect_args=options)
    return _Opened(version, engine, engine.connect())


def _postgres_version(url: str) -> str:
    with _postgres_engine(url).connect() as connection:
        try:
            found = connection.execute(select(CURRENT.c.schema_name, CURRENT.c.moment)).first()
        except ProgrammingError as error:
            if state_of(error) != NO_TABLE:
                raise
            found = None
    if found is None:
        raise NoData(location())
    return f"{found.schema_name}@{found.moment}"


def _postgres(url: str, version: str) -> Connection:
    """A connection that looks in the schema of a version and keeps it there, both until its transaction ends: the next user of the
    pooled connection finds nothing left over, and no import drops the schema under a reader."""
    schema = version.rpartition("@")[0]
    connection = _postgres_engine(url).connect()
    try:
        connection.exec_driver_sql(f'SET LOCAL search_path = "{schema}"; LOCK TABLE "{schema}".{import_run.name} IN ACCESS SHARE MODE')
    except BaseException as error:
        connection.close()
        if state_of(error) in (NO_TABLE, NO_SCHEMA):
            raise FileNotFoundError(schema) from error
        raise
    return connection


@cache
def _postgres_engine(url: str) -> Engine:
    """REPEATABLE READ gives each connection one state of the data for all its statements."""
    session = f"-c default_transaction_read_only=on -c statement_timeout={int(SECONDS_TO_ANSWER * 1000)}"
    options = {"connect_timeout": SECONDS_TO_CONNECT, "options": session, **ALIVE, **ENCODING}
    return create_engine(url, isolation_level="REPEATABLE READ", pool_pre_ping=True, connect_args=options)
