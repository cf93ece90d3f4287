"""Question -> tally -> gate -> answer. Ratios, means and medians are made here, from what the gate lets out; nothing raw leaves."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from data_access import gate
from data_access.engine import data_version
from data_access.privacy import profile_of
from data_access.scope import NoAccess, Viewer, may_see_workers
from data_access.tally import Tally, Test, Where
from metrics import figures, telling
from metrics.catalogue import METRICS
from metrics.dimensions import DIMENSIONS, allowed, names
from metrics.methods.spread import mean, nps, quantile
from metrics.model import Answer, GrammarError, Metric, Question, Statistic, calendar, label

SPREADS: dict[Statistic, tuple[str, Callable[[pd.DataFrame], float]]] = {
    Statistic.MEDIAN: ("median_needs", lambda part: quantile(part["number"], part["times"], 0.5)),
    Statistic.P90: ("tail_needs", lambda part: quantile(part["number"], part["times"], 0.9)),
    Statistic.MEAN: ("mean_needs", lambda part: mean(part["number"], part["times"])),
    Statistic.NPS: ("mean_needs", lambda part: nps(part["number"], part["times"])),
}
# Numbers that can be added up again, mean times n: a hidden one needs a second one hidden beside it, as counts do.
SUMS = (Statistic.MEAN, Statistic.NPS)
# Decimals beside counts rounded at random: an exact mean of whole numbers would give the true count away.
COARSE = {Statistic.MEDIAN: 0, Statistic.P90: 0, Statistic.MEAN: 1, Statistic.NPS: 0}


def ask(question: Question, viewer: Viewer) -> Answer:
    """Answers through the gate. Raises GrammarError (outside the grammar), NoAccess, and NoData or Unreachable of the engine."""
    metric = check(question, viewer)
    first, last = span()
    profile = profile_of(viewer)
    public = metric.statistic is Statistic.FIGURE
    below = profile.limit(_least(metric)) if metric.statistic in SUMS else profile.below
    frame = figures.read(metric, question) if public else _facts(question, metric, viewer, first, last)
    frame = frame.rename(columns={"time": question.grain} if question.grain else {})
    shown = frame[[*question.by, "value", "hidden", "n"]]
    low, high = (figures.months(frame) if public else None) or question.months
    return Answer(
        question=question,
        metric=metric,
        frame=shown.sort_values(list(question.by), ignore_index=True) if question.by else shown,
        threshold=1 if public else below,
        rounded=profile.base > 1 and not public,
        first_month=low if public and low > "0000-00" else max(low, first),
        last_month=min(high, last),
    )


def check(question: Question, viewer: Viewer) -> Metric:
    """The metric of a question that is inside the grammar; raises GrammarError or NoAccess with what is allowed."""
    metric = METRICS.get(question.metric)
    if metric is None:
        raise GrammarError(f"'{question.metric}' is not a metric; `python -m metrics list` names them all.")
    can = allowed(metric)
    for name in (*question.by, *(name for name, _ in question.where)):
        if name not in can:
            raise GrammarError(f"'{metric.name}' cannot be broken down or filtered by '{name}'. It can by: {', '.join(can)}.")
        if name == "coordinator" and not may_see_workers(viewer):
            raise NoAccess("Figures of single coordinators are shown to the coordinator only. Break down by team instead.")
    for name, value in question.where:
        if name != "coordinator" and value not in names(name):
            raise GrammarError(f"'{value}' is not a value of {name}. Values: {', '.join(names(name))}.")
    return metric


def span() -> tuple[str, str]:
    """First and last month of the data."""
    loaded = gate.loaded()
    return str(loaded["first_month"]), str(loaded["last_month"])


def _facts(question: Question, metric: Metric, viewer: Viewer, first: str, last: str) -> pd.DataFrame:
    tally = _tally(question, metric, first, last)
    names_of = {DIMENSIONS[name].column_of(metric.table): name for name in question.dimensions}
    if metric.statistic in SPREADS:
        frame = _of_spread(question, metric, tally, viewer, names_of)
    else:
        counted = _counted(question, metric, tally, viewer).rename(columns=names_of)
        frame = _of_counts(counted, metric, least_of_share=profile_of(viewer).share_needs)
    if metric.statistic is Statistic.SHARE and profile_of(viewer).holes:
        frame = _untold(frame, question, metric, viewer)
    return _one_row(frame, question, metric)


def _untold(frame: pd.DataFrame, question: Question, metric: Metric, viewer: Viewer) -> pd.DataFrame:
    """A share without the values that would tell a hidden class of the same rows."""
    name = telling.dimension(question, metric)
    if not name:
        return frame
    counts = telling.counts(metric)
    by_class = replace(question, metric=counts.name, by=(*question.by, name))
    classes = _counted(by_class, counts, _tally(by_class, counts, *span()), viewer)
    classes = classes.rename(columns={DIMENSIONS[one].column_of(counts.table): one for one in by_class.dimensions})
    keys = [*(["time"] if question.grain or question.period.grain else []), *question.dimensions]
    return telling.hide(frame, metric, classes, name, keys, profile_of(viewer).below)


def _counted(question: Question, metric: Metric, tally: Tally, viewer: Viewer) -> pd.DataFrame:
    """Protected counts. A count of the rows of a flow, or of some of them, is hidden where the flow itself is."""
    least = _least(metric) if metric.statistic in SUMS else "below"
    if not metric.balance or not profile_of(viewer).holes:
        return gate.count(tally, viewer, least=least)
    bounds = span()
    inflow, outflow, stock = (_tally(question, METRICS[name], *bounds) for name in metric.balance)
    flow = _flow((inflow, outflow, stock), _place(metric), viewer, data_version())
    if metric.name in metric.balance:
        return flow
    frame, keys = gate.count(tally, viewer, least=least), [*(["time"] if question.grain else []), *tally.by]
    also = frame[keys].merge(flow, how="left", on=keys)["hidden"].eq(True) if keys else flow["hidden"]
    marks = {name: frame[name] | also for name in ("hidden", "hits_hidden") if name in frame}
    return frame.assign(**{name: frame[name].where(~also) for name in ("n", "hits") if name in frame}, **marks)


@lru_cache(maxsize=256)
def _flow(flows_and_stock: tuple[Tally, Tally, Tally], place: int, viewer: Viewer, version: str) -> pd.DataFrame:
    """A flow as it is protected, kept for the many shares of it until the data changes. The frame is shared: never changed."""
    return gate.balanced(flows_and_stock, place, viewer)


def _place(metric: Metric) -> int:
    """Which of the two flows and the stock a metric is, or counts rows of."""
    return next(place for place, name in enumerate(metric.balance) if (METRICS[name].date, METRICS[name].clock) == (metric.date, metric.clock))


def _least(metric: Metric) -> str:
    return SPREADS[metric.statistic][0]


def _tally(question: Question, metric: Metric, first: str, last: str) -> Tally:
    """The question as the gate takes it. A filter of time is counted by its own grain, or kept from a finer one."""
    grain = question.grain or question.period.grain
    buckets = calendar(grain, first, last)
    low, high = question.period.months
    keep = tuple(bucket.label for bucket in buckets if bucket.last >= low and bucket.first <= high) if question.period.grain else ()
    return Tally(
        table=metric.table,
        date=metric.date,
        by=tuple(DIMENSIONS[name].column_of(metric.table) for name in question.dimensions),
        only=tuple((DIMENSIONS[name].column_of(metric.table), value) for name, value in question.where),
        where=metric.where,
        hits=metric.hits,
        value=metric.value,
        person=metric.persons,
        until=metric.until,
        clock=metric.clock,
        time=grain,
        buckets=buckets,
        keep=keep or ((label(low, grain),) if question.period.grain else ()),
        groups=tuple((where.column, where.values) for one in METRICS.values() if one.grouped and one.table == metric.table for where in one.hits),
    )


def _of_counts(frame: pd.DataFrame, metric: Metric, least_of_share: int) -> pd.DataFrame:
    if metric.statistic is Statistic.COUNT:
        return frame.assign(value=frame["n"])
    few = frame["n"].between(1, least_of_share - 1)
    hidden = frame["hidden"] | frame["hits_hidden"] | few
    return frame.assign(value=(frame["hits"] / frame["n"]).where(~hidden & (frame["n"] > 0)), hidden=hidden)


def _of_spread(question: Question, metric: Metric, tally: Tally, viewer: Viewer, names_of: dict[str, str]) -> pd.DataFrame:
    """Means and medians where enough rows are behind them; every cell that holds rows is there, hidden where too few."""
    least, reduce = SPREADS[metric.statistic]
    coarse = COARSE[metric.statistic] if profile_of(viewer).base > 1 else None
    tally = replace(tally, where=(*tally.where, Where(metric.value, test=Test.PRESENT)))
    counted = _counted(question, metric, tally, viewer).rename(columns=names_of)
    spread = gate.spread(tally, viewer, least=least).rename(columns=names_of)
    keys = [name for name in counted.columns if name not in ("n", "hidden")]
    groups = spread.groupby(keys, sort=False) if keys else [((), spread)] if len(spread) else []
    made = pd.DataFrame([(*key, reduce(part)) for key, part in groups], columns=[*keys, "value"])
    out = counted.merge(made, how="left", on=keys) if keys else counted.assign(value=made["value"].iloc[0] if len(made) else float("nan"))
    hidden = out["hidden"] | (out["value"].isna() & (out["n"] != 0))
    return out.assign(value=(out["value"] if coarse is None else out["value"].round(coarse)).where(~hidden), hidden=hidden)


def _one_row(frame: pd.DataFrame, question: Question, metric: Metric) -> pd.DataFrame:
    """A question without breakdowns always has one row: nothing counted is 0 for a count and no value for the others."""
    if question.by or len(frame):
        return frame
    return pd.DataFrame({"value": [0.0 if metric.statistic is Statistic.COUNT else float("nan")], "hidden": [False], "n": [0.0]})
