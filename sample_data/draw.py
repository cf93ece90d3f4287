"""Random draws for whole columns at once."""

from collections.abc import Sequence

import numpy as np

from sample_data.places import validity

# Who refers, and how often; a code counts only on the days the code list lets it be used.
SOURCES = {
    "self": 6, "te_services": 21, "employment_services": 27, "municipal_experiment": 10, "typ": 9, "tym": 11, "adult_social_work": 14,
    "youth_social_services": 4, "rehabilitative_work": 4, "disability_services": 2, "youth_workshop": 2, "third_sector": 2,
    "health_centre": 11, "mental_health_substance": 7, "specialised_care": 4, "kela": 3, "service_need_assessment": 4,
    "occupational_health": 2, "student_health": 1, "school_ohjaamo": 3, "other": 2, "unknown": 3,
}  # fmt: skip
SOURCE_CODES = list(SOURCES)


def pick(rng: np.random.Generator, weights: np.ndarray) -> np.ndarray:
    """One place for each row of `weights` (rows x choices), as likely as its weight; a weight of 0 is never picked."""
    steps = weights.cumsum(axis=1)
    aim = (1 - rng.random(len(weights))) * steps[:, -1]
    return (steps < aim[:, None] * (1 - 1e-12)).sum(axis=1)


def pick_one(rng: np.random.Generator, count: int, weights: Sequence[float]) -> np.ndarray:
    """`count` places that share the same weights."""
    shares = np.asarray(weights, dtype=float)
    return rng.choice(len(shares), count, p=shares / shares.sum())


def gamma_days(rng: np.random.Generator, mean: np.ndarray, shape: float) -> np.ndarray:
    """Skewed waits with the given means."""
    return rng.gamma(shape, 1.0, len(mean)) * (mean / shape)


def sources(rng: np.random.Generator, days: np.ndarray, liking: np.ndarray) -> np.ndarray:
    """A referral source for each day: places in SOURCE_CODES. `liking` (rows x codes) leans it towards what is usual in an area."""
    first, last = validity("referral_source", SOURCE_CODES)
    in_use = (days[:, None] >= first) & (days[:, None] <= last)
    return pick(rng, np.array(list(SOURCES.values()), dtype=float) * liking * in_use)
