"""One import at a time: in this process, on this machine, and where the data is in PostgreSQL among all machines that import into it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from data_access.engine import state_of, writer
from data_access.place import Unreachable, location, settings

KEY = int.from_bytes(b"tyopoyta")
# The server of a database may need a moment to notice that an import was killed.
SECONDS_TO_WAIT = 5
LOCKED = "55P03"

_one = threading.Lock()


class Busy(Exception):
    """Another import is running."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds every lock while an import runs; each ends with its process. Raises Busy, or Unreachable where PostgreSQL does not answer."""
    if not _one.acquire(blocking=False):
        raise Busy(str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked_file(folder / "import.lock"), _locked_database(settings().url):
            yield
    finally:
        _one.release()


@contextmanager
def _locked_file(file: Path) -> Iterator[None]:
    """DuckDB's own lock on a small file works on every system."""
    try:
        lock = duckdb.connect(str(file))
    except duckdb.IOException as error:
        raise Busy(str(file.parent)) from error
    with lock:
        yield


@contextmanager
def _locked_database(url: str) -> Iterator[None]:
    if not url:
        yield
        return
    try:
        connection = _locked(url)
    except OperationalError as error:
        raise (Busy if state_of(error) == LOCKED else Unreachable)(location()) from error
    with connection:
        yield


def _locked(url: str) -> Connection:
    """A session that holds the advisory lock. It has no transaction open, so that it is in the way of nothing else."""
    connection = writer(url).connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        connection.exec_driver_sql(f"SET lock_timeout = {int(SECONDS_TO_WAIT * 1000)}")
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({KEY})")
    except BaseException:
        connection.close()
        raise
    return connection
