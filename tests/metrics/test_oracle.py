"""Every metric by every breakdown it allows agrees with the oracle: a coordinator sees the own rows exactly."""

import math

import pytest

from metrics import METRICS, Statistic, Viewer, ask
from tests.metrics.asked import COUNTED, mixed, shown
from tests.metrics.oracle import Tables, truth
from tests.metrics.small import PILOT, singles


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
