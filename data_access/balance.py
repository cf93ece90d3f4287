"""Hiding together what adds up: open at the start + opened - closed = open at the end. Pure functions of frames with the same rows.

A number hidden alone in that line could be worked out from the other three, so a second one is hidden with it.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

TIME = "time"
INFLOW, OUTFLOW, STOCK = MEMBERS = range(3)


def aligned(frames: Sequence[pd.DataFrame], cells: Sequence[str]) -> list[pd.DataFrame]:
    """The frames on the union of their cells, in one order, with 0 where a frame has nothing."""
    if not cells:
        return [frame.assign(n=frame["n"].astype(float)) if len(frame) else pd.DataFrame({"n": [0.0], "key": [0]}) for frame in frames]
    union = pd.concat([frame[list(cells)] for frame in frames]).drop_duplicates().sort_values(list(cells), ignore_index=True)
    joined = [union.merge(frame, how="left", on=list(cells), validate="1:1") for frame in frames]
    return [frame.assign(n=frame["n"].fillna(0).astype(float), key=frame["key"].fillna(0)) for frame in joined]


def together(
    frames: Sequence[pd.DataFrame],
    protected: Callable[[int, pd.Series], pd.Series],
    before: Mapping[str, str],
    below: int,
    *,
    by_class: bool = False,
) -> list[pd.Series]:
    """The hidden marks of inflow, outflow and stock, made to fit each other.

    `protected` hides one of the three on its own, with cells that are forced; `before` leads from a time label to the one before.
    Frames that have been through this already bring their marks in `hidden`. In tables `by_class` (of clients, not of areas) the flows
    are what leaders read: there the stock of the class gives way, in all its buckets.
    """
    earlier = _earlier(frames[STOCK], before)
    group = _groups(frames[STOCK]) if by_class else None
    forced = [frame["hidden"] if "hidden" in frame else pd.Series(False, index=frame.index) for frame in frames]
    hidden = [protected(which, forced[which]) for which in MEMBERS]
    while True:
        wanted = _forced(frames, hidden, earlier, below, alone=group is None)
        if group is not None:
            by_stock = _stock_first(frames, hidden, earlier, below, group)
            wanted = [one | other for one, other in zip(wanted, by_stock, strict=True)]
        more = [mark & ~hidden[which] for which, mark in enumerate(wanted)]
        if not any(mark.any() for mark in more):
            return hidden
        forced = [forced[which] | more[which] for which in MEMBERS]
        hidden = [protected(which, forced[which]) if more[which].any() else hidden[which] for which in MEMBERS]


def _forced(frames: Sequence[pd.DataFrame], hidden: Sequence[pd.Series], earlier: np.ndarray, below: int, *, alone: bool) -> list[pd.Series]:
    """For each line with a number that gives itself away, the smallest number of that line still shown."""
    has = earlier >= 0
    counts = np.column_stack([*(frame["n"].to_numpy() for frame in frames), np.where(has, frames[STOCK]["n"].to_numpy()[earlier], 0.0)])
    marks = np.column_stack([*(mark.to_numpy(bool) for mark in hidden), has & hidden[STOCK].to_numpy(bool)[earlier]])
    single = (marks.sum(axis=1) == 1) & alone
    unsafe = np.flatnonzero(single | _solved(counts, marks, below))
    shown = np.where(marks | ~np.column_stack([np.ones((len(has), 3), bool), has]), np.inf, counts)[unsafe]
    chosen, possible = shown.argmin(axis=1), np.isfinite(shown.min(axis=1))
    forced = [np.zeros(len(has), bool) for _ in MEMBERS]
    for row, column in zip(unsafe[possible], chosen[possible], strict=True):
        forced[min(column, STOCK)][earlier[row] if column > STOCK else row] = True
    return [pd.Series(mark, index=frames[0].index) for mark in forced]


def _stock_first(frames: Sequence[pd.DataFrame], hidden: Sequence[pd.Series], earlier: np.ndarray, below: int, group: np.ndarray) -> list[pd.Series]:
    """Hides the whole stock of each class that has a hidden flow or a hidden stock. A small stock could still be added up where all
    flows until then are shown: then the smaller flow of its bucket is hidden with it. The buckets of a class come in the order of time."""
    inflow, outflow, stock = (mark.to_numpy(bool) for mark in hidden)
    touched = np.bincount(group, inflow | outflow | stock) > 0
    small = stock & frames[STOCK]["n"].between(1, below - 1).to_numpy()
    bare = small & ~pd.Series(inflow | outflow).groupby(group).cummax().to_numpy()
    out_is_less = (frames[OUTFLOW]["n"] < frames[INFLOW]["n"]).to_numpy()
    marks = (bare & ~out_is_less, bare & out_is_less, touched[group])
    return [pd.Series(mark, index=frames[0].index) for mark in marks]


def _groups(frame: pd.DataFrame) -> np.ndarray:
    """Numbers the cells of a table, those of all buckets of time alike."""
    names = [column for column in frame.columns if column not in (TIME, "n", "key", "hidden")]
    return frame.groupby(names, dropna=False, sort=False).ngroup().to_numpy() if names else np.zeros(len(frame), int)


def _solved(counts: np.ndarray, marks: np.ndarray, below: int) -> np.ndarray:
    """Lines with two hidden small numbers whose sum or difference leaves them one possibility: 1 + 1, 4 + 4, 4 - 1."""
    small = marks & (counts >= 1) & (counts < below)
    side = np.array([1, -1, -1, 1])
    net = np.abs((counts * side * marks).sum(axis=1))
    same_side = np.abs((side * marks).sum(axis=1)) == 2
    extreme = np.where(same_side, (net == 2) | (net == 2 * (below - 1)), net == below - 2)
    return (marks.sum(axis=1) == 2) & (small.sum(axis=1) == 2) & extreme


def _earlier(frame: pd.DataFrame, before: Mapping[str, str]) -> np.ndarray:
    """For each row the place of the row of the same cell one bucket earlier, -1 where there is none."""
    if TIME not in frame:
        return np.full(len(frame), -1)
    names = [column for column in frame.columns if column not in ("n", "key", "hidden")]
    places = frame[names].assign(place=np.arange(len(frame)))
    wanted = frame[names].assign(**{TIME: frame[TIME].map(before)})
    return wanted.merge(places, how="left", on=names)["place"].fillna(-1).astype(int).to_numpy()
