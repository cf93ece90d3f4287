"""Invented follow-up: measurements at 0 and 6 months, goals, labour-market status, jobs and feedback, each for part of the cases."""

import numpy as np

from sample_data.cases import Cases
from sample_data.clock import DAYS, LATER
from sample_data.draw import pick_one
from sample_data.people import Traits
from sample_data.situations import EMPLOYED, LABOUR, OUTCOME_CODES

INSTRUMENTS = {"kykyviisari": (10, 4.6, 1.9), "prom": (100, 46.0, 15.0), "audit": (40, 6.0, 5.0), "bdi": (63, 17.0, 10.0), "gad7": (21, 8.0, 5.0)}
_GOOD_IS_UP = ("kykyviisari", "prom")
ITEMS = ["recommend", "got_help", "was_heard", "took_part", "work_ability_better", "know_next_step"]
RESPONDENTS = ["client", "staff", "referrer"]
_SIX_MONTHS = 182
# Labour-market status after an outcome; the others stay as they were.
_STATUS_AFTER = {"open_market_work": "01", "return_to_work": "01", "entrepreneur": "01", "subsidised_work": "00", "education": "08", "pension": "05",
                 "vocational_rehabilitation": "07", "other_service": "07"}  # fmt: skip

Columns = dict[str, np.ndarray]


def measurements(rng: np.random.Generator, cases: Cases) -> Columns:
    """Scores at the start and, where the case lasted, six months after opening. Clients tend to get better."""
    opened = np.flatnonzero(cases.trips.opened < LATER)
    parts = [_scores(rng, cases, opened[rng.random(len(opened)) < share], n) for n, share in enumerate((0.42, 0.22, 0.10, 0.12, 0.10))]
    return _in_order(_joined(parts), "day")


def _scores(rng: np.random.Generator, cases: Cases, case: np.ndarray, instrument: int) -> Columns:
    name = list(INSTRUMENTS)[instrument]
    top, mean, spread = INSTRUMENTS[name]
    first = rng.normal(mean, spread, len(case))
    later_on = first + (0.28 if name in _GOOD_IS_UP else -0.25) * spread + rng.normal(0, 0.6 * spread, len(case))
    again = cases.trips.opened[case] + _SIX_MONTHS + rng.integers(-10, 20, len(case))
    measured = (again <= cases.end[case]) & (rng.random(len(case)) < 0.62)
    day = np.concatenate([cases.trips.opened[case], again[measured]])
    score = np.concatenate([first, later_on[measured]]).round().astype(int).clip(0, top)
    point = np.repeat([0, 1], [len(case), measured.sum()])
    return {"case": np.concatenate([case, case[measured]]), "instrument": np.full(len(day), instrument), "point": point, "day": day, "score": score}


def goals(rng: np.random.Generator, cases: Cases) -> Columns:
    """One to three goals for a third of the cases with a plan; scored at the closing."""
    planned = np.flatnonzero((cases.plan < LATER) & (rng.random(len(cases.plan)) < 0.33))
    case = np.repeat(planned, 1 + pick_one(rng, len(planned), (60, 30, 10)))
    scored = cases.trips.closed[case]
    shift = np.array([0.7, 0.0, -1.0, -0.2, 0.0])[cases.result[case]]
    score = np.where(scored < LATER, np.rint(rng.normal(shift, 0.9)).clip(-2, 2) + 2, -1).astype(int)
    return _in_order(
        {"case": case, "day": cases.plan[case], "scored": scored, "weight": pick_one(rng, len(case), (50, 35, 15)), "score": score}, "day"
    )


def status_spells(rng: np.random.Generator, cases: Cases) -> Columns:
    """Status from the opening on, and the status after the closing where the outcome changed it."""
    case = np.flatnonzero((cases.trips.opened < LATER) & (rng.random(len(cases.plan)) < 0.5))
    after = np.array([LABOUR.index(_STATUS_AFTER[code]) if code in _STATUS_AFTER else -1 for code in [*OUTCOME_CODES, "open"]])[cases.outcome[case]]
    closed = cases.trips.closed[case]
    changed = (after >= 0) & (after != cases.start.labour[case]) & (closed > cases.trips.opened[case])
    first = {"case": case, "labour": cases.start.labour[case], "day": cases.trips.opened[case], "to": np.where(changed, closed - 1, LATER)}
    second = {"case": case[changed], "labour": after[changed], "day": closed[changed], "to": np.full(changed.sum(), LATER)}
    return _in_order(_joined([first, second]), "day")


def jobs(rng: np.random.Generator, cases: Cases) -> Columns:
    """Jobs of most clients who closed to work, begun around the closing; about a third have ended."""
    working = np.isin(cases.outcome, [OUTCOME_CODES.index(name) for name in EMPLOYED if name != "entrepreneur"])
    case = np.flatnonzero(working & (rng.random(len(working)) < 0.85))
    day = np.maximum(cases.trips.opened[case], cases.trips.closed[case] - rng.integers(0, 30, len(case)))
    end = day + rng.integers(20, 700, len(case))
    to = np.where((rng.random(len(case)) < 0.45) & (end < DAYS), end, LATER)
    paid = np.where(cases.outcome[case] == OUTCOME_CODES.index("subsidised_work"), 0, 1)
    hours = rng.choice([15, 18, 20, 25, 30, 36, 38], len(case), p=[0.08, 0.1, 0.2, 0.17, 0.15, 0.12, 0.18])
    return _in_order({"case": case, "day": day, "to": to, "subsidised": paid, "hours": hours}, "day")


def feedback(rng: np.random.Generator, cases: Cases, differing: Traits) -> Columns:
    """Forms of clients whose case closed, and of staff and referrers; not every form answers every item."""
    closed = np.flatnonzero((cases.trips.closed < LATER) & (rng.random(len(cases.plan)) < 0.27))
    others = np.sort(rng.integers(0, max(1, len(cases.plan)), int(len(cases.plan) * 0.06)))
    form = np.concatenate([closed, others])
    who = np.concatenate([np.zeros(len(closed), dtype=int), pick_one(rng, len(others), (0, 50, 50))])
    since = np.where(who == 0, cases.trips.closed[form], cases.trips.referred[form])
    day = np.minimum(since + rng.integers(0, 25, len(form)), DAYS - 1)
    mood = rng.normal(0, 1, len(form)) + np.log(differing.luck[cases.county[form]])
    order = np.argsort(day, kind="stable")
    return _answers(rng, {"form": form[order], "who": who[order], "day": day[order], "mood": mood[order]})


def _answers(rng: np.random.Generator, forms: Columns) -> Columns:
    size, items = len(forms["form"]), len(ITEMS)
    means = np.array([7.6, 3.9, 4.3, 4.0, 3.2, 3.7])
    spreads, tops = np.array([2.0, 0.9, 0.8, 0.9, 1.1, 1.0]), np.array([10, 5, 5, 5, 5, 5])
    lean = 0.7 * forms["mood"][:, None] + 0.7 * rng.normal(0, 1, (size, items))
    value = np.rint(means + spreads * lean).clip([0, 1, 1, 1, 1, 1], tops).astype(int)
    asked = (rng.random((size, items)) < 0.94) & ((forms["who"] == 0)[:, None] | np.isin(ITEMS, ["recommend", "got_help", "took_part"]))
    place, item = np.nonzero(asked)
    return {
        "response": place,
        "case": forms["form"][place],
        "who": forms["who"][place],
        "day": forms["day"][place],
        "item": item,
        "value": value[asked],
    }


def _joined(parts: list[Columns]) -> Columns:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _in_order(columns: Columns, name: str) -> Columns:
    order = np.argsort(columns[name], kind="stable")
    return {key: values[order] for key, values in columns.items()}
