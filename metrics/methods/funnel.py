"""Which areas differ from all areas together by more than chance: funnel limits (Spiegelhalter 2005), no ranking of small areas.

A share has the limits of a proportion, a rate per inhabitant those of a count. What is hidden is not judged, and nothing is computed from it.
"""

from collections.abc import Callable
from math import erfc, exp, lgamma, log, log1p, sqrt
from typing import Any

import numpy as np
import pandas as pd

from metrics.methods.intervals import Z_95

Z_998 = 3.090232306167813
POINTS = 60
HALVINGS = 40
Limits = tuple[Any, Any]


def limits(share: float, n: Any, z: float) -> Limits:
    """Low and high end, 0-1, of where shares of `n` rows (one number or many) lie when the true share is `share`.

    The normal limits of PHEindicatormethods. For few rows and a rare event they are too narrow; `judge` makes up for that.
    """
    reach = z * np.sqrt(share * (1 - share) / np.asarray(n, float))
    return np.clip(share - reach, 0, 1), np.clip(share + reach, 0, 1)


def byar(count: Any, z: float = Z_95) -> Limits:
    """Byar's interval for the mean of a Poisson count (one or many; Breslow and Day 1987), within 0.5 % of the exact one from 10 up."""
    seen = np.asarray(count, float)
    some, one_more = np.maximum(seen, 1e-9), seen + 1
    low = some * np.clip(1 - 1 / (9 * some) - z / (3 * np.sqrt(some)), 0, None) ** 3
    return low, one_more * (1 - 1 / (9 * one_more) + z / (3 * np.sqrt(one_more))) ** 3


def rate_limits(rate: float, inhabitants: Any, z: float, per: float) -> Limits:
    """Low and high end of where counts divided by `inhabitants` (one number or many), times `per`, lie when the true rate is `rate`.

    A count is above the high end exactly where Byar's interval around it lies above the count expected, and below the low end likewise
    (as PHEindicatormethods draws funnels of counts). No count is below where even 0 would be no surprise: the low end is then 0.
    """
    size = np.asarray(inhabitants, float)
    expected = rate * size / per
    low = _solve(lambda count: byar(count, z)[1], expected)
    high = _solve(lambda count: byar(count, z)[0], expected)
    return low / size * per, high / size * per


def centre(frame: pd.DataFrame, size: str = "n") -> float:
    """The share or rate of all areas together: `value` weighed by `size`, of the visible rows only. NaN where there are none.

    It is not the published number of the whole country where areas are hidden, for the difference would tell about them.
    """
    seen = frame[_seen(frame, size)]
    return float((seen["value"] * seen[size]).sum() / seen[size].sum()) if len(seen) else float("nan")


def judge(frame: pd.DataFrame, z: float = Z_998, *, per: float | None = None, size: str = "n") -> pd.DataFrame:
    """Adds `low`, `high` (limits at `z`), `low95`, `high95` and `apart`: "above", "below", "within" or, if not judged, "unknown".

    `frame`: one row per area: `value`, `hidden` and `size`. `per=None`: `value` is a share 0-1 and `size` its number of rows; otherwise
    `value` is a count per `per` inhabitants and `size` the inhabitants. Limits lie around `centre`. A share beyond the limits also has
    to be as rare by the exact binomial count, for one of one is beyond them wherever shares are low. Raises ValueError for shares not 0-1.
    """
    theta, seen = centre(frame, size), _seen(frame, size)
    sizes, values = frame[size].where(seen).astype(float), frame["value"].where(seen).astype(float)
    low, high = _ends(theta, sizes, z, per)
    low95, high95 = _ends(theta, sizes, Z_95, per)
    rows = zip(values, sizes, low, high, strict=True)
    apart = [_side(value, n, ends, theta, z, counted=per is not None) for value, n, *ends in rows]
    return frame.assign(low=low, high=high, low95=low95, high95=high95, apart=apart)


def curves(frame: pd.DataFrame, z: float = Z_998, *, per: float | None = None, size: str = "n") -> pd.DataFrame:
    """The limits to draw: columns `size`, `centre`, `low`, `high`, `low95`, `high95` from the smallest visible area to the largest.

    `frame`, `per`, `size` as in `judge`. Sizes are even on a logarithmic scale. No rows where nothing is visible.
    """
    theta, seen = centre(frame, size), frame.loc[_seen(frame, size), size]
    sizes = np.geomspace(seen.min(), seen.max(), POINTS) if len(seen) else np.array([])
    low, high = _ends(theta, sizes, z, per)
    low95, high95 = _ends(theta, sizes, Z_95, per)
    return pd.DataFrame({size: sizes, "centre": theta, "low": low, "high": high, "low95": low95, "high95": high95})


def extremes(judged: pd.DataFrame) -> tuple[pd.Series | None, pd.Series | None]:
    """Of a judged frame the highest area above the limits and the lowest below them; None where chance could make the difference.

    A smaller area that is not apart may have a higher or lower value: say "stands out most", never "is first".
    """
    shown = judged[~judged["hidden"].eq(True)]
    above, below = (shown[shown["apart"].eq(side)] for side in ("above", "below"))
    highest = above.iloc[int(above["value"].argmax())] if len(above) else None
    return highest, below.iloc[int(below["value"].argmin())] if len(below) else None


def _seen(frame: pd.DataFrame, size: str) -> "pd.Series[bool]":
    """Which rows may be judged: not hidden, with a value and a size."""
    return ~frame["hidden"].eq(True) & frame["value"].notna() & frame[size].gt(0)


def _ends(theta: float, sizes: Any, z: float, per: float | None) -> Limits:
    if per is not None:
        return rate_limits(theta, sizes, z, per)
    if theta > 1 + 1e-9 or theta < 0:
        raise ValueError(f"shares are between 0 and 1, together these are {theta}")
    return limits(min(theta, 1.0), sizes, z)


def _side(value: float, n: float, ends: list[float], theta: float, z: float, *, counted: bool) -> str:
    if value != value:
        return "unknown"
    if ends[0] <= value <= ends[1]:
        return "within"
    side = "above" if value > ends[1] else "below"
    hits, share = (value * n, theta) if side == "above" else (n - value * n, 1 - theta)
    return side if counted or _chance(round(hits), round(n), share) <= erfc(z / sqrt(2)) / 2 else "within"


def _chance(hits: int, n: int, share: float) -> float:
    """How often `hits` or more of `n` come about when the true share is `share` (binomial, summed until the terms no longer matter)."""
    hits = min(hits, n)
    if share <= 0 or share >= 1:
        return float(hits <= n * share)
    term = exp(lgamma(n + 1) - lgamma(hits + 1) - lgamma(n - hits + 1) + hits * log(share) + (n - hits) * log1p(-share))
    total = term
    while hits < n and term > 1e-9 * total:
        term *= (n - hits) / (hits + 1) * share / (1 - share)
        hits, total = hits + 1, total + term
    return total


def _solve(bound: Callable[[Any], Any], expected: Any) -> Any:
    """The count whose `bound` is `expected`, for each number of `expected`; 0 where the bound of 0 is already higher. Halves the range."""
    low, high = np.zeros_like(expected), 2 * expected + 40
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        short = bound(middle) < expected
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return np.where(np.isnan(expected), np.nan, low)
