"""Boxes of hidden counts. In a box of two values of each column, adding one to every other corner and taking one from the rest
leaves all totals of the table as they are: so a hidden corner has at least two possible values, whatever else is shown.

Where too many cells hold nothing, or one row, there is no such box; what the lines of the table can do then is up to data_access/privacy.py.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

MOST_WORK = 3_000_000

Parents = Mapping[str, Sequence[Mapping[str, str]]]


def boxed(frame: pd.DataFrame, cells: Sequence[str], hidden: pd.Series, parents: Parents) -> pd.Series:
    """The hidden marks with the cheapest box around each of them, where there is one.

    Large tables (cells times hidden cells over MOST_WORK) are left as they are: the table of all siblings of a filter, of which a
    small slice is shown, and that slice gets its boxes.
    """
    columns = [pd.factorize(frame[cell]) for cell in cells]
    shape = tuple(len(values) for _, values in columns)
    if not cells or np.prod(shape, dtype=float) * hidden.sum() > MOST_WORK:
        return hidden
    at = tuple(places for places, _ in columns)
    counts, marks = np.zeros(shape), np.zeros(shape, bool)
    counts[at], marks[at] = frame["n"], hidden
    groups = [_groups(values, parents.get(cell, ())) for cell, (_, values) in zip(cells, columns, strict=True)]
    targets = np.column_stack(at)[hidden.to_numpy(bool)]
    for target in targets[np.argsort(counts[tuple(targets.T)], kind="stable")]:
        _close(counts, marks, tuple(target), groups)
    return pd.Series(marks[at], index=frame.index)


def _groups(values: Iterable[str], parents: Sequence[Mapping[str, str]]) -> np.ndarray:
    """Numbers the values by all their parents together: a box lies inside one of each."""
    return pd.factorize(pd.Series(["|".join(parent.get(value, "") for parent in parents) for value in values], dtype=object))[0]


def _close(counts: np.ndarray, marks: np.ndarray, target: tuple[int, ...], groups: Sequence[np.ndarray]) -> None:
    """Marks the box around `target` that hides the fewest rows more. The target goes up by one, or down where it is 2 or more."""
    along = [_first(place, np.flatnonzero(group == group[place])) for place, group in zip(target, groups, strict=True)]
    if min(len(places) for places in along) < 2:
        return
    place = np.ix_(*along)
    n = counts[place]
    worth = np.where(n < 1, np.inf, np.where(marks[place], 0, n))
    low = n < 2
    cost, no_up, no_down = np.zeros(1), np.array(False), low[(slice(1),) * n.ndim]
    for corner in itertools.islice(itertools.product((False, True), repeat=n.ndim), 1, None):
        at = tuple(slice(1, None) if away else slice(1) for away in corner)
        cost = cost + worth[at]
        no_up, no_down = (no_up | low[at], no_down) if sum(corner) % 2 else (no_up, no_down | low[at])
    cost = np.where(no_up & no_down, np.inf, cost)
    best = np.unravel_index(int(cost.argmin()), cost.shape)
    if np.isfinite(cost[best]):
        marks[np.ix_(*(places[[0, int(step) + 1]] for places, step in zip(along, best, strict=True)))] = True


def _first(place: int, places: np.ndarray) -> np.ndarray:
    """The places with `place` before all others."""
    return np.concatenate([[place], places[places != place]])
