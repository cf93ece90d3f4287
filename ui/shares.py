"""Shares with the number behind them, as charts: parts of a whole, and one share compared between classes. Claims no causes."""

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from charts.bars import bars
from charts.dots import dots
from charts.words import Words
from metrics import Answer
from metrics.methods.intervals import beside, with_interval
from metrics.methods.parts import of_whole
from ui import blocks, findings, numbers
from ui.view import View

MOST_BARS = 24


def told(view: View, key: str, *answers: Answer) -> str:
    """The sentence about single values, or nothing where one of them is hidden or missing: "too few started" says a wrong thing."""
    return "" if any(answer.hidden or pd.isna(answer.value) for answer in answers) else findings.value(view, key, *answers)


def words(view: View, answer: Answer, shares: pd.Series) -> Words:
    """The words of a chart of shares made from counts, with a decimal where one is so small that it would read as none.

    A hidden part is "hidden" and not "under 5": it may be a large one that stands beside a small one.
    """
    few = shares.between(0, 0.01, inclusive="neither").any()
    changes = {"hidden_text": view.say("value.hidden"), "suffix": view.say("value.percent_sign")}
    return replace(view.words(answer), decimals=int(few), scale=100.0, **changes)


def empty_words(view: View, answer: Answer) -> Words:
    """The words of a chart that shows visible classes only: where there are none it says that they are hidden, if they are."""
    plain = view.words(answer)
    return replace(plain, missing_text=plain.hidden_text) if answer.frame["hidden"].any() else plain


def no_cause(view: View, finding: str) -> str:
    """A finding about outcomes, with the sentence that they are no effects."""
    return f"{finding}\n\n{view.say('note.no_cause')}"


def parts(view: View, key: str, answer: Answer, whole: float, named: pd.DataFrame, finding: str) -> None:
    """Bars of shares of `whole`, the count printed beside each; of counts where the whole is hidden (NaN) or nothing.

    `named`: rows of counts with names, in the order they are drawn; the chart gathers many hidden ones into one row.
    """
    dimension = answer.question.dimensions[-1]
    frame, unknown = of_whole(named, whole), view.unknown(dimension)
    if whole > 0:
        drawn = view.gathered(frame, dimension, MOST_BARS)
        figure = bars(drawn, dimension, words=words(view, answer, frame["value"]), unknown=unknown, n="n")
    else:
        figure = bars(view.gathered(named, dimension, MOST_BARS), dimension, words=view.words(answer), unknown=unknown)
    blocks.chart(view, key, figure, answer, finding=finding, table=parts_table(view, frame, answer))


def compared(view: View, key: str, answer: Answer, named: pd.DataFrame, reference: Answer, highlight: Collection[str] = ()) -> None:
    """A share in each class as a dot with its 95 % interval, beside the share of `reference`, in the order of `named` and no other."""
    dimension = answer.question.dimensions[-1]
    frame = with_interval(named)
    known = not reference.hidden and not pd.isna(reference.value)
    line = (view.say(f"chart.{key}.reference"), reference.value) if known else None
    figure = dots(frame, dimension, words=view.words(answer), n="n", highlight=highlight, reference=line)
    above, below, shown = beside(frame, reference.value)
    said = view.say("finding.intervals", shown=shown, all=len(frame), above=above, below=below, reference=view.shown(reference))
    finding = no_cause(view, said if known and shown else findings.nothing(view, answer))
    blocks.chart(view, key, figure, answer, finding=finding, table=intervals_table(view, frame, answer))


def latest(view: View, key: str, answer: Answer) -> str:
    """The newest whole bucket and the one before it, each share with its n."""
    grain = answer.question.grain
    whole = answer.frame[~answer.frame[grain].isin(view.unfinished(answer))].tail(2).iloc[::-1]
    if whole["value"].isna().all():
        return findings.nothing(view, answer)
    rows = zip((f"{key}.finding", f"{key}.before"), whole[grain], whole["value"], whole["hidden"], whole["n"], strict=False)
    return " ".join(
        view.say(said, when=numbers.bucket(when), value=view.show(value, answer, hidden), n=view.count(n, answer))
        for said, when, value, hidden, n in rows
    )


def parts_table(view: View, frame: pd.DataFrame, answer: Answer) -> pd.DataFrame:
    """Name, count and share of the whole."""
    dimension = answer.question.dimensions[-1]
    counts = [view.say("value.hidden") if hidden else view.show(n, answer) for n, hidden in zip(frame["n"], frame["hidden"], strict=True)]
    shares = [numbers.percent(value, view.language) for value in frame["value"]]
    return pd.DataFrame({view.say(f"dimension.{dimension}"): frame[dimension], view.title(answer.metric): counts, view.say("column.share"): shares})


def intervals_table(view: View, frame: pd.DataFrame, answer: Answer) -> pd.DataFrame:
    """Name, share, ends of the interval and n."""
    dimension = answer.question.dimensions[-1]
    spans = [
        "–" if pd.isna(low) else f"{numbers.percent(low, view.language)} – {numbers.percent(high, view.language)}"
        for low, high in zip(frame["low"], frame["high"], strict=True)
    ]
    return pd.DataFrame(
        {
            view.say(f"dimension.{dimension}"): frame[dimension],
            view.title(answer.metric): [view.show(value, answer, hidden) for value, hidden in zip(frame["value"], frame["hidden"], strict=True)],
            view.say("column.interval"): spans,
            "n": [view.count(n, answer) for n in frame["n"]],
        }
    )
