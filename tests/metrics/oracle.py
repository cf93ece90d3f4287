"""A slow, obvious recomputation of every kind of metric from the imported tables: no SQL, no gate, no protection.

It shares with the product the declarations (which rows, which column) and nothing of how they are carried out.
"""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from sqlalchemy import select

from data_access.engine import fetch
from data_access.schema import METADATA
from data_access.tally import Clock, Test, Where
from metrics import METRICS, Metric, Question, Statistic
from metrics.dimensions import DIMENSIONS

Tables = dict[str, pd.DataFrame]
Key = tuple[str, ...]


def read_tables() -> Tables:
    """All tables of the database in force."""
    return {name: fetch(select(table)) for name, table in METADATA.tables.items()}


def truth(tables: Tables, question: Question, coordinator: str = "") -> dict[Key, tuple[float, int, int]]:
    """{values of the breakdowns: (value, rows or persons behind it, rows in the numerator)} for classes with anything in them."""
    metric = METRICS[question.metric]
    rows = tables[metric.table]
    if coordinator:
        rows = rows[rows["coordinator_id"] == coordinator]
    for one in metric.where:
        rows = rows[_meets(rows, one)]
    for name, value in question.where:
        rows = rows[rows[DIMENSIONS[name].column_of(metric.table)].astype(str) == value]
    if metric.value:
        rows = rows[rows[metric.value].notna()]
    columns = [DIMENSIONS[name].column_of(metric.table) for name in question.dimensions]
    cells: dict[Key, list[pd.DataFrame]] = {}
    for moment, part in _in_time(rows, metric, question, _months(tables)):
        for values, cell in _split(part, columns):
            named = dict(zip(question.dimensions, values, strict=True)) | {question.grain: moment}
            cells.setdefault(tuple(named[name] for name in question.by), []).append(cell)
    return {key: _value(pd.concat(parts), metric) for key, parts in cells.items()}


def _value(rows: pd.DataFrame, metric: Metric) -> tuple[float, int, int]:
    n = rows["person_key"].nunique() if metric.persons else len(rows)
    hits = int(np.logical_and.reduce([_meets(rows, one) for one in metric.hits]).sum()) if metric.hits else 0
    if metric.statistic is Statistic.COUNT:
        return float(n), n, 0
    if metric.statistic is Statistic.SHARE:
        return hits / n, n, hits
    numbers = rows[metric.value].to_numpy(float)
    reduce: dict[Statistic, Callable[[np.ndarray], float]] = {
        Statistic.MEDIAN: lambda found: float(np.median(found)),
        Statistic.P90: lambda found: float(np.percentile(found, 90)),
        Statistic.MEAN: lambda found: float(np.mean(found)),
        Statistic.NPS: lambda found: 100 * (sum(found >= 9) - sum(found <= 6)) / len(found),
    }
    return reduce[metric.statistic](numbers), n, 0


def _in_time(rows: pd.DataFrame, metric: Metric, question: Question, months: list[str]) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows of each bucket of time that lies in the period, or overlaps it."""
    grain = question.grain or question.period.grain
    low, high = question.period.months
    wanted = {bucket(month, grain) for month in months if low <= month <= high}
    if metric.clock is Clock.AT:
        rows = rows[rows[metric.date].notna()]
        labels = rows[metric.date].map(lambda month: bucket(month, grain))
        rows = rows[labels.isin(wanted)] if question.period.grain else rows
        for label, part in rows.groupby(labels.loc[rows.index]):
            yield str(label), part
        return
    for label in sorted(wanted):
        inside = [month for month in months if bucket(month, grain) == label]
        begun = rows[metric.date] <= inside[-1]
        gone = rows[metric.until] <= inside[-1] if metric.clock is Clock.AT_END else rows[metric.until] < inside[0]
        yield label, rows[begun & ~gone]


def _split(rows: pd.DataFrame, columns: list[str]) -> Iterator[tuple[Key, pd.DataFrame]]:
    if not columns:
        if len(rows):
            yield (), rows
        return
    for values, part in rows.groupby(columns):
        yield tuple(str(value) for value in values), part


def bucket(month: str, grain: str) -> str:
    """A month, its quarter or its year; `all` without a grain."""
    if grain == "quarter":
        return f"{month[:4]}-Q{1 + (int(month[5:]) - 1) // 3}"
    return {"month": month, "year": month[:4], "": "all"}[grain]


def _meets(rows: pd.DataFrame, where: Where) -> pd.Series:
    column = rows[where.column]
    if where.test in (Test.PRESENT, Test.MISSING):
        return column.notna() if where.test is Test.PRESENT else column.isna()
    found = column.astype(str).isin(where.values)
    return found if where.test is Test.IN else ~found


def _months(tables: Tables) -> list[str]:
    """Every month from the first to the last of the data."""
    newest = tables["import_run"].sort_values("run").iloc[-1]
    return [str(month) for month in pd.period_range(newest["first_month"], newest["last_month"], freq="M")]
