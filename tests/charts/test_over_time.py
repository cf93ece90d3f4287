"""Lines, and stock and flow: gaps stay gaps, the unfinished month is marked, what goes out is drawn down and read without a minus."""

import pytest

import charts
from charts import theme
from charts.timeline import runs
from tests.charts.samples import DRAWN, MONTHS, SHARES, WORDS, crossed, monthly

NAMES = ("Alkaneet", "Päättyneet", "Avoinna")


def test_a_hidden_month_is_a_gap_with_words_and_never_zero() -> None:
    figure = charts.trend(monthly(10, 9, 12, hidden=(1,)), "month", words=WORDS)
    line, foot = figure.data
    assert line.x == ("11/2025", "12/2025", "1/2026")
    assert line.y == (10, None, 12) and line.connectgaps is False
    assert (foot.x, foot.text, foot.yaxis) == (("12/2025",), ("alle 5",), "y2")
    assert [(note.text, note.x) for note in figure.layout.annotations] == [("alle 5", 1)]
    assert figure.layout.yaxis.rangemode == "tozero"


def test_the_axis_of_hidden_marks_is_not_an_axis_of_values() -> None:
    axis = DRAWN["trend"]().layout.yaxis2
    assert (axis.range, axis.visible) == ((0, 1), False)


def test_the_unfinished_month_has_an_open_mark_a_dotted_way_and_a_band() -> None:
    figure = DRAWN["trend"]()
    line, dotted, point, _ = figure.data
    assert line.y == (10, None, 12, 13, None)
    assert (dotted.x, dotted.y, dotted.line.dash) == (("2/2026", "3/2026"), (13, 7), "dot")
    assert (point.x, point.y, point.marker.symbol) == (("3/2026",), (7,), "circle-open")
    assert [(band.x0, band.x1) for band in figure.layout.shapes] == [(3.5, 4.5)]
    assert "kesken" in [note.text for note in figure.layout.annotations]


def test_an_unfinished_month_after_a_hidden_one_is_not_joined_to_it() -> None:
    figure = charts.trend(monthly(10, 9, 7, hidden=(1,)), "month", words=WORDS, incomplete={MONTHS[2]})
    assert [trace.x for trace in figure.data if trace.mode == "lines"] == [("1/2026",)]


def test_series_differ_in_colour_dash_and_symbol() -> None:
    names = [f"Lähde {at}" for at in range(8)]
    frame = crossed("month", "source", {month: dict.fromkeys(names, 10.0) for month in MONTHS})
    lines = charts.trend(frame, "month", series="source", words=WORDS).data
    assert len({line.line.color for line in lines}) == len({line.line.dash for line in lines}) == len({line.marker.symbol for line in lines}) == 8


def test_shares_are_drawn_in_per_cent() -> None:
    figure = charts.trend(monthly(0.12, 0.5), "month", words=SHARES)
    assert figure.data[0].y == (12, 50) and figure.data[0].text == ("12\u00a0%", "50\u00a0%")
    assert figure.layout.yaxis.ticksuffix == "\u00a0%"


def test_a_month_without_a_row_is_a_gap_without_words() -> None:
    frame = crossed("month", "source", {"2025-11": {"Kela": 3, "TE": 4}, "2025-12": {"Kela": 5}})
    lines = charts.trend(frame, "month", series="source", words=WORDS).data
    assert [line.y for line in lines] == [(3, 5), (4, None)]


def test_runs_are_the_stretches_of_true() -> None:
    assert runs([True, False, True, True]) == [(0, 0), (2, 3)]
    assert runs([]) == []


def test_stock_and_flow_draws_out_down_and_says_it_without_a_minus() -> None:
    figure = charts.stock_and_flow(monthly(10, 12), monthly(4, 6), monthly(56, 62), "month", names=NAMES, words=WORDS)
    up, down, stock = figure.data
    assert (up.y, down.y, stock.y) == ((10, 12), (-4, -6), (56, 62))
    assert down.customdata == ("4", "6") and down.text == ("4", "6")
    assert not [text for text in figure.layout.yaxis2.ticktext if text.startswith(("-", "\u2212"))]
    assert up.marker.pattern.shape != down.marker.pattern.shape


def test_stock_and_flow_has_a_panel_each_on_one_time_axis() -> None:
    figure = charts.stock_and_flow(monthly(10, 12), monthly(4, 6), monthly(56, 62), "month", names=NAMES, words=WORDS)
    assert {trace.xaxis for trace in figure.data} == {None}
    assert figure.layout.yaxis.domain[1] < figure.layout.yaxis2.domain[0]
    assert figure.layout.yaxis2.overlaying is None


def test_the_drawn_flow_balances_with_the_drawn_stock() -> None:
    figure = charts.stock_and_flow(monthly(10, 12), monthly(4, 6), monthly(56, 62), "month", names=NAMES, words=WORDS)
    up, down, stock = (trace.y for trace in figure.data)
    assert stock[0] + up[1] + down[1] == stock[1]


def test_a_hidden_flow_leaves_the_stock_in_sight() -> None:
    figure = charts.stock_and_flow(monthly(10, 12, hidden=(1,)), monthly(4, 6), monthly(56, 62), "month", names=NAMES, words=WORDS)
    assert figure.data[0].y == (10, None) and figure.data[2].y == (56, 62)
    assert [note.text for note in figure.layout.annotations] == ["alle 5"]


@pytest.mark.parametrize("high", [0.4, 3, 47, 880, 12345])
def test_the_axis_both_ways_has_a_handful_of_labels(high: float) -> None:
    marks = charts.stock_and_flow(monthly(high), monthly(high), monthly(high), "month", names=NAMES, words=WORDS).layout.yaxis2.tickvals
    assert 3 <= len(marks) <= 13


def test_periods_of_the_three_frames_need_not_be_the_same() -> None:
    figure = charts.stock_and_flow(monthly(10).iloc[:1], monthly(4, 6), monthly(5, 6, 7), "month", names=NAMES, words=WORDS)
    assert figure.data[0].y == (10, None, None)
    assert theme.COLOUR["inflow"] in figure.data[0].marker.color
