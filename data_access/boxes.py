"""Boxes of hidden counts. In a box of two values of each column, adding one to every other corner and taking one from the rest
leaves all totals of the table as they are: so a hidden corner has at least two possible values, whatever else is shown.

Where too many cells are zero there is no such box; what the lines of the table can do then is up to data_access/privacy.py.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

MOST_CELLS = 500_000
MOST_TARGETS = 4_000

Parents = Mapping[str, Sequence[Mapping[str, str]]]


def boxed(frame: pd.DataFrame, cells: Sequence[str], hidden: pd.Series, parents: Parents) -> pd.Series:
    """The hidden marks with the cheapest box around each of them, where there is one. Very large tables are left as they are."""
    columns = [pd.factorize(frame[cell]) for cell in cells]
    shape = tuple(len(values) for _, values in columns)
    if not cells or np.prod(shape, dtype=float) > MOST_CELLS or hidden.sum() > MOST_TARGETS:
        return hidden
    at = tuple(places for places, _ in columns)
    counts, marks = np.zeros(shape), np.zeros(shape, bool)
    counts[at], marks[at] = frame["n"], hidden
    groups = [_groups(values, parents.get(cell, ())) for cell, (_, values) in zip(cells, columns, strict=True)]
    targets = np.column_stack(at)[hidden.to_numpy(bool)]
    for target in targets[np.argsort(counts[tuple(targets.T)], kind="stable")]:
        _close(counts, marks, tuple(int(place) for place in target), groups)
    return pd.Series(marks[at], index=frame.index)


def _groups(values: Iterable[str], parents: Sequence[Mapping[str, str]]) -> np.ndarray:
    """Numbers the values by all their parents together: a box lies inside one of each."""
    return pd.factorize(pd.Series(["|".join(parent.get(value, "") for parent in parents) for value in values], dtype=object))[0]


def _close(counts: np.ndarray, marks: np.ndarray, target: tuple[int, ...], groups: Sequence[np.ndarray]) -> None:
    """Marks the box around `target` that hides the fewest rows more. The target goes up by one, or down where it is 2 or more."""
    others = [np.flatnonzero((group == group[place]) & (np.arange(len(group)) != place)) for place, group in zip(target, groups, strict=True)]
    if not all(len(other) for other in others):
        return
    cost, up, down = np.zeros(1), np.array(True), np.array(bool(counts[target] >= 2))
    for corner in itertools.islice(itertools.product((False, True), repeat=len(target)), 1, None):
        place = np.ix_(*(other if away else [own] for away, other, own in zip(corner, others, target, strict=True)))
        n = counts[place]
        cost = cost + np.where(n < 1, np.inf, np.where(marks[place], 0, n))
        up, down = (up & (n >= 2), down) if sum(corner) % 2 else (up, down & (n >= 2))
    cost = np.where(up | down, cost, np.inf)
    best = np.unravel_index(int(cost.argmin()), cost.shape)
    if np.isfinite(cost[best]):
        marks[np.ix_(*([own, other[place]] for own, other, place in zip(target, others, best, strict=True)))] = True
