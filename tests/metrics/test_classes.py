"""Classes of several answers together: none is lost, none is shown that another table hides, none can be worked out."""

import pandas as pd
import pytest

from metrics import METRICS
from metrics.methods.classes import blocks, complete, gives_away, with_total

NAN = float("nan")


def counts(**values: float | None) -> pd.DataFrame:
    """A table of classes; None is a hidden count."""
    numbers = [NAN if value is None else float(value) for value in values.values()]
    return pd.DataFrame({"kind": list(values), "value": numbers, "n": numbers, "hidden": [value is None for value in values.values()]})


def test_a_class_nobody_is_in_has_a_row_with_zero() -> None:
    out = complete(counts(b=7, a=None), "kind", ["a", "b", "unknown"])
    assert out["kind"].tolist() == ["a", "b", "unknown"]
    assert out["value"].fillna(-1).tolist() == out["n"].fillna(-1).tolist() == [-1, 7, 0]
    assert out["hidden"].tolist() == [True, False, False]


def test_a_hidden_total_stays_without_a_number() -> None:
    out = with_total(counts(a=5, b=6).assign(part="x"), counts(a=12, b=None), "kind")
    assert out["total"].fillna(-1).tolist() == [12, -1]


@pytest.mark.parametrize(
    ("sums", "told"),
    [
        ([({"long"}, 31), ({"short", "middle"}, 9)], False),  # nine in two hidden classes: either may have any of them
        ([({"middle", "long"}, 35), ({"short"}, 5)], True),  # middle = 35 - 31
        ([({"short", "middle"}, 4)], True),
        ([({"unknown"}, 46)], False),
        ([], False),
    ],
)
def test_a_sum_that_leaves_under_five_for_hidden_classes_gives_them_away(sums: list[tuple[set[str], float]], told: bool) -> None:
    assert gives_away(counts(short=None, middle=None, long=31, unknown=46), "kind", sums, 5) is told


@pytest.mark.parametrize(
    ("name", "numerator", "rest", "outside"),
    [
        ("duration_known_share", {"6-12", "36-"}, {"unknown"}, set()),
        ("over_three_years_of_all", {"36-"}, {"6-12", "unknown"}, set()),
        ("over_three_years_of_known", {"36-"}, {"6-12"}, {"unknown"}),
    ],
)
def test_a_share_cuts_the_classes_into_numerator_rest_and_outside(name: str, numerator: set[str], rest: set[str], outside: set[str]) -> None:
    assert blocks(METRICS[name], "unemployment_class", ["6-12", "36-", "unknown"]) == (numerator, rest, outside)
