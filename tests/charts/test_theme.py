"""The palette can be seen on both pages, and in a print without colour."""

import itertools

import pytest

from charts import theme
from charts.scales import CATEGORY_FILLS

PAGES = ("#ffffff", "#f5f7fa", "#eef4f5", "#10181f", "#10191f", "#1a242d")
MARKS = {**theme.COLOUR, **{f"category {at}": colour for at, colour in enumerate(theme.CATEGORICAL)}, "border": theme.BORDER}


def test_contrast_is_that_of_wcag() -> None:
    assert theme.contrast("#ffffff", "#000000") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", [*MARKS, *(f"likert {at}" for at in range(5))])
def test_every_mark_stands_out_from_every_page(name: str, page: str) -> None:
    colour = MARKS[name] if name in MARKS else theme.LIKERT[int(name[-1])]
    assert theme.contrast(colour, page) >= 3


@pytest.mark.parametrize("fill", [*theme.CATEGORICAL, *theme.LIKERT, *theme.SEQUENTIAL, *theme.ramp(6), theme.GREY])
def test_print_on_a_fill_can_be_read(fill: str) -> None:
    assert theme.contrast(theme.ink(fill), fill) >= 4.5


@pytest.mark.parametrize("ramp", [theme.SEQUENTIAL, theme.SEQUENTIAL_DARK[::-1], theme.ramp(6)])
def test_ordered_classes_are_steps_of_lightness(ramp: tuple[str, ...]) -> None:
    assert all(theme.contrast(one, other) >= 1.25 and theme.luminance(one) > theme.luminance(other) for one, other in itertools.pairwise(ramp))


def test_map_classes_without_order_differ_in_lightness() -> None:
    for fills in CATEGORY_FILLS.values():
        assert all(theme.contrast(one, other) >= 1.25 for one, other in itertools.combinations(fills[:3], 2))


def test_likert_steps_of_one_side_differ_in_lightness() -> None:
    assert theme.contrast(theme.LIKERT[0], theme.LIKERT[1]) >= 1.25
    assert theme.contrast(theme.LIKERT[3], theme.LIKERT[4]) >= 1.25


def test_eight_series_differ_without_colour() -> None:
    assert len(set(theme.CATEGORICAL)) == len(set(theme.DASHES)) == len(set(theme.SYMBOLS)) == 8
    assert len(set(theme.PATTERNS[:6])) == 6
    assert theme.UNKNOWN_PATTERN not in theme.PATTERNS and theme.HIDDEN_PATTERN not in theme.PATTERNS


def test_no_colour_is_one_of_streamlits_place_holders() -> None:
    used = {*MARKS.values(), *theme.LIKERT, *theme.SEQUENTIAL, *theme.SEQUENTIAL_DARK}
    assert not [colour for colour in used if colour.startswith("#0000")]


def test_a_ramp_of_any_length_runs_from_light_to_dark() -> None:
    assert theme.ramp(5) == list(theme.SEQUENTIAL)
    assert theme.ramp(1) == [theme.SEQUENTIAL[0]]
    assert (theme.ramp(7)[0], theme.ramp(7)[-1]) == (theme.SEQUENTIAL[0], theme.SEQUENTIAL[-1])


def test_tint_keeps_the_colour() -> None:
    assert theme.tint("#ff8000", 0.5) == "rgba(255,128,0,0.5)"
