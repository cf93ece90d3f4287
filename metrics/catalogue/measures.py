"""Metrics of job_spell and measurement: jobs that began, and scores as means of ten persons or more."""

from data_access.tally import Where
from metrics.model import Better, Metric, Statistic, Unit

_WORK_ABILITY = Where("instrument", ("kykyviisari",))


def _work_ability(name: str, point: str) -> Metric:
    where = (_WORK_ABILITY, Where("planned_point", (point,)))
    return Metric(name, "measurement", "measured_month", Unit.SCORE, Statistic.MEAN, Better.UP, where=where, value="score")


METRICS = (
    Metric("job_starts", "job_spell", "from_month", Unit.EVENTS, better=Better.UP),
    _work_ability("work_ability_at_start", "0"),
    _work_ability("work_ability_at_six_months", "6"),
)
