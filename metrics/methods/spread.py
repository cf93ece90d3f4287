"""Means, quantiles and the net promoter score from how often each number occurs."""

import numpy as np
from numpy.typing import ArrayLike


def mean(numbers: ArrayLike, times: ArrayLike) -> float:
    """The arithmetic mean of numbers that occur `times` times."""
    return float(np.average(np.asarray(numbers, float), weights=np.asarray(times, float)))


def quantile(numbers: ArrayLike, times: ArrayLike, share: float) -> float:
    """The quantile at `share` (0-1), linear between neighbours as in Hyndman and Fan's type 7, so that 0.5 is the usual median."""
    order = np.argsort(np.asarray(numbers, float))
    values = np.asarray(numbers, float)[order]
    ends = np.cumsum(np.asarray(times, int)[order])
    place = (ends[-1] - 1) * share
    low, high = (values[np.searchsorted(ends, at, side="right")] for at in (int(np.floor(place)), int(np.ceil(place))))
    return float(low + (high - low) * (place - np.floor(place)))


def nps(numbers: ArrayLike, times: ArrayLike) -> float:
    """Net promoter score, -100 to 100: the share of 9-10 less the share of 0-6, in percentage points (Reichheld 2003)."""
    values, weights = np.asarray(numbers, float), np.asarray(times, float)
    return float(100 * (weights[values >= 9].sum() - weights[values <= 6].sum()) / weights.sum())
