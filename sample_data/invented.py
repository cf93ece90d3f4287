"""Invented cases for every mainland county, 2023-01 to 2026-10, with everything that followed from them.

Puts the parts together and turns places into the codes and pseudonyms of the contract.
"""

import numpy as np

from sample_data import events as happening
from sample_data import followup
from sample_data.cases import Cases, make_cases
from sample_data.clock import DATES, LATER, YEARS
from sample_data.draw import SOURCE_CODES
from sample_data.journeys import Journeys
from sample_data.people import COORDINATORS, PROJECTS, SEXES, Traits, coordinator_of, homes, traits
from sample_data.services import REASONS, SERVICE_CODES, Episodes
from sample_data.situations import LABOUR, OUTCOME_CODES, RESULTS, SEGMENTS
from sample_data.teams import teams
from sample_data.write import Bulk, Coded, coded, numbered

_HOME_UNKNOWN = 0.02
_TEAMS = [team.team_id for team in teams()]
_STATUSES = ["waiting", "in_assessment", "planned", "in_services", "in_follow_up", "closed", "redirected", "interrupted"]


def invented(count: int, seed: int) -> dict[str, Bulk]:
    """`count` cases and their facts as bulk columns by table. The same count and seed give the same values."""
    differing = traits(seed)
    rng = np.random.default_rng([seed, 2])
    cases = make_cases(rng, count, differing)
    names = numbered("C", count)
    return {
        "client_case": _client_case(rng, cases, names),
        "case_event": _case_event(rng, cases, names, differing),
        "service_episode": _service_episode(cases.what, names),
        **_followup(rng, cases, names, differing),
    }


def _client_case(rng: np.random.Generator, cases: Cases, names: list[str]) -> Bulk:
    trips, persons = cases.trips, cases.persons
    person = trips.person
    home = np.where(rng.random(len(person)) < _HOME_UNKNOWN, -1, persons.home[person])
    return {
        "case_id": coded(names, np.arange(len(person))),
        "person_id": coded(numbered("P", len(persons.age)), _renumbered(person)),
        "team_id": coded(_TEAMS, cases.team),
        "coordinator_id": coded(COORDINATORS, cases.coordinator),
        "municipality": coded([place.code for place in homes()], home),
        "project": coded(PROJECTS, cases.project),
        "segment": coded(SEGMENTS, cases.start.segment),
        "sex": coded(SEXES, persons.sex[person]),
        "birth_year": _whole(_first_year(trips) - persons.age[person], 2030),
        "referral_source": coded(SOURCE_CODES, cases.source),
        "referred_date": _dates(trips.referred),
        "opened_date": _dates(trips.opened),
        "closed_date": _dates(trips.closed),
        "status": coded(_STATUSES, _status(cases)),
        "labour_status": coded(LABOUR, cases.start.labour),
        "unemployment_months": _whole(cases.start.months, 400),
        "outcome": coded(OUTCOME_CODES, cases.outcome),
        "goal_result": coded(RESULTS, cases.result),
    }


def _status(cases: Cases) -> np.ndarray:
    """Where each case stands on the last day of the data: places in _STATUSES."""
    trips, what, size = cases.trips, cases.what, len(cases.plan)
    started = np.bincount(what.case[what.started < LATER], minlength=size)
    ended = np.bincount(what.case[what.ended < LATER], minlength=size)
    opened, over = trips.opened < LATER, trips.ended < LATER
    left = opened & (cases.outcome == OUTCOME_CODES.index("dropped_out"))
    rules = [(over & trips.rejected, "redirected"), (over & (trips.withdrew | left), "interrupted"), (over, "closed"), (~opened, "waiting"),
             ((started > 0) & (ended == started), "in_follow_up"), (started > 0, "in_services"), (cases.plan < LATER, "planned")]  # fmt: skip
    return np.select([rule for rule, _ in rules], [_STATUSES.index(name) for _, name in rules], _STATUSES.index("in_assessment"))


def _case_event(rng: np.random.Generator, cases: Cases, names: list[str], differing: Traits) -> Bulk:
    """Rows of `case_event`; those of a case leave team and coordinator to the case."""
    all_events = happening.together([happening.case_events(rng, cases, differing), happening.consultations(rng, cases, differing)])
    loose = all_events.case < 0
    worker = coordinator_of(rng, np.maximum(all_events.team, 0))
    county = np.where(loose, happening.COUNTY_OF_TEAM[all_events.team], np.append(cases.county, 0)[all_events.case])
    return {
        "event_id": coded(numbered("E", len(loose)), np.arange(len(loose))),
        "case_id": coded(names, all_events.case),
        "event_code": coded(happening.EVENT_CODES, all_events.code),
        "step": coded(["2"], np.where(all_events.aside, 0, -1)),
        "event_date": _dates(all_events.day),
        "recorded_at": _dates(happening.recorded(rng, all_events.day, differing.late_records[county])),
        "status": coded(happening.HELD, all_events.status),
        "service": coded(SERVICE_CODES, all_events.service),
        "partner": coded(SOURCE_CODES, all_events.partner),
        "unit": coded(happening.UNITS, all_events.unit),
        "team_id": coded(_TEAMS, all_events.team),
        "coordinator_id": coded(COORDINATORS, np.where(loose, worker, -1)),
    }


def _service_episode(what: Episodes, names: list[str]) -> Bulk:
    return {
        "episode_id": coded(numbered("S", len(what.case)), np.arange(len(what.case))),
        "case_id": coded(names, what.case),
        "service": coded(SERVICE_CODES, what.service),
        "referred_date": _dates(what.referred),
        "started_date": _dates(what.started),
        "ended_date": _dates(what.ended),
        "not_started_reason": coded(REASONS, what.reason),
    }


def _followup(rng: np.random.Generator, cases: Cases, names: list[str], differing: Traits) -> dict[str, Bulk]:
    scores, goals = followup.measurements(rng, cases), followup.goals(rng, cases)
    spells, jobs = followup.status_spells(rng, cases), followup.jobs(rng, cases)
    answers = followup.feedback(rng, cases, differing)
    case = answers["case"]
    return {
        "measurement": _of_case("measurement_id", "M", scores["case"], names) | {
            "instrument": coded(list(followup.INSTRUMENTS), scores["instrument"]), "planned_point": coded(["0", "6"], scores["point"]),
            "measured_date": _dates(scores["day"]), "score": _whole(scores["score"], 130),
        },
        "goal": _of_case("goal_id", "G", goals["case"], names) | {
            "set_date": _dates(goals["day"]), "scored_date": _dates(goals["scored"]), "weight": coded(["1", "2", "3"], goals["weight"]),
            "score": coded(["-2", "-1", "0", "1", "2"], goals["score"]),
        },
        "status_spell": _of_case("spell_id", "L", spells["case"], names) | {
            "labour_status": coded(LABOUR, spells["labour"]), "from_date": _dates(spells["day"]), "to_date": _dates(spells["to"]),
        },
        "job_spell": _of_case("job_id", "J", jobs["case"], names) | {
            "from_date": _dates(jobs["day"]), "to_date": _dates(jobs["to"]), "hours_per_week": _whole(jobs["hours"], 80),
            "subsidised": coded(["yes", "no"], jobs["subsidised"]),
        },
        "feedback_answer": {
            "response_id": coded(numbered("R", int(answers["response"].max(initial=-1)) + 1), answers["response"]),
            "respondent": coded(followup.RESPONDENTS, answers["who"]), "item": coded(followup.ITEMS, answers["item"]),
            "value": _whole(answers["value"], 10), "answered_date": _dates(answers["day"]),
            "team_id": coded(_TEAMS, cases.team[case]),
            "coordinator_id": coded(COORDINATORS, np.where(answers["who"] == 0, cases.coordinator[case], -1)),
            "municipality": coded([place.code for place in homes()], np.where(answers["who"] == 0, cases.persons.home[cases.trips.person[case]], -1)),
            "project": coded(PROJECTS, np.where(answers["who"] == 0, cases.project[case], -1)),
        },
    }  # fmt: skip


def _of_case(key: str, prefix: str, case: np.ndarray, names: list[str]) -> Bulk:
    return {key: coded(numbered(prefix, len(case)), np.arange(len(case))), "case_id": coded(names, case)}


def _first_year(trips: Journeys) -> np.ndarray:
    """Year of the person's first referral, for each case (cases are in the order of referral)."""
    _, first, back = np.unique(trips.person, return_index=True, return_inverse=True)
    return YEARS[trips.referred[first]][back]


def _renumbered(person: np.ndarray) -> np.ndarray:
    """Persons in the order they first come, without the numbers nobody was given."""
    _, first, back = np.unique(person, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=int)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[back]


def _dates(days: np.ndarray) -> Coded:
    return coded(DATES, days)


def _whole(values: np.ndarray, most: int) -> Coded:
    """Whole numbers 0..most as text; -1 = missing."""
    return coded([str(number) for number in range(most + 1)], values)
