"""What one column promises: its type, unit, allowed values and whether a sender must fill it.

Each helper makes a SQLAlchemy column that carries its promise with it (`field(column)`), so the table in the database,
the checks of the importer and docs/data-contract.md come from one declaration. Nothing here reads data.
"""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Date, Double, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

NULL_MARKERS = ("", "NA", "N/A", "null", "NULL", "None", "..", "-")
UNKNOWN = "unknown"
# Texts sort by their letters' codes in either database, whatever the language of the server; so they are compared and indexed fastest too.
TEXT = Text().with_variant(Text(collation="C"), "postgresql")


@dataclass(frozen=True)
class Field:
    """The contract of one column. `low` and `high` are inclusive; `default` replaces a missing value at import.

    `pseudonym` says whose identifier the column holds ("person" or "worker"): it is replaced by a keyed pseudonym on the way in.
    """

    kind: str
    unit: str = ""
    codes: str = ""
    refers: str = ""
    pseudonym: str = ""
    pattern: str = ""
    low: float | None = None
    high: float | None = None
    required: bool = False
    derived: bool = False
    default: str | None = None
    example: str = ""


def field(column: Column) -> Field:
    """The promise a column of our schema was declared with."""
    return column.info["field"]


def ident(
    name: str, note: str, *, required: bool = False, refers: str = "", pseudonym: str = "", default: str | None = None, example: str = ""
) -> Column:
    """An opaque identifier, kept as text. `pseudonym` names whose it is ("person", "worker") where it is replaced at import."""
    promise = Field("text", refers=refers, pseudonym=pseudonym, required=required, default=default, example=example)
    return _column(name, TEXT, note, promise)


def code(name: str, codes: str, note: str, *, required: bool = False, default: str | None = UNKNOWN, example: str = "") -> Column:
    """A value of the code list `codes`. A missing value becomes `default`, so that no class is lost in a count."""
    return _column(name, TEXT, note, Field("code", codes=codes, required=required, default=None if required else default, example=example))


def day(name: str, note: str, *, required: bool = False, example: str = "2025-03-14") -> Column:
    """A calendar date in Finland."""
    return _column(name, Date(), note, Field("date", unit="date", required=required, example=example))


def month(name: str, note: str, *, required: bool = False, example: str = "2025-03") -> Column:
    """A calendar month as text, YYYY-MM."""
    return _column(name, TEXT, note, Field("month", unit="month", required=required, pattern=r"\d{4}-(0[1-9]|1[0-2])", example=example))


def whole(name: str, note: str, *, unit: str, low: int = 0, high: int | None = None, required: bool = False, example: str = "") -> Column:
    """A whole number within its range."""
    return _column(name, Integer(), note, Field("whole", unit=unit, low=low, high=high, required=required, example=example))


def number(
    name: str, note: str, *, unit: str, low: float | None = None, high: float | None = None, required: bool = False, example: str = ""
) -> Column:
    """A decimal number within its range; the decimal mark in files is a point."""
    return _column(name, Double(), note, Field("number", unit=unit, low=low, high=high, required=required, example=example))


def words(name: str, note: str, *, required: bool = False, example: str = "") -> Column:
    """A name or short text about an organisation or an area, never about a person."""
    return _column(name, TEXT, note, Field("text", required=required, example=example))


def derived(name: str, note: str, kind: str = "text", codes: str = "") -> Column:
    """A column the importer works out; a file that holds it is told so."""
    types: dict[str, TypeEngine] = {"text": TEXT, "code": TEXT, "month": TEXT, "date": Date(), "whole": Integer(), "key": BigInteger()}
    return _column(name, types[kind], note, Field(kind, codes=codes, derived=True))


def fact(metadata: MetaData, name: str, key: tuple[str, ...], note: str, *columns: Column, public: bool = False) -> Table:
    """A table of the star. `key` names the columns that identify a row; `public` tables hold nothing about persons."""
    return Table(name, metadata, *columns, comment=note, info={"key": key, "public": public})


def input_columns(table: Table) -> list[Column]:
    """The columns a sender fills, in the order of the contract."""
    return [column for column in table.columns if not field(column).derived]


def _column(name: str, sql: TypeEngine, note: str, promise: Field) -> Column:
    return Column(name, sql, comment=note, info={"field": promise})
