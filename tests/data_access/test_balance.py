"""Open at the start + opened - closed = open at the end: shown together, none of the hidden numbers can be worked out."""

from itertools import pairwise, product

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.balance import INFLOW, OUTFLOW, STOCK, aligned, together
from data_access.privacy import MANAGER, protect

MONTHS = ("2025-01", "2025-02", "2025-03")
BEFORE = {later: earlier for earlier, later in pairwise(MONTHS)}
QUARTER = {"time": [dict.fromkeys(MONTHS, "2025-Q1")]}
MOST = 60

Flow = list[tuple[int, int]]


def frames_of(flows: dict[str, Flow]) -> tuple[list[pd.DataFrame], list[str]]:
    """Opened, closed and open at the end by month, and by class where there are several."""
    cells = ["time", "kind"] if len(flows) > 1 else ["time"]
    rows: list[list[dict[str, object]]] = [[], [], []]
    for kind, moves in flows.items():
        stock = 0
        for month, (opened, closed) in zip(MONTHS, moves, strict=True):
            stock += opened - closed
            for which, n in ((INFLOW, opened), (OUTFLOW, closed), (STOCK, stock)):
                if n:
                    rows[which].append({"time": month, "kind": kind, "n": n, "key": 0})
    columns = [*cells, "n", "key"]
    return aligned([pd.DataFrame(part, columns=["time", "kind", "n", "key"])[columns] for part in rows], cells), cells


def hidden_of(frames: list[pd.DataFrame], cells: list[str], by_class: bool = False) -> list[pd.Series]:
    def protected(which: int, forced: pd.Series) -> pd.Series:
        return protect(frames[which], cells, MANAGER, QUARTER, forced)["hidden"]

    return together(frames, protected, BEFORE, MANAGER.below, by_class=by_class)


@st.composite
def moves(draw: st.DrawFn) -> Flow:
    """Three months in which no more is closed than there is."""
    found, stock = [], 0
    for _ in MONTHS:
        opened = draw(st.integers(0, 14))
        closed = draw(st.integers(0, min(14, stock + opened)))
        stock += opened - closed
        found.append((opened, closed))
    return found


flows = st.dictionaries(st.sampled_from("ab"), moves(), min_size=1, max_size=2)


@given(flows, st.booleans())
@settings(max_examples=100, deadline=None)
def test_no_line_leaves_a_hidden_number_one_possible_value(flows: dict[str, Flow], by_class: bool) -> None:
    frames, cells = frames_of(flows)
    if not len(frames[STOCK]):
        return
    hidden = hidden_of(frames, cells, by_class)
    for line in lines(frames, hidden):
        marked = [place for place, (_, mark, _) in enumerate(line) if mark]
        for place in marked:
            if 1 <= line[place][0] < MANAGER.below:
                assert len(possible(line, marked, place)) > 1, (frames, hidden, line)


@given(flows, st.booleans())
@settings(max_examples=100, deadline=None)
def test_two_small_numbers_in_a_line_leave_more_than_one_pair(flows: dict[str, Flow], by_class: bool) -> None:
    """Also for a reader who guesses that both are 1 to 4: 1 + 1 = 2 and 4 + 4 = 8 need a third one hidden."""
    frames, cells = frames_of(flows)
    for line in lines(frames, hidden_of(frames, cells, by_class)):
        marked = [(n, sign) for n, mark, sign in line if mark]
        if len(marked) == 2 and all(1 <= n < MANAGER.below for n, _ in marked):
            (first, sign), (second, other) = marked
            sums = [a * sign + b * other == first * sign + second * other for a, b in product(range(1, MANAGER.below), repeat=2)]
            others = [n for n, mark, _ in line if not mark]
            assert sum(sums) > 1 or not any(others), line


@given(flows, st.booleans())
@settings(max_examples=80, deadline=None)
def test_every_small_number_is_hidden_and_nothing_without_reason(flows: dict[str, Flow], by_class: bool) -> None:
    frames, cells = frames_of(flows)
    hidden = hidden_of(frames, cells, by_class)
    for frame, mark in zip(frames, hidden, strict=True):
        assert mark[frame["n"].between(1, 4)].all()
    if not any(frame["n"].between(1, 4).any() for frame in frames):
        assert not any(mark.any() for mark in hidden)


def test_a_stock_hidden_in_one_month_is_not_given_away_by_the_month_after() -> None:
    frames, cells = frames_of({"a": [(3, 0), (20, 0), (10, 5)]})
    opened, closed, stock = (mark.tolist() for mark in hidden_of(frames, cells))
    assert stock[0] and opened[0], "3 came and 3 are open"
    assert stock[1] or opened[1] or closed[1], "23 - 20 would tell the 3"


def lines(frames: list[pd.DataFrame], hidden: list[pd.Series]) -> list[list[tuple[int, bool, int]]]:
    """Each line of the balance as (number, hidden, sign) of start, opened, closed and end; a first month starts at nothing."""
    keys = frames[STOCK].drop(columns=["n", "key"])
    found = []
    for row, key in enumerate(keys.to_dict("records")):
        earlier = keys.assign(place=range(len(keys))).loc[(keys == pd.Series({**key, "time": BEFORE.get(key["time"], "")})).all(axis=1), "place"]
        parts = [(STOCK, int(earlier.iloc[0]), 1)] if len(earlier) else []
        parts += [(INFLOW, row, 1), (OUTFLOW, row, -1), (STOCK, row, -1)]
        found.append([(int(frames[which]["n"].iloc[at]), bool(hidden[which].iloc[at]), sign) for which, at, sign in parts])
    return found


def possible(line: list[tuple[int, bool, int]], marked: list[int], place: int) -> set[int]:
    """The values the hidden number at `place` can have, as far as this line tells. A leader knows that a small one is 1 to 4 or a
    larger one hidden with it; so any whole number from 0 may stand anywhere."""
    known = sum(n * sign for n, mark, sign in line if not mark)
    others = [other for other in marked if other != place]
    found = set()
    for value, *rest in product(range(MOST), repeat=min(len(others), 2) + 1):
        left = known + value * line[place][2] + sum(number * line[other][2] for number, other in zip(rest, others, strict=False))
        if left == 0 or len(others) > 2:
            found.add(value)
        if len(found) > 1:
            break
    return found
