"""Funnel, flow chart and dots: conversions both ways, widths that sum to the whole, intervals that do not give the hidden away."""

import pandas as pd
import pytest

import charts
from charts import theme
from charts.funnel import conversions
from tests.charts.samples import DRAWN, SHARES, WORDS, classes


def test_a_thousand_to_two_hundred_and_fifty_is_half_and_half_and_a_quarter_of_all() -> None:
    assert conversions([1000, 500, 250]) == [(None, 1.0), (0.5, 0.5), (0.5, 0.25)]
    figure = charts.funnel(classes(1000, 500, 250), "kind", words=WORDS, from_previous="edellisestä", from_first="alusta")
    assert [note.text for note in figure.layout.annotations] == [
        "A: <b>1\u00a0000</b><br>100\u00a0% alusta",
        "B: <b>500</b><br>50\u00a0% edellisestä · 50\u00a0% alusta",
        "C: <b>250</b><br>50\u00a0% edellisestä · 25\u00a0% alusta",
    ]


def test_a_share_that_needs_a_hidden_number_is_not_printed() -> None:
    assert conversions([1000, None, 250]) == [(None, 1.0), (None, None), (None, 0.25)]
    assert conversions([None, 500]) == [(None, None), (None, None)]
    assert conversions([0, 0]) == [(None, None), (None, None)]
    texts = [note.text for note in DRAWN["funnel"]().layout.annotations]
    assert texts[2:] == ["C: <b>alle 5</b>", "D: <b>250</b><br>25\u00a0% alusta"]


def test_steps_stand_in_the_order_of_the_frame() -> None:
    _, bars, stubs = DRAWN["funnel"]().data
    assert bars.x == (1000, 500, None, 250) and stubs.x[2] > 0
    assert stubs.marker.pattern.shape == theme.HIDDEN_PATTERN


LINKS = pd.DataFrame(
    [
        (0, "Kela", "Kurssi", 30.0, False),
        (0, "Sote-keskus", "Kurssi", 10.0, False),
        (0, "Kela", "Muu", 20.0, False),
        (1, "Kurssi", "Työ", 25.0, False),
        (1, "Kurssi", "Muu", 15.0, False),
        (1, "Muu", "Muu", 20.0, False),
    ],
    columns=["stage", "source", "target", "value", "hidden"],
)


def test_widths_sum_to_the_whole_at_every_stage() -> None:
    link = charts.sankey(LINKS, words=WORDS).data[0].link
    assert sum(link.value[:3]) == sum(link.value[3:]) == 60


def test_one_label_on_two_stages_is_two_nodes_with_their_own_numbers() -> None:
    node = charts.sankey(LINKS, words=WORDS).data[0].node
    assert [label for label in node.label if label.startswith("Muu")] == ["Muu <b>20</b>", "Muu <b>35</b>"]
    assert [round(x, 1) for x in node.x] == [0, 0, 0.5, 0.5, 1, 1]


def test_merged_nodes_are_grey_and_last() -> None:
    node, link = (charts.sankey(LINKS, words=WORDS, last={"Muu"}, grey={"Muu"}).data[0][part] for part in ("node", "link"))
    greys = [label for label, colour in zip(node.label, node.color, strict=True) if colour == theme.GREY]
    assert greys == ["Muu <b>20</b>", "Muu <b>35</b>"]
    assert node.label[-1] == "Muu <b>35</b>"
    assert link.color[2] == theme.tint(theme.GREY, 0.3)


def test_nodes_of_a_stage_do_not_overlap_and_stand_by_size_or_wish() -> None:
    node = charts.sankey(LINKS, words=WORDS).data[0].node
    assert node.label[0] == "Kela <b>50</b>" and node.y[0] < node.y[1]
    assert charts.sankey(LINKS, words=WORDS, orders=[["Sote-keskus", "Kela"]]).data[0].node.label[0] == "Sote-keskus <b>10</b>"
    assert all(0 < place < 1 for place in (*node.x, *node.y))


def test_a_link_is_said_in_words() -> None:
    link = charts.sankey(LINKS, words=WORDS, colours={"Työ": theme.GREEN}).data[0].link
    assert link.customdata[0] == "Kela → Kurssi: 30"
    assert link.color[3] == theme.tint(theme.GREEN, 0.4)


def test_a_band_may_pass_by_a_stage() -> None:
    links = LINKS.assign(to_stage=[1, 1, 2, 2, 2, 2]).drop(index=5)
    node = charts.sankey(links, words=WORDS).data[0].node
    assert [label for label in node.label if label.startswith("Muu")] == ["Muu <b>35</b>"]


def test_dots_have_their_interval_value_and_n() -> None:
    frame = classes(0.31, 0.27).assign(low=[0.24, 0.2], high=[0.39, 0.34], n=[150, 220])
    figure = charts.dots(frame, "kind", words=SHARES, n="n", reference=("Koko maa", 0.29))
    intervals, marks = figure.data
    assert marks.x == (31, 27) and intervals.x == (24, 39, None, 20, 34, None)
    assert marks.hovertext[0] == "<b>A</b><br>31\u00a0% (24\u00a0%–39\u00a0%)<br>n\u00a0=\u00a0150"
    texts = [note.text for note in figure.layout.annotations]
    assert texts == ["Koko maa: 29\u00a0%", "<b>31\u00a0%</b><br>n\u00a0=\u00a0150", "<b>27\u00a0%</b><br>n\u00a0=\u00a0220"]
    assert figure.layout.shapes[0].x0 == pytest.approx(29)


def test_a_hidden_dot_has_neither_dot_nor_interval() -> None:
    intervals, marks = DRAWN["dots"]().data
    assert marks.x[1] is None and intervals.x[3:6] == (None, None, None)


def test_an_own_area_is_filled_and_bold_among_open_ones() -> None:
    figure = DRAWN["dots"]()
    assert figure.data[1].marker.symbol == ("circle", "circle-open", "circle-open")
    assert figure.layout.yaxis.ticktext[0] == "<b>A</b>"
