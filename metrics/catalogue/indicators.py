"""Metrics of indicator_value: published figures of the population and of other organisations, under the names of the indicators.

An indicator without any figure in the sources is no metric; the page of indicators lists it. Agrees with the bundled indicator table.
"""

from functools import partial

from data_access.tally import Where
from metrics.model import Better, Metric, Statistic, Unit


def _figure(name: str, unit: Unit, better: Better, lag_months: int, *, additive: bool) -> Metric:
    where = (Where("indicator", (name,)),)
    return Metric(
        name, "indicator_value", "period_month", unit, Statistic.FIGURE, better, where=where, value="value", additive=additive, lag_months=lag_months
    )


_count = partial(_figure, additive=True)
_rate = partial(_figure, additive=False)

METRICS = (
    _count("population", Unit.PERSONS, Better.NEITHER, 4),
    _rate("dependency_ratio", Unit.NUMBER, Better.DOWN, 4),
    _count("employed", Unit.PERSONS, Better.UP, 12),
    _rate("employment_rate", Unit.PERCENT, Better.UP, 12),
    _count("unemployed", Unit.PERSONS, Better.DOWN, 1),
    _rate("unemployment_rate", Unit.PERCENT, Better.DOWN, 1),
    _rate("youth_unemployment_rate", Unit.PERCENT, Better.DOWN, 1),
    _count("unemployed_under_20", Unit.PERSONS, Better.DOWN, 1),
    _count("unemployed_under_25", Unit.PERSONS, Better.DOWN, 1),
    _count("unemployed_over_50", Unit.PERSONS, Better.DOWN, 1),
    _count("long_term_unemployed", Unit.PERSONS, Better.DOWN, 1),
    _rate("long_term_share", Unit.PERCENT, Better.DOWN, 1),
    _count("unemployed_over_2_years", Unit.PERSONS, Better.DOWN, 1),
    _count("unemployed_disabled_or_ill", Unit.PERSONS, Better.DOWN, 1),
    _count("laid_off", Unit.PERSONS, Better.DOWN, 1),
    _count("open_vacancies", Unit.NUMBER, Better.UP, 1),
    _count("structural_unemployed", Unit.PERSONS, Better.DOWN, 2),
    _rate("long_term_unable_to_work", Unit.PERCENT, Better.DOWN, 12),
    _rate("long_term_employable", Unit.PERCENT, Better.UP, 12),
    _rate("health_check_coverage", Unit.PERCENT, Better.UP, 12),
    _count("health_checks_of_unemployed", Unit.NUMBER, Better.UP, 12),
    _rate("at_risk_of_exclusion_18_24", Unit.PERCENT, Better.DOWN, 12),
    _count("municipal_labour_market_support", Unit.EUROS, Better.DOWN, 2),
    _count("labour_market_support_over_300", Unit.PERSONS, Better.DOWN, 2),
    _count("labour_market_support_over_1000", Unit.PERSONS, Better.DOWN, 2),
    _count("rehabilitative_work_starters", Unit.PERSONS, Better.NEITHER, 6),
)
