"""Invented onward referrals: which services, whether and when they started, and why not."""

from dataclasses import dataclass

import numpy as np

from sample_data.clock import LATER, later
from sample_data.draw import gamma_days, pick_one
from sample_data.journeys import Journeys

SERVICES = {
    "health_check_unemployed": 7, "team_physician": 13, "other_phc_physician": 5, "dental_care": 3, "medical_rehabilitation": 6,
    "rehabilitation_clinic": 3, "mental_health_substance": 9, "vocational_rehabilitation_kela": 10, "nuotti": 3, "pension_rehabilitation": 2,
    "social_rehabilitation": 8, "rehabilitative_work": 7, "quality_job_coaching": 8, "ips": 2, "work_trial": 5, "pay_subsidy": 3,
    "employment_services": 7, "education": 5, "debt_counselling": 2, "adult_social_work": 4, "disability_services": 1, "third_sector": 3,
    "wellbeing_activities": 2, "competence_centre": 2, "pension_assessment": 4, "other": 1,
}  # fmt: skip
SERVICE_CODES = list(SERVICES)
REASONS = ["declined", "not_accepted", "queue", "other"]
_EPISODES_A_CASE = (16, 45, 27, 12)
_MEANT_TO_START = 0.76


@dataclass(frozen=True)
class Episodes:
    """One entry an onward referral: its case, places in SERVICE_CODES and REASONS (-1 = none), days (LATER = has not happened)."""

    case: np.ndarray
    service: np.ndarray
    referred: np.ndarray
    started: np.ndarray
    ended: np.ndarray
    reason: np.ndarray


def episodes(rng: np.random.Generator, trips: Journeys, wait: np.ndarray) -> Episodes:
    """0 to 3 onward referrals for each opened case, none after its closing. `wait` leans the lag (one value a case)."""
    each = pick_one(rng, len(trips.person), _EPISODES_A_CASE) * (trips.opened < LATER)
    case = np.repeat(np.arange(len(each)), each)
    referred = later(trips.opened[case], 4 + gamma_days(rng, np.full(len(case), 34.0), 1.4))
    kept = (referred < LATER) & (referred <= trips.closed[case])
    case, referred = case[kept], referred[kept]
    order = np.lexsort((case, referred))
    return _what_came(rng, trips, case[order], referred[order], wait)


def _what_came(rng: np.random.Generator, trips: Journeys, case: np.ndarray, referred: np.ndarray, wait: np.ndarray) -> Episodes:
    size, closed = len(case), trips.closed[case]
    meant = rng.random(size) < _MEANT_TO_START
    start = later(referred, gamma_days(rng, 16 * wait[case], 1.5))
    started = np.where(meant & (start <= closed), start, LATER)
    end = later(started, 3 + gamma_days(rng, np.full(size, 60.0), 1.5))
    ended = np.where(end <= closed, end, LATER)
    reason = np.where(meant, REASONS.index("queue"), pick_one(rng, size, (35, 22, 25, 18)))
    service = pick_one(rng, size, list(SERVICES.values()))
    return Episodes(case, service, referred, started, ended, np.where(started < LATER, -1, reason))


def had(what: Episodes, names: tuple[str, ...], cases: int) -> np.ndarray:
    """For each of `cases` cases: whether one of the named services started."""
    places = [SERVICE_CODES.index(name) for name in names]
    found = np.zeros(cases, dtype=bool)
    found[what.case[np.isin(what.service, places) & (what.started < LATER)]] = True
    return found
