"""Codes and areas in tables about persons are dictionaries (ENUM) in DuckDB: a number in each row, read as the text it stands for.

Ten million events are written in two thirds of the time. Each type lists its values in the order of the alphabet, so they sort as texts do; a value
that is not in the list cannot be written. PostgreSQL gets them as texts.
"""

from collections.abc import Iterable

from sqlalchemy import Column

from data_access.codes import codes
from data_access.fields import UNKNOWN, field
from data_access.importing.work import Work, name, text
from data_access.schema import METADATA

AREA = "area_code"
AREAS = ("municipality", "municipality_recorded", "county", "employment_area")


def keep_codes(work: Work) -> None:
    """Makes a type of each code list, and gives it to the columns of the candidate, which are still empty."""
    for one in {field(column).codes for column in _columns() if field(column).kind == "code"}:
        _make(work, _of_list(one), {*codes(one), UNKNOWN})
    for column in _columns():
        if field(column).kind == "code":
            _give(work, column, _of_list(field(column).codes))


def keep_areas(work: Work, areas: Iterable[str]) -> None:
    """Makes the type of the codes in the table of areas, and gives it to the columns of the candidate."""
    _make(work, AREA, {*areas, UNKNOWN})
    for column in _columns():
        if column.name in AREAS:
            _give(work, column, AREA)


def as_area(expression: str) -> str:
    """SQL of an area code in the type of areas."""
    return f"CAST({expression} AS {name(AREA)})"


def as_code(code_list: str, expression: str) -> str:
    """SQL of a code in the type of its list."""
    return f"CAST({expression} AS {name(_of_list(code_list))})"


def _of_list(code_list: str) -> str:
    return f"code_{code_list}"


def _columns() -> list[Column]:
    return [column for table in METADATA.tables.values() if not table.info["public"] for column in table.columns]


def _make(work: Work, type_name: str, values: set[str]) -> None:
    work.sql.execute(f"CREATE TYPE {name(type_name)} AS ENUM ({', '.join(map(text, sorted(values)))})")


def _give(work: Work, column: Column, type_name: str) -> None:
    work.sql.execute(f"ALTER TABLE new.{name(column.table.name)} ALTER {name(column.name)} TYPE {name(type_name)}")
