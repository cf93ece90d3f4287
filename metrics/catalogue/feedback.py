"""Metrics of feedback_answer. The mean of 0-10 and the net promoter score are two metrics and never one label."""

from functools import partial

from data_access.tally import Test, Where
from metrics.model import Better, Metric, Statistic, Unit

_answer = partial(Metric, table="feedback_answer", date="answered_month")
_CLIENT = Where("respondent", ("client",))
_RECOMMEND = Where("item", ("recommend",))
_STATEMENT = Where("item", ("recommend",), Test.NOT_IN)

METRICS = (
    _answer("recommendation_answers", unit=Unit.ANSWERS, where=(_CLIENT, _RECOMMEND)),
    _answer("recommendation_mean", unit=Unit.SCORE, statistic=Statistic.MEAN, better=Better.UP, where=(_CLIENT, _RECOMMEND), value="value"),
    _answer("recommendation_nps", unit=Unit.POINTS, statistic=Statistic.NPS, better=Better.UP, where=(_CLIENT, _RECOMMEND), value="value"),
    _answer("statement_answers", unit=Unit.ANSWERS, where=(_CLIENT, _STATEMENT)),
    _answer(
        "agree_share", unit=Unit.SHARE, statistic=Statistic.SHARE, better=Better.UP, where=(_CLIENT, _STATEMENT), hits=(Where("value", ("4", "5")),)
    ),
    _answer("staff_and_referrer_answers", unit=Unit.ANSWERS, where=(Where("respondent", ("staff", "referrer")),)),
)
