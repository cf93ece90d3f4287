"""Metrics of service_episode: where clients were referred onward, what started and when."""

from functools import partial

from data_access.tally import Test, Where
from metrics.model import Better, Metric, Statistic, Unit

_referred = partial(Metric, table="service_episode", date="referred_month")

METRICS = (
    _referred("onward_referrals", unit=Unit.SERVICES),
    Metric("service_starts", "service_episode", "started_month", Unit.SERVICES),
    _referred(
        "started_share", unit=Unit.SHARE, statistic=Statistic.SHARE, better=Better.UP, hits=(Where("started_date", test=Test.PRESENT),), lag_months=3
    ),
    _referred("persons_referred_onward", unit=Unit.PERSONS, persons=True),
    _referred("wait_to_service_start", unit=Unit.DAYS, statistic=Statistic.MEDIAN, better=Better.DOWN, value="days_to_start", lag_months=3),
    Metric("service_length", "service_episode", "ended_month", Unit.DAYS, Statistic.MEDIAN, value="days_in_service"),
)
