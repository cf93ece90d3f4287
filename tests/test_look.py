"""The look of .streamlit/config.toml: readable pairs of colours in both themes, our own fonts, nothing fetched from outside."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from charts import theme as chart_theme
from tests.conftest import ROOT

CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
THEME: dict[str, Any] = CONFIG["theme"]
PLACES = [(name, place) for name in ("light", "dark") for place in ("page", "sidebar")]


def _colours(name: str, place: str) -> dict[str, str]:
    """The colours in force on the page or in the sidebar of a theme."""
    page = {key: value for key, value in THEME[name].items() if isinstance(value, str)}
    return page if place == "page" else {**page, **THEME[name]["sidebar"]}


@pytest.mark.parametrize(("name", "place"), PLACES)
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
@pytest.mark.parametrize("ink", ["textColor", "primaryColor", "linkColor"])
def test_text_and_links_have_the_contrast_of_wcag_aa(name: str, place: str, ground: str, ink: str) -> None:
    colours = _colours(name, place)
    assert chart_theme.contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize(("name", "place"), PLACES)
def test_captions_which_streamlit_fades_to_three_fifths_can_still_be_read(name: str, place: str) -> None:
    colours = _colours(name, place)
    faded = _mixed(colours["textColor"], colours["backgroundColor"], 0.6)
    assert chart_theme.contrast(faded, colours["backgroundColor"]) >= 4.5


def _mixed(over: str, under: str, share: float) -> str:
    pairs = [(int(over[at : at + 2], 16), int(under[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(share * high + (1 - share) * low):02x}" for high, low in pairs)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_border_of_a_field_can_be_told_from_the_page(name: str) -> None:
    assert chart_theme.contrast(THEME[name]["borderColor"], THEME[name]["backgroundColor"]) >= 3


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("colour", THEME["chartCategoricalColors"])
def test_every_chart_colour_can_be_told_from_the_page(name: str, colour: str) -> None:
    assert chart_theme.contrast(colour, THEME[name]["backgroundColor"]) >= 3


def test_streamlits_own_charts_use_the_colours_of_ours() -> None:
    assert tuple(THEME["chartCategoricalColors"]) == chart_theme.CATEGORICAL


def test_streamlit_takes_scales_of_exactly_ten_colours() -> None:
    assert [len(THEME["chartSequentialColors"]), len(THEME["chartDivergingColors"])] == [10, 10]


def test_every_font_is_a_file_of_ours_with_its_licence() -> None:
    files = [face["url"].removeprefix("app/static/") for face in THEME["fontFaces"]]
    assert {Path("static") / file for file in files} == {file.relative_to(ROOT) for file in (ROOT / "static" / "fonts").glob("*.woff2")}
    assert "SIL OPEN FONT LICENSE" in (ROOT / "static" / "fonts" / "OFL.txt").read_text(encoding="utf-8")


def test_nothing_is_told_to_or_asked_from_outside() -> None:
    assert CONFIG["browser"] == {"gatherUsageStats": False, "serverAddress": "localhost"}
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["logger"]["enableRich"] is False
