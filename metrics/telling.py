"""Shares that would tell a hidden class. A share with its n says how many rows are in its classes together; where the same rows by class
hide exactly one of them, that one could be worked out, so the share is hidden instead."""

from dataclasses import replace

import pandas as pd

from data_access.tally import Test, Where
from metrics.catalogue import METRICS
from metrics.dimensions import DIMENSIONS
from metrics.model import MOST_BREAKDOWNS, Metric, Question, Statistic


def dimension(question: Question, metric: Metric) -> str:
    """The breakdown whose classes the share adds up and that can still be asked; empty where there is none."""
    columns = {where.column for where in metric.hits}
    names = [name for name, one in DIMENSIONS.items() if one.column_of(metric.table) in columns]
    askable = len(columns) == 1 and len(question.by) < MOST_BREAKDOWNS
    return names[0] if names and askable and names[0] not in question.by else ""


def counts(metric: Metric) -> Metric:
    """The count of the rows the share is of: the metric that leaders see by class where there is one, else one of the same rows."""
    column = metric.hits[0].column
    others = tuple(where for where in metric.where if where.column != column)
    same = (one for one in METRICS.values() if (one.table, one.date, one.clock, one.where) == (metric.table, metric.date, metric.clock, others))
    return next(
        (one for one in same if one.statistic is Statistic.COUNT and not one.persons),
        replace(metric, statistic=Statistic.COUNT, where=others, hits=()),
    )


def hide(frame: pd.DataFrame, metric: Metric, classes: pd.DataFrame, name: str, keys: list[str]) -> pd.DataFrame:
    """The share without value and n where it would tell. `classes` has the same keys, the class column `name` and `hidden`."""
    hidden = classes[classes["hidden"]]
    parts = hidden[name].map(lambda code: _part(str(code), metric))
    alone = hidden.assign(part=parts, one=1).groupby([*keys, "part", "one"], as_index=False)["hidden"].sum()
    alone = alone[alone["hidden"] == 1].assign(tells=True)[[*keys, "one", "tells"]].drop_duplicates()
    tells = frame.assign(one=1)[[*keys, "one"]].merge(alone, how="left", on=[*keys, "one"])["tells"].eq(True).to_numpy()
    return frame.assign(value=frame["value"].where(~tells), n=frame["n"].where(~tells), hidden=frame["hidden"] | tells)


def _part(code: str, metric: Metric) -> str:
    column = metric.hits[0].column
    if not all(_meets(code, where) for where in metric.where if where.column == column):
        return "left out"
    return "hit" if all(_meets(code, where) for where in metric.hits) else "miss"


def _meets(code: str, where: Where) -> bool:
    return (code in where.values) == (where.test is Test.IN)
