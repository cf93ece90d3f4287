"""Published figures on the map of the day: their last month, the areas they belong to, and whether their area is still the same."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from data_access import areas

ALL = "all"
AREAS = ("municipality", "county", "employment_area")


def figures(frame: pd.DataFrame, table: pd.DataFrame, day: date) -> pd.DataFrame:
    """`frame` (typed rows of indicator_value) with its derived columns. A municipality's row also names its county and employment area;
    other rows only their own. `table` is the typed table of areas."""
    table = table.astype(object)
    division = areas.in_force(table, day)
    belongs = areas.belongs(division)
    home = frame["area"].where(frame["area_type"] == "municipality")
    found = {name: home.map(belongs[name].to_dict()).fillna(frame["area"].where(frame["area_type"] == name)).fillna(ALL) for name in AREAS}
    frame = frame.assign(**found, period_month=_last_month(frame["period"], frame["period_months"]))
    return frame.assign(area_in_force=_in_force(frame, division, areas.moved(table, day)))


def _in_force(frame: pd.DataFrame, division: pd.DataFrame, moved: Mapping[tuple[str, str], date]) -> np.ndarray:
    """Whether the area of a figure is on the map of the day. A county or employment area is not when it has ended, or when the figure
    was published before it got its present border (without a day of publication: when the figure ends before)."""
    places = list(zip(frame["area_type"], frame["area"], strict=True))
    there = set(zip(division["area_type"], division["area"], strict=True))
    ended = pd.to_datetime(frame["period_month"]) + pd.offsets.MonthEnd()
    known = pd.to_datetime(frame["published"]).fillna(pd.to_datetime(frame["fetched_at"])).fillna(ended)
    border = pd.to_datetime(pd.Series([moved.get(place) for place in places], dtype=object, index=frame.index))
    here = np.array([place in there for place in places], dtype=bool)
    return np.where(here & ~(known < border).to_numpy(bool), "yes", "no")


def _last_month(period: pd.Series, covered: pd.Series) -> pd.Series:
    """A year ends in December, or in the month it was covered to: eleven months of 2023 end in 2023-11."""
    month = covered.fillna(12).astype(int).map("{:02d}".format)
    return period.where(period.str.len() == len("2025-03"), period + "-" + month)
