"""Protection of small numbers: pure functions of a frame of counts, applied once, in the gate.

A frame has the cell columns, `n` (true count) and `key` (sum of the record keys behind it). What comes out has `n` as it may
be shown (NaN where hidden) and `hidden`. What this does not stop is written in docs/decisions.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_access.boxes import Parents, boxed
from data_access.scope import Role, Viewer

KEY_SPACE = 2**48
ROUNDS = 60


@dataclass(frozen=True)
class Profile:
    """How counts are protected. Counts of 1 to `below` - 1 are hidden; `base` > 1 rounds the others at random to its multiples.

    The `_needs` are the rows that must be behind a mean, a median, a 90th percentile and a share.
    """

    below: int
    base: int
    mean_needs: int
    median_needs: int
    tail_needs: int
    share_needs: int

    def limit(self, least: str) -> int:
        """The number of rows that must be behind something: the larger of `below` and the limit named `least`."""
        return max(self.below, int(getattr(self, least)))

    @property
    def exact(self) -> bool:
        """Whether nothing is protected."""
        return self.below <= 1 and self.base == 1

    @property
    def holes(self) -> bool:
        """Whether some counts are hidden and the others true, so that hidden ones could be worked out."""
        return self.below > 1 and self.base == 1


OWN = Profile(below=1, base=1, mean_needs=1, median_needs=1, tail_needs=1, share_needs=1)
MANAGER = Profile(below=5, base=1, mean_needs=10, median_needs=20, tail_needs=50, share_needs=5)
STEERING = Profile(below=10, base=3, mean_needs=10, median_needs=20, tail_needs=50, share_needs=20)
PROFILES = {Role.COORDINATOR: OWN, Role.MANAGER: MANAGER, Role.STEERING_GROUP: STEERING}


def profile_of(viewer: Viewer) -> Profile:
    """The profile the viewer's role is served with."""
    return PROFILES[viewer.role]


def protect(
    frame: pd.DataFrame, cells: Sequence[str], profile: Profile, parents: Parents, forced: pd.Series | None = None, harmless: pd.Series | None = None
) -> pd.DataFrame:
    """Counts as they may be shown. `parents` gives, for a cell column, the groups whose totals can be asked elsewhere; `forced` marks
    cells that have to be hidden because another table would give them away, `harmless` those that are no secret however small (both
    only where counts are hidden, not rounded)."""
    if profile.exact:
        return frame.assign(hidden=False)
    if profile.base > 1:
        return _rounded(frame, profile)
    hidden = _complemented(frame, list(cells), profile.below, parents, forced, harmless)
    return frame.assign(n=frame["n"].where(~hidden), hidden=hidden)


def _rounded(frame: pd.DataFrame, profile: Profile) -> pd.DataFrame:
    """Keyed random rounding: the same set of records gives the same number in every table, right on average."""
    true_n = frame["n"].astype("int64")
    rest = true_n % profile.base
    share = frame["key"].map(lambda key: (int(key) % KEY_SPACE) / KEY_SPACE).astype(float)
    shown = true_n - rest + profile.base * (share < rest / profile.base).astype("int64")
    hidden = (true_n > 0) & ((shown < profile.below) | (true_n < MANAGER.below))
    return frame.assign(n=shown.where(~hidden).astype(float), hidden=hidden)


def _complemented(
    frame: pd.DataFrame, cells: list[str], below: int, parents: Parents, forced: pd.Series | None, harmless: pd.Series | None
) -> pd.Series:
    """Hides 1 to `below` - 1, and then what would let a reader subtract a hidden count from a total, until no line gives one away."""
    small = frame["n"].between(1, below - 1)
    small = small if harmless is None else small & ~harmless
    counts, primary = frame["n"].to_numpy(float), small.to_numpy(bool)
    hidden = boxed(frame, cells, small if forced is None else small | forced, parents).to_numpy(bool, copy=True)
    lines = [_line(frame, cells, cell, parent) for cell in cells for parent in parents.get(cell, ()) or (None,)]
    for _ in range(ROUNDS):
        chosen = [_weakest(counts, hidden, primary, line, below) for line in lines if len(line)]
        if not any(len(found) for found in chosen):
            return pd.Series(hidden, index=frame.index)
        hidden[np.concatenate(chosen)] = True
    return pd.Series(hidden | (counts > 0), index=frame.index)


def _line(frame: pd.DataFrame, cells: list[str], along: str, parent: Mapping[str, str] | None) -> np.ndarray:
    """Numbers the lines of the table that run along one column (inside one parent): cells of one line add up to one total."""
    others = [frame[cell] for cell in cells if cell != along]
    group = frame[along].map(parent).fillna("") if parent else pd.Series("", index=frame.index)
    keys = pd.DataFrame({str(place): column for place, column in enumerate([*others, group])})
    return keys.groupby(list(keys), dropna=False, sort=False).ngroup().to_numpy()


def _weakest(counts: np.ndarray, hidden: np.ndarray, primary: np.ndarray, line: np.ndarray, below: int) -> np.ndarray:
    """For each line that gives a hidden count away, the place of the smallest count still shown."""
    many, total, some, small = (np.bincount(line, weights) for weights in (hidden, counts, counts * hidden, primary))
    solved = (small == many) & ((some == many) | (some == many * (below - 1)))
    unsafe = (many > 0) & ((many < 2) | (some < below) | solved) & (total >= below)
    places = np.flatnonzero(~hidden & (counts > 0) & unsafe[line])
    places = places[np.argsort(counts[places], kind="stable")]
    return places[np.unique(line[places], return_index=True)[1]]
