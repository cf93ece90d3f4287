"""Invented events: what was done for each case and when, and work that belongs to no case.

Nothing happens before the referral, after the closing or after the end of the data.
"""

from dataclasses import dataclass, fields, replace

import numpy as np

from sample_data.cases import Cases
from sample_data.clock import BUSYNESS, DAYS, LATER, later, month_starts
from sample_data.draw import gamma_days, pick_one, sources
from sample_data.journeys import Journeys
from sample_data.people import COUNTIES, Traits
from sample_data.services import SERVICE_CODES
from sample_data.situations import AWAY, OUTCOME_CODES
from sample_data.teams import teams

EVENT_CODES = ["REF_RECV", "REF_REJ", "CASE_OPEN", "INTAKE", "PLAN", "NETWORK_MTG", "CONTACT", "CANCEL", "NOSHOW", "HEALTH_CHECK", "STATEMENT",
               "REF_OUT", "SERV_START", "CLOSE_MTG", "CASE_CLOSE", "CONSULT"]  # fmt: skip
HELD = ["held", "cancelled", "no_show"]
UNITS = ["team", "competence_centre"]
_STATUS = {"CANCEL": 1, "NOSHOW": 2}
COUNTY_OF_TEAM = np.array([COUNTIES.index(team.county) for team in teams()])
_CHECK = SERVICE_CODES.index("health_check_unemployed")
_CLOSING_MEETING = 0.65
_CONSULTS_A_CASE = 0.9


@dataclass(frozen=True)
class Events:
    """One entry an event: places in the cases, teams, EVENT_CODES, HELD, SERVICE_CODES, SOURCE_CODES (partner) and UNITS; -1 = none.

    `aside` marks a closing that is not a goal reached, so that it does not count for step 6.
    """

    case: np.ndarray
    team: np.ndarray
    code: np.ndarray
    day: np.ndarray
    status: np.ndarray
    service: np.ndarray
    partner: np.ndarray
    unit: np.ndarray
    aside: np.ndarray

    def __getitem__(self, kept: np.ndarray) -> "Events":
        return Events(*(getattr(self, column.name)[kept] for column in fields(Events)))


def together(parts: list[Events]) -> Events:
    """All events in the order of their days."""
    joined = Events(*(np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(Events)))
    return joined[np.lexsort((joined.code, joined.case, joined.day))]


def case_events(rng: np.random.Generator, cases: Cases, differing: Traits) -> Events:
    """Every event of the cases."""
    trips, what = cases.trips, cases.what
    every = np.arange(len(trips.person))
    liking, checked = differing.liking[cases.county], rng.random(len(every)) < differing.health_checks[cases.county]
    check = later(trips.opened, gamma_days(rng, np.full(len(every), 18.0), 1.5))
    away = np.isin(cases.outcome, [OUTCOME_CODES.index(name) for name in AWAY])
    met = ~away & (rng.random(len(every)) < _CLOSING_MEETING)
    parts = [
        _happened("REF_RECV", every, trips.referred),
        _happened("REF_REJ", every, np.where(trips.rejected, trips.ended, LATER)),
        _happened("CASE_OPEN", every, trips.opened),
        _happened("INTAKE", every, cases.intake),
        _happened("PLAN", every, cases.plan),
        _with_partner(rng, liking, _some(rng, "NETWORK_MTG", cases.plan, 0.22, 15)),
        *[_some(rng, code, cases.intake, often, 60) for code, often in (("CONTACT", 1.6), ("CANCEL", 0.16), ("NOSHOW", 0.1))],
        _some(rng, "STATEMENT", cases.intake, 0.08, 40),
        _happened("HEALTH_CHECK", every, np.where(checked, check, LATER), _CHECK, pick_one(rng, len(every), (86, 9, 5))),
        _happened("REF_OUT", what.case, what.referred, what.service),
        _happened("SERV_START", what.case, what.started, what.service),
        _happened("CLOSE_MTG", every, np.where(met, trips.closed, LATER)),
        _happened("CASE_CLOSE", every, trips.closed, aside=away),
    ]
    return together([part[_in_time(part, trips)] for part in parts])


def consultations(rng: np.random.Generator, cases: Cases, differing: Traits) -> Events:
    """Consultations by team and month: work about no one client, as much as the team has cases."""
    starts = month_starts()
    busy = np.add.reduceat(BUSYNESS, starts[:-1])
    load = np.bincount(cases.team, minlength=len(COUNTY_OF_TEAM))[:, None] * (busy / busy.sum())
    held = rng.poisson(load * _CONSULTS_A_CASE)
    team = np.repeat(np.arange(len(load)), held.sum(axis=1))
    month = np.repeat(np.tile(np.arange(len(busy)), len(load)), held.ravel())
    hands = BUSYNESS.cumsum()
    begin = hands[starts[month]] - BUSYNESS[starts[month]]
    day = np.searchsorted(hands, begin + rng.random(len(team)) * busy[month], side="right")
    events = _happened("CONSULT", np.full(len(team), -1), np.minimum(day, starts[month + 1] - 1))
    partner = sources(rng, events.day, differing.liking[COUNTY_OF_TEAM[team]])
    return replace(events, team=team, partner=partner, unit=pick_one(rng, len(team), (90, 10)))


def recorded(rng: np.random.Generator, day: np.ndarray, late_share: np.ndarray) -> np.ndarray:
    """Day each event was recorded: most on the day or soon after, some up to 20 days late."""
    lag = np.where(rng.random(len(day)) < late_share, rng.integers(4, 21, len(day)), np.minimum(rng.geometric(0.6, len(day)) - 1, 3))
    return np.minimum(day + lag, DAYS - 1)


def _happened(
    code: str,
    case: np.ndarray,
    day: np.ndarray,
    service: np.ndarray | int = -1,
    status: np.ndarray | int | None = None,
    aside: np.ndarray | bool = False,
) -> Events:
    """Events of one code; those whose day is LATER are dropped."""
    size = len(case)
    given = _STATUS.get(code, 0) if status is None else status
    columns = [np.broadcast_to(np.asarray(value), size) for value in (-1, EVENT_CODES.index(code), day, given, service, -1, 0, aside)]
    return Events(case, *columns)[np.flatnonzero(day < LATER)]


def _some(rng: np.random.Generator, code: str, since: np.ndarray, often: float, spacing: float) -> Events:
    """Events of the cases that come several times or not at all, at random after a day."""
    case = np.repeat(np.arange(len(since)), rng.poisson(often, len(since)) * (since < LATER))
    return _happened(code, case, later(since[case], 1 + gamma_days(rng, np.full(len(case), spacing), 1.3)))


def _with_partner(rng: np.random.Generator, liking: np.ndarray, events: Events) -> Events:
    return replace(events, partner=sources(rng, events.day, liking[events.case]))


def _in_time(events: Events, trips: Journeys) -> np.ndarray:
    never_opened = trips.opened[events.case] >= LATER
    return np.flatnonzero(never_opened | (events.day <= trips.closed[events.case]))
