"""How a lens is put together as a picture: the division chosen, circles or tiles for municipalities, official outlines where there are any."""

import ast
import inspect
from pathlib import Path
from typing import Any

import pytest

from data_access.sources import stored
from data_access.sources.stored import Official
from metrics import Period, Viewer
from metrics.library import mainland, outlines
from texts import LANGUAGES
from ui import area_card, crossed, divisions, drawing, lens, maps, standing
from ui.drawing import Picture
from ui.filters import Filters
from ui.lens import Lens
from ui.view import View

pytestmark = pytest.mark.usefixtures("on_duckdb")
COUNTS = {"county": 22, "employment_area": 45, "municipality": 292}
ABOUT = {"source": "tilastokeskus:kunta4500k", "layer": "kunta4500k_2026", "year": 2026, "licence": "CC BY 4.0", "producer": "Tilastokeskus"}
FETCHED, DAYS = "2026-11-20", {"fi": "20.11.2026", "sv": "20.11.2026", "en": "20 November 2026"}
OTHERS = {"county": "employment_area", "employment_area": "county", "municipality": "employment_area", "tiles": "employment_area"}


def view(language: str = "fi", **where: str) -> View:
    return View(Viewer.parse("manager"), language, Filters(Period.parse("2025"), where), "map")


def codes(shapes: dict[str, Any] | None) -> list[str]:
    return [str(feature["properties"]["area"]) for feature in shapes["features"]] if shapes else []


def seen(picture: str, borders: str = "", **where: str) -> Picture:
    return drawing.picture(view(**where), Lens("clients", True, picture, borders))


def said(picture: str, language: str = "fi", borders: str = "") -> str:
    """All that is written under a map."""
    shown, chosen = view(language), Lens("population", False, picture, borders)
    return "\n".join([*drawing.captions(shown, chosen, maps.of_measure(shown, chosen)), drawing.source(shown, chosen)])


@pytest.fixture
def official(on_duckdb: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """Official outlines are stored: a square for each area, Åland's too."""
    made = {level: {"type": "FeatureCollection", "features": [square(code, at) for at, code in enumerate(everywhere(level))]} for level in COUNTS}
    monkeypatch.setattr(stored, "official", lambda: Official({**ABOUT, "fetched": FETCHED}, made))
    return made


def everywhere(level: str) -> list[str]:
    return sorted(maps.codes_of(level))


def square(code: str, place: int) -> dict[str, Any]:
    west, south = 20.0 + place % 20 / 2, 60.0 + place // 20 / 2
    ring = [[west, south], [west + 0.5, south], [west + 0.5, south + 0.5], [west, south + 0.5], [west, south]]
    told = {"area": code, "name": code, "approximate": False}
    return {"type": "Feature", "properties": told, "geometry": {"type": "Polygon", "coordinates": [ring]}}


@pytest.mark.parametrize("division", lens.DIVISIONS)
def test_a_division_is_filled_and_named_with_the_other_dashed_over_it(division: str) -> None:
    plain, crossing = seen(division), seen(division, OTHERS[division])
    assert set(codes(plain.areas)) == mainland(division) and len(codes(plain.areas)) == COUNTS[division]
    assert plain.named and plain.second is None and set(codes(crossing.second)) == mainland(OTHERS[division])
    assert plain.ground is None and plain.outer is None and plain.inset is not None


def test_municipalities_are_equal_circles_on_the_land_where_their_borders_are_not_known() -> None:
    picture = seen("municipality")
    assert set(codes(picture.areas)) == mainland("municipality") and not picture.named
    assert set(codes(picture.ground)) == mainland("county") and picture.outer is None
    widths = {round(max(x) - min(x), 2) for x in ([point[0] for point in one["geometry"]["coordinates"][0]] for one in picture.areas["features"])}
    assert len(widths) == 1 and all(one["properties"]["approximate"] for one in picture.areas["features"])


@pytest.mark.usefixtures("official")
def test_official_outlines_draw_municipalities_as_polygons_inside_their_counties() -> None:
    picture = seen("municipality", "employment_area")
    assert codes(picture.areas) == everywhere("municipality") and picture.ground is None
    assert codes(picture.outer) == everywhere("county") and codes(picture.second) == everywhere("employment_area")


def test_official_outlines_are_drawn_as_they_are_stored(official: dict[str, dict[str, Any]]) -> None:
    for level in COUNTS:
        assert seen(level).areas is official[level]


@pytest.mark.parametrize("where", [{}, {"county": "13"}])
def test_each_municipality_of_today_is_one_tile_and_groups_of_tiles_are_its_divisions(where: dict[str, str]) -> None:
    picture = seen("tiles", "employment_area", **where)
    assert set(codes(picture.areas)) >= mainland("municipality") and len(set(codes(picture.areas))) == len(codes(picture.areas))
    assert set(codes(picture.outer)) >= mainland("county") and set(codes(picture.second)) >= mainland("employment_area")
    assert codes(picture.chosen) == list(where.values()) and picture.inset is None and picture.ground is None and not picture.named


@pytest.mark.parametrize("picture", OTHERS)
@pytest.mark.parametrize("where", [{"county": "13"}, {"employment_area": "17"}, {"municipality": "297"}])
def test_the_area_chosen_is_ringed_on_every_picture(picture: str, where: dict[str, str]) -> None:
    drawn = seen(picture, **where)
    assert codes(drawn.chosen) == list(where.values()) and drawn.box == seen(picture).box
    assert seen(picture, team="T13-1").chosen is None


def test_tiles_of_team_regions_are_grouped_by_the_teams_that_serve_them() -> None:
    drawn = drawing.picture(view(), Lens("team_regions", False, "tiles", "", "2026-10-31"))
    assert "T90-1+T90-2+T90-3" in codes(drawn.outer) and not set(codes(drawn.outer)) & mainland("county")


def test_aland_cannot_be_ringed_where_it_is_not_drawn() -> None:
    assert seen("county", county="91").chosen is None and seen("employment_area", employment_area="46").chosen is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("picture", [*COUNTS])
def test_bundled_outlines_are_labelled_as_approximate(picture: str, language: str) -> None:
    told = said(picture, language)
    assert view(language).say("page.map.label") in told
    assert (view(language).say("page.map.seats") in told) == (picture == "municipality")


@pytest.mark.usefixtures("official")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("picture", [*COUNTS])
def test_official_outlines_are_labelled_with_producer_year_licence_and_day(picture: str, language: str) -> None:
    told, shown = said(picture, language), view(language)
    assert all(one in told for one in ("Tilastokeskus", "2026", "CC BY 4.0", DAYS[language]))
    assert shown.say("page.map.label") not in told and shown.say("page.map.seats") not in told and "{" not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_tiles_say_that_they_are_no_map(language: str) -> None:
    shown = view(language)
    assert shown.say("page.map.tiles_label") in said("tiles", language) and shown.say("page.map.label") not in said("tiles", language)


@pytest.mark.parametrize("picture", OTHERS)
def test_the_dashed_line_is_explained_where_there_is_one(picture: str) -> None:
    shown, other = view(), OTHERS[picture]
    assert shown.say(f"page.map.line_{other}") in said(picture, borders=other)
    assert not any(shown.say(f"page.map.line_{one}") in said(picture) for one in lens.DIVISIONS)


def test_how_the_classes_were_made_is_said() -> None:
    assert "kvantiilit" in said("county") and view().say("page.map.click") in said("county")


@pytest.mark.usefixtures("official")
@pytest.mark.parametrize("picture", OTHERS)
def test_the_same_numbers_are_shown_whatever_the_outlines(picture: str, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = Lens("clients", True, picture)
    with_official = maps.of_measure(view(), chosen)
    monkeypatch.setattr(stored, "official", lambda: None)
    bundled = maps.of_measure(view(), chosen)
    assert with_official.frame.equals(bundled.frame) and with_official.finding == bundled.finding


@pytest.mark.parametrize("module", [maps, standing, area_card, crossed, divisions])
def test_what_numbers_are_made_in_reads_no_outlines(module: Any) -> None:
    imported = {alias.name for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert imported and not imported & {"outlines", "outlines_about", "tiles", "drawing"}


def test_the_bundled_outlines_have_no_municipalities() -> None:
    assert outlines("municipality") is None
