"""Publishes a candidate in PostgreSQL: each import fills a schema of its own, and the commit that finishes it also moves the pointer row.

A new schema is loaded without dead rows and before it has indexes, and whoever reads the one before keeps it whole until they are done.
"""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import duckdb
from pyarrow import csv
from sqlalchemy import Connection, Table, Text, delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from data_access.engine import CURRENT, OFFLINE, writer
from data_access.importing.lock import Busy
from data_access.importing.tables import create_all
from data_access.place import location
from data_access.schema import METADATA, case_event

PREFIX = "tyopoyta_"
CHUNK = 100_000
SECONDS_TO_DROP = 1
MEMORY = "256MB"


def newest_run(url: str) -> int:
    """The highest number of an import there has been; 0 where there was none."""
    with writer(url).connect() as connection:
        return max([_pointed(connection)[0], *_schemas(connection).values()])


def publish(url: str, part: Path, run: int) -> None:
    """Copies the candidate into its schema and puts it in force. Raises Busy where a later import came into force meanwhile."""
    schema = f"{PREFIX}{run}"
    with writer(url).begin() as connection:
        CURRENT.create(connection, checkfirst=True)
        _fill(connection, schema, part)
        connection.exec_driver_sql(f"LOCK TABLE {CURRENT.name} IN SHARE ROW EXCLUSIVE MODE")
        newest, before = _pointed(connection)
        if newest >= run:
            raise Busy(location())
        _hand_on(connection, schema)
        _point(connection, schema, run)
    _drop_older(url, {schema, before})


def _fill(connection: Connection, schema: str, part: Path) -> None:
    connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
    connection.exec_driver_sql(f"SET LOCAL search_path = {schema}")
    connection.exec_driver_sql(f"SET LOCAL maintenance_work_mem = '{MEMORY}'")
    create_all(connection)
    options = {**OFFLINE, "memory_limit": MEMORY}
    with duckdb.connect(str(part), read_only=True, config=options) as source:
        for table in METADATA.sorted_tables:
            with _told(connection):
                _copy(connection, source, table)
            _index(connection, table)
    connection.exec_driver_sql(f"ANALYZE {', '.join(METADATA.tables)}")
    connection.exec_driver_sql("SET LOCAL search_path TO DEFAULT")


@contextmanager
def _told(connection: Connection) -> Iterator[None]:
    """COPY speaks to the driver itself: its errors become those of SQLAlchemy, as of every other statement."""
    driver = connection.dialect.loaded_dbapi
    try:
        yield
    except driver.Error as error:
        raise DBAPIError.instance("COPY", None, error, driver.Error, dialect=connection.dialect) from error


def _copy(connection: Connection, source: duckdb.DuckDBPyConnection, table: Table) -> None:
    """In batches, so that memory does not grow with the rows; one is written while the server takes the one before. The rows are frozen at
    once: nobody sees them before the pointer moves."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    raw = connection.connection.driver_connection
    assert raw is not None
    with (
        raw.cursor() as cursor,
        cursor.copy(f"COPY {table.name} ({names}) FROM STDIN (FORMAT csv, FREEZE)") as copy,
        ThreadPoolExecutor(1) as beside,
    ):
        blocks = _blocks(source, table)
        block = beside.submit(next, blocks, None)
        while (content := block.result()) is not None:
            block = beside.submit(next, blocks, None)
            copy.write(content)


def _blocks(source: duckdb.DuckDBPyConnection, table: Table) -> Iterator[bytes]:
    """The rows as CSV, a batch at a time; codes as the texts they stand for."""
    chosen = ", ".join(f'CAST("{one.name}" AS VARCHAR)' if isinstance(one.type, Text) else f'"{one.name}"' for one in table.columns)
    for batch in source.execute(f"SELECT {chosen} FROM {table.name}").to_arrow_reader(CHUNK):
        rows = BytesIO()
        csv.write_csv(batch, rows, csv.WriteOptions(include_header=False))
        yield rows.getvalue()


def _index(connection: Connection, table: Table) -> None:
    """The path of the question that asks for few of many rows, a coordinator's own. A county or a year is so large a part of a table that it is
    read whole, and events are so many that their index costs an import more than it spares (docs/decisions.md)."""
    if not table.info["public"] and table.name != case_event.name:
        connection.exec_driver_sql(f"CREATE INDEX ix_{table.name}_coordinator ON {table.name} (coordinator_id)")


def _hand_on(connection: Connection, schema: str) -> None:
    """Whoever may read the pointer may read the new schema: a role that only reads is granted once, not after each import."""
    found = connection.execute(
        text(
            "SELECT DISTINCT grantee FROM information_schema.table_privileges WHERE table_schema = current_schema() "
            "AND table_name = :pointer AND privilege_type = 'SELECT' AND grantee <> current_user"
        ),
        {"pointer": CURRENT.name},
    )
    for (grantee,) in found.all():
        role = grantee if grantee == "PUBLIC" else connection.dialect.identifier_preparer.quote_identifier(grantee)
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}")


def _point(connection: Connection, schema: str, run: int) -> None:
    connection.execute(delete(CURRENT))
    connection.execute(insert(CURRENT).values(only=True, run=run, schema_name=schema, moment=datetime.now(UTC).isoformat()))


def _pointed(connection: Connection) -> tuple[int, str]:
    """Number and schema of the import in force; 0 and nothing where there is none."""
    if connection.execute(select(func.to_regclass(CURRENT.name))).scalar() is None:
        return 0, ""
    found = connection.execute(select(CURRENT.c.run, CURRENT.c.schema_name)).first()
    return (found.run, found.schema_name) if found else (0, "")


def _schemas(connection: Connection) -> dict[str, int]:
    names = connection.exec_driver_sql("SELECT nspname FROM pg_namespace").scalars().all()
    return {name: int(name.removeprefix(PREFIX)) for name in names if re.fullmatch(f"{PREFIX}[0-9]+", name)}


def _drop_older(url: str, kept: set[str]) -> None:
    """Schemas older than the one before go. One that somebody still reads stays until the next import; the new data is in force anyway."""
    try:
        with writer(url).connect() as connection:
            older = [name for name in _schemas(connection) if name not in kept]
    except SQLAlchemyError:
        return
    for name in older:
        try:
            with writer(url).begin() as connection:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {SECONDS_TO_DROP * 1000}")
                connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
        except SQLAlchemyError:
            continue
