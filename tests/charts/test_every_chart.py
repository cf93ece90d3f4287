"""What every chart promises, checked on each of them; a new one is tested by adding it to samples.DRAWN."""

from typing import Any

import plotly.graph_objects as go
import pytest
from streamlit.elements.lib import streamlit_plotly_theme

import charts
from charts import theme
from charts.funnel_plot import funnel_plot
from charts.matrix import matrix
from tests.charts.samples import DRAWN, LEGEND, LIMITS, SECRET_FORMS, WORDS, classes, crossed, monthly

FIGURES = {name: draw for name, draw in DRAWN.items() if name != "area_map"}


@pytest.mark.parametrize("name", DRAWN)
def test_a_hidden_number_is_nowhere_in_what_is_sent_to_the_browser(name: str) -> None:
    sent = DRAWN[name]().to_json()
    assert not [form for form in SECRET_FORMS if form in sent]


@pytest.mark.parametrize("name", sorted(set(DRAWN) - {"sankey"}))
def test_hidden_is_said_in_words(name: str) -> None:
    assert "alle 5" in DRAWN[name]().to_json()


@pytest.mark.parametrize("name", FIGURES)
def test_plotly_accepts_every_property(name: str) -> None:
    assert isinstance(go.Figure(FIGURES[name]().to_dict()), go.Figure)


@pytest.mark.parametrize("name", FIGURES)
def test_numbers_are_marked_the_finnish_way_and_the_page_scrolls_under_a_finger(name: str) -> None:
    layout = FIGURES[name]().layout
    assert layout.separators == ",\u00a0"
    assert layout.dragmode is False
    assert layout.title.text is None
    assert layout.paper_bgcolor == layout.plot_bgcolor == theme.CLEAR


@pytest.mark.parametrize("name", FIGURES)
def test_no_style_of_another_library_is_sent_along(name: str) -> None:
    assert FIGURES[name]().layout.template.to_plotly_json() == {"layout": {"colorway": list(theme.CATEGORICAL)}}


def _empties() -> dict[str, Any]:
    none, crossed_none = classes(1).iloc[:0], crossed("a", "b", {"x": {"y": 1}}, {"x": 1}).iloc[:0]
    months = monthly(1).iloc[:0]
    return {
        "trend": charts.trend(months, "month", words=WORDS),
        "columns": charts.columns(none, "kind", words=WORDS),
        "bars": charts.bars(none, "kind", words=WORDS),
        "grouped": charts.grouped(crossed_none, "a", "b", words=WORDS),
        "stacked_share": charts.stacked_share(crossed_none, "a", "b", "total", words=WORDS),
        "likert": charts.likert(crossed_none, "a", "b", "total", answers=list("abcde"), words=WORDS),
        "stock_and_flow": charts.stock_and_flow(months, months, months, "month", names=("a", "b", "c"), words=WORDS),
        "sankey": charts.sankey(none.assign(stage=0, source="", target=""), words=WORDS),
        "funnel": charts.funnel(none, "kind", words=WORDS, from_previous="", from_first=""),
        "funnel_plot": funnel_plot(none.assign(n=1.0, apart=""), "kind", words=WORDS, limits=LIMITS, legend=LEGEND, x_title=""),
        "matrix": matrix(crossed_none, "a", "b", words=WORDS),
        "dots": charts.dots(none.assign(low=0.0, high=0.0), "kind", words=WORDS),
    }


@pytest.mark.parametrize("name", _empties())
def test_an_empty_frame_says_that_there_is_nothing(name: str) -> None:
    figure = _empties()[name]
    assert [note.text for note in figure.layout.annotations] == ["ei tietoa"]
    assert not figure.data


def test_all_hidden_says_so_where_a_scale_would_need_a_number() -> None:
    assert [note.text for note in charts.trend(monthly(1, 2, hidden=(0, 1)), "month", words=WORDS).layout.annotations] == ["alle 5"]
    hidden = classes(1, hidden=(0,)).assign(stage=0, source="Kela", target="Kurssi")
    assert [note.text for note in charts.sankey(hidden, words=WORDS).layout.annotations] == ["alle 5"]


@pytest.mark.parametrize("draw", [charts.columns, charts.bars])
def test_bars_that_are_all_hidden_keep_their_classes(draw: Any) -> None:
    stubs = draw(classes(1, 2, hidden=(0, 1)), "kind", words=WORDS).data[-1]
    assert stubs.text == ("alle 5", "alle 5")


def test_text_and_page_colour_are_those_streamlit_puts_the_theme_in() -> None:
    assert (theme.TEXT, theme.PAGE) == (streamlit_plotly_theme.GRAY_90, streamlit_plotly_theme.BG_COLOR)
