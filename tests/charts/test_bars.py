"""Bars: every class stays, the hidden as words on a stub, the unknown last and grey."""

import pytest

import charts
from charts import theme
from tests.charts.samples import SECRET, SHARES, WORDS, classes, crossed


def test_hidden_columns_are_stubs_of_one_length_with_words() -> None:
    visible, stubs = charts.columns(classes(5, 1, 2, 31, hidden=(1, 2)), "kind", words=WORDS).data
    assert visible.y == (5, None, None, 31)
    assert stubs.y[1] == stubs.y[2] == pytest.approx(0.03 * 31) and stubs.y[0] is None
    assert stubs.text == ("5", "alle 5", "alle 5", "31")
    assert stubs.marker.pattern.shape == theme.HIDDEN_PATTERN


def test_the_stub_tells_nothing_of_what_it_hides() -> None:
    few, many = (charts.bars(classes(30, value, hidden=(1,)), "kind", words=WORDS).to_json() for value in (1, SECRET))
    assert few == many


def test_the_unknown_class_is_last_and_striped_grey() -> None:
    (bar,) = charts.columns(classes(46, 5, 31), "kind", words=WORDS, unknown={"A"}).data
    assert bar.x == ("B", "C", "A") and bar.y == (5, 31, 46)
    assert bar.marker.pattern.shape == ("", "", theme.UNKNOWN_PATTERN)
    assert bar.marker.color[-1] == theme.COLOUR["unknown"] != bar.marker.color[0]


def test_lying_bars_keep_the_order_of_the_frame_from_the_top() -> None:
    figure = charts.bars(classes(31, 5), "kind", words=WORDS, highlight={"B"})
    assert figure.layout.yaxis.autorange == "reversed"
    assert figure.layout.yaxis.ticktext == ("A", "<b>B</b>")


def test_a_share_is_printed_with_its_n() -> None:
    frame = classes(0.31, 0.5, hidden=(1,)).assign(n=[150.0, SECRET])
    figure = charts.bars(frame, "kind", words=SHARES, n="n")
    assert figure.data[0].text == ("31\u00a0% (n\u00a0=\u00a0150)", "alle 5")


def test_the_margin_holds_the_longest_printed_value() -> None:
    short, long = (charts.bars(classes(value), "kind", words=WORDS).layout.margin.r for value in (5, 1234567))
    assert long > short


def test_long_names_are_wrapped_and_get_room() -> None:
    name = "Sosiaalityön palvelutarpeen arviointi"
    figure = charts.bars(classes(5).assign(kind=name), "kind", words=WORDS)
    assert figure.layout.yaxis.ticktext[0].count("<br>") == 2
    assert figure.layout.height > charts.bars(classes(5), "kind", words=WORDS).layout.height


def test_many_columns_print_only_the_words_of_each_hidden_stretch() -> None:
    frame = classes(*range(1, 9), hidden=(3,))
    wide = frame.loc[frame.index.repeat(2)].assign(kind=[f"K{at}" for at in range(16)])
    figure = charts.columns(wide, "kind", words=WORDS)
    assert set(figure.data[0].text) == {""}
    assert [(note.text, note.x) for note in figure.layout.annotations] == [("alle 5", 6.5)]


SERVICES = crossed("service", "stage", {"Kurssi": {"Suunniteltu": 120, "Aloittanut": 80}, "Työkokeilu": {"Suunniteltu": 60, "Aloittanut": None}})


def test_grouped_series_differ_in_pattern_too() -> None:
    planned, started, stubs = charts.grouped(SERVICES, "service", "stage", words=WORDS, horizontal=True).data
    assert (planned.x, started.x) == ((120, 60), (80, None))
    assert planned.marker.pattern.shape[0] != started.marker.pattern.shape[0]
    assert stubs.offsetgroup == started.offsetgroup and stubs.x[0] is None and stubs.showlegend is False
    assert stubs.text[1] == "alle 5"


def test_grouped_columns_stand_on_the_same_numbers() -> None:
    upright = charts.grouped(SERVICES, "service", "stage", words=WORDS)
    lying = charts.grouped(SERVICES, "service", "stage", words=WORDS, horizontal=True)
    assert [trace.y for trace in upright.data] == [trace.x for trace in lying.data]


def test_a_grouped_place_without_a_row_says_that_nothing_is_known() -> None:
    frame = crossed("service", "stage", {"Kurssi": {"Suunniteltu": 120, "Aloittanut": 80}, "Työkokeilu": {"Suunniteltu": 60}})
    assert charts.grouped(frame, "service", "stage", words=WORDS).data[1].hovertext[1] == "Työkokeilu, Aloittanut: ei tietoa"


def test_crowded_groups_keep_the_words_of_the_hidden() -> None:
    frame = crossed("month", "source", {f"K{at}": {"Kela": 9, "TE": None if at == 4 else 8} for at in range(8)})
    figure = charts.grouped(frame, "month", "source", words=WORDS)
    assert [(note.text, note.x) for note in figure.layout.annotations] == [("alle 5", 4)]
    assert set(figure.data[0].text) == {""}
