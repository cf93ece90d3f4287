"""The breakdowns and filters: which column they are in each table, and where their names come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import pandas as pd

from data_access import areas, gate
from data_access.engine import data_version
from data_access.schema import METADATA
from data_access.tally import GRAINS
from metrics.model import Metric


@dataclass(frozen=True)
class Dimension:
    """A breakdown. `names` is a code list, `area:TYPE` or a table with names; `column` is where it is in most tables (empty = in
    none but those of `special`)."""

    name: str
    names: str
    column: str
    special: Mapping[str, str] = field(default_factory=dict)

    def column_of(self, table: str) -> str:
        """The column of `table`, or an empty text where the table cannot be broken down so."""
        column = self.special.get(table, self.column)
        return column if column in METADATA.tables[table].c else ""


DIMENSIONS = {
    dimension.name: dimension
    for dimension in (
        Dimension("county", "area:county", "county"),
        Dimension("employment_area", "area:employment_area", "employment_area"),
        Dimension("municipality", "area:municipality", "municipality"),
        Dimension("team", "team", "team_id"),
        Dimension("project", "project", "project"),
        Dimension("coordinator", "", "coordinator_id"),
        Dimension("sex", "sex", "sex"),
        Dimension("age_class", "age_class", "age_class"),
        Dimension("referral_source", "referral_source", "referral_source"),
        Dimension("step", "step", "step", {"client_case": "reached_step"}),
        Dimension("service", "service", "service", {"client_case": "first_service"}),
        Dimension("outcome", "outcome", "outcome"),
        Dimension("unemployment_class", "unemployment_class", "unemployment_class"),
        Dimension("status", "case_status", "", {"client_case": "status"}),
        Dimension("labour_status", "labour_status", "labour_status"),
        Dimension("segment", "segment", "segment"),
        Dimension("goal_result", "goal_result", "", {"client_case": "goal_result"}),
        Dimension("event", "event", "event_code"),
        Dimension("event_status", "event_status", "", {"case_event": "status"}),
        Dimension("partner", "referral_source", "partner"),
        Dimension("reason", "not_started_reason", "not_started_reason"),
        Dimension("instrument", "instrument", "instrument"),
        Dimension("respondent", "respondent", "respondent"),
        Dimension("item", "feedback_item", "item"),
        Dimension("answer", "likert", "", {"feedback_answer": "value"}),
    )
}
AREAS = ("municipality", "employment_area", "county")


def allowed(metric: Metric) -> tuple[str, ...]:
    """The breakdowns a metric can be asked by, time first."""
    return (*GRAINS, *(name for name, one in DIMENSIONS.items() if one.column_of(metric.table)))


def names(dimension: str) -> dict[str, dict[str, str]]:
    """{code: {fi, sv, en}} in the order of the screen; read once for each version of the data."""
    return _names(dimension, data_version())


@lru_cache(maxsize=128)
def _names(dimension: str, version: str) -> dict[str, dict[str, str]]:
    kind, _, sub = DIMENSIONS[dimension].names.partition(":")
    return {"area": lambda: _areas(sub), "team": _teams, "project": _projects, "": dict}.get(kind, lambda: _codes(kind))()


def _codes(name: str) -> dict[str, dict[str, str]]:
    lists = gate.rows("code_list")
    return _named(lists[lists["list"] == name].sort_values("sort"), "code")


def _areas(kind: str) -> dict[str, dict[str, str]]:
    table = areas.current()
    now = table[(table["area_type"] == kind) & table["successor"].isna()]
    return _named(now.sort_values("name_fi" if kind == "municipality" else "area"), "area") | _codes("area")


def _teams() -> dict[str, dict[str, str]]:
    table = gate.rows("team").sort_values("name")
    return {team: dict.fromkeys(("fi", "sv", "en"), name) for team, name in zip(table["team_id"], table["name"], strict=True)}


def _projects() -> dict[str, dict[str, str]]:
    return _named(gate.rows("project").sort_values("project"), "project") | _codes("project")


def _named(table: pd.DataFrame, key: str) -> dict[str, dict[str, str]]:
    return {row[key]: {language: row[f"name_{language}"] for language in ("fi", "sv", "en")} for row in table.to_dict("records")}
