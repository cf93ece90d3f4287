"""Tables of areas that add up to each other: counties, employment areas, and the pairs of both that share municipalities.

Each can be asked alone, so what one hides another must not tell: a pair that is a whole employment area is hidden where that is, and of
every sum at least two numbers are hidden or none. Pure functions of frames; the gate asks for all three tables, whichever is wanted.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data_access.fields import UNKNOWN
from data_access.lines import cells
from data_access.tally import Tally, Test

PAIR = "pair"
LEVELS = {"county": ("county",), "employment_area": ("employment_area",), PAIR: ("county", "employment_area")}
AREAS = ("municipality", "county", "employment_area")
WITH = {"team_id", "project", "coordinator_id"}
TINY = 1e-7
TOGETHER = "all of a level"

Frames = Mapping[str, pd.DataFrame]
Marks = dict[str, pd.Series]
Tables = dict[str, list[pd.DataFrame]]
Read = Callable[[Tally], list[pd.DataFrame]]
Fit = Callable[[Tally, list[pd.DataFrame]], list[pd.DataFrame]]


@dataclass(frozen=True)
class Sum:
    """Cells that add up: the places of the parts, and of their total, -1 where it is always shown."""

    parts: np.ndarray
    total: int

    @property
    def members(self) -> np.ndarray:
        """All cells of the sum that can be hidden."""
        return self.parts if self.total < 0 else np.append(self.parts, self.total)


def level_of(tally: Tally) -> str:
    """`county`, `employment_area`, `pair` or `municipality`: which of the tables a tally asks for; empty where it is not of areas alone."""
    own = set(tally.columns) & set(AREAS)
    if not own or not set(tally.columns) <= {*AREAS, *WITH}:
        return ""
    return "municipality" if "municipality" in own else PAIR if len(own) > 1 else own.pop()


def at(tally: Tally, level: str) -> Tally:
    """The whole table of a level: filters of areas are breakdowns in it, and are cut from it afterwards."""
    areas = LEVELS.get(level, AREAS)
    others = tuple(column for column in tally.by if column not in AREAS)
    return replace(tally, by=(*others, *areas), only=tuple(one for one in tally.only if one[0] not in AREAS), keep=())


def divisions(tally: Tally, read: Read, fit: Fit, below: int, more: Sequence[str] = ()) -> Tables:
    """The whole tables of LEVELS, with `hidden`, protected together; `tally` is of any of them.

    `read` gives the tables (one, or three that add up) of a tally of a level, `fit` hides in them what each alone needs, with the cells
    marked already in `hidden`. `more` are further cell columns.
    """
    tallies = {name: at(tally, name) for name in LEVELS}
    return _settled({name: read(one) for name, one in tallies.items()}, tallies, fit, below, more, {})


def municipalities(tally: Tally, pairs: list[pd.DataFrame], read: Read, fit: Fit, below: int, more: Sequence[str] = ()) -> list[pd.DataFrame]:
    """The whole tables of municipalities, with `hidden`: they give way to the `pairs` they are in, which stay as they are."""
    whole = at(tally, "municipality")
    return _settled({"municipality": read(whole)}, {"municipality": whole}, fit, below, more, {PAIR: pairs})["municipality"]


def _settled(frames: Tables, tallies: Mapping[str, Tally], fit: Fit, below: int, more: Sequence[str], fixed: Tables) -> Tables:
    """Fits each table in itself and then to the others, until nothing is added."""
    others = [*(column for column in cells(next(iter(tallies.values()))) if column not in AREAS), *more]
    while True:
        frames = {name: fit(tallies[name], parts) for name, parts in frames.items()}
        added = False
        for place in range(len(next(iter(frames.values())))):
            every = {name: parts[place] for name, parts in {**fixed, **frames}.items()}
            marks = link(every, {name: frame["hidden"] for name, frame in every.items()}, others, below, next(iter(tallies.values())), fixed)
            for name, parts in frames.items():
                parts[place] = parts[place].assign(hidden=parts[place]["hidden"] | marks[name])
                added = added or bool(marks[name].any())
        if not added:
            return frames


def harmless(frame: pd.DataFrame, tally: Tally) -> pd.Series:
    """Cells that are no secret however small: of how many clients the municipality is not known, as long as nothing else is told of them.

    Otherwise a whole city would be hidden for the sake of the two clients of its county whose home nobody wrote down.
    """
    chosen = any(one.test in (Test.IN, Test.NOT_IN) for one in tally.where)
    plain = tally.table == "client_case" and not (tally.hits or tally.value or chosen)
    return frame["employment_area"].eq(UNKNOWN) if plain and "employment_area" in frame else pd.Series(False, index=frame.index)


def link(frames: Frames, hidden: Marks, others: Sequence[str], below: int, tally: Tally, fixed: Collection[str] = ()) -> Marks:
    """What has to be hidden besides, so that no small number of one table follows from the others.

    `frames`: level -> table with its area columns, those of `others` (the sums hold inside each of their cells) and true `n`. Tables of
    the levels in `fixed` stay as they are.
    """
    every = pd.concat([frame.assign(level=level, marked=hidden[level]) for level, frame in frames.items()], ignore_index=True)
    every = every.assign(small=every["n"].between(1, below - 1) & ~harmless(every, tally), free=~every["level"].isin(fixed) & (every["n"] > 0))
    names = list(zip(every["level"], every["county"], every["employment_area"], strict=True))
    counts, marks, small, free = (every[name].to_numpy() for name in ("n", "marked", "small", "free"))
    more = np.zeros(len(every), bool)
    for rows in every.groupby(list(others), sort=False).indices.values() if others else [np.arange(len(every))]:
        if marks[rows].any():
            sums = _sums([names[row] for row in rows])
            more[rows] = _hidden_besides(sums, counts[rows].astype(float), marks[rows].astype(bool), small[rows], free[rows], below)
    return {level: pd.Series(more[every["level"].eq(level)], index=frame.index) for level, frame in frames.items()}


def _hidden_besides(sums: list[Sum], counts: np.ndarray, before: np.ndarray, small: np.ndarray, free: np.ndarray, below: int) -> np.ndarray:
    """The marks to add to `before`. `small`: cells that have to stay hidden; `free`: cells that may be hidden besides."""
    marks = before.copy()
    while True:
        chosen = [place for one in sums if _unsafe(one, counts, marks, below) for place in _smallest(one, counts, free & ~marks)]
        if not chosen:
            solved, left = np.flatnonzero(_solved(sums, marks) & small), free & ~marks
            near = [_cheapest([one for one in sums if cell in one.members], counts, left) for cell in solved]
            chosen = [place for found in near for place in found] or (_cheapest(sums, counts, left) if len(solved) else [])
        if not chosen:
            return marks & ~before
        marks[chosen] = True


def _sums(names: Sequence[tuple[str, object, object]]) -> list[Sum]:
    """The sums of cells given by (level, county, employment area): parts of each area one level up, and all areas of a level."""
    parts: dict[tuple[str, object], list[int]] = {}
    totals: dict[tuple[str, object], int] = {}
    for place, (level, county, employment_area) in enumerate(names):
        if level == PAIR:
            parts.setdefault(("county", county), []).append(place)
            parts.setdefault(("employment_area", employment_area), []).append(place)
            totals[PAIR, (county, employment_area)] = place
        elif level == "municipality":
            parts.setdefault((PAIR, (county, employment_area)), []).append(place)
        else:
            own = county if level == "county" else employment_area
            parts.setdefault((level, TOGETHER), []).append(place)
            totals[level, own] = place
    wanted = {key: places for key, places in parts.items() if key in totals or key[1] == TOGETHER}
    return [Sum(np.array(places), totals.get(key, -1)) for key, places in wanted.items()]


def _unsafe(one: Sum, counts: np.ndarray, marks: np.ndarray, below: int) -> bool:
    """Whether a sum gives away one of its hidden cells, or that its hidden parts are few together."""
    if marks[one.members].sum() == 1:
        return True
    shown = one.total < 0 or not marks[one.total]
    together = counts[one.parts][marks[one.parts]].sum()
    return bool(shown and 0 < together < below)


def _smallest(one: Sum, counts: np.ndarray, can: np.ndarray) -> list[int]:
    """The smallest part that can be hidden, else the total."""
    parts = one.parts[can[one.parts]]
    if len(parts):
        return [int(parts[counts[parts].argmin()])]
    return [one.total] if one.total >= 0 and can[one.total] else []


def _cheapest(sums: Sequence[Sum], counts: np.ndarray, can: np.ndarray) -> list[int]:
    options = [place for one in sums for place in _smallest(one, counts, can)]
    return [min(options, key=lambda place: counts[place])] if options else []


def _solved(sums: Sequence[Sum], marks: np.ndarray) -> np.ndarray:
    """The hidden cells that have one possible value when all sums are taken together: those that no solution of the zero system moves."""
    places = np.flatnonzero(marks)
    system = np.zeros((len(sums), len(marks)))
    for row, one in enumerate(sums):
        system[row, one.parts] = 1
        if one.total >= 0:
            system[row, one.total] = -1
    _, sizes, basis = np.linalg.svd(system[:, places])
    free = basis[(sizes > TINY).sum() :]
    out = np.zeros(len(marks), bool)
    out[places] = np.abs(free).max(axis=0, initial=0.0) < TINY
    return out
