"""How sure a share is: Wilson's score interval, which stays inside 0-1 and is right for few rows too."""

from math import sqrt

import pandas as pd

Z_95 = 1.959963984540054


def wilson(share: float, n: float, z: float = Z_95) -> tuple[float, float]:
    """Low and high end, 0-1, of a share of `n` rows (Wilson 1927; Newcombe 1998, method 3). NaN for both where n is 0 or NaN."""
    if not n > 0:
        return float("nan"), float("nan")
    middle = share + z * z / (2 * n)
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, (middle - reach) / (1 + z * z / n)), min(1.0, (middle + reach) / (1 + z * z / n))


def with_interval(frame: pd.DataFrame) -> pd.DataFrame:
    """Adds `low` and `high` to a frame of shares (`value`, `n`, `hidden`); NaN where the share is hidden or not there."""
    shown = frame["value"].where(~frame["hidden"])
    ends = [wilson(share, n if share == share else 0) for share, n in zip(shown, frame["n"], strict=True)]
    return frame.assign(low=[low for low, _ in ends], high=[high for _, high in ends])


def beside(frame: pd.DataFrame, reference: float) -> tuple[int, int, int]:
    """How many intervals (`low`, `high`) lie wholly above `reference`, how many wholly below it, and how many there are."""
    known = frame.dropna(subset=["low", "high"])
    return int((known["low"] > reference).sum()), int((known["high"] < reference).sum()), len(known)


def difference(first: float, first_n: float, second: float, second_n: float) -> tuple[float, float]:
    """95 % interval, -1 to 1, of `first` - `second`, shares of two groups of rows (Newcombe 1998, method 10)."""
    (low_1, high_1), (low_2, high_2) = wilson(first, first_n), wilson(second, second_n)
    down, up = sqrt((first - low_1) ** 2 + (high_2 - second) ** 2), sqrt((high_1 - first) ** 2 + (second - low_2) ** 2)
    return first - second - down, first - second + up
