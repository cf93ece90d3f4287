"""Which areas stand out by more than chance, and the sentence over a map that says it. Never a league table.

A share is judged by its rows and a rate by its inhabitants; a median or a published figure cannot be judged, and is not.
"""

from collections.abc import Callable
from functools import partial

import pandas as pd

from charts.words import Words
from metrics import Answer, Statistic
from metrics.figures import why_not
from metrics.library import mainland
from metrics.methods import rates
from metrics.methods.funnel import extremes, judge
from ui import findings
from ui.view import View

UNKNOWN = "unknown"


def judged(frame: pd.DataFrame, level: str, answer: Answer) -> pd.DataFrame:
    """The frame of a measure by area with `apart`: judged for shares, "unknown" for all else."""
    if answer.metric.statistic is not Statistic.SHARE or of_a_part(answer):
        return frame.assign(apart=UNKNOWN)
    return _mainland(frame, level, judge)


def judged_rate(frame: pd.DataFrame, level: str, answer: Answer) -> pd.DataFrame:
    """The frame of a rate (`value` for each rates.PER of `inhabitants`) with `apart`; published counts are not judged."""
    if answer.metric.statistic is Statistic.FIGURE or of_a_part(answer):
        return frame.assign(apart=UNKNOWN)
    return _mainland(frame, level, partial(judge, per=rates.PER, size="inhabitants"))


def of_a_part(answer: Answer) -> bool:
    """Whether only a team or a project is counted, which works in some areas: to compare it with the others says nothing."""
    return bool({"team", "project"} & {name for name, _ in answer.question.where})


def _mainland(frame: pd.DataFrame, level: str, judging: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """Åland has a system of its own: it is neither judged nor a part of what the others are judged by."""
    own = frame["area"].isin(mainland(level))
    return pd.concat([judging(frame[own]), frame[~own].assign(apart=UNKNOWN)]).loc[frame.index]


def sentence(view: View, frame: pd.DataFrame, words: Words, answer: Answer) -> str:
    """What the map says: the areas that stand out most, or that none does, or the range where chance cannot be judged."""
    hidden, missing = int(frame["hidden"].sum()), int((frame["value"].isna() & ~frame["hidden"]).sum())
    seen = frame[frame["value"].notna() & ~frame["hidden"]].sort_values("value", kind="stable")
    told = _told(view, seen, frame, words, answer)
    more = [view.say(f"standing.{key}", count=count) for key, count in (("hidden", hidden), ("missing", missing)) if count and len(seen)]
    return " ".join([*told, *(more or ([view.say("standing.hidden", count=hidden)] if hidden else [])), *unplaced(view, answer)])


def _told(view: View, seen: pd.DataFrame, frame: pd.DataFrame, words: Words, answer: Answer) -> list[str]:
    if seen.empty:
        return [refused(view, answer) or findings.nothing(view, answer)]
    if of_a_part(answer):
        return [view.say("standing.part", measure=words.measure, count=int((seen["value"] > 0).sum()))]
    if len(seen) == 1:
        return [view.say("standing.one", name=seen["full"].iloc[0], value=seen["said"].iloc[0], measure=words.measure)]
    ends = {"low": seen["said"].iloc[0], "high": seen["said"].iloc[-1], "measure": words.measure}
    if seen["apart"].eq(UNKNOWN).all():
        return [view.say("standing.published" if answer.metric.statistic is Statistic.FIGURE else "standing.range", **ends)]
    named = dict(zip(("above", "below"), extremes(frame), strict=True))
    counts = {side: int((frame["apart"] == side).sum()) for side in named}
    said = [view.say(f"standing.most_{side}", name=row["full"], value=row["said"]) for side, row in named.items() if row is not None]
    return [view.say("standing.apart", measure=words.measure, **counts), *said] if said else [view.say("standing.chance", **ends)]


def unplaced(view: View, answer: Answer) -> list[str]:
    """How many of what is counted lie in no known area, as a sentence; none where all do."""
    lost = answer.frame[answer.frame[answer.question.dimensions[-1]] == UNKNOWN]
    return [view.say("standing.unplaced", n=view.count(n, answer)) for n in lost["n"] if n != 0]


def refused(view: View, answer: Answer) -> str:
    """Why a published figure has no value on this division; empty for others."""
    reason = why_not(answer.metric, answer.question.dimensions[-1])
    return view.say(f"standing.refused.{reason}") if reason else ""
