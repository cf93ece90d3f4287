"""Columns of codes, areas, teams and projects in tables about persons are dictionaries (ENUM) in DuckDB: a number in each row, read as a text.

Ten million events are written in two thirds of the time. Each type lists its values in the order of the alphabet, so they sort as texts do; a value
that is not in the list cannot be written. PostgreSQL gets them as texts.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Column

from data_access.codes import codes
from data_access.fields import UNKNOWN, field
from data_access.importing.work import Work, name, text
from data_access.schema import METADATA

AREA, TEAM, PROJECT = "area", "team", "project"
TYPES = {
    "municipality": AREA,
    "municipality_recorded": AREA,
    "county": AREA,
    "employment_area": AREA,
    "team_id": TEAM,
    "project": PROJECT,
}


def enum_of(column: Column) -> str:
    """The name of the type a column gets; empty where it stays as it is."""
    if column.table.info["public"]:
        return ""
    return of_list(field(column).codes) if field(column).kind == "code" else TYPES.get(column.name, "")


def of_list(code_list: str) -> str:
    """The name of the type of a code list."""
    return f"code_{code_list}"


def make_code_types(work: Work) -> None:
    """Makes the types of all code lists."""
    lists = sorted({field(column).codes for column in _columns() if field(column).kind == "code"})
    make_types(work, {of_list(one): codes(one) for one in lists})


def make_types(work: Work, values: Mapping[str, Iterable[str]]) -> None:
    """Makes types of these values and what may stand for a missing one, and gives them to their columns of the candidate, which are still empty."""
    columns = {type_name: [column for column in _columns() if enum_of(column) == type_name] for type_name in values}
    for type_name, some in columns.items():
        known = {*values[type_name], UNKNOWN, *(field(column).default or UNKNOWN for column in some)}
        work.sql.execute(f"CREATE TYPE {name(type_name)} AS ENUM ({', '.join(map(text, sorted(known)))})")
    work.sql.begin()
    for type_name, some in columns.items():
        for column in some:
            work.sql.execute(f"ALTER TABLE new.{name(column.table.name)} ALTER {name(column.name)} TYPE {name(type_name)}")
    work.sql.commit()


def as_type(type_name: str, expression: str) -> str:
    """SQL of a value in a type that was made."""
    return f"CAST({expression} AS {name(type_name)})"


def _columns() -> list[Column]:
    return [column for table in METADATA.tables.values() for column in table.columns]
