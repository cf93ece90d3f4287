"""The Pohjois-Savo team pilot TYTTI, 08/2023-6.5.2024: invented clients whose totals are exactly the published ones.

Published (network meeting 30.5.2024): 96 clients, ages 19-61 and mean 37; 23 cancelled bookings; 250 consultations; onward
referrals 67 + 14, 39 from health checks; unemployment durations; 46 answers with mean 7,54. Everything else is made up.
"""

from datetime import date

import numpy as np

from sample_data.clock import BUSYNESS, DATES, day_number
from sample_data.places import counties
from sample_data.teams import PILOT_COUNTY, PILOT_PROJECT, PILOT_TEAM
from sample_data.write import Record

COORDINATOR = "TYTTI-1"
CLIENTS = 96
_FIRST, _LAST = day_number(date(2023, 8, 1)), day_number(date(2024, 5, 6))
_WORKDAYS = np.flatnonzero(BUSYNESS)
_AGES_SUM = 37 * CLIENTS
# Class bounds in months -> clients; the published table, with 46 not known.
_DURATIONS = {(0, 3): 1, (3, 6): 3, (6, 12): 5, (12, 24): 6, (24, 36): 4, (36, 140): 31}
_LONGEST = max(_DURATIONS)
_RECOMMEND = {1: 1, 2: 1, 3: 1, 4: 1, 5: 3, 6: 4, 7: 7, 8: 12, 9: 7, 10: 9}
_LIKERT = {"got_help": (2, 3, 7, 17, 17), "was_heard": (1, 2, 4, 14, 25), "took_part": (1, 4, 8, 17, 16),
           "work_ability_better": (5, 8, 16, 12, 5), "know_next_step": (3, 5, 9, 17, 12)}  # fmt: skip
_SOURCES = {"te_services": 22, "municipal_experiment": 16, "typ": 12, "adult_social_work": 20, "health_centre": 12, "self": 8,
            "mental_health_substance": 3, "rehabilitative_work": 3}  # fmt: skip
_PARTNERS = {"te_services": 70, "municipal_experiment": 45, "adult_social_work": 50, "health_centre": 40, "kela": 20, "typ": 15, "other": 10}
_OUTCOMES = {"open_market_work": 2, "education": 2, "vocational_rehabilitation": 3, "other_service": 3, "goal_reached": 1, "dropped_out": 1}
_SCOPE = {"team_id": PILOT_TEAM, "coordinator_id": COORDINATOR, "project": PILOT_PROJECT}


def pilot(seed: int) -> dict[str, list[Record]]:
    """Rows of client_case, case_event, service_episode and feedback_answer. The totals hold for every seed."""
    rng = np.random.default_rng([seed, 13])
    cases = _cases(rng)
    episodes, checks = _episodes(rng, cases)
    events = [*_steps(rng, cases, episodes), *checks, *_work_without_case(rng)]
    events.sort(key=lambda event: (event["event_date"], event.get("case_id", "~")))
    for n, event in enumerate(events, start=1):
        event |= {"event_id": f"ET{n:04d}", "unit": "team", "recorded_at": _after(rng, event["event_date"], 4)}
    return {"client_case": cases, "case_event": events, "service_episode": episodes, "feedback_answer": _feedback(rng)}


def _cases(rng: np.random.Generator) -> list[Record]:
    opened = np.sort(rng.choice(_between(_FIRST + 20, _LAST - 10), CLIENTS))
    ages, months, homes = _ages(rng), _months(rng), _homes(rng)
    sources, sexes = _spread(rng, _SOURCES), _spread(rng, {"female": 50, "male": 46})
    cases = []
    for n, day in enumerate(opened):
        opening = DATES[day]
        cases.append({
            "case_id": f"CT{n + 1:03d}", "person_id": f"PT{n + 1:03d}", **_SCOPE, "municipality": homes[n], "segment": "path_unemployed",
            "sex": sexes[n], "birth_year": str(int(opening[:4]) - ages[n]), "referral_source": sources[n],
            "referred_date": DATES[max(_FIRST, _workday(day - int(rng.integers(4, 36))))], "opened_date": opening, "status": "in_assessment",
            "labour_status": str(rng.choice(["02", "02", "02", "02", "07", "not_jobseeker"])), "unemployment_months": months[n],
        })  # fmt: skip
    _close(rng, cases)
    return cases


def _close(rng: np.random.Generator, cases: list[Record]) -> None:
    """Close the first cases of the two largest duration classes, before the end of the pilot.

    At least five closed and five open in a class: a smaller class would have to be hidden, and published counts with it.
    """
    half = sum(_OUTCOMES.values()) // 2
    unknown = [case for case in cases if not case["unemployment_months"]]
    long = [case for case in cases if case["unemployment_months"] and int(case["unemployment_months"]) >= _LONGEST[0]]
    for case, outcome in zip([*unknown[:half], *long[:half]], _spread(rng, _OUTCOMES), strict=True):
        reached = {"dropped_out": "not_reached", "other_service": "partly"}.get(outcome, "reached")
        closed = DATES[_workday(_LAST - int(rng.integers(3, 50)))]
        status = "interrupted" if outcome == "dropped_out" else "closed"
        case |= {"status": status, "closed_date": closed, "outcome": outcome, "goal_result": reached}


def _episodes(rng: np.random.Generator, cases: list[Record]) -> tuple[list[Record], list[Record]]:
    """67 clients to the team physician, 39 of them from a health check; 14 to another physician, four of them among the 67."""
    order = rng.permutation(CLIENTS)
    wanted = [*((n, "team_physician") for n in order[:67]), *((n, "other_phc_physician") for n in [*order[67:77], *order[:4]])]
    episodes, checks = [], []
    for place, (n, service) in enumerate(wanted):
        end = cases[n].get("closed_date", DATES[_LAST])
        referred = _after(rng, cases[n]["opened_date"], 40, end)
        if place < 39:
            checks.append({"case_id": cases[n]["case_id"], "event_code": "HEALTH_CHECK", "event_date": referred, "status": "held",
                           "service": "health_check_unemployed"})  # fmt: skip
        started = _after(rng, referred, 30, end) if rng.random() < 0.8 else ""
        episodes.append({"case_id": cases[n]["case_id"], "service": service, "referred_date": referred, "started_date": started,
                         "not_started_reason": "" if started else "queue"})  # fmt: skip
    episodes.sort(key=lambda episode: (episode["referred_date"], episode["case_id"]))
    return [{"episode_id": f"ST{n:03d}", **episode} for n, episode in enumerate(episodes, start=1)], checks


def _steps(rng: np.random.Generator, cases: list[Record], episodes: list[Record]) -> list[Record]:
    """What happened to each client on the service path; also sets the status of the open cases by how far they came."""
    events = []
    for case in cases:
        end = case.get("closed_date", DATES[_LAST])
        intake = _after(rng, case["opened_date"], 6, end)
        plan = _after(rng, intake, 45, end) if rng.random() < 0.8 else ""
        steps = [("REF_RECV", case["referred_date"]), ("CASE_OPEN", case["opened_date"]), ("INTAKE", intake), ("PLAN", plan)]
        steps += [("CONTACT", _after(rng, intake, 90, end)) for _ in range(int(rng.integers(0, 3)))]
        if "closed_date" in case:
            steps += [("CASE_CLOSE", end)]
        elif plan:
            case["status"] = "planned"
        events += [_event(case["case_id"], code, day) for code, day in steps if day]
        if case.get("outcome") == "dropped_out":  # leaving is not reaching the goal, so not step 6
            events[-1]["step"] = "2"
    return [*events, *_service_events(cases, episodes)]


def _service_events(cases: list[Record], episodes: list[Record]) -> list[Record]:
    open_cases = {case["case_id"]: case for case in cases if "closed_date" not in case}
    events = []
    for episode in episodes:
        events.append(_event(episode["case_id"], "REF_OUT", episode["referred_date"]) | {"service": episode["service"]})
        if episode["started_date"]:
            events.append(_event(episode["case_id"], "SERV_START", episode["started_date"]) | {"service": episode["service"]})
            if episode["case_id"] in open_cases:
                open_cases[episode["case_id"]]["status"] = "in_services"
    return events


def _work_without_case(rng: np.random.Generator) -> list[Record]:
    """250 consultations and 23 cancelled bookings: work of the team, not persons."""
    days = _between(_FIRST + 14, _LAST)
    consults = [
        {"event_code": "CONSULT", "status": "held", "partner": partner, "event_date": DATES[rng.choice(days)], **_SCOPE}
        for partner in _spread(rng, _PARTNERS)
    ]
    cancelled = [{"event_code": "CANCEL", "status": "cancelled", "event_date": DATES[rng.choice(days)], **_SCOPE} for _ in range(23)]
    return [*consults, *cancelled]


def _feedback(rng: np.random.Generator) -> list[Record]:
    """46 forms: the recommendation with the published mean, least and greatest value, and invented statements."""
    days = np.sort(rng.choice(_between(_FIRST + 60, _LAST), sum(_RECOMMEND.values())))
    answers = {"recommend": _spread(rng, {str(value): count for value, count in _RECOMMEND.items()})}
    answers |= {item: _spread(rng, {str(value): count for value, count in enumerate(counts, 1)}) for item, counts in _LIKERT.items()}
    return [
        {"response_id": f"RT{n + 1:03d}", "respondent": "client", "item": item, "value": values[n], "answered_date": DATES[day], **_SCOPE}
        for n, day in enumerate(days)
        for item, values in answers.items()
    ]


def _ages(rng: np.random.Generator) -> list[int]:
    """Ages with 19 and 61 among them and exactly the published mean: draw, then move single years until the sum fits."""
    ages = np.clip(rng.normal(36.8, 10.5, CLIENTS).round().astype(int), 20, 60)
    ages[:2] = 19, 61
    while ages.sum() != _AGES_SUM:
        move = 1 if ages.sum() < _AGES_SUM else -1
        place = int(rng.integers(2, CLIENTS))
        ages[place] = min(60, max(20, ages[place] + move))
    return [int(age) for age in rng.permutation(ages)]


def _months(rng: np.random.Generator) -> list[str]:
    known = [str(rng.integers(low, high)) for (low, high), count in _DURATIONS.items() for _ in range(count)]
    return rng.permutation(np.array([*known, *[""] * (CLIENTS - len(known))], dtype=object)).tolist()


def _homes(rng: np.random.Generator) -> list[str]:
    """Mostly Kuopio; the others as often as people live there."""
    kuopio, *others = counties()[PILOT_COUNTY]
    people = np.array([place.population for place in others], dtype=float)
    elsewhere = rng.choice([place.code for place in others], CLIENTS, p=people / people.sum())
    return [kuopio.code if rng.random() < 0.75 else str(code) for code in elsewhere]


def _event(case_id: str, code: str, day: str) -> Record:
    return {"case_id": case_id, "event_code": code, "event_date": day, "status": "held"}


def _spread(rng: np.random.Generator, counts: dict[str, int]) -> list[str]:
    """Each value as often as it says, in random order."""
    return rng.permutation(np.array([value for value, count in counts.items() for _ in range(count)], dtype=object)).tolist()


def _between(first: int, last: int) -> np.ndarray:
    return _WORKDAYS[(first <= _WORKDAYS) & (last >= _WORKDAYS)]


def _workday(day: int) -> int:
    """The day itself, or the last working day before it."""
    return int(_WORKDAYS[np.searchsorted(_WORKDAYS, day, side="right") - 1])


def _after(rng: np.random.Generator, day: str, most: int, end: str = "") -> str:
    """A working day 0 to `most` days after `day`, not after `end` (the end of the pilot unless told)."""
    first = DATES.index(day)
    last = min(_LAST, DATES.index(end) if end else _LAST)
    return DATES[max(first, _workday(min(last, first + int(rng.integers(0, most + 1)))))]
