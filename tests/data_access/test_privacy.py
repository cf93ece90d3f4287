"""Small numbers stay hidden, also from a reader who subtracts; rounding is fair and the same in every table."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.boxes import boxed
from data_access.privacy import KEY_SPACE, MANAGER, OWN, PROFILES, STEERING, protect
from data_access.scope import Role
from tests.data_access.attacker import lines_of, other_value

MONTHS = {"time": [{f"2025-{month:02d}": f"2025-Q{(month + 2) // 3}" for month in range(1, 13)}]}
AREAS = {
    "municipality": [{"091": "90", "049": "92", "297": "13", "749": "13", "140": "13"}, {"091": "1", "049": "2", "297": "3", "749": "3", "140": "3"}]
}
Counts = dict[tuple[str, ...], int]
COUNT = st.one_of(st.integers(0, 6), st.integers(0, 40))
FULL = st.one_of(st.integers(1, 6), st.integers(1, 12))


def table(counts: Counts, *cells: str) -> pd.DataFrame:
    """A frame of the counts that are not 0."""
    rows = [(*key, float(n), n) for key, n in counts.items() if n]
    return pd.DataFrame(rows, columns=[*cells, "n", "key"])


def tables(number: st.SearchStrategy[int], *values: tuple[str, ...]) -> st.SearchStrategy[Counts]:
    """Counts for every combination of the values."""
    return st.fixed_dictionaries({key: number for key in itertools.product(*values)})


def key(frame: pd.DataFrame, place: int, *cells: str) -> tuple[str, ...]:
    """The values of a row's cell columns."""
    return tuple(str(frame[cell].iloc[place]) for cell in cells)


def has_box(counts: Counts, target: tuple[str, ...]) -> bool:
    """Whether some second value in each column makes a box in which one person could be moved around."""
    values = [[value for value in dict.fromkeys(key[place] for key in counts) if value != own] for place, own in enumerate(target)]
    for others in itertools.product(*values):
        corners = list(itertools.product(*zip(target, others, strict=True)))
        odd = [counts[key] for key in corners if sum(a != b for a, b in zip(key, target, strict=True)) % 2]
        even = [counts[key] for key in corners if sum(a != b for a, b in zip(key, target, strict=True)) % 2 == 0]
        if min(odd + even) >= 1 and (min(odd) >= 2 or min(even) >= 2):
            return True
    return False


two_ways = tables(COUNT, ("a", "b", "c"), ("x", "y", "z", "w"))
by_month = tables(COUNT, ("2025-01", "2025-02", "2025-03", "2025-04"), ("x", "y"))
by_municipality = tables(COUNT, ("091", "049", "297", "749", "140"))


@pytest.mark.parametrize(
    ("strategy", "cells", "parents"),
    [(two_ways, ("one", "two"), {}), (by_month, ("time", "two"), MONTHS), (by_municipality, ("municipality",), AREAS)],
)
def test_no_small_count_is_shown_and_no_line_gives_one_away(strategy: st.SearchStrategy, cells: tuple[str, ...], parents: dict) -> None:
    @given(strategy)
    @settings(max_examples=200, deadline=None)
    def check(counts: Counts) -> None:
        frame = table(counts, *cells)
        out = protect(frame, list(cells), MANAGER, parents)
        assert out["n"].isna().equals(out["hidden"]) and not out["n"].between(1, 4).any()
        assert (out["n"] == frame["n"]).equals(~out["hidden"])
        for line in lines_of(frame, cells, parents):
            hidden = [int(frame["n"].iloc[place]) for place in line if out["hidden"].iloc[place]]
            total = frame["n"].iloc[line].sum()
            assert len(hidden) != 1 or total < 5 or len(line) == 1, "the total less the others is the hidden number"
            assert not hidden or sum(hidden) >= 5 or len(hidden) == len(line), "the hidden ones together are a small number"

    check()


@given(tables(FULL, ("a", "b", "c"), ("x", "y", "z")))
@settings(max_examples=80, deadline=None)
def test_a_small_count_keeps_two_possible_values_when_all_totals_are_known(counts: Counts) -> None:
    frame = table(counts, "one", "two")
    hidden = protect(frame, ["one", "two"], MANAGER, {})["hidden"]
    for target in np.flatnonzero(frame["n"] < 5).tolist():
        if has_box(counts, key(frame, target, "one", "two")):
            assert other_value(frame, hidden, target, ("one", "two"), {}, 5), f"{frame.assign(hidden=hidden)}"


@given(tables(FULL, ("2025-01", "2025-02", "2025-03"), ("x", "y"), ("f", "m")))
@settings(max_examples=30, deadline=None)
def test_a_small_count_keeps_two_possible_values_in_three_columns(counts: Counts) -> None:
    cells = ("time", "one", "two")
    frame = table(counts, *cells)
    hidden = protect(frame, list(cells), MANAGER, MONTHS)["hidden"]
    for target in np.flatnonzero(frame["n"] < 5).tolist():
        if has_box(counts, key(frame, target, *cells)):
            assert other_value(frame, hidden, target, cells, MONTHS, 5), f"{frame.assign(hidden=hidden)}"


def test_a_ring_of_ones_does_not_solve_itself() -> None:
    ring = {("a", "x"): 1, ("a", "y"): 4, ("b", "y"): 4, ("b", "z"): 1, ("c", "z"): 4, ("c", "x"): 4}
    full: Counts = {key: ring.get(key, 30) for key in itertools.product("abc", "xyz")}
    frame = table(full, "one", "two")
    only_the_ring = pd.Series([key in ring for key in full])
    small = int(np.flatnonzero(frame["n"] == 1)[0])
    assert not other_value(frame, only_the_ring, small, ("one", "two"), {}, 5), "two hidden in every line are not enough"
    assert other_value(frame, protect(frame, ["one", "two"], MANAGER, {})["hidden"], small, ("one", "two"), {}, 5)


def test_what_is_empty_cannot_help_to_hide() -> None:
    """Known limit: where a class has one cell only, its total tells that cell; so too where all neighbours are of one row."""
    frame = table({("a", "x"): 3, ("a", "y"): 10, ("b", "x"): 7}, "one", "two")
    hidden = protect(frame, ["one", "two"], MANAGER, {})["hidden"]
    assert hidden.all()
    assert not other_value(frame, hidden, 0, ("one", "two"), {}, 5)


def test_a_box_is_closed_around_a_hidden_count_with_the_fewest_rows() -> None:
    frame = table({("a", "x"): 1, ("a", "y"): 9, ("a", "z"): 50, ("b", "x"): 8, ("b", "y"): 7, ("b", "z"): 60}, "one", "two")
    marks = boxed(frame, ["one", "two"], frame["n"] < 5, {})
    assert frame[marks]["n"].tolist() == [1, 9, 8, 7]


def test_months_are_hidden_together_inside_their_quarter() -> None:
    frame = table({("2025-01",): 3, ("2025-02",): 9, ("2025-03",): 20, ("2025-04",): 6}, "time")
    assert protect(frame, ["time"], MANAGER, MONTHS)["hidden"].tolist() == [True, True, False, False]


def test_a_municipality_is_hidden_with_another_of_its_county() -> None:
    frame = table({("297",): 2, ("749",): 40, ("140",): 30, ("091",): 7}, "municipality")
    assert protect(frame, ["municipality"], MANAGER, AREAS)["hidden"].tolist() == [True, False, True, False]


def test_forced_counts_are_hidden_with_a_second_one() -> None:
    frame = table({("a",): 10, ("b",): 20, ("c",): 30}, "one")
    hidden = protect(frame, ["one"], MANAGER, {}, pd.Series([False, True, False]))["hidden"]
    assert hidden.tolist() == [True, True, False]


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 2**60)), min_size=1, max_size=40))
def test_rounding_gives_multiples_of_three_less_than_three_away_and_hides_under_ten(rows: list[tuple[int, int]]) -> None:
    frame = pd.DataFrame(rows, columns=["n", "key"]).assign(one=[str(place) for place in range(len(rows))])
    out = protect(frame, ["one"], STEERING, {})
    shown = out[~out["hidden"]]
    assert (shown["n"] % 3 == 0).all() and ((shown["n"] - frame.loc[shown.index, "n"]).abs() < 3).all()
    assert (frame.loc[out["hidden"], "n"] > 0).all() and (shown["n"].eq(0) | (shown["n"] >= 10)).all()
    assert out["hidden"][frame["n"].between(1, 4)].all()
    assert out["n"].isna().equals(out["hidden"])


def test_a_laxer_limit_still_shows_nothing_of_one_to_four_rows() -> None:
    """4 could be rounded to 6."""
    frame = pd.DataFrame({"one": "a", "n": 4, "key": np.arange(0, KEY_SPACE, KEY_SPACE // 50)})
    assert protect(frame, ["one"], replace(STEERING, below=6), {})["hidden"].all()


@pytest.mark.parametrize("n", [16, 17, 18, 100])
def test_rounding_is_right_on_average(n: int) -> None:
    keys = np.random.default_rng(n).integers(0, KEY_SPACE, 4000)
    out = protect(pd.DataFrame({"one": "a", "n": n, "key": keys}), ["one"], STEERING, {})["n"]
    error = max(out.std() / math.sqrt(len(out)), 1e-12)
    assert abs(out.mean() - n) <= 4 * error


@given(st.integers(12, 400), st.integers(0, 2**62), st.integers(0, 5))
def test_the_same_rows_give_the_same_number_in_every_table(n: int, key: int, others: int) -> None:
    alone = pd.DataFrame({"one": ["a"], "n": [n], "key": [key]})
    among = pd.DataFrame({"two": list("abcdef"[: others + 1]), "n": [n] + [50] * others, "key": [key] + [7] * others})
    first, second = protect(alone, ["one"], STEERING, {}), protect(among, ["two"], STEERING, {})
    assert first["n"].iloc[0] == second["n"].iloc[0] or (first["hidden"].iloc[0] and second["hidden"].iloc[0])


def test_keys_that_wrap_around_or_come_as_decimals_round_the_same() -> None:
    from decimal import Decimal

    key = 3 * 2**60 + 12345
    frames = [pd.DataFrame({"one": ["a"], "n": [17], "key": pd.Series([given], dtype=object)}) for given in (key, Decimal(key), key - 2**64)]
    assert len({protect(frame, ["one"], STEERING, {})["n"].iloc[0] for frame in frames}) == 1


def test_the_own_profile_shows_everything() -> None:
    out = protect(table({("a",): 1, ("b",): 3}, "one"), ["one"], OWN, {})
    assert out["n"].tolist() == [1, 3] and not out["hidden"].any()


def test_every_role_has_a_profile_and_only_the_own_rows_are_exact() -> None:
    assert set(PROFILES) == set(Role)
    assert [role for role, profile in PROFILES.items() if profile.exact] == [Role.COORDINATOR]
    assert not any(replace(profile, base=3).exact for profile in PROFILES.values())
