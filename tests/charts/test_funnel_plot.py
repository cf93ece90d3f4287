"""Funnel plot: names only where chance is ruled out and there is room, hidden areas counted in words and drawn nowhere."""

from typing import Any

import pytest

from charts import theme
from charts.funnel_plot import funnel_plot
from charts.placing import Area, sides
from tests.charts.samples import LEGEND, LIMITS, SHARES, judged


def plot(*values: float, **how: Any) -> Any:
    frame = judged(*values, hidden=how.pop("hidden", ()), missing=how.pop("missing", ()))
    return funnel_plot(frame, "kind", words=SHARES, limits=LIMITS, legend=LEGEND, x_title="Asiakkaita", **how)


def legend(figure: Any) -> list[str]:
    return [trace.name for trace in figure.data if trace.name]


def named(figure: Any) -> set[str]:
    return {text for trace in figure.data for text in (trace.text or ()) if text}


def test_areas_outside_the_limits_are_named_and_the_others_only_when_pointed_at() -> None:
    figure = plot(0.3, 0.5, 0.2, 0.35)
    assert named(figure) == {"B", "C"}
    assert "<b>A</b><br>30\u00a0%<br>n\u00a0=\u00a020<br>Alue" in [text for trace in figure.data for text in trace.hovertext or ()]


def test_above_and_below_have_symbols_of_their_own_and_one_colour() -> None:
    looks = {trace.name: trace.marker for trace in plot(0.3, 0.5, 0.2).data if trace.name in ("Alue", "Selvästi yli", "Selvästi alle")}
    assert [look.symbol for look in looks.values()] == ["circle", "triangle-up", "triangle-down"]
    assert looks["Selvästi yli"].color == looks["Selvästi alle"].color


def test_the_legend_says_what_each_line_is_and_only_judgements_that_occur() -> None:
    assert legend(plot(0.3, 0.5)) == ["99,8 %:n rajat", "95 %:n rajat", "Koko maa", "Alue", "Selvästi yli"]


def test_limits_are_drawn_in_the_unit_of_the_dots() -> None:
    high, low, inner, centre = plot(0.3, 0.5).data[:4]
    assert high.y == pytest.approx((62, 40, 33)) and low.y == pytest.approx((0, 20, 27))
    assert inner.y[3] is None and inner.line.dash == "dot"
    assert centre.y == pytest.approx((30, 30, 30)) and low.fill == "tonexty"


def test_a_highlighted_area_has_a_ring_and_a_bold_name_even_within_the_limits() -> None:
    figure = plot(0.3, 0.5, highlight={"A"})
    ring = figure.data[-1]
    assert (ring.marker.symbol, ring.x, ring.text) == ("circle-open", (20.0,), ("<b>A</b>",))
    assert named(figure) == {"<b>A</b>", "B"}


def test_hidden_and_missing_areas_are_counted_under_the_axis_and_drawn_nowhere() -> None:
    figure = plot(0.3, 0.5, 0.2, 0.3, 0.3, hidden=(1, 2), missing=(3,), highlight={"C"})
    assert figure.layout.xaxis.title.text == "Asiakkaita<br>alle 5: 2 (C)<br>ei tietoa: 1"
    assert sum(len(trace.x) for trace in figure.data if trace.name == "Alue") == 2
    assert named(figure) == set()


def test_a_hidden_area_is_not_named_though_it_is_judged_by_mistake() -> None:
    frame = judged(0.3, 0.5, hidden=(1,)).assign(apart="above", n=200.0)
    figure = funnel_plot(frame, "kind", words=SHARES, limits=LIMITS, legend=LEGEND, x_title="Asiakkaita", highlight={"B"})
    assert named(figure) == {"A"}


@pytest.mark.parametrize(("how", "said"), [({"hidden": (0, 1)}, "alle 5"), ({"missing": (0, 1)}, "ei tietoa")])
def test_where_nothing_can_be_drawn_the_figure_says_why(how: dict[str, Any], said: str) -> None:
    figure = plot(0.3, 0.5, **how)
    assert [note.text for note in figure.layout.annotations] == [said] and not figure.data


def test_all_dots_lie_inside_the_axes_and_sizes_are_written_the_finnish_way() -> None:
    layout = plot(0.3, 0.5, 0.2).layout
    assert layout.yaxis.range[0] < 20 and layout.yaxis.range[1] > 50
    assert 10 ** layout.xaxis.range[0] < 20 and 10 ** layout.xaxis.range[1] > 2000
    assert layout.xaxis.ticktext == ("30", "100", "300", "1\u00a0000")


def test_one_area_alone_has_two_ticks_and_a_range() -> None:
    layout = plot(0.3).layout
    assert len(layout.xaxis.tickvals) == 2 and layout.xaxis.range[0] < layout.xaxis.range[1]


def test_the_band_of_chance_is_the_palest_thing_on_the_page() -> None:
    assert plot(0.3, 0.5).data[1].fillcolor == theme.BAND


PLACE = Area(200, 100)


def test_names_that_would_meet_are_left_out_and_the_first_ones_stay() -> None:
    crowd = dict.fromkeys(["Aura", "Eura", "Inari", "Oulu", "Pori", "Salo"], (100.0, 50.0))
    assert list(sides([*crowd], crowd, PLACE)) == ["Aura", "Eura", "Inari", "Oulu"]
    assert set(sides(["Inari", "Oulu"], {"Inari": (20, 50), "Oulu": (20, 80)}, PLACE).values()) == {"middle right"}


def test_a_name_at_the_right_edge_stands_to_the_left_of_its_mark() -> None:
    assert sides(["Pohjanmaa"], {"Pohjanmaa": (195, 50)}, PLACE) == {"Pohjanmaa": "middle left"}


def test_a_name_wider_than_the_plot_is_not_written() -> None:
    assert sides(["Pohjois-Pohjanmaan hyvinvointialue"], {"Pohjois-Pohjanmaan hyvinvointialue": (100, 50)}, PLACE) == {}
