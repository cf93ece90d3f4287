"""What a metric counts and leaves out, taken from its declaration, and what else the pages explain: code lists and protection limits."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import pandas as pd

from data_access import gate
from data_access.fields import Field, field
from data_access.privacy import PROFILES
from data_access.schema import METADATA
from data_access.scope import Role
from data_access.tally import Test, Where
from metrics.dimensions import DIMENSIONS, names
from metrics.model import Metric

KINDS = {Test.IN: "only", Test.NOT_IN: "without", Test.PRESENT: "known", Test.MISSING: "not_known"}
LANGUAGES = ("fi", "sv", "en")
Names = Mapping[str, str]


@dataclass(frozen=True)
class Condition:
    """One condition of a metric: `kind` (only, without, known, not_known), the column, its breakdown if it has one, and the names
    ({fi, sv, en}) of the classes it is about."""

    kind: str
    column: str
    dimension: str
    classes: tuple[Names, ...]


def conditions(metric: Metric, where: tuple[Where, ...]) -> list[Condition]:
    """The conditions of a metric (`metric.where`) or of its numerator (`metric.hits`), with the names of classes for codes."""
    return [_condition(metric.table, one) for one in where]


def code_lists() -> pd.DataFrame:
    """Every code list: list, code, sort, name_fi, name_sv, name_en, valid_from, valid_to; in the order of the screen."""
    return gate.rows("code_list").sort_values(["list", "sort"], ignore_index=True)


def limits(role: Role) -> dict[str, int]:
    """The protection limits of a role: below, base, mean_needs, median_needs, tail_needs, share_needs."""
    return {name: int(value) for name, value in asdict(PROFILES[role]).items()}


def is_public(table: str) -> bool:
    """Whether a table holds nothing about persons."""
    return bool(METADATA.tables[table].info["public"])


def _condition(table: str, where: Where) -> Condition:
    dimension = next((name for name, one in DIMENSIONS.items() if one.column_of(table) == where.column), "")
    known = names(dimension) if dimension else _names(field(METADATA.tables[table].c[where.column]))
    classes = tuple(known.get(code, dict.fromkeys(LANGUAGES, code)) for code in where.values)
    return Condition(KINDS[where.test], where.column, dimension, classes)


def _names(promise: Field) -> dict[str, dict[str, str]]:
    """{code: names} of a column that is no breakdown: from its code list, or from the table it refers to."""
    if promise.codes:
        lists = gate.rows("code_list")
        return _named(lists[lists["list"] == promise.codes], "code")
    return _named(gate.rows(promise.refers), METADATA.tables[promise.refers].info["key"][0]) if promise.refers else {}


def _named(rows: pd.DataFrame, key: str) -> dict[str, dict[str, str]]:
    return {row[key]: {language: row[f"name_{language}"] for language in LANGUAGES} for row in rows.to_dict("records")}
