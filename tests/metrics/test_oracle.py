"""Every metric by every breakdown it allows agrees with the oracle: exactly for a coordinator, protected for leaders."""

import math
import random

import pytest

from metrics import GRAINS, METRICS, Answer, Period, Question, Statistic, Viewer, ask
from metrics.dimensions import allowed, names
from tests.metrics.oracle import Key, Tables, truth
from tests.metrics.small import MANAGER, PILOT, STEERING, singles

COUNTED = [name for name, metric in METRICS.items() if metric.statistic is not Statistic.FIGURE]
NEEDS = {Statistic.MEAN: 10, Statistic.NPS: 10, Statistic.MEDIAN: 20, Statistic.P90: 50}
COARSE = {Statistic.MEAN: 0.05, Statistic.NPS: 0.5, Statistic.MEDIAN: 0.5, Statistic.P90: 0.5}
PERIODS = ("all", "2023", "2025", "2024-Q2", "2025-Q4", "2024-03", "2025-10")
NOTHING = (math.nan, 0, 0)
MIXED = 3  # questions with more breakdowns, filters and periods for each metric and viewer

Cells = dict[Key, tuple[float, bool, float]]
Truth = dict[Key, tuple[float, int, int]]


@pytest.fixture(scope="session")
def invented(tables: Tables) -> Viewer:
    """The invented coordinator with the most cases."""
    cases = tables["client_case"]
    return Viewer.parse(f"coordinator:{cases.loc[cases['project'] != 'TYTTI', 'coordinator_id'].mode()[0]}")


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize("metric", COUNTED)
def test_a_coordinator_sees_the_own_rows_exactly(metric: str, tables: Tables, invented: Viewer) -> None:
    for question in [*singles(metric, PILOT), *mixed(metric, PILOT)]:
        for viewer in (PILOT, invented):
            expected, cells = truth(tables, question, viewer.ident), shown(ask(question, viewer))
            if not question.by and not expected:
                expected = {(): (0.0 if METRICS[metric].statistic is Statistic.COUNT else math.nan, 0, 0)}
            assert cells.keys() == expected.keys(), (str(question), str(viewer))
            for key, (value, hidden, n) in cells.items():
                assert not hidden, (str(question), key)
                assert (value, n) == pytest.approx(expected[key][:2], nan_ok=True), (str(question), str(viewer), key)


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize("metric", COUNTED)
def test_a_manager_sees_true_numbers_and_none_of_one_to_four(metric: str, tables: Tables) -> None:
    for question in [*singles(metric, MANAGER), *mixed(metric, MANAGER)]:
        expected, cells = truth(tables, question), shown(ask(question, MANAGER))
        assert expected.keys() <= cells.keys() or not expected, str(question)
        assert not_alone(question, cells, expected), str(question)
        for key, (value, hidden, n) in cells.items():
            real, rows, hits = expected.get(key, NOTHING)
            at = (str(question), key, value, real, rows)
            assert hidden or not must_be_hidden(METRICS[metric].statistic, rows, hits), at
            assert math.isnan(value) if hidden else value == pytest.approx(real if rows else 0.0, nan_ok=True) or not rows, at
            assert math.isnan(n) or (n == rows and not 1 <= n <= 4), at


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize("metric", COUNTED)
def test_the_steering_group_sees_multiples_of_three_near_the_truth_and_none_under_ten(metric: str, tables: Tables) -> None:
    statistic = METRICS[metric].statistic
    for question in [*singles(metric, STEERING), *mixed(metric, STEERING)]:
        expected, cells = truth(tables, question), shown(ask(question, STEERING))
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


def mixed(metric: str, viewer: Viewer) -> list[Question]:
    """Questions with two or three breakdowns, one filter or none, and a period: always the same ones."""
    draw = random.Random(f"{metric} {viewer == PILOT}")
    can = [name for name in allowed(METRICS[metric]) if name not in (*GRAINS, "coordinator")]
    found = []
    for _ in range(MIXED):
        by = (*draw.sample(can, draw.choice((1, 1, 2))), draw.choice((*GRAINS, draw.choice(can))))
        name = draw.choice(can)
        where = ((name, draw.choice(sorted(names(name)))),) if draw.random() < 0.6 else ()
        found.append(Question(metric, tuple(dict.fromkeys(by)), where, Period.parse(draw.choice(PERIODS))))
    return found


def shown(answer: Answer) -> Cells:
    """The answer as {values of the breakdowns: (value, hidden, n)}; every class once."""
    frame = answer.frame
    keys = list(frame[list(answer.question.by)].itertuples(index=False, name=None)) if answer.question.by else [()]
    assert len(set(keys)) == len(frame)
    return dict(zip(keys, zip(frame["value"], frame["hidden"], frame["n"], strict=True), strict=True))


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
