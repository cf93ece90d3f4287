"""Everything that is known of the invented cases, made part by part in the order in which each part needs the earlier ones."""

from dataclasses import dataclass

import numpy as np

from sample_data.clock import DAYS, LATER, YEARS, later
from sample_data.draw import gamma_days, sources
from sample_data.journeys import Journeys, journeys
from sample_data.people import People, Traits, coordinator_of, people, project_of
from sample_data.services import Episodes, episodes
from sample_data.situations import Situations, outcomes, situations

_HAS_PLAN = 0.86


@dataclass(frozen=True)
class Cases:
    """One entry a case, in the order of referral; days are LATER where nothing happened, places -1 where nothing is known."""

    trips: Journeys
    persons: People
    source: np.ndarray
    start: Situations
    what: Episodes
    intake: np.ndarray
    plan: np.ndarray
    outcome: np.ndarray
    result: np.ndarray
    coordinator: np.ndarray
    project: np.ndarray

    @property
    def county(self) -> np.ndarray:
        """Place of each case's county in COUNTIES."""
        return self.persons.county[self.trips.person]

    @property
    def team(self) -> np.ndarray:
        """Place of each case's team in teams()."""
        return self.persons.team[self.trips.person]

    @property
    def end(self) -> np.ndarray:
        """Last day a case is known: its closing, or the last day of the data."""
        return np.minimum(self.trips.closed, DAYS - 1)


def make_cases(rng: np.random.Generator, count: int, differing: Traits) -> Cases:
    """`count` invented cases."""
    persons = people(rng, count, differing)
    trips = journeys(rng, count, persons, differing)
    county = persons.county[trips.person]
    source = sources(rng, trips.referred, differing.liking[county])
    start = situations(rng, trips, persons, source, differing)
    what = episodes(rng, trips, differing.wait[county])
    intake = _in_time(trips, later(trips.opened, gamma_days(rng, 3 * differing.wait[county], 1.5)))
    plan = _in_time(trips, later(intake, 1 + gamma_days(rng, np.full(count, 15.0), 1.4)))
    outcome, result = outcomes(rng, trips, persons, start, what, differing)
    return Cases(
        trips, persons, source, start, what, intake, np.where(rng.random(count) < _HAS_PLAN, plan, LATER), outcome, result,
        coordinator_of(rng, persons.team[trips.person]), project_of(rng, county, YEARS[trips.referred]),
    )  # fmt: skip


def _in_time(trips: Journeys, day: np.ndarray) -> np.ndarray:
    """What was to come after the closing never comes."""
    return np.where(day <= trips.closed, day, LATER)
