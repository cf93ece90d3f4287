"""Rows of marks: what does not hold is told by shape and in words, and rows and periods are where they belong."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.marks import marks
from charts.periods import period_label
from tests.charts.samples import WORDS

ROWS = [("Porvoo", "2026-01", True), ("Porvoo", "2026-02", False), ("Espoo", "2026-01", True), ("Espoo", "2026-02", True)]
FRAME = pd.DataFrame(ROWS, columns=["team", "month", "holds"])


def _drawn(frame: pd.DataFrame = FRAME) -> go.Figure:
    return marks(frame, "team", "month", "holds", said=("täsmää", "ei täsmää"), words=WORDS, label=period_label)


def _traces() -> list[dict[str, Any]]:
    return _drawn().to_plotly_json()["data"]


def test_plotly_accepts_every_property() -> None:
    go.Figure(_drawn().to_plotly_json())


def test_a_mark_that_does_not_hold_has_a_shape_a_size_and_a_word_of_its_own() -> None:
    holds, broken = _traces()
    assert holds["marker"]["symbol"] != broken["marker"]["symbol"] and holds["marker"]["size"] < broken["marker"]["size"]
    assert (broken["x"], broken["y"], broken["hovertext"]) == (["2/2026"], ["Porvoo"], ["<b>Porvoo</b><br>2/2026: ei täsmää"])
    assert len(holds["x"]) == 3 and (holds["name"], broken["name"]) == ("täsmää", "ei täsmää")


def test_rows_stand_in_the_order_of_the_frame_and_periods_in_that_of_time() -> None:
    layout = _drawn(FRAME.iloc[[3, 2, 1, 0]]).to_plotly_json()["layout"]
    assert list(layout["yaxis"]["categoryarray"]) == ["Espoo", "Porvoo"] and layout["yaxis"]["range"] == [1.5, -0.5]
    assert list(layout["xaxis"]["categoryarray"]) == ["1/2026", "2/2026"]


def test_two_years_of_months_have_few_enough_labels_for_a_phone() -> None:
    months = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)]
    layout = _drawn(pd.DataFrame({"team": "Porvoo", "month": months, "holds": True})).to_plotly_json()["layout"]
    assert list(layout["xaxis"]["ticktext"]) == ["1/2025", "7/2025", "1/2026", "7/2026"]


def test_an_empty_frame_says_that_there_is_nothing() -> None:
    assert WORDS.missing_text in str(_drawn(FRAME.head(0)).to_plotly_json())
