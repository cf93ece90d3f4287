"""Every metric by every breakdown it allows agrees with the oracle as far as leaders may see: protected for a manager, rounded for the
steering group."""

import math
from collections.abc import Callable
from functools import cache, partial

import pytest

from metrics import METRICS, Question, Statistic, ask
from tests.metrics.asked import COUNTED, Cells, mixed, shown
from tests.metrics.oracle import Key, Tables, truth
from tests.metrics.small import MANAGER, STEERING, singles

NEEDS = {Statistic.MEAN: 10, Statistic.NPS: 10, Statistic.MEDIAN: 20, Statistic.P90: 50}
COARSE = {Statistic.MEAN: 0.05, Statistic.NPS: 0.5, Statistic.MEDIAN: 0.5, Statistic.P90: 0.5}
NOTHING = (math.nan, 0, 0)

Truth = dict[Key, tuple[float, int, int]]
Known = Callable[[Question], Truth]


@pytest.fixture(scope="module")
def known(tables: Tables) -> Known:
    """What the oracle knows, worked out once for both kinds of leaders."""
    return cache(partial(truth, tables))


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize("metric", COUNTED)
def test_a_manager_sees_true_numbers_and_none_of_one_to_four(metric: str, known: Known) -> None:
    for question in [*singles(metric, MANAGER), *mixed(metric, MANAGER)]:
        expected, cells = known(question), shown(ask(question, MANAGER))
        assert expected.keys() <= cells.keys() or not expected, str(question)
        assert not_alone(question, cells, expected), str(question)
        for key, (value, hidden, n) in cells.items():
            real, rows, hits = expected.get(key, NOTHING)
            at = (str(question), key, value, real, rows)
            if homeless(question, key):
                continue
            assert hidden or not must_be_hidden(METRICS[metric].statistic, rows, hits), at
            assert math.isnan(value) if hidden else value == pytest.approx(real if rows else 0.0, nan_ok=True) or not rows, at
            assert math.isnan(n) or (n == rows and not 1 <= n <= 4), at


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize("metric", COUNTED)
def test_the_steering_group_sees_multiples_of_three_near_the_truth_and_none_under_ten(metric: str, known: Known) -> None:
    statistic = METRICS[metric].statistic
    for question in [*singles(metric, STEERING), *mixed(metric, STEERING)]:
        expected, cells = known(question), shown(ask(question, STEERING))
        for key, (value, hidden, n) in cells.items():
            real, rows, hits = expected.get(key, NOTHING)
            at = (str(question), key, value, real, n, rows)
            assert math.isnan(n) or rounded(n, rows), at
            assert hidden or rows == 0 or n >= 12, at
            if hidden or rows == 0:
                assert math.isnan(value) or rows == 0 == value, at
            elif statistic is Statistic.COUNT:
                assert value == n, at
            elif statistic is Statistic.SHARE:
                assert n >= 20 and 0 <= value <= 1 and rounded(value * n, hits) and not 1 <= rows - hits <= 4, at
            else:
                assert rows >= NEEDS[statistic] and abs(value - real) <= COARSE[statistic] + 1e-9, at


def homeless(question: Question, key: Key) -> bool:
    """Of how many clients the municipality is not known is no secret, where that is all that is told."""
    metric, areas = METRICS[question.metric], {"employment_area", "municipality", "county"}
    told = {*question.dimensions, *(name for name, _ in question.where)}
    plain = metric.table == "client_case" and metric.statistic is Statistic.COUNT and not any(one.values for one in metric.where)
    return plain and told <= areas and "unknown" in key


def must_be_hidden(statistic: Statistic, rows: int, hits: int) -> bool:
    """What a manager may not see: one to four rows, in the numerator or out of it; a mean or median of too few."""
    if statistic in NEEDS:
        return 1 <= rows < NEEDS[statistic]
    small = (rows, hits, rows - hits) if statistic is Statistic.SHARE else (rows,)
    return any(1 <= number <= 4 for number in small)


def not_alone(question: Question, cells: Cells, expected: Truth) -> bool:
    """A hidden zero only makes sense beside another hidden number."""
    hidden = [key for key, cell in cells.items() if cell[1]]
    return len(hidden) > 1 or not question.by or all(expected.get(key, NOTHING)[1] for key in hidden)


def rounded(number: float, real: int) -> bool:
    """A multiple of three less than three away."""
    return abs(number - 3 * round(number / 3)) < 1e-9 and abs(number - real) < 3
