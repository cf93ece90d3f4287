"""Shares that would tell a hidden class. A share with its n says how many rows are in its classes together; where the same rows by class
hide exactly one of them, that one could be worked out, and where several are left too few rows, how few they are. Then the share is hidden.
"""

from dataclasses import replace

import pandas as pd

from metrics.catalogue import METRICS
from metrics.dimensions import DIMENSIONS
from metrics.methods.classes import blocks
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


def hide(frame: pd.DataFrame, metric: Metric, classes: pd.DataFrame, name: str, keys: list[str], below: int) -> pd.DataFrame:
    """The share without value and n where it would tell. `classes` has the same keys, the class column `name`, `n` and `hidden`."""
    column, on = metric.hits[0].column, [*keys, "one"]
    share = frame.assign(one=1, hit=frame["value"] * frame["n"])
    parts = classes.assign(one=1, code=classes[name].map(str), shown=classes["n"].fillna(0.0))
    sums = (share["hit"], share["n"] - share["hit"], None)
    tells = pd.Series(False, index=frame.index)
    for codes, whole in zip(blocks(metric, column, list(parts["code"].unique())), sums, strict=True):
        mine = parts[parts["code"].isin(codes)].groupby(on, as_index=False)[["hidden", "shown"]].sum()
        found = share[on].merge(mine, how="left", on=on).set_axis(frame.index)
        tells |= found["hidden"] == 1
        if whole is not None:
            tells |= (found["hidden"] > 1) & ((whole - found["shown"]).round() < below)
    return frame.assign(value=frame["value"].where(~tells), n=frame["n"].where(~tells), hidden=frame["hidden"] | tells)
