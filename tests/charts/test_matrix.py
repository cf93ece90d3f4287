"""Matrix: a diagonal, a number beside every cell, crossing rows marked without colour, hidden and missing told apart in words."""

from typing import Any

import pytest

from charts import theme
from charts.matrix import CROSSING, ROW, matrix
from tests.charts.samples import PAIRS, WORDS, pairs

COUNTIES = ["Itä-Uusimaa", "Vantaa", "Varsinais-Suomi"]


def draw(frame: Any = PAIRS, **how: Any) -> Any:
    return matrix(frame, "area", "county", words=WORDS, columns=COUNTIES, **how)


def cells(figure: Any) -> list[tuple[float, float]]:
    """(line, column) of all cells drawn."""
    return sorted((y, base + 0.5) for bar in figure.data if bar.type == "bar" for y, base in zip(bar.y, bar.base, strict=True))


def texts(figure: Any) -> list[str]:
    return [text.replace("\u00a0", " ").strip() for text in figure.data[-1].text]


def test_rows_stand_in_the_order_of_their_own_columns_with_a_line_for_each_cell() -> None:
    figure = draw()
    assert figure.layout.yaxis.ticktext == (f"<b>{CROSSING} Kerava-Sipoo</b>", "Vantaa", "Salo")
    assert figure.layout.yaxis.tickvals == (0.5, 2.0, 3.0)
    assert cells(figure) == [(0, 1), (1, 0), (2, 1), (3, 2)]


def test_each_cell_has_its_number_and_one_that_belongs_elsewhere_the_name_of_its_column() -> None:
    assert texts(draw()) == ["<b>31</b> Vantaa", "alle 5 Itä-Uusimaa", "<b>9</b>", "Varsinais-Suomi <b>12</b>"]


def test_the_sign_of_a_crossing_row_is_explained_and_only_where_it_occurs() -> None:
    assert CROSSING in draw(crossing="ylittää rajan").layout.annotations[0].text
    assert not draw(PAIRS[PAIRS["area"] != "Kerava-Sipoo"], crossing="ylittää rajan").layout.annotations


THREE = pairs(("A", "Vantaa", 3), ("B", "Vantaa", None), ("C", "Vantaa", float("nan")))


def test_hidden_missing_and_shown_cells_look_different_without_their_colours() -> None:
    shown, hidden, missing = (bar for bar in draw(THREE).data if bar.type == "bar")
    assert shown.marker.pattern.shape is None and hidden.marker.pattern.shape == theme.HIDDEN_PATTERN
    assert missing.marker.color == theme.CLEAR and missing.marker.pattern.shape is None


def test_words_stand_beside_hidden_and_missing_cells() -> None:
    assert texts(draw(THREE)) == ["<b>3</b> Vantaa", "alle 5", "ei tietoa"]


def test_the_size_of_a_hidden_cell_moves_nothing() -> None:
    one, other = (draw(PAIRS.assign(value=PAIRS["value"].mask(PAIRS["hidden"], secret))).to_json() for secret in (1.0, 99_999.0))
    assert one == other


def test_columns_without_a_cell_are_drawn_and_blank() -> None:
    figure = draw(PAIRS[PAIRS["county"] == "Vantaa"], short={"Itä-Uusimaa": "I-Uusimaa"})
    assert figure.layout.xaxis.ticktext == ("I-Uusimaa", "Vantaa", "Varsinais-Suomi")
    assert {column for _, column in cells(figure)} == {1.0}


def test_short_names_are_printed_and_long_ones_said_when_pointed_at() -> None:
    figure = draw(PAIRS.assign(note="Väestöstä 12 %"), short={"Varsinais-Suomi": "V-Suomi"}, text="note")
    assert "V-Suomi <b>12</b>" in texts(figure)
    assert "<b>Salo</b><br>Varsinais-Suomi<br>12<br>Väestöstä 12 %" in figure.data[1].hovertext


def test_two_rows_for_one_cell_are_refused() -> None:
    with pytest.raises(ValueError, match="does not name one row each"):
        draw(pairs(("A", "Vantaa", 3), ("A", "Vantaa", 4)))


def test_a_line_takes_the_same_height_whatever_there_is() -> None:
    one, two = draw(pairs(("A", "Vantaa", 3))), draw(pairs(("A", "Vantaa", 3), ("B", "Vantaa", 4)))
    assert two.layout.height - one.layout.height == ROW


def test_darker_pages_have_the_colours_of_the_dark_map() -> None:
    light, dark = (draw(dark=dark).data[1].marker.color for dark in (False, True))
    assert set(light) <= set(theme.SEQUENTIAL) and set(dark) <= set(theme.SEQUENTIAL_DARK)


def test_forty_five_areas_in_twenty_two_counties_keep_every_number_inside_a_phone() -> None:
    rows = [(f"Työllisyysalue {at}", f"Hyvinvointialue {at // 2}", 1000.0 + at) for at in range(44)] + [("Rajat ylittävä", "Hyvinvointialue 10", 5.0)]
    figure = matrix(pairs(*rows), "area", "county", words=WORDS)
    plot = 350 - figure.layout.margin.l - 8
    said = figure.data[-1]
    wide = [6 * len(text.replace("<b>", "").replace("</b>", "")) for text in said.text]
    starts = [(x + 0.5) / 22 * plot for x in said.x]
    rights = ["right" in side for side in said.textposition]
    ends = [start + (room if right else -room) for start, room, right in zip(starts, wide, rights, strict=True)]
    assert min(ends) > -15 and max(ends) < plot + 15
