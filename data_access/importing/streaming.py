"""Many rows out of either database without holding them: Arrow batches of a statement, written to Parquet as they come."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv
from sqlalchemy import Connection

from data_access.place import Unreachable, location

ROWS, BYTES = 100_000, 16_000_000


def in_no_hurry(connection: Connection) -> None:
    """Nobody waits for an import in front of a screen: the time limit of a page does not hold."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


def written(rows_: Iterable[pa.RecordBatch], schema: pa.Schema, to: Path) -> int:
    """Writes batches to a Parquet file as they come, and gives the number of their rows."""
    rows = 0
    with pq.ParquetWriter(to, schema) as out:
        for batch in rows_:
            out.write_batch(batch.cast(schema))
            rows += batch.num_rows
    return rows


def batches(connection: Connection, statement: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The rows of a statement, some at a time, so that memory does not grow with them. Raises Unreachable where they cannot be read."""
    in_no_hurry(connection)
    raw = connection.connection.driver_connection
    assert raw is not None
    try:
        if connection.dialect.name == "postgresql":
            yield from _copied(raw, statement, schema)
        else:
            yield from raw.execute(statement).to_arrow_reader(ROWS)
    except (duckdb.Error, psycopg.Error, pa.ArrowException) as error:
        raise Unreachable(location()) from error


def _copied(raw: Any, statement: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """PostgreSQL sends a message for each row, so lines are cut between rows even where a text has a line break in it."""
    lines, size = [], 0
    with raw.cursor() as cursor, cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT csv)") as copy:
        for line in copy:
            lines.append(bytes(line))
            size += len(line)
            if size > BYTES:
                yield from _parsed(lines, schema)
                lines, size = [], 0
    if lines:
        yield from _parsed(lines, schema)


def _parsed(lines: list[bytes], schema: pa.Schema) -> list[pa.RecordBatch]:
    """A missing value stands without quotes, an empty text with them."""
    types = {one.name: one.type for one in schema}
    convert = csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False)
    parse = csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False)
    return csv.read_csv(BytesIO(b"".join(lines)), csv.ReadOptions(column_names=schema.names), parse, convert).to_batches()
