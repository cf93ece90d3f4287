"""Metrics of case_event: work done, counted as events and never as persons."""

from functools import partial

from data_access.tally import Where
from metrics.model import Better, Metric, Statistic, Unit

_event = partial(Metric, table="case_event", date="event_month", unit=Unit.EVENTS)
_HELD = Where("status", ("held",))
_BOOKED = Where("event_code", ("CONTACT", "INTAKE", "HEALTH_CHECK", "PHYS_VISIT", "NETWORK_MTG", "CANCEL", "NOSHOW"))


def _held(name: str, *codes: str) -> Metric:
    return _event(name, where=(_HELD, Where("event_code", codes)))


METRICS = (
    _held("consultations", "CONSULT"),
    _held("health_checks", "HEALTH_CHECK"),
    _held("client_meetings", "CONTACT", "INTAKE", "CLOSE_MTG"),
    _held("network_meetings", "NETWORK_MTG"),
    _held("physician_visits", "PHYS_VISIT"),
    _held("statements", "STATEMENT"),
    _event("cancelled_bookings", better=Better.DOWN, where=(Where("status", ("cancelled",)),)),
    _event("no_shows", better=Better.DOWN, where=(Where("status", ("no_show",)),)),
    _event(
        "cancelled_share",
        unit=Unit.SHARE,
        statistic=Statistic.SHARE,
        better=Better.DOWN,
        where=(_BOOKED,),
        hits=(Where("status", ("cancelled", "no_show")),),
    ),
    _event("recording_lag", unit=Unit.DAYS, statistic=Statistic.MEDIAN, better=Better.DOWN, value="days_to_record"),
)
