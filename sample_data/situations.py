"""Invented situations: segment, labour-market status and months unemployed at the start, outcome and goal result at the end."""

from dataclasses import dataclass

import numpy as np

from sample_data.clock import LATER
from sample_data.draw import SOURCE_CODES, pick, pick_one
from sample_data.journeys import Journeys
from sample_data.people import People, Traits
from sample_data.services import Episodes, had

SEGMENTS = ["path_unemployed", "path_employed", "path_social_rehabilitation", "unknown"]
LABOUR = ["00", "01", "02", "03", "04", "05", "07", "08", "not_jobseeker", "unknown"]
OUTCOMES = {
    "open_market_work": 11, "subsidised_work": 8, "entrepreneur": 1, "return_to_work": 6, "education": 9, "vocational_rehabilitation": 10,
    "pension": 9, "other_service": 21, "goal_reached": 8, "dropped_out": 9, "moved": 3, "died": 0.3, "other": 2.5, "unknown": 3,
}  # fmt: skip
OUTCOME_CODES = list(OUTCOMES)
RESULTS = ["reached", "partly", "not_reached", "unknown"]
EMPLOYED = ("open_market_work", "subsidised_work", "entrepreneur", "return_to_work")
AWAY = ("dropped_out", "moved", "died")
_LABOUR_BY_SEGMENT = np.array([
    [0, 0, 62, 2, 0, 6, 12, 2, 8, 8], [20, 60, 0, 5, 8, 2, 0, 0, 0, 5], [0, 0, 38, 0, 0, 24, 4, 0, 24, 10], [0, 0, 45, 0, 0, 5, 0, 0, 0, 50],
])  # fmt: skip
_IN_WORK = [LABOUR.index(code) for code in ("00", "01", "04")]
# Months unemployed: class bounds and how common the class is; the last class has a long tail.
_BOUNDS = np.array([0, 3, 6, 12, 24, 36, 48])
_COMMON = (9, 9, 14, 16, 12, 40)


@dataclass(frozen=True)
class Situations:
    """One entry a case: places in the lists above (-1 = not known or not yet); `months` is -1 where not known."""

    segment: np.ndarray
    labour: np.ndarray
    months: np.ndarray


def situations(rng: np.random.Generator, trips: Journeys, persons: People, source: np.ndarray, differing: Traits) -> Situations:
    """The start of every case."""
    size = len(trips.person)
    segment = np.where(source == SOURCE_CODES.index("occupational_health"), 1, pick_one(rng, size, (70, 13, 11, 6)))
    labour = pick(rng, _LABOUR_BY_SEGMENT[segment].astype(float))
    in_work = np.isin(labour, _IN_WORK)
    known = rng.random(size) >= np.where(in_work, 0.6, differing.unknown_months[persons.county[trips.person]])
    return Situations(segment, labour, np.where(known, np.where(in_work, 0, _months(rng, size)), -1))


def _months(rng: np.random.Generator, size: int) -> np.ndarray:
    group = pick_one(rng, size, _COMMON)
    low, high = _BOUNDS[group], _BOUNDS[group + 1]
    tail = np.where(group == len(_COMMON) - 1, rng.exponential(34, size), 0)
    return np.minimum(low + rng.random(size) * (high - low) + tail, 360).astype(int)


def outcomes(
    rng: np.random.Generator, trips: Journeys, persons: People, start: Situations, what: Episodes, differing: Traits
) -> tuple[np.ndarray, np.ndarray]:
    """Outcome and goal result of every case: places in OUTCOME_CODES and RESULTS, -1 for a case that is not closed."""
    closed = np.flatnonzero(trips.closed < LATER)
    leaning = _leaning(trips, persons, start, what, differing)[closed]
    outcome, result = np.full(len(trips.person), -1), np.full(len(trips.person), -1)
    outcome[closed] = pick(rng, np.array(list(OUTCOMES.values())) * leaning)
    result[closed] = pick(rng, _result_weights(outcome[closed]))
    return outcome, result


def _leaning(trips: Journeys, persons: People, start: Situations, what: Episodes, differing: Traits) -> np.ndarray:
    """How much likelier than usual each outcome is for each case."""
    size = len(trips.person)
    age, months = persons.age[trips.person], np.maximum(start.months, 0)
    coached = had(what, ("quality_job_coaching", "ips", "work_trial", "pay_subsidy"), size)
    work = differing.luck[persons.county[trips.person]] * np.exp(-months / 150) * np.where(coached, 2.2, 0.85)
    in_work = start.segment == SEGMENTS.index("path_employed")
    lean = np.ones((size, len(OUTCOMES)))
    columns = {name: lean[:, place] for place, name in enumerate(OUTCOME_CODES)}
    for name in EMPLOYED:
        columns[name] *= work
    columns["return_to_work"] *= np.where(in_work, 6.0, 0.25)
    columns["education"] *= np.where(age < 30, 2.0, 0.8) * np.where(had(what, ("education", "nuotti"), size), 2.0, 1.0)
    columns["pension"] *= np.where(age >= 55, 3.0, np.where(age < 35, 0.3, 0.8)) * np.where(had(what, ("pension_assessment",), size), 3.0, 1.0)
    columns["vocational_rehabilitation"] *= np.where(had(what, ("vocational_rehabilitation_kela", "pension_rehabilitation"), size), 3.0, 0.8)
    columns["dropped_out"] *= np.where(trips.closed - trips.opened < 120, 2.5, 0.8)
    return lean


def _result_weights(outcome: np.ndarray) -> np.ndarray:
    good = np.isin(outcome, [OUTCOME_CODES.index(name) for name in (*EMPLOYED, "education", "vocational_rehabilitation", "goal_reached")])
    away = np.isin(outcome, [OUTCOME_CODES.index(name) for name in AWAY])
    return np.where(good[:, None], (56.0, 28, 9, 7), np.where(away[:, None], (4.0, 18, 56, 22), (22.0, 42, 24, 12)))
