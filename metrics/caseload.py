"""The coordinator's own cases: what is due, from the own rows only."""

from datetime import date

import pandas as pd

from data_access import gate
from data_access.scope import Viewer

QUIET_DAYS = 60
MEASURE_AFTER_MONTHS = 6


def own_cases(viewer: Viewer, today: date) -> pd.DataFrame:
    """The own cases, one row each: codes as stored, `days_open`, `days_quiet` since the last held event, `measure_due` (date of the
    six-month measurement, or NaT when closed). Raises NoAccess for anybody but a coordinator."""
    cases = gate.my_cases(viewer)
    opened, last = pd.to_datetime(cases["opened_date"]), pd.to_datetime(cases["last_event_date"])
    now = pd.Timestamp(today)
    open_now = opened.notna() & cases["closed_date"].isna()
    return cases.assign(
        open_now=open_now,
        days_open=(now - opened).dt.days.where(open_now),
        days_quiet=(now - last).dt.days.where(open_now),
        measure_due=(opened + pd.DateOffset(months=MEASURE_AFTER_MONTHS)).where(open_now),
    )
