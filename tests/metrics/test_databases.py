"""The whole catalogue gives the same answers on DuckDB and on PostgreSQL: the same numbers, hidden in the same places."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from metrics import METRICS, Period, Question, Statistic, Viewer, ask
from tests.metrics.small import MANAGER, PILOT, STEERING, import_small, singles

Frames = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def elsewhere(postgres_url: str, small_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[pytest.MonkeyPatch], None]:
    """Settings of a PostgreSQL with the small sample, imported with the secret of the DuckDB beside it: so rounding is the same."""

    def choose(patch: pytest.MonkeyPatch) -> None:
        patch.setenv("TYOPOYTA_DATA", str(small_home))
        patch.setenv("TYOPOYTA_DATABASE_URL", postgres_url)
        patch.setenv("TYOPOYTA_KEY_FILE", str(small_home / "secret.key"))

    with pytest.MonkeyPatch.context() as patch:
        choose(patch)
        import_small(tmp_path_factory.mktemp("small_postgres"))
    return choose


# Figures are public, the same for everybody: asked once. Shares and means of a flow send a leader's statements of the flow and their
# own: asked once for all leaders.
ASKED = [
    (name, viewer)
    for name, metric in METRICS.items()
    for viewer in (MANAGER, STEERING, PILOT)
    if viewer is PILOT or (metric.statistic is not Statistic.FIGURE and (viewer is STEERING or not metric.balance or name in metric.balance))
]


@pytest.mark.parametrize(("metric", "viewer"), ASKED, ids=str)
def test_both_databases_answer_alike(
    metric: str, viewer: Viewer, elsewhere: Callable[[pytest.MonkeyPatch], None], on_small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = _answers(metric, viewer)
    elsewhere(monkeypatch)
    there = _answers(metric, viewer)
    for question, frame in here.items():
        pd.testing.assert_frame_equal(frame, there[question], check_exact=False, rtol=1e-12, obj=question)


def _answers(metric: str, viewer: Viewer) -> Frames:
    """The coordinator asks by everything: what is sent is the same as of leaders, who differ in what becomes of the counts and sums of keys."""
    plain = singles(metric, viewer) if viewer is PILOT else [Question(metric)]
    return {str(question): ask(question, viewer).frame for question in [*plain, Question(metric, ("month", "county"), (), Period.parse("2025"))]}
