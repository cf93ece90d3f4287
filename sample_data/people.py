"""Invented people: where they live, which team serves them, and how the counties differ from each other.

The differences are drawn from the seed; they say nothing about any real county.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from sample_data.draw import SOURCE_CODES, pick_one
from sample_data.places import Municipality, counties
from sample_data.teams import EXAMPLE_PROJECTS, teams

COUNTIES = list(counties())
SEXES = ["female", "male", "unknown"]
PROJECTS = list(EXAMPLE_PROJECTS)
COORDINATORS = [name for team in teams() for name in team.coordinators]


@dataclass(frozen=True)
class Traits:
    """How each county differs: one value a county, but `home_demand` one a municipality and `liking` a row a county for the sources."""

    demand: np.ndarray
    home_demand: np.ndarray
    wait: np.ndarray
    wait_growth: np.ndarray
    length: np.ndarray
    rejects: np.ndarray
    luck: np.ndarray
    unknown_months: np.ndarray
    health_checks: np.ndarray
    late_records: np.ndarray
    liking: np.ndarray


@dataclass(frozen=True)
class People:
    """One entry a person: places in COUNTIES, municipalities(), teams() and SEXES, and the age when first referred."""

    county: np.ndarray
    home: np.ndarray
    team: np.ndarray
    sex: np.ndarray
    age: np.ndarray


@cache
def homes() -> tuple[Municipality, ...]:
    """Mainland municipalities in the order `People.home` counts them."""
    return tuple(place for places in counties().values() for place in places)


def traits(seed: int) -> Traits:
    """The counties' differences, the same for every number of cases."""
    rng = np.random.default_rng([seed, 1])
    size = len(COUNTIES)
    return Traits(
        demand=rng.lognormal(0, 0.16, size),
        home_demand=rng.lognormal(0, 0.15, len(homes())),
        wait=rng.lognormal(0, 0.35, size),
        wait_growth=rng.normal(0.02, 0.12, size),
        length=rng.lognormal(0, 0.12, size),
        rejects=rng.uniform(0.04, 0.10, size),
        luck=rng.lognormal(0, 0.25, size),
        unknown_months=rng.uniform(0.13, 0.28, size),
        health_checks=rng.uniform(0.08, 0.30, size),
        late_records=rng.uniform(0.04, 0.25, size),
        liking=rng.lognormal(0, 0.4, (size, len(SOURCE_CODES))),
    )


def people(rng: np.random.Generator, count: int, differing: Traits) -> People:
    """`count` persons, spread as the population is, with counties and municipalities somewhat over or under their share."""
    county_of = np.array([COUNTIES.index(place.county) for place in homes()])
    weights = np.array([place.population for place in homes()]) * differing.demand[county_of] * differing.home_demand
    home = pick_one(rng, count, weights)
    first, teams_there = _serving()
    team = first[home] + (rng.random(count) * teams_there[home]).astype(int)
    age = 18 + (rng.beta(1.6, 1.7, count) * 46).astype(int)
    return People(county_of[home], home, team, pick_one(rng, count, (52, 46, 2)), age)


def coordinator_of(rng: np.random.Generator, team: np.ndarray) -> np.ndarray:
    """A coordinator of the team for each entry: places in COORDINATORS."""
    posts = np.array([len(each.coordinators) for each in teams()])
    first = posts.cumsum() - posts
    return first[team] + (rng.random(len(team)) * posts[team]).astype(int)


def project_of(rng: np.random.Generator, county: np.ndarray, year: np.ndarray) -> np.ndarray:
    """The invented project some cases of its county belong to while it runs: places in PROJECTS, -1 without one."""
    project = np.full(len(county), -1)
    joins = rng.random(len(county)) < 0.4
    for place, (area, first, last) in enumerate(EXAMPLE_PROJECTS.values()):
        runs = (year >= int(first[:4])) & (year <= int(last[:4] or 9999))
        project[joins & runs & (county == COUNTIES.index(area))] = place
    return project


def _serving() -> tuple[np.ndarray, np.ndarray]:
    """For each municipality the first team that serves it and how many do (teams of a county stand side by side)."""
    serving = [[n for n, team in enumerate(teams()) if place in team.municipalities] for place in homes()]
    return np.array([numbers[0] for numbers in serving]), np.array([len(numbers) for numbers in serving])
