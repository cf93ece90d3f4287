"""Invented journeys: when a person is referred, answered, opened and closed, and who comes back.

A person's next referral always comes after the earlier case ended, so no two cases of one person overlap.
"""

from dataclasses import dataclass, fields

import numpy as np

from sample_data.clock import LATER, later, referral_days
from sample_data.draw import gamma_days
from sample_data.people import People, Traits

_RETURN_SHARE, _THIRD_SHARE = 0.10, 0.02
_OLDEST_TO_RETURN = 60
_WITHDREW = 0.012


@dataclass(frozen=True)
class Journeys:
    """One entry a case, days as numbers on the clock; LATER where it has not happened by the end of the data.

    `ended` is the day a never opened case was directed elsewhere or withdrawn, or an opened one closed.
    """

    person: np.ndarray
    referred: np.ndarray
    opened: np.ndarray
    ended: np.ndarray
    rejected: np.ndarray
    withdrew: np.ndarray

    @property
    def closed(self) -> np.ndarray:
        """Day an opened case was closed."""
        return np.where(self.opened < LATER, self.ended, LATER)


def journeys(rng: np.random.Generator, count: int, persons: People, differing: Traits) -> Journeys:
    """`count` cases in the order of referral. Needs `count` persons, though some come back and some are left over."""
    returns, thirds = int(count * _RETURN_SHARE), int(count * _THIRD_SHARE)
    firsts = count - returns - thirds
    parts = [_new(rng, np.arange(firsts), persons, differing)]
    for wanted in (returns, thirds):
        parts.append(_returning(rng, parts[-1], wanted, persons, differing))
    made = sum(len(part.person) for part in parts)
    parts.append(_new(rng, np.arange(firsts, firsts + count - made), persons, differing))
    order = np.argsort(np.concatenate([part.referred for part in parts]), kind="stable")
    return Journeys(*(np.concatenate([getattr(part, column.name) for part in parts])[order] for column in fields(Journeys)))


def _new(rng: np.random.Generator, person: np.ndarray, persons: People, differing: Traits) -> Journeys:
    return _journey(rng, person, referral_days(rng, len(person)), persons, differing)


def _returning(rng: np.random.Generator, earlier: Journeys, wanted: int, persons: People, differing: Traits) -> Journeys:
    """Some persons whose case has ended, referred again later."""
    again = later(earlier.ended, 15 + gamma_days(rng, np.full(len(earlier.ended), 70.0), 1.3))
    able = np.flatnonzero((again < LATER) & (persons.age[earlier.person] <= _OLDEST_TO_RETURN))
    chosen = rng.choice(able, min(wanted, len(able)), replace=False)
    return _journey(rng, earlier.person[chosen], again[chosen], persons, differing)


def _journey(rng: np.random.Generator, person: np.ndarray, referred: np.ndarray, persons: People, differing: Traits) -> Journeys:
    """What follows a referral: an answer, an opening after 0 to about 60 days, and a closing some months later."""
    county, size = persons.county[person], len(person)
    wait = differing.wait[county] * np.exp(differing.wait_growth[county] * referred / 365.25)
    rejected = rng.random(size) < differing.rejects[county]
    withdrew = ~rejected & (rng.random(size) < _WITHDREW)
    never = rejected | withdrew
    opened = later(referred, np.minimum(gamma_days(rng, 11 * wait, 1.6), 28))
    answered = later(referred, gamma_days(rng, 6 * wait, 1.6))
    closed = later(opened, 6 + gamma_days(rng, 190 * differing.length[county], 2.0))
    return Journeys(person, referred, np.where(never, LATER, opened), np.where(never, answered, closed), rejected, withdrew)
