"""Metrics of client_case: who comes, how many there are, how long they wait, how it ends."""

from functools import partial

from data_access.tally import Clock, Test, Where
from metrics.model import Better, Metric, Statistic, Unit

EMPLOYED = ("open_market_work", "subsidised_work", "entrepreneur", "return_to_work")
OVER_A_YEAR = ("12-24", "24-36", "36-")
_case = partial(Metric, table="client_case")
_BALANCE = ("cases_opened", "cases_closed", "cases_open")
_opened = partial(_case, date="opened_month", balance=_BALANCE)
_closed = partial(_case, date="closed_month", balance=_BALANCE)
_referred = partial(_case, date="referred_month")
_share_of_closed = partial(_closed, unit=Unit.SHARE, statistic=Statistic.SHARE)
_share_of_opened = partial(_opened, unit=Unit.SHARE, statistic=Statistic.SHARE)
_wait = partial(_referred, unit=Unit.DAYS, statistic=Statistic.MEDIAN, better=Better.DOWN, lag_months=3)
_DURATION_KNOWN = Where("unemployment_class", ("unknown",), Test.NOT_IN)

METRICS = (
    _opened("clients", unit=Unit.PERSONS, persons=True, until="closed_month", clock=Clock.DURING, balance=()),
    _referred("referrals", unit=Unit.REFERRALS),
    _opened("cases_opened", unit=Unit.CASES),
    _closed("cases_closed", unit=Unit.CASES),
    _opened("cases_open", unit=Unit.CASES, until="closed_month", clock=Clock.AT_END),
    _referred(
        "cases_waiting",
        unit=Unit.CASES,
        better=Better.DOWN,
        until="opened_month",
        clock=Clock.AT_END,
        where=(Where("outcome", ("not_opened",), Test.NOT_IN),),
    ),
    _referred("redirected_share", unit=Unit.SHARE, statistic=Statistic.SHARE, hits=(Where("status", ("redirected",)),)),
    _wait("wait_to_first_meeting", value="days_to_first_meeting"),
    _wait("wait_to_first_meeting_p90", value="days_to_first_meeting", statistic=Statistic.P90),
    _wait("wait_to_plan", value="days_to_step_3"),
    _wait("wait_to_onward_referral", value="days_to_step_5"),
    _closed("days_in_service", unit=Unit.DAYS, statistic=Statistic.MEDIAN, value="days_in_service"),
    _share_of_closed("employed_share", better=Better.UP, hits=(Where("outcome", EMPLOYED),), grouped=True),
    _share_of_closed("education_share", better=Better.UP, hits=(Where("outcome", ("education",)),)),
    _share_of_closed("rehabilitation_share", better=Better.UP, hits=(Where("outcome", ("vocational_rehabilitation",)),)),
    _share_of_closed("pension_share", hits=(Where("outcome", ("pension",)),)),
    _share_of_closed("dropped_out_share", better=Better.DOWN, hits=(Where("outcome", ("dropped_out",)),)),
    _share_of_closed(
        "goal_reached_share",
        better=Better.UP,
        where=(Where("goal_result", ("unknown",), Test.NOT_IN),),
        hits=(Where("goal_result", ("reached",)),),
    ),
    _share_of_opened("duration_known_share", better=Better.UP, hits=(_DURATION_KNOWN,)),
    _share_of_opened("over_three_years_of_known", where=(_DURATION_KNOWN,), hits=(Where("unemployment_class", ("36-",)),)),
    _share_of_opened("over_three_years_of_all", hits=(Where("unemployment_class", ("36-",)),)),
    _share_of_opened("over_a_year_of_known", where=(_DURATION_KNOWN,), hits=(Where("unemployment_class", OVER_A_YEAR),)),
    _opened("mean_age", unit=Unit.SCORE, statistic=Statistic.MEAN, value="age_at_start"),
)
