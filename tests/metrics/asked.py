"""The questions the oracle is asked besides single breakdowns, and an answer in the oracle's shape."""

import random

from metrics import GRAINS, METRICS, Answer, Period, Question, Statistic, Viewer
from metrics.dimensions import allowed, names
from tests.metrics.oracle import Key
from tests.metrics.small import PILOT

COUNTED = [name for name, metric in METRICS.items() if metric.statistic is not Statistic.FIGURE]
PERIODS = ("all", "2023", "2025", "2024-Q2", "2025-Q4", "2024-03", "2025-10")
MIXED = 2  # questions with more breakdowns, filters and periods for each metric and viewer

Cells = dict[Key, tuple[float, bool, float]]


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
