"""Intervals of shares agree with published tables."""

from math import isnan

import pandas as pd
import pytest

from metrics.methods.intervals import beside, difference, wilson, with_interval


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        (65, 100, 0.5525444, 0.7363575),  # PHEindicatormethods, test data
        (1, 100, 0.0017674, 0.0544862),
        (1045, 5000, 0.1979555, 0.2204913),
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, Statistics in Medicine 17:857, table I
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_agrees_with_the_published_intervals(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits / n, n) == pytest.approx((low, high), abs=5e-5)


def test_nobody_has_no_interval() -> None:
    assert all(isnan(end) for end in wilson(0.0, 0))


def test_a_hidden_share_has_no_interval() -> None:
    frame = pd.DataFrame({"value": [0.65, 0.65, float("nan")], "n": [100.0, 100.0, 7.0], "hidden": [False, True, False]})
    out = with_interval(frame)
    assert out["low"].notna().tolist() == out["high"].notna().tolist() == [True, False, False]


def test_the_difference_of_56_of_70_and_48_of_80_is_the_published_one() -> None:
    """Newcombe 1998, Statistics in Medicine 17:873, table II, method 10."""
    assert difference(56 / 70, 70, 48 / 80, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_intervals_wholly_above_and_below_a_reference_are_counted_and_hidden_ones_are_not() -> None:
    nothing = float("nan")
    frame = pd.DataFrame({"low": [0.5, 0.1, 0.3, nothing], "high": [0.7, 0.2, 0.6, nothing]})
    assert beside(frame, 0.4) == (1, 1, 3)


def test_an_interval_that_ends_on_the_reference_is_on_neither_side() -> None:
    frame = pd.DataFrame({"low": [0.4, 0.2], "high": [0.7, 0.4]})
    assert beside(frame, 0.4) == (0, 0, 2)
