"""Outcomes of closed cases as the page of outcomes says them: classes with names, and whether they add up."""

import pandas as pd

from metrics import Answer
from ui import numbers
from ui.view import View

# A closed case has an outcome: these two classes are for cases that are open or never opened.
NOT_CLOSED = ("open", "not_opened")
SHARES = ("employed_share", "education_share", "rehabilitation_share", "pension_share", "dropped_out_share")


def by_outcome(view: View) -> pd.DataFrame:
    """Closed cases by outcome, codes kept: `outcome`, `value`, `hidden`, `n`."""
    frame = view.ask("cases_closed", "outcome").frame
    return frame[~frame["outcome"].isin(NOT_CLOSED)].reset_index(drop=True)


def adds_up(view: View, frame: pd.DataFrame, whole: Answer) -> str:
    """Whether the classes shown add up to the whole, and what the hidden ones hold together."""
    shown = frame["value"].sum()
    left = whole.value - shown
    if whole.hidden or whole.rounded or not whole.value:
        return ""
    values = {"whole": view.shown(whole), "shown": numbers.decimal(shown, view.language), "left": numbers.decimal(left, view.language)}
    if not frame["hidden"].any():
        return view.say("chart.outcome_parts.adds_up", **values) if left == 0 else ""
    return view.say("chart.outcome_parts.left", **values) if left >= whole.threshold else ""


def named(view: View, frame: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """Classes with names, largest first, hidden ones after them, empty ones left out."""
    kept = frame[frame["hidden"] | (frame["value"] > 0)].sort_values("value", ascending=False, kind="stable", na_position="last")
    return kept.assign(**{dimension: [view.label(dimension, code) for code in kept[dimension]]})
