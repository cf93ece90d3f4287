"""Charts of published series: years as bars, a year not covered to its end apart and striped; several areas or months as lines."""

from typing import Any

import pandas as pd

from charts import theme
from charts.bars import columns
from charts.trend import trend
from metrics.methods import published
from ui import published as said
from ui.view import View

TOLD = 3


def figure(view: View, rows: pd.DataFrame) -> Any:
    """The chart of one indicator's series: rows of one kind of period, in order of time for each area."""
    words = said.words(view, rows.iloc[0])
    cut = [published.partial(one, months) for one, months in zip(rows["period"], rows["period_months"], strict=True)]
    frame = rows.assign(area=[said.area(view, row) for _, row in rows.iterrows()], hidden=False)
    if rows["area"].nunique() == 1 and bool(rows["yearly"].iloc[0]):
        labels = {row["period"]: said.period(view, row) for _, row in rows.iterrows()}
        apart = list(rows.loc[cut, "period"])
        note = ", ".join(labels[one] for one in apart)
        return columns(
            _with_gaps(frame),
            "period",
            words=words,
            colour=theme.COLOUR["known"],
            unknown=apart,
            incomplete=apart,
            incomplete_text=note,
            label=lambda code: f"{code}*" if code in apart else str(code),
        )
    return trend(_with_gaps(frame[[not one for one in cut]]), "period", series="area", words=words)


def finding(view: View, rows: pd.DataFrame) -> str:
    """First and last whole period of each area, all of a few; a year not covered to its end is told apart and compared with nothing."""
    parts = []
    for _, one in rows.groupby(["area_type", "area"], sort=False):
        cut = [published.partial(period, months) for period, months in zip(one["period"], one["period_months"], strict=True)]
        whole = one[[not late for late in cut]]
        told = whole if len(whole) <= TOLD else whole.iloc[[0, -1]]
        values = ", ".join(f"{said.period(view, row)} {said.value(view, row)}" for _, row in told.iterrows())
        parts.append(f"{said.area(view, whole.iloc[0])}: {values}.")
        parts += [view.say("page.indicators.apart", period=said.period(view, row), value=said.value(view, row)) for _, row in one[cut].iterrows()]
    return " ".join(parts)


def _with_gaps(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows without a value for the periods nobody published, so that no line is led across them and the axis keeps time."""
    periods = published.every_period(frame["period"].min(), frame["period"].max())
    parts = []
    for area, rows in frame.groupby("area", sort=False):
        full = rows.set_index("period")[["value"]].reindex(periods).rename_axis("period").reset_index()
        parts.append(full.assign(area=area, hidden=False))
    whole = pd.concat(parts, ignore_index=True)
    return whole.assign(place=whole["period"].map(periods.index)).sort_values("place", kind="stable").drop(columns="place")
