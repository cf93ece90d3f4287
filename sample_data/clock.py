"""The invented calendar: days on which work is done, quiet in July and at Christmas, and how the service grows.

Positions on the clock are working days weighted by how busy they are, so one delay takes longer over a holiday and every
kind of event dips in the same months.
"""

from datetime import date, timedelta

import numpy as np

FIRST_DAY = date(2023, 1, 1)
LAST_DAY = date(2026, 10, 31)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
LATER = DAYS  # stands for any day after the end of the data
DATES = [(FIRST_DAY + timedelta(days=n)).isoformat() for n in range(DAYS)]
YEARS = np.array([int(day[:4]) for day in DATES])

_HOLIDAYS = {(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)}
_BUSY = {1: 1.05, 2: 1.05, 3: 1.0, 4: 1.0, 5: 1.0, 6: 0.8, 7: 0.4, 8: 1.05, 9: 1.15, 10: 1.1, 11: 1.05, 12: 0.7}
_GROWTH_A_YEAR = 0.16


def day_number(day: date) -> int:
    """Days from the first day of the data."""
    return (day - FIRST_DAY).days


def _busyness(n: int) -> float:
    day = FIRST_DAY + timedelta(days=n)
    if day.weekday() > 4 or (day.month, day.day) in _HOLIDAYS:
        return 0.0
    return _BUSY[day.month]


BUSYNESS = np.array([_busyness(n) for n in range(DAYS)])
_HANDS = BUSYNESS.cumsum()


def referral_days(rng: np.random.Generator, count: int) -> np.ndarray:
    """Days of `count` referrals: busier each year, never on a day off."""
    load = (BUSYNESS * (1 + _GROWTH_A_YEAR * np.arange(DAYS) / 365.25)).cumsum()
    return np.searchsorted(load, rng.random(count) * load[-1], side="right")


def later(days: np.ndarray, work: np.ndarray) -> np.ndarray:
    """The day on which `work` working days have passed since each day; LATER when the data ends first."""
    start = np.where(days < LATER, _HANDS[np.minimum(days, DAYS - 1)], np.inf)
    return np.maximum(np.searchsorted(_HANDS, start + np.maximum(work, 0.0) - 1e-9, side="left"), days)


def month_starts() -> np.ndarray:
    """Day number of the first day of each month of the data, and one more for the day after the end."""
    firsts = [n for n in range(DAYS) if DATES[n].endswith("-01")]
    return np.array([*firsts, DAYS])
