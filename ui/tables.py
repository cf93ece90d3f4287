"""Table twins of charts that are made of several answers: the same protected numbers, in words."""

import pandas as pd

from metrics import Answer
from metrics.methods.flows import JUNCTION, OTHER
from ui import numbers
from ui.view import View


def balance(view: View, frame: pd.DataFrame, answer: Answer) -> pd.DataFrame:
    """Start + opened - closed = end for each bucket, and whether it holds."""
    grain = answer.question.grain
    holds = {True: "yes", False: "no"}
    columns = {view.say(f"dimension.{grain}"): [view.label(grain, code) for code in frame[grain]]}
    for name in ("start", "opened", "closed", "end"):
        columns[view.say(f"chart.stock_and_flow.{name}")] = [view.show(value, answer, pd.isna(value)) for value in frame[name]]
    columns[view.say("chart.stock_and_flow.check")] = [view.say(f"chart.stock_and_flow.{holds.get(held, 'unsaid')}") for held in frame["holds"]]
    return pd.DataFrame(columns)


def funnel(view: View, frame: pd.DataFrame, answer: Answer) -> pd.DataFrame:
    """Each step with its count and its share of the step before and of the first."""
    counts = frame["value"]
    shares = {"from_previous": counts / counts.shift(1), "from_first": counts / counts.iloc[0]}
    columns = {
        view.say("dimension.step"): [view.label("step", code) for code in frame["step"]],
        view.title(answer.metric): [view.show(value, answer, hidden) for value, hidden in zip(counts, frame["hidden"], strict=True)],
    }
    columns |= {view.say(f"chart.steps.{name}"): [numbers.percent(value, view.language) for value in share] for name, share in shares.items()}
    return pd.DataFrame(columns)


def named_links(view: View, links: pd.DataFrame, source: str, target: str, stage: int) -> pd.DataFrame:
    """Links with names for codes; `stage` and `to_stage` say where a node stands, the junction between the two sides."""
    places = {"source": stage, "target": stage + 2}
    names = {side: [_name(view, dimension, code) for code in links[side]] for side, dimension in (("source", source), ("target", target))}
    at = {side: [stage + 1 if code == JUNCTION else place for code in links[side]] for side, place in places.items()}
    return links.assign(**names, stage=at["source"], to_stage=at["target"], hidden=False)


def links(view: View, named: pd.DataFrame, answer: Answer) -> pd.DataFrame:
    """The links as rows from, to, count."""
    values = [view.show(value, answer) for value in named["value"]]
    return pd.DataFrame({view.say("chart.ways.from"): named["source"], view.say("chart.ways.to"): named["target"], view.title(answer.metric): values})


def _name(view: View, dimension: str, code: str) -> str:
    merged = {OTHER: f"chart.ways.other.{dimension}", JUNCTION: "chart.ways.junction"}
    return view.say(merged[code]) if code in merged else view.label(dimension, code)
