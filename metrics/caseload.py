"""The coordinator's own cases: who waits, what is due and who has been quiet. Made from the own rows only; refuses everybody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from data_access import gate
from data_access.scope import Viewer
from metrics.dimensions import DIMENSIONS

QUIET_DAYS = 60
MEASURE_AFTER_MONTHS = 6
WINDOW_DAYS = 30
NEVER = "9999-99"
HELSINKI = ZoneInfo("Europe/Helsinki")


@dataclass(frozen=True)
class Spread:
    """The exact lowest, highest and mean of the own numbers, and how many there are. Only an own, exact answer may hold the ends."""

    lowest: float
    highest: float
    mean: float
    n: int


def reference_day(loaded: Mapping[str, Any]) -> date:
    """The day that is today for due lists: the last day of the data on sample data, which stands still, else today in Finland."""
    last = loaded["last_day"]
    return last if loaded["sample"] == "yes" and isinstance(last, date) else datetime.now(HELSINKI).date()


def own_cases(viewer: Viewer, today: date, where: Mapping[str, str] | None = None) -> pd.DataFrame:
    """The own cases, one row each, with codes as stored and `where` ({breakdown: code}) in force.

    Added: `is_open`; `waits` (no first meeting yet, and not turned down); `measured` (at six months); `measure_due`; and days until
    `today` as `days_waiting` (from the referral), `days_quiet` (from the last held event) and `days_late` (from the due day, negative
    before it). Raises NoAccess for anybody but a coordinator.
    """
    cases = gate.my_cases(viewer)
    for name, value in (where or {}).items():
        cases = cases[cases[DIMENSIONS[name].column_of("client_case")] == value]
    points = gate.my_measurements(viewer)
    measured = points.loc[points["planned_point"] == str(MEASURE_AFTER_MONTHS), "case_id"]
    days = {name: pd.to_datetime(cases[f"{name}_date"]) for name in ("referred", "opened", "closed", "last_event")}
    unresolved = days["closed"].isna() & (cases["outcome"] != "not_opened")
    due = days["opened"] + pd.DateOffset(months=MEASURE_AFTER_MONTHS)
    now = pd.Timestamp(today)
    return cases.assign(
        is_open=unresolved & days["opened"].notna(),
        waits=unresolved & cases["days_to_first_meeting"].isna(),
        measured=cases["case_id"].isin(measured),
        measure_due=due,
        days_waiting=(now - days["referred"]).dt.days,
        days_quiet=(now - days["last_event"]).dt.days,
        days_late=(now - due).dt.days,
    ).reset_index(drop=True)


def waiting(cases: pd.DataFrame) -> pd.DataFrame:
    """Who waits for a first meeting, the longest wait first."""
    return cases[cases["waits"]].sort_values("days_waiting", ascending=False, kind="stable")


def due(cases: pd.DataFrame) -> pd.DataFrame:
    """Open cases whose six-month measurement is not done and is late or comes due inside the window, the latest first."""
    wanted = cases["is_open"] & ~cases["measured"] & (cases["days_late"] >= -WINDOW_DAYS)
    return cases[wanted].sort_values("days_late", ascending=False, kind="stable")


def quiet(cases: pd.DataFrame) -> pd.DataFrame:
    """Open cases without a held event in over 60 days, the quietest first; a case that never had one comes before all."""
    silent = cases["days_quiet"].isna() | (cases["days_quiet"] > QUIET_DAYS)
    return cases[cases["is_open"] & silent].sort_values("days_quiet", ascending=False, kind="stable", na_position="first")


def ages(cases: pd.DataFrame, first: str, last: str) -> Spread | None:
    """Ages at the start of the cases that were open in some month from `first` to `last`; None where no age is known."""
    opened, closed = (cases[f"{end}_month"].astype(object).fillna(NEVER) for end in ("opened", "closed"))
    known = cases.loc[(opened <= last) & (closed >= first), "age_at_start"].dropna()
    return Spread(float(known.min()), float(known.max()), float(known.mean()), len(known)) if len(known) else None


def answered(distribution: pd.DataFrame) -> Spread | None:
    """Lowest, highest, mean and number of answers from an exact answer by `answer`; None without answers.

    Raises ValueError where anything is hidden: then the ends may not be told.
    """
    if distribution["hidden"].any():
        raise ValueError("The ends of a protected distribution may not be told.")
    given = distribution[distribution["value"] > 0]
    score, times = given["answer"].astype(float), given["value"]
    return Spread(score.min(), score.max(), float((score * times).sum() / times.sum()), int(times.sum())) if len(given) else None
