"""Metrics of indicator_value: published figures of the population and of other organisations."""

from data_access.tally import Where
from metrics.model import Better, Metric, Statistic, Unit


def _figure(name: str, unit: Unit, better: Better = Better.NEITHER, *, additive: bool = False, lag_months: int = 12) -> Metric:
    where = (Where("indicator", (name,)),)
    return Metric(name, "indicator_value", "period_month", unit, Statistic.FIGURE, better, where=where, value="value", additive=additive, lag_months=lag_months)


METRICS = (_figure("population", Unit.PERSONS, additive=True, lag_months=4),)
