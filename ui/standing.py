"""Which areas stand out by more than chance, and the sentence over a map that says it. Never a league table.

A share is judged by its rows and a rate by its inhabitants; a median or a published figure cannot be judged, and is not.
"""

from collections.abc import Callable
from functools import partial

import pandas as pd

from charts.words import Words
from metrics import Answer, Statistic, Unit
from metrics.figures import why_not
from metrics.library import mainland
from metrics.methods import rates
from metrics.methods.funnel import extremes, judge
from ui import findings
from ui.view import View

UNKNOWN = "unknown"
PLAIN = (Unit.SHARE, Unit.PERCENT)  # their sign is written with the number


def judged(frame: pd.DataFrame, level: str, answer: Answer) -> pd.DataFrame:
    """The frame of a measure by area with `apart`: judged for shares, "unknown" for all else."""
    return _mainland(frame, level, judge) if answer.metric.statistic is Statistic.SHARE else frame.assign(apart=UNKNOWN)


def judged_rate(frame: pd.DataFrame, level: str) -> pd.DataFrame:
    """The frame of a rate (`value` for each rates.PER of `inhabitants`) with `apart`."""
    return _mainland(frame, level, partial(judge, per=rates.PER, size="inhabitants"))


def _mainland(frame: pd.DataFrame, level: str, judging: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """Åland has a system of its own: it is neither judged nor a part of what the others are judged by."""
    own = frame["area"].isin(mainland(level))
    return pd.concat([judging(frame[own]), frame[~own].assign(apart=UNKNOWN)]).loc[frame.index]


def sentence(view: View, frame: pd.DataFrame, words: Words, answer: Answer) -> str:
    """What the map says: the areas that stand out most, or that none does, or the range where chance cannot be judged."""
    seen, hidden = frame[frame["value"].notna() & ~frame["hidden"]], int(frame["hidden"].sum())
    covered = [view.say("standing.hidden", count=hidden)] if hidden else []
    if seen.empty:
        return " ".join([refused(view, answer) or findings.nothing(view, answer), *covered])
    ordered = seen.sort_values("value", kind="stable")
    ends = {"low": ordered["said"].iloc[0], "high": ordered["said"].iloc[-1], "measure": words.measure}
    if len(seen) == 1:
        return " ".join([view.say("standing.one", name=seen["full"].iloc[0], value=seen["said"].iloc[0], measure=words.measure), *covered])
    if seen["apart"].eq(UNKNOWN).all():
        unit = "" if answer.metric.unit in PLAIN else view.say(f"metric.{answer.metric.name}.unit")
        return " ".join([view.say("standing.range", unit=f" {unit}" if unit else "", **ends), *covered])
    named = dict(zip(("above", "below"), extremes(frame), strict=True))
    counts = {side: int((frame["apart"] == side).sum()) for side in named}
    said = [view.say(f"standing.most_{side}", name=row["full"], value=row["said"]) for side, row in named.items() if row is not None]
    told = [view.say("standing.apart", measure=words.measure, **counts), *said] if said else [view.say("standing.chance", **ends)]
    return " ".join([*told, *covered])


def refused(view: View, answer: Answer) -> str:
    """Why a published figure has no value on this division; empty for others."""
    reason = why_not(answer.metric, answer.question.dimensions[-1])
    return view.say(f"standing.refused.{reason}") if reason else ""
