"""Stages the answer of a query, in any database that SQLAlchemy reaches, as Parquet: every value as text, some rows at a time.

Refuses whatever is not one SELECT, and identifiers as floating-point numbers; a database that is away stops the import. Reads in a
transaction that may not write, where the database has such; neither its address nor a value of it gets into a problem.
"""

import errno
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Map
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet
from sqlalchemy import URL, Connection, Engine, create_engine
from sqlalchemy.exc import NoSuchModuleError

from data_access.fields import field
from data_access.importing.header import Header, judged
from data_access.importing.mapping import Mapping, TableMapping
from data_access.importing.problems import Problem, problem
from data_access.importing.staged import Source, Staged
from data_access.place import address as address_of
from data_access.schema import INPUT_TABLES, METADATA

ROWS = 50_000
# Literals, quoted names and comments, in which any word may stand.
QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\]|--[^\n]*|/\*.*?\*/", re.DOTALL)
WRITES = re.compile(r"\b(insert|update|delete|merge|into)\b", re.IGNORECASE)
READ_ONLY = {"sqlite": "PRAGMA query_only = ON", "mysql": "SET SESSION TRANSACTION READ ONLY", "mariadb": "SET SESSION TRANSACTION READ ONLY"}


class Failed(Exception):
    """The database did not answer; the text is the kind of its error and nothing of its message, which may hold values and passwords."""


class SourceAway(Exception):
    """The database cannot be reached, or went away; the text is the kind of its error and nothing of its message."""


class NoDriver(Exception):
    """The driver of the database is not installed; the text is its name."""


def sources(mapping: Mapping) -> tuple[Source, ...]:
    """A source for each table the mapping has a query for, in the order of the contract."""
    asked = [(table, mapping.of(table).query) for table in INPUT_TABLES]
    return tuple(Source(table, "", f"{table} (query)", "query", query=query) for table, query in asked if query.strip())


def is_select(query: str) -> bool:
    """Whether a query is one statement that only reads."""
    plain = QUOTED.sub(" x ", query)
    bare = re.sub(r"^(\s|x\b)*", "", plain)  # comments before the statement
    return bool(re.match(r"\(*\s*(select|with)\b", bare, re.IGNORECASE)) and ";" not in bare.strip().rstrip("; \n\t") and not WRITES.search(bare)


def stage(source: Source, mapping: TableMapping, work: Path, url: str) -> Staged:
    """The answer of a query as a Parquet file in `work`; none where it could not be read. Rows count from 1.

    Raises SourceAway, NoDriver, ArgumentError (no address), FileNotFoundError (no such file of a database) and OSError (cannot write).
    """
    if not is_select(source.query):
        return _unread(source, problem(source.name, "query_not_select", table=source.table))
    try:
        with _asked(url, source.query) as (names, batches):
            return _staged(source, names, batches, mapping, work)
    except Failed as failed:
        return _unread(source, problem(source.name, "query_failed", table=source.table, error=str(failed)))


@contextmanager
def _asked(url: str, query: str) -> Iterator[tuple[list[str], Iterator[Sequence[Sequence[Any]]]]]:
    """The names of the columns of an answer and its rows. Whatever a database that was reached does wrong is Failed."""
    engine = _engine(address_of(url))
    try:
        with _told(SourceAway):
            connection = _reading(engine.connect())
        with connection:
            with _told():
                answer = connection.exec_driver_sql(query.strip().rstrip("; \n\t"))
            yield list(answer.keys()), _batches(answer.partitions(ROWS))
    finally:
        engine.dispose()


def _engine(address: URL) -> Engine:
    options = _options(address)
    try:
        return create_engine(address, **options)
    except (ImportError, NoSuchModuleError):
        raise NoDriver(address.drivername) from None
    except Exception as error:
        raise SourceAway(type(error).__name__) from None


@contextmanager
def _told(kind: type[Exception] = Failed) -> Iterator[None]:
    """Errors of the database as `kind`, and as SourceAway where the connection is lost."""
    try:
        yield
    except Exception as error:  # a driver lets out whatever it likes, and its words may hold values and passwords
        gone = getattr(error, "connection_invalidated", False)
        raise (SourceAway if gone else kind)(type(error).__name__) from None


def _batches(partitions: Iterator[Sequence[Sequence[Any]]]) -> Iterator[Sequence[Sequence[Any]]]:
    while True:
        with _told():
            rows = next(partitions, None)
        if rows is None:
            return
        yield rows


def _options(address: URL) -> dict[str, Any]:
    """A file that is not there is not made, and one that is there is not written."""
    kind = address.get_backend_name()
    if kind in ("sqlite", "duckdb") and address.database not in (None, "", ":memory:") and not Path(str(address.database)).exists():
        raise FileNotFoundError(errno.ENOENT, "no such file", address.database)
    return {"connect_args": {"read_only": True}} if kind == "duckdb" else {}


def _reading(connection: Connection) -> Connection:
    """Answers come as they are read, and % in a query is only a sign."""
    kind = connection.dialect.name
    if kind in READ_ONLY:
        connection.exec_driver_sql(READ_ONLY[kind])
    only = {"postgresql_readonly": True} if kind == "postgresql" else {}
    return connection.execution_options(stream_results=True, yield_per=ROWS, no_parameters=True, **only)


def _staged(source: Source, names: list[str], batches: Iterator[Sequence[Sequence[Any]]], mapping: TableMapping, work: Path) -> Staged:
    header = judged(source.name, names, METADATA.tables[source.table], mapping)
    if not header.readable:
        return _unread(source, *header.problems)
    file, digest, rows = work / f"{source.table}.parquet", hashlib.sha256(json.dumps(names).encode()), 0
    schema = pa.schema([(name, pa.string()) for name in header.names])
    with parquet.ParquetWriter(file, schema, compression="lz4") as writer:
        for batch in batches:
            if wrong := _rounded(source, header, batch):
                return _unread(source, *header.problems, wrong)
            texts = [[text(value) for value in row] for row in batch]
            for row in texts:
                digest.update(json.dumps(row).encode())
            columns = [pa.array(column, pa.string()) for column in zip(*texts, strict=True)]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
            rows += len(texts)
    none = [] if rows or mapping.empty_allowed else [problem(source.name, "no_rows")]
    read = replace(source, sha256=digest.hexdigest())
    return Staged(read, file, header.known, header.others, rows, 0, (*header.problems, *none), _lines)


def text(value: object) -> str | None:
    """A value as a person would write it in a file of the contract; None where it is missing."""
    if value is None or isinstance(value, str):
        return None if value is None else value.encode(errors="replace").decode()  # half a character cannot be kept
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | Decimal):
        return _plain(Decimal(str(value))) if isfinite(value) else str(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    return str(value)


def _plain(value: Decimal) -> str:
    """A number in digits, without the zeros that only tell how it is kept."""
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _rounded(source: Source, header: Header, batch: Sequence[Sequence[Any]]) -> Problem | None:
    """The first column of identifiers that comes as floating-point numbers, in which long ones lose digits."""
    columns = METADATA.tables[source.table].columns
    for place, name in enumerate(header.names):
        if name in header.known and field(columns[name]).kind == "text" and any(isinstance(row[place], float) for row in batch):
            return problem(source.name, "id_float", column=name, type="float")
    return None


def _lines(positions: set[int]) -> Map[int, int]:
    return {position: position + 1 for position in positions}


def _unread(source: Source, *problems: Problem) -> Staged:
    return Staged(source, None, problems=problems)
