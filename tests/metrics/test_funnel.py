"""Funnel limits agree with published numbers; chance, small areas and hidden areas never stand out."""

from math import comb
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.methods.funnel import Z_998, byar, centre, curves, extremes, judge, limits, rate_limits
from metrics.methods.intervals import Z_95

NAN = float("nan")
FLAT = [20.0] * 6


def areas(values: list[float], sizes: list[float], hidden: tuple[int, ...] = (), size: str = "n") -> pd.DataFrame:
    """Areas A, B, C … with their values and sizes, those at `hidden` hidden."""
    names = list("ABCDEFGHIJ"[: len(values)])
    return pd.DataFrame({"area": names, "value": values, size: sizes, "hidden": [place in hidden for place in range(len(values))]})


def apart(frame: pd.DataFrame, **how: Any) -> list[str]:
    return judge(frame, **how)["apart"].tolist()


@pytest.mark.parametrize(
    ("n", "low95", "high95", "low", "high"),
    [
        (1, 3.204264, 100, 0, 100),
        (68, 71.251689, 90.033207, 65.836243, 95.448652),
        (1531, 78.663349, 82.621547, 77.522045, 83.762850),
    ],
)
def test_limits_of_a_share_are_those_phe_publishes(n: int, low95: float, high95: float, low: float, high: float) -> None:
    """PHEindicatormethods, test data of funnels: 80.642448 % of all."""
    assert [100 * end for end in limits(0.80642448, n, Z_95)] == pytest.approx([low95, high95], abs=2e-6)
    assert [100 * end for end in limits(0.80642448, n, Z_998)] == pytest.approx([low, high], abs=2e-6)


@pytest.mark.parametrize(("count", "low", "high"), [(65, 50.1632, 82.8491), (1045, 982.5932, 1110.3312)])
def test_byar_agrees_with_the_published_intervals(count: int, low: float, high: float) -> None:
    assert byar(count) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("count", "z", "end", "published"), [(200, Z_95, 0, 173.2408624), (500, Z_998, 1, 573.0274768)])
def test_byar_is_close_to_the_exact_ends_phe_draws_funnels_of_counts_with(count: int, z: float, end: int, published: float) -> None:
    assert byar(count, z)[end] == pytest.approx(published, rel=5e-5)


@pytest.mark.parametrize(("expected", "z"), [(50.1632, Z_95), (982.5932, Z_95), (20.0, Z_998)])
def test_a_count_on_the_high_limit_has_an_interval_that_begins_at_the_expected_count(expected: float, z: float) -> None:
    _, high = rate_limits(expected, 10_000, z, 10_000)
    assert byar(high, z)[0] == pytest.approx(expected)


def test_the_published_65_lie_on_the_limit_of_areas_that_expect_the_ends_of_its_interval() -> None:
    assert rate_limits(50.1632, 10_000, Z_95, 10_000)[1] == pytest.approx(65, abs=1e-3)
    assert rate_limits(82.8491, 10_000, Z_95, 10_000)[0] == pytest.approx(65, abs=1e-3)


@pytest.mark.parametrize("expected", [0.2, 1.0, 5.0, 12.0, 60.0])
def test_counts_beyond_the_rate_limits_are_about_as_rare_as_they_should_be(expected: float) -> None:
    """The slow way: the Poisson probabilities of all counts, added up."""
    low, high = rate_limits(expected, 1, Z_998, 1)
    chance = [np.exp(-expected)]
    for count in range(1, 400):
        chance.append(chance[-1] * expected / count)
    assert sum(share for count, share in enumerate(chance) if count > high) < 0.0012
    assert sum(share for count, share in enumerate(chance) if count < low) < 0.0012
    assert sum(share for count, share in enumerate(chance) if count > high - 1.5) > 0.0008


def test_where_nobody_would_be_no_surprise_nothing_is_below() -> None:
    low, _ = rate_limits(5.0, np.array([1.0, 100.0]), Z_998, 1.0)
    assert low[0] == 0.0 and low[1] > 0.0


def test_the_centre_is_weighed_by_size_and_made_of_visible_areas_only() -> None:
    frame = areas([0.5, 0.2, 0.9], [10.0, 30.0, 1000.0], hidden=(2,))
    assert centre(frame) == pytest.approx((5 + 6) / 40)
    assert np.isnan(centre(areas([0.5], [10.0], hidden=(0,))))


def test_what_a_hidden_area_holds_changes_nothing() -> None:
    one, other = (judge(areas([0.2, 0.3, secret], [400.0, 300.0, size], hidden=(2,))) for secret, size in ((0.9, 5000.0), (0.0, 3.0)))
    assert one.iloc[:2].equals(other.iloc[:2])
    added = one.loc[2, ["low", "high", "low95", "high95"]]
    assert added.isna().all() and one.loc[2, "apart"] == "unknown"


def test_large_areas_that_differ_are_apart_and_one_without_a_value_is_not_judged() -> None:
    frame = areas([0.3, 0.3, 0.5, 0.1, NAN, 0.3], [2000.0, 2000.0, 900.0, 900.0, 800.0, NAN])
    assert apart(frame) == ["within", "within", "above", "below", "unknown", "unknown"]


def test_the_same_difference_in_a_small_area_is_chance() -> None:
    assert apart(areas([0.3, 0.3, 0.5, 0.1], [2000.0, 2000.0, 20.0, 20.0])) == ["within"] * 4


@pytest.mark.parametrize(("hits", "n"), [(1, 1), (2, 3), (2, 8)])
def test_a_few_of_few_never_stand_out_though_the_normal_limits_are_too_narrow_for_them(hits: int, n: int) -> None:
    frame = areas([0.03, hits / n], [10_000.0, float(n)])
    judged = judge(frame)
    assert judged["value"].gt(judged["high"]).tolist() == [False, True]
    assert judged["apart"].tolist() == ["within", "within"]


@pytest.mark.parametrize("hits", range(4, 13))
def test_a_share_is_apart_only_when_the_exact_binomial_is_below_one_in_a_thousand(hits: int) -> None:
    frame = areas([0.03, hits / 60], [1e9, 60.0])
    rare = sum(comb(60, count) * 0.03**count * 0.97 ** (60 - count) for count in range(hits, 61)) < 0.001
    assert (apart(frame)[1] == "above") == rare


def test_the_limits_at_95_per_cent_lie_inside_those_at_99_8() -> None:
    judged = judge(areas([0.3, 0.2, 0.25], [50.0, 500.0, 5000.0]))
    ends = judged[["low", "low95", "high95", "high"]].to_numpy()
    assert (np.diff(ends, axis=1) > 0).all()


def test_rates_are_judged_by_counts_and_inhabitants() -> None:
    frame = areas([*FLAT, 60.0, 2.0], [50_000.0] * 8, size="inhabitants")
    assert apart(frame, per=10_000, size="inhabitants") == ["within"] * 6 + ["above", "below"]
    small = areas([*FLAT, 60.0, 0.0], [50_000.0] * 6 + [1000.0] * 2, size="inhabitants")
    assert apart(small, per=10_000, size="inhabitants") == ["within"] * 8


def test_percentages_taken_for_shares_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        judge(areas([12.0, 14.0], [100.0, 100.0]))


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_areas_that_are_all_nothing_or_all_everything_are_within(share: float) -> None:
    assert apart(areas([share] * 3, [5.0, 50.0, 500.0])) == ["within"] * 3


def test_no_visible_area_gives_no_judgement_and_no_curve() -> None:
    frame = areas([0.2, 0.3], [10.0, 20.0], hidden=(0, 1))
    assert apart(frame) == ["unknown", "unknown"]
    assert curves(frame).empty and apart(frame.iloc[:0]) == []


def test_the_curves_run_from_the_smallest_visible_area_to_the_largest_and_narrow() -> None:
    drawn = curves(areas([0.2, 0.3, 0.9], [10.0, 1000.0, 9.0], hidden=(2,)))
    assert drawn["n"].iloc[[0, -1]].tolist() == pytest.approx([10.0, 1000.0])
    assert (drawn["high"] - drawn["low"]).is_monotonic_decreasing
    assert drawn["centre"].nunique() == 1


def test_the_extremes_are_the_highest_above_and_the_lowest_below() -> None:
    highest, lowest = extremes(judge(areas([0.3, 0.3, 0.5, 0.6, 0.1, 1.0], [3000.0, 3000.0, 900.0, 900.0, 900.0, 2.0])))
    assert highest is not None and lowest is not None
    assert (highest["area"], lowest["area"]) == ("D", "E")


def test_nobody_is_named_where_chance_could_make_the_difference() -> None:
    assert extremes(judge(areas([0.30, 0.31, 0.29], [200.0, 200.0, 200.0]))) == (None, None)


def test_a_hidden_area_is_never_named() -> None:
    judged = judge(areas([0.3, 0.3, 0.9], [3000.0, 3000.0, 900.0], hidden=(2,)))
    assert extremes(judged) == (None, None)
    highest, _ = extremes(judged.assign(apart="above"))
    assert highest is not None and highest["area"] == "A"


SIZES = st.lists(st.integers(1, 1_000_000).map(float), min_size=1, max_size=10)


@given(st.floats(0, 1), SIZES)
def test_areas_that_share_one_true_share_are_never_apart(share: float, sizes: list[float]) -> None:
    assert set(apart(areas([share] * len(sizes), sizes))) == {"within"}


@given(st.just(0.0) | st.floats(1e-9, 500), SIZES)
def test_areas_that_share_one_true_rate_are_never_apart(rate: float, sizes: list[float]) -> None:
    assert set(apart(areas([rate] * len(sizes), sizes), per=10_000)) == {"within"}


@given(st.integers(0, 5), st.integers(1, 5), st.floats(0.01, 0.99))
def test_one_or_two_of_few_are_never_above_unless_the_chance_is_under_one_in_a_thousand(hits: int, n: int, share: float) -> None:
    hits = min(hits, n)
    rare = sum(comb(n, count) * share**count * (1 - share) ** (n - count) for count in range(hits, n + 1)) < 0.00101
    assert rare or apart(areas([share, hits / n], [1e9, float(n)]))[1] != "above"
