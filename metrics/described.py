"""What a metric counts and leaves out, taken from its declaration, and what else the pages explain: code lists and protection limits."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import pandas as pd

from data_access import gate
from data_access.fields import field
from data_access.privacy import PROFILES
from data_access.schema import METADATA
from data_access.scope import Role
from data_access.tally import Test, Where
from metrics.dimensions import DIMENSIONS, names
from metrics.model import Metric

KINDS = {Test.IN: "only", Test.NOT_IN: "without", Test.PRESENT: "known", Test.MISSING: "not_known"}
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
    known = names(dimension) if dimension else _codes(field(METADATA.tables[table].c[where.column]).codes)
    return Condition(KINDS[where.test], where.column, dimension, tuple(known.get(code, dict.fromkeys(("fi", "sv", "en"), code)) for code in where.values))


def _codes(name: str) -> dict[str, dict[str, str]]:
    lists = gate.rows("code_list")
    return {
        row["code"]: {language: row[f"name_{language}"] for language in ("fi", "sv", "en")}
        for row in lists[lists["list"] == name].to_dict("records")
    }
