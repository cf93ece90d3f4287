"""What is in force before an import, the same for both databases: its log, counts of its rows, and its rows as they once came.

A database that is damaged or of an older version counts as nothing there, because a new import must always be possible. A server that
does not answer does not: what it holds is in force. Rows that are to stay in force and cannot be read are refused, never left out.
"""

from collections.abc import Callable, Collection
from os import R_OK, access
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa
from sqlalchemy import Column, Connection, Select, Table, func, select
from sqlalchemy.exc import DBAPIError

from data_access.engine import data_version, read
from data_access.fields import UNKNOWN, field
from data_access.importing.arrow import type_of
from data_access.importing.contract import ONLY_WHEN_CLOSED, WORKED_OUT, inputs, usual_step
from data_access.importing.streaming import batches, in_no_hurry, written
from data_access.place import NoData, Outdated, Unreachable, location, settings
from data_access.schema import METADATA, import_run

FROM_CASE = ("team_id", "coordinator_id", "municipality", "project")
RECORDED = "municipality_recorded"
HISTORY = ("import_run", "import_table")

Row = dict[str, Any]
Result = TypeVar("Result")


def newest() -> Row | None:
    """The row of import_run of the newest import; None where nothing is there. Raises Unreachable."""
    return _asked(_newest, None)


def files() -> list[Row]:
    """The rows of import_file of the newest import: which files are in force. Raises Unreachable."""
    return _of_newest("import_file")


def rows_in_force() -> dict[str, int]:
    """Table -> rows in force. Raises Unreachable."""
    return {row["table_name"]: row["rows"] for row in _of_newest("import_table")}


def history() -> dict[str, list[Row]]:
    """The rows of import_run and import_table, to be carried along; also of an older version where its log is as today's. Raises Unreachable."""
    return _asked(lambda connection: {name: _rows(connection, select(METADATA.tables[name])) for name in HISTORY}, {}, outdated=True)


def lost() -> list[Row] | None:
    """The files in force whose rows can no longer be read, as rows of import_file: all of those of an older version of the program.

    None where that is not known, because the database is damaged. Raises Unreachable.
    """
    try:
        data_version()
    except Outdated:
        return _of_newest("import_file", outdated=True)
    except NoData:
        return []
    except Unreachable:
        if settings().url or not _damaged():
            raise
        return None
    return []


def row_counts(table: str) -> dict[str, int]:
    """Part -> rows in force of a table. Raises Unreachable."""
    part = METADATA.tables[table].c.part
    return _counts(select(part, func.count()).group_by(part))


def class_counts(table: str, column: str, parts: Collection[str]) -> dict[str, int]:
    """Value -> rows in force of those parts that have it; missing values are not counted. Raises Unreachable."""
    columns = METADATA.tables[table].c
    chosen = columns.part.in_(list(parts)) & columns[column].is_not(None)
    return _counts(select(columns[column], func.count()).where(chosen).group_by(columns[column]))


def ids(table: str, column: str, parts: Collection[str], to: Path) -> int:
    """Writes the different values of a column in those parts to a Parquet file, and gives their number. Raises Unreachable."""
    wanted = METADATA.tables[table].columns[column]
    schema = pa.schema([(column, type_of(wanted))])
    statement = f'SELECT DISTINCT "{column}" FROM {table} WHERE "{column}" IS NOT NULL AND {_among(parts)}'
    return _asked(lambda connection: written(batches(connection, statement, schema), schema, to), None) or written((), schema, to)


def export(table: str, parts: Collection[str], to: Path) -> int:
    """Writes the input columns of the rows in force of those parts, as they came, and `part` to a Parquet file; gives their number.

    Ids stay pseudonyms. A missing value that the import had filled with the default of the contract is missing again. Raises Unreachable
    also where the rows cannot be read.
    """
    owner = METADATA.tables[table]
    columns = [*inputs(owner).values(), owner.c.part]
    schema = pa.schema([(column.name, type_of(column)) for column in columns])
    chosen = ", ".join(f'{as_it_came(owner, column, _stored(owner, column))} AS "{column.name}"' for column in columns)
    statement = f"SELECT {chosen} FROM {table} WHERE {_among(parts)}"
    if not _there():
        return written((), schema, to)
    with read() as connection:
        return written(batches(connection, statement, schema), schema, to)


def as_it_came(table: Table, column: Column, value: str) -> str:
    """The inverse, as SQL, of what the derivation does to a column of a file; of a value that never was in the database, the same."""
    default = field(column).default
    if table.name == "client_case" and column.name in ONLY_WHEN_CLOSED:
        said = (*WORKED_OUT[table.name, column.name], UNKNOWN)
        return f"CASE WHEN closed_date IS NOT NULL AND {value} NOT IN ({', '.join(map(_text, said))}) THEN {value} END"
    if (table.name, column.name) == ("case_event", "step"):
        return f"NULLIF({value}, {usual_step('event_code')})"
    if default is not None:
        in_key = column.name in table.info["key"]
        value = f"COALESCE({value}, {_text(default)})" if in_key else f"NULLIF({value}, {_text(default)})"
    taken = "case_id" in table.c and table.name != "client_case" and column.name in FROM_CASE
    return f"CASE WHEN case_id IS NULL THEN {value} END" if taken else value


def _stored(table: Table, column: Column) -> str:
    """The column a value of a file is in."""
    return RECORDED if column.name == "municipality" and RECORDED in table.c else f'"{column.name}"'


def _there() -> bool:
    """Whether there is data of this version that can be read."""
    try:
        data_version()
    except NoData:
        return False
    except Unreachable:
        if settings().url or not _damaged():
            raise
        return False
    return True


def _damaged() -> bool:
    """A file that nobody may open is not a damaged one: what it holds is in force."""
    file = Path(location())
    return not file.exists() or access(file, R_OK)


def _asked(question: Callable[[Connection], Result], nothing: Result, *, outdated: bool = False) -> Result:
    if not outdated and not _there():
        return nothing
    try:
        with read() as connection:
            in_no_hurry(connection)
            return question(connection)
    except (NoData, DBAPIError, duckdb.Error):
        return nothing
    except Unreachable:
        if settings().url or not _damaged():
            raise
        return nothing


def _newest(connection: Connection) -> Row | None:
    return next(iter(_rows(connection, select(import_run).order_by(import_run.c.run.desc()).limit(1))), None)


def _of_newest(name: str, *, outdated: bool = False) -> list[Row]:
    table = METADATA.tables[name]
    statement = select(table).where(table.c.run == select(func.max(import_run.c.run)).scalar_subquery())
    nothing: list[Row] = []
    return _asked(lambda connection: _rows(connection, statement), nothing, outdated=outdated)


def _rows(connection: Connection, statement: Select) -> list[Row]:
    return [dict(row) for row in connection.execute(statement).mappings()]


def _counts(statement: Select) -> dict[str, int]:
    return _asked(lambda connection: {str(value): int(count) for value, count in connection.execute(statement)}, {})


def _among(parts: Collection[str]) -> str:
    return f"part IN ({', '.join(map(_text, sorted(parts)))})" if parts else "false"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
