"""100 % bars and Likert bars: published durations, hidden parts left open, n at every row."""

import itertools
from collections.abc import Mapping
from typing import Any

import pytest

import charts
from charts import theme
from tests.charts.samples import ANSWERS, WORDS, crossed

CLASSES = ["0–3 kk", "3–6 kk", "6–12 kk", "12–24 kk", "2–3 v", "yli 3 v", "Ei tiedossa"]
PILOT = dict(zip(CLASSES, (1, 3, 5, 6, 4, 31, 46), strict=True))
PROTECTED = PILOT | {"0–3 kk": None, "3–6 kk": None, "2–3 v": None}


def durations(rows: Mapping[str, Mapping[str, float | None]], totals: dict[str, float]) -> dict[str, Any]:
    figure = charts.stacked_share(crossed("team", "kind", rows, totals), "team", "kind", "total", words=WORDS, unknown={"Ei tiedossa"})
    return {"figure": figure, **{trace.name: trace for trace in figure.data}}


def test_the_published_durations_show_a_third_over_three_years_and_half_unknown() -> None:
    found = durations({"TYTTI": PILOT}, {"TYTTI": 96})
    assert found["yli 3 v"].x[0] == pytest.approx(31 / 96)
    printed = [note.text for note in found["figure"].layout.annotations]
    assert printed == ["<b>TYTTI</b> n\u00a0=\u00a096", "32\u00a0%", "48\u00a0%"]
    assert list(found)[-1] == "Ei tiedossa"
    assert sum(trace.x[0] for trace in found["figure"].data) == pytest.approx(1)


def test_hidden_parts_are_one_open_gap_with_words() -> None:
    found = durations({"TYTTI": PROTECTED}, {"TYTTI": 96})
    gap = found["alle 5"]
    assert gap.x[0] == pytest.approx(8 / 96)
    assert gap.marker.pattern.shape == theme.HIDDEN_PATTERN
    assert gap.hovertext[0] == "0–3 kk, 3–6 kk, 2–3 v: alle 5"
    assert "0–3 kk" not in found


def test_pieces_lie_end_to_end() -> None:
    traces = durations({"TYTTI": PROTECTED}, {"TYTTI": 96})["figure"].data
    for one, other in itertools.pairwise(traces):
        assert other.base[0] == pytest.approx(one.base[0] + one.x[0])


def test_a_row_with_a_hidden_total_is_words_alone() -> None:
    small = dict.fromkeys(CLASSES)
    found = durations({"TYTTI": PILOT, "Pieni": small}, {"TYTTI": 96, "Pieni": float("nan")})
    assert {trace.x[1] for trace in found["figure"].data} == {None}
    assert "<b>Pieni</b> alle 5" in [note.text for note in found["figure"].layout.annotations]


def test_rounded_parts_that_exceed_their_rounded_total_leave_no_negative_gap() -> None:
    found = durations({"T": {"0–3 kk": 60, "3–6 kk": 45, "6–12 kk": None}}, {"T": 102})
    assert "alle 5" not in found and min(trace.x[0] for trace in found["figure"].data) > 0


def test_ordered_classes_take_a_ramp_and_others_patterns() -> None:
    frame = crossed("team", "kind", {"T": {"A": 30, "B": 30, "C": 40}}, {"T": 100})
    ramp, categories = (charts.stacked_share(frame, "team", "kind", "total", words=WORDS, ordered=ordered).data for ordered in (True, False))
    assert [trace.marker.color[0] for trace in ramp] == theme.ramp(3)
    assert len({trace.marker.pattern.shape[0] for trace in categories}) == 3


def likert(rows: dict[str, tuple[float | None, ...]], totals: dict[str, float]) -> Any:
    frame = crossed("item", "answer", {item: dict(zip(ANSWERS, row, strict=True)) for item, row in rows.items()}, totals)
    return charts.likert(frame, "item", "answer", "total", answers=ANSWERS, words=WORDS)


def test_the_middle_answer_lies_half_on_each_side() -> None:
    figure = likert({"Sain apua": (5, 6, 10, 15, 10)}, {"Sain apua": 46})
    middle = figure.data[2]
    assert middle.base[0] == pytest.approx(-middle.x[0] / 2)
    assert [trace.name for trace in figure.data] == ANSWERS
    assert figure.data[0].base[0] == pytest.approx(-(5 + 6 + 5) / 46)


def test_each_item_has_its_own_n() -> None:
    figure = likert({"Sain apua": (5, 6, 10, 15, 10), "Kuunneltiin": (5, 5, 5, 5, 5)}, {"Sain apua": 46, "Kuunneltiin": 25})
    heads = [note.text for note in figure.layout.annotations][:2]
    assert heads == ["<b>Sain apua</b> n\u00a0=\u00a046", "<b>Kuunneltiin</b> n\u00a0=\u00a025"]


def test_answers_hidden_within_an_item_stand_together_at_its_end() -> None:
    figure = likert({"Sain apua": (None, None, 6, 20, 15)}, {"Sain apua": 46})
    gap = figure.data[-1]
    assert (gap.name, gap.x[0]) == ("alle 5", pytest.approx(5 / 46))
    assert gap.base[0] == pytest.approx(figure.data[-2].base[0] + figure.data[-2].x[0])


def test_a_hidden_item_is_words_alone() -> None:
    figure = likert({"Sain apua": (5, 6, 10, 15, 10), "Pieni": (None,) * 5}, {"Sain apua": 46, "Pieni": float("nan")})
    assert {trace.x[1] for trace in figure.data} == {None}
    assert "<b>Pieni</b> alle 5" in [note.text for note in figure.layout.annotations]


def test_a_scale_of_another_length_is_refused() -> None:
    frame = crossed("item", "answer", {"A": {"x": 1}}, {"A": 1})
    with pytest.raises(ValueError, match="5 answers"):
        charts.likert(frame, "item", "answer", "total", answers=["x", "y"], words=WORDS)
