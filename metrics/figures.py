"""Published figures as answers: no protection, because they are public, but each from the level of area it was published at."""

import pandas as pd

from data_access import gate
from data_access.tally import Tally, Test, Where
from metrics.dimensions import AREAS
from metrics.model import Metric, Question, label

SPLITS = ("sex", "age_class")


def read(metric: Metric, question: Question) -> pd.DataFrame:
    """One row a class with `value`, `hidden` (always False) and `n`. The latest figure of each bucket; without time, the latest of all.

    An additive figure known by municipality is added up to the areas asked; any other is taken as published at that level.
    """
    frame = gate.published(_tally(metric, question, level(metric, question)))
    low, high = question.period.months
    frame = frame[frame["period_month"].between(low, high)]
    if question.grain:
        frame = frame.assign(time=frame["period_month"].map(lambda month: label(month, question.grain)))
    keys = [*(["time"] if question.grain else []), *question.dimensions]
    latest = frame.sort_values("period_month").groupby(keys, as_index=False).last() if keys else frame.sort_values("period_month").tail(1)
    if not keys and latest.empty:
        latest = pd.DataFrame({"number": [float("nan")]})
    return latest.assign(value=latest["number"].astype(float), hidden=False, n=float("nan")).reset_index(drop=True)


def level(metric: Metric, question: Question) -> str:
    """The kind of area whose rows answer the question."""
    asked = {*question.dimensions, *(name for name, _ in question.where)}
    finest = next((name for name in AREAS if name in asked), "country")
    return "municipality" if metric.additive else finest


def _tally(metric: Metric, question: Question, area_type: str) -> Tally:
    whole = tuple((name, "all") for name in SPLITS if name not in question.dimensions and name not in dict(question.where))
    parts = tuple(Where(name, ("all",), Test.NOT_IN) for name in SPLITS if name in question.dimensions)
    return Tally(
        table=metric.table,
        date=metric.date,
        by=question.dimensions,
        only=(*question.where, *whole),
        where=(*metric.where, Where("area_type", (area_type,)), *parts),
        value=metric.value,
    )
