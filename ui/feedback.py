"""What the page of feedback says. The mean of 0-10 and the net promoter score never share a label, a sentence part or an axis."""

from collections.abc import Callable
from dataclasses import replace
from math import isnan

import pandas as pd

from metrics import Answer
from metrics.dimensions import names
from metrics.methods.classes import complete, gives_away, with_total
from metrics.methods.intervals import with_interval
from ui import findings, numbers
from ui.view import View

SCORES = [str(score) for score in range(11)]


def scores(answer: Answer) -> Answer:
    """Recommendation answers by score with a row for each of 0-10. The code list of answers names only the five of the statements."""
    frame = answer.frame.assign(answer=answer.frame["answer"].map(str))
    return replace(answer, frame=complete(frame, "answer", SCORES))


def statements(view: View, parts: Answer, wholes: Answer) -> pd.DataFrame:
    """For Likert bars: named answers to each statement, with the statement's own n as `total`."""
    return with_total(view.frame(parts), view.frame(wholes), "item")


def steps(view: View) -> list[str]:
    """The five answers in words, from disagreement to agreement."""
    return [view.label("answer", code) for code in sorted(names("answer"))]


def overall(share: Answer, shares: Answer) -> Answer:
    """The share over all statements, hidden where it would tell the share of the one statement hidden in `shares`, or how few agree or
    do not with several."""
    # The gate judges each question alone: the share over all is for it no sum of the statements.
    if isnan(share.value):
        return share
    agree = shares.frame.assign(value=shares.frame["value"] * shares.frame["n"])
    sums = [(set(agree["item"]), share.value * share.n)]
    rest = [(set(agree["item"]), (1 - share.value) * share.n)]
    others = agree.assign(value=agree["n"].where(~agree["hidden"]) - agree["value"])
    told = gives_away(agree, "item", sums, share.threshold) or gives_away(others, "item", rest, share.threshold)
    hidden = share.frame["hidden"] | told | (shares.frame["hidden"].sum() == 1)
    return replace(share, frame=share.frame.assign(value=share.frame["value"].where(~hidden), hidden=hidden))


def agreement(view: View, shares: Answer) -> pd.DataFrame:
    """Share that agrees by statement, with 95 % intervals, largest first; hidden ones last."""
    return with_interval(view.frame(shares)).sort_values("value", ascending=False, kind="stable", na_position="last")


def statement_table(view: View, frame: pd.DataFrame, answer: Answer) -> pd.DataFrame:
    """Table: a row for each statement, its n, and a column for each answer."""
    none = numbers.decimal(0, view.language)
    lines = []
    for item, part in frame.groupby("item", sort=False):
        total = part["total"].iloc[0]
        values = zip(part["value"], part["hidden"], strict=True)
        written = dict(zip(part["answer"], [view.show(value, answer, hidden) for value, hidden in values], strict=True))
        answers = {step: written.get(step, none) for step in steps(view)}
        lines.append({view.say("dimension.item"): item, "n": view.show(total, answer, isnan(total)), **answers})
    return pd.DataFrame(lines)


def score_table(view: View, answer: Answer) -> pd.DataFrame:
    """Table: how many gave each score."""
    values = [view.show(value, answer, hidden) for value, hidden in zip(answer.frame["value"], answer.frame["hidden"], strict=True)]
    return pd.DataFrame({view.say("chart.scores.score"): answer.frame["answer"], view.title(answer.metric): values})


def summary(view: View, mean: Answer) -> str:
    """The mean with its scale and n; nothing of the net promoter score, which has its own card."""
    if isnan(mean.value):
        return findings.nothing(view, mean)
    return view.say("page.feedback.finding", mean=view.shown(mean), n=numbers.decimal(mean.n, view.language))


def spread_of_agreement(view: View, shares: Answer, key: str) -> str:
    """The statements with the largest and the smallest share that agrees."""
    seen = shares.frame[~shares.frame["hidden"] & shares.frame["value"].notna()].sort_values("value", kind="stable")
    if seen.empty:
        return findings.nothing(view, shares)
    said = {end: _one(view, seen.iloc[place]) for end, place in (("most", -1), ("least", 0))}
    return view.say(f"chart.{key}.{'finding' if len(seen) > 1 else 'only'}", **said)


def commonest(view: View, answer: Answer, whole: Answer) -> str:
    """The score given most often, with its share."""
    seen = answer.frame[~answer.frame["hidden"] & (answer.frame["value"] > 0)]
    if seen.empty or whole.hidden:
        return findings.nothing(view, answer)
    top = seen.sort_values("value", kind="stable").iloc[-1]
    share = numbers.percent(top["value"] / whole.value, view.language)
    return view.say("chart.scores.finding", score=top["answer"], value=view.show(top["value"], answer), share=share, n=view.show(whole.value, whole))


def period_with_n(view: View, answer: Answer) -> Callable[[str], str]:
    """Labels for an axis of periods that carry the n behind each period's value."""
    counts = dict(zip(answer.frame[answer.question.grain], answer.frame["n"], strict=True))

    def label(period: str) -> str:
        n = counts.get(period, 0.0)
        return f"{numbers.bucket(period)}<br>n = {view.count(n, answer)}"

    return label


def _one(view: View, row: pd.Series) -> str:
    share, n = numbers.percent(row["value"], view.language), numbers.decimal(row["n"], view.language)
    return view.say("chart.agreement.one", name=view.label("item", row["item"]), share=share, n=n)
