"""Makes the tables of the star, empty, with a comment on each table and column for whoever looks into the database."""

from collections.abc import Iterator

from sqlalchemy import Connection, Table
from sqlalchemy.schema import CreateTable, ExecutableDDLElement, SetColumnComment, SetTableComment

from data_access.schema import METADATA


def create_all(connection: Connection) -> None:
    """Makes every table in the schema the connection looks in. As one script: four hundred statements one by one take three times as long."""
    connection.exec_driver_sql(";\n".join(str(one.compile(dialect=connection.dialect)) for one in _statements()))


def _statements() -> Iterator[ExecutableDDLElement]:
    for table in METADATA.sorted_tables:
        yield CreateTable(table)
        yield from _comments(table)


def _comments(table: Table) -> Iterator[ExecutableDDLElement]:
    if table.comment:
        yield SetTableComment(table)
    yield from (SetColumnComment(column) for column in table.columns if column.comment)
