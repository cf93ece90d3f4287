"""Makes the tables of the star, empty, with a comment on each table and column for whoever looks into the database."""

from collections.abc import Iterator

from sqlalchemy import Connection, Table
from sqlalchemy.schema import CreateTable, ExecutableDDLElement, SetColumnComment, SetTableComment

from data_access.codes import codes
from data_access.fields import UNKNOWN, field
from data_access.importing.work import name, text
from data_access.schema import METADATA


def create_all(connection: Connection) -> None:
    """Makes every table in the schema the connection looks in. As one script: four hundred statements one by one take three times as long."""
    script = [str(one.compile(dialect=connection.dialect)) for one in _statements()]
    if connection.dialect.name == "duckdb":
        script += [one for table in METADATA.sorted_tables for one in _dictionaries(table)]
    connection.exec_driver_sql(";\n".join(script))


def _statements() -> Iterator[ExecutableDDLElement]:
    for table in METADATA.sorted_tables:
        yield CreateTable(table)
        yield from _comments(table)


def _comments(table: Table) -> Iterator[ExecutableDDLElement]:
    if table.comment:
        yield SetTableComment(table)
    yield from (SetColumnComment(column) for column in table.columns if column.comment)


def _dictionaries(table: Table) -> Iterator[str]:
    """A code in a table about persons is kept as its number in the list, which is read as the text it stands for: written in half the time.

    In the order of the alphabet, so that codes sort as texts do."""
    for column in () if table.info["public"] else table.columns:
        if field(column).kind == "code":
            known = sorted({*codes(field(column).codes), UNKNOWN})
            yield f"ALTER TABLE {table.name} ALTER {name(column.name)} TYPE ENUM ({', '.join(map(text, known))})"
