"""Outcomes of closed cases as they may stand beside the shares of the same cases: no part can be worked out from a share."""

import pandas as pd

from metrics import METRICS, Answer
from metrics.dimensions import names
from metrics.methods.parts import Total, tighten
from ui import numbers
from ui.view import View

# A closed case has an outcome: these two classes are for cases that are open or never opened.
NOT_CLOSED = ("open", "not_opened")
SHARES = ("employed_share", "education_share", "rehabilitation_share", "pension_share", "dropped_out_share")


def by_outcome(view: View) -> pd.DataFrame:
    """Closed cases by outcome, codes kept: `outcome`, `value`, `hidden`, `n`."""
    answer, whole = view.ask("cases_closed", "outcome"), view.ask("cases_closed")
    frame = answer.frame[~answer.frame["outcome"].isin(NOT_CLOSED)].reset_index(drop=True)
    if whole.hidden or answer.rounded or answer.threshold <= 1:
        return frame
    return tighten(frame, "outcome", totals(view, whole.value), answer.threshold)


def totals(view: View, whole: float) -> list[Total]:
    """The sums of outcomes that the shares give away, and the sum of all other outcomes."""
    known = [(METRICS[name].hits[0].values, view.ask(name)) for name in SHARES]
    sums: list[Total] = [(codes, round(share.value * share.n)) for codes, share in known if not share.hidden and not pd.isna(share.value)]
    inside = {code for codes, _ in sums for code in codes}
    others = [code for code in names("outcome") if code not in inside]
    return [*sums, (others, whole - sum(total for _, total in sums))]


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
