"""Which columns of the contract a metric rests on, and how much of them is not known. Counts whole tables, whatever is filtered.

A column that is empty by nature (the closing date of an open case) is never "not known"; one that only some rows can have (the outcome
of a case that has ended) is measured among those rows.
"""

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from data_access.engine import data_version
from data_access.fields import UNKNOWN, field
from data_access.schema import METADATA
from metrics.loads import loaded_columns
from metrics.model import Metric, Statistic

Place = tuple[str, str]
# What an import works out, and from what; a month is told from its date (`_source`).
_FIRST_MEETING = (("case_event", "event_date"), ("client_case", "referred_date"))
WORKED_OUT: dict[Place, tuple[Place, ...]] = {
    ("client_case", "unemployment_class"): (("client_case", "unemployment_months"),),
    ("client_case", "age_at_start"): (("client_case", "birth_year"),),
    ("client_case", "days_to_first_meeting"): _FIRST_MEETING,
    **{("client_case", f"days_to_step_{step}"): _FIRST_MEETING for step in range(2, 7)},
    ("client_case", "days_in_service"): (("client_case", "closed_date"), ("client_case", "opened_date")),
    ("case_event", "days_to_record"): (("case_event", "recorded_at"), ("case_event", "event_date")),
    ("service_episode", "days_to_start"): (("service_episode", "started_date"), ("service_episode", "referred_date")),
    ("service_episode", "days_in_service"): (("service_episode", "ended_date"), ("service_episode", "started_date")),
    ("job_spell", "days_in_job"): (("job_spell", "to_date"), ("job_spell", "from_date")),
    ("indicator_value", "period_month"): (("indicator_value", "period"),),
}
# Columns that say "not known" by being empty. Those that become the class `unknown` say it by their default.
EMPTY_IS_UNKNOWN: frozenset[Place] = frozenset(
    {
        ("client_case", "unemployment_months"),
        ("client_case", "birth_year"),
        ("case_event", "recorded_at"),
        ("job_spell", "hours_per_week"),
        ("indicator_value", "value"),
    }
)
# Only a row with the second column can have the first.
ONLY_WITH: dict[Place, str] = {("client_case", "outcome"): "closed_date", ("client_case", "goal_result"): "closed_date"}


@dataclass(frozen=True)
class Gap:
    """How many of the `rows` that could have a value in a column have none that is known."""

    table: str
    column: str
    unknown: int
    rows: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where no row could have a value."""
        return self.unknown / self.rows if self.rows else 0.0


def rests_on(metric: Metric) -> tuple[Place, ...]:
    """The columns of the contract, as (table, column): what is told apart or measured first, then what places a row in time."""
    columns = [*(where.column for where in metric.hits), metric.value, *(where.column for where in metric.where), metric.date, metric.until]
    return tuple(dict.fromkeys(place for column in columns if column for place in _source(metric.table, column)))


def weakest(metric: Metric) -> Gap:
    """The gap of the column the metric rests on of which least is known; the first of them where all is known. Of a published figure
    nothing is said to be missing: the columns hold all indicators together."""
    found = gaps()
    own = [found.get(place, Gap(*place, 0, 0)) for place in rests_on(metric)]
    return Gap(own[0].table, own[0].column, 0, own[0].rows) if metric.statistic is Statistic.FIGURE else max(own, key=lambda gap: gap.share)


def gaps() -> dict[Place, Gap]:
    """The gap of every column of the contract that holds rows, in the order of the contract; kept until the data changes. Not changed."""
    return _gaps(data_version())


@lru_cache(maxsize=4)
def _gaps(version: str) -> dict[Place, Gap]:
    told = loaded_columns().set_index(["table_name", "column_name"])
    places = [(table.name, column.name) for table in METADATA.sorted_tables for column in table.columns if (table.name, column.name) in told.index]
    return {place: _gap(place, told) for place in places}


def _gap(place: Place, told: pd.DataFrame) -> Gap:
    table, column = place
    rows, missing, unknown = (int(told.loc[place, name]) for name in ("rows", "missing", "unknown"))  # type: ignore[arg-type]
    only = (table, ONLY_WITH.get(place, ""))
    without = int(told.loc[only, "missing"]) if only in told.index else 0  # type: ignore[arg-type]
    empty = max(0, missing - without) if _says_unknown(place) else 0
    return Gap(table, column, min(unknown + empty, rows - without), rows - without)


def _says_unknown(place: Place) -> bool:
    """Whether an empty value means that it is not known. An outcome is empty because the case goes on, or is not known."""
    return place in EMPTY_IS_UNKNOWN or place in ONLY_WITH or field(METADATA.tables[place[0]].c[place[1]]).default == UNKNOWN


def _source(table: str, column: str) -> tuple[Place, ...]:
    if (table, column) in WORKED_OUT:
        return WORKED_OUT[table, column]
    return ((table, column.removesuffix("_month") + "_date" if column.endswith("_month") else column),)
