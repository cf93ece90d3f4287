"""The other layers of the map: loaded from tables, dated, and nothing said of an area that no row names."""

import pandas as pd
import pytest

from metrics import Period, Viewer, layer_tables
from ui import layers, team_regions
from ui.filters import Filters
from ui.maps import Paint
from ui.view import View

pytestmark = pytest.mark.usefixtures("on_duckdb")
LEVELS = {"county": 23, "employment_area": 46, "municipality": 308}
KAINUU, KAINUU_COUNTIES = "Kainuu-Koillismaa", ("19", "20")
TABLES = ("maturity_status", "network_structure", "area_programme", "team_area", "team_member")


def view(language: str = "fi") -> View:
    return View(Viewer.parse("manager"), language, Filters(Period.parse("2025"), {}), "map")


def surveyed(monkeypatch: pytest.MonkeyPatch, **classes: str) -> None:
    """Only a survey of 11/2023 with these counties (c19=...) is loaded."""
    rows = [{"area": name[1:], "version": "2023-11", "maturity": code, "source": "Kuva"} for name, code in classes.items()]
    frame = pd.DataFrame(rows, columns=["area", "version", "maturity", "source"])
    monkeypatch.setattr(layer_tables, "table", lambda name: frame)


def said(paint: Paint, name: str) -> str:
    return str(paint.frame.set_index("full").loc[name, "said"])


@pytest.mark.parametrize("layer", layers.LAYERS)
@pytest.mark.parametrize(("level", "count"), LEVELS.items())
@pytest.mark.parametrize("dark", [False, True])
def test_every_area_has_a_row_and_its_class_or_no_data(layer: str, level: str, count: int, dark: bool) -> None:
    paint = layers.paint(view(), layer, level, "", dark)
    assert len(paint.frame) == len(paint.table) == count and not paint.frame["hidden"].any()
    for row in paint.frame.to_dict("records"):
        expected = "ei tietoa" if pd.isna(row["value"]) else paint.scale.swatches[int(row["value"])].label
        assert row["said"] == expected and expected in row["text"]
    assert paint.scale.missing.label == "ei tietoa" and said(paint, "Ahvenanmaa" if level != "municipality" else "Maarianhamina") == "ei tietoa"


@pytest.mark.parametrize("layer", layers.LAYERS)
@pytest.mark.parametrize("level", LEVELS)
def test_the_table_twin_is_sorted_by_name_and_says_what_the_map_says(layer: str, level: str) -> None:
    paint = layers.paint(view(), layer, level, "", False)
    names = list(paint.table.iloc[:, 0])
    assert names == sorted(names, key=str.casefold)
    assert dict(zip(names, paint.table.iloc[:, 1], strict=True)) == dict(zip(paint.frame["full"], paint.frame["said"], strict=True))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("layer", layers.LAYERS)
def test_every_language_names_the_layer_and_tells_when_and_where_from(layer: str, language: str) -> None:
    shown = view(language)
    paint = layers.paint(shown, layer, "employment_area", "", False)
    newest = next(iter(layers.versions(shown, layer).values()))
    assert paint.finding.endswith(".") and newest in paint.note and shown.say(f"layer.{layer}") in paint.table.columns


def test_versions_are_dated_as_finns_write_them_newest_first() -> None:
    assert layers.versions(view(), "maturity") == {"2026-01": "1/2026", "2025-06": "6/2025"}
    days = layers.versions(view(), "team_regions")
    assert list(days.items())[:2] == [("2026-10-31", "31.10.2026"), ("2025-12-31", "31.12.2025")] and list(days)[-1] == "2023-12-31"


def test_an_older_version_is_another_map_and_an_unknown_one_the_newest() -> None:
    newest, older, unknown = (layers.paint(view(), "maturity", "county", version, False) for version in ("", "2025-06", "2019-01"))
    assert said(newest, "Keski-Uudenmaan hyvinvointialue") != "ei tietoa" == said(older, "Keski-Uudenmaan hyvinvointialue")
    assert "6/2025" in older.note and "keksitty" in older.note
    pd.testing.assert_frame_equal(unknown.frame, newest.frame)


def test_a_county_without_a_row_has_no_class_whatever_an_earlier_version_said(monkeypatch: pytest.MonkeyPatch) -> None:
    surveyed(monkeypatch, c19="coordinated_full")
    paint = layers.paint(view(), "maturity", "county", "2023-11", False)
    assert paint.frame["value"].notna().sum() == 1 and "Koordinoitu ja kattava 1; ei tietoa 22" in paint.finding
    assert [swatch.label for swatch in paint.scale.swatches][-1] == "Ei mukana" and len(paint.scale.swatches) == 5
    assert "Tilanne 11/2023. Lähde: Kuva." in paint.note


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        ({"c19": "not_involved", "c20": "not_involved"}, "Ei mukana"),
        ({"c19": "not_involved", "c20": "coordinated_full"}, "Vaihtelee hyvinvointialueittain"),
        ({"c20": "coordinated_full"}, "Vaihtelee hyvinvointialueittain"),
        ({"c01": "coordinated_full"}, "ei tietoa"),
    ],
)
def test_an_area_in_two_counties_is_given_no_class_that_is_not_of_both(
    monkeypatch: pytest.MonkeyPatch, classes: dict[str, str], expected: str
) -> None:
    surveyed(monkeypatch, **classes)
    paint = layers.paint(view(), "maturity", "employment_area", "", False)
    assert said(paint, KAINUU) == expected
    row = paint.table.set_index("Työllisyysalue").loc[KAINUU]
    assert "Kainuun hyvinvointialue: " in row.iloc[1] and "Pohjois-Pohjanmaan hyvinvointialue: " in row.iloc[1]


def test_a_municipality_shows_the_class_of_its_county(monkeypatch: pytest.MonkeyPatch) -> None:
    surveyed(monkeypatch, c20="coordinated_full", c19="not_involved")
    paint = layers.paint(view(), "maturity", "municipality", "", False)
    assert (said(paint, "Kajaani"), said(paint, "Kuusamo"), said(paint, "Helsinki")) == ("Koordinoitu ja kattava", "Ei mukana", "ei tietoa")


@pytest.mark.parametrize("layer", layers.LAYERS)
@pytest.mark.parametrize("level", LEVELS)
def test_where_nothing_is_loaded_every_area_says_so_and_the_sentence_names_the_table(monkeypatch: pytest.MonkeyPatch, layer: str, level: str) -> None:
    empty = {name: layer_tables.table(name).head(0) for name in TABLES}
    monkeypatch.setattr(layer_tables, "table", empty.__getitem__)
    assert layers.versions(view(), layer) == {}
    paint = layers.paint(view(), layer, level, "2023-11", False)
    assert paint.frame["value"].isna().all() and set(paint.table.iloc[:, 1]) == {"ei tietoa"} and paint.note == ""
    table = {"programmes": "area_programme", "team_regions": "team_area", "maturity": "maturity_status"}.get(layer, "network_structure")
    assert f"taulussa {table}" in paint.finding and "docs/data-contract.md" in paint.finding


def test_programmes_count_each_county_in_every_programme_it_is_in() -> None:
    paint = layers.paint(view(), "programmes", "county", "", False)
    assert "Työkykyohjelma (RRP) 6; IPS-kehittäminen (RRP) 6; useammassa kuin yhdessä 3" in paint.finding
    row = paint.frame.set_index("area").loc["13"]
    assert row["said"] == "Useassa ohjelmassa" and "Työkykyohjelma (RRP), IPS-kehittäminen (RRP)" in row["text"]


def test_a_municipality_of_two_teams_is_given_neither() -> None:
    pilot, now = (layers.paint(view(), "team_regions", "municipality", version, False) for version in ("2023-12-31", "2026-10-31"))
    assert said(pilot, "Kuopio") == "Useita tiimejä" and said(now, "Kuopio") == "Tiimissä 2 koordinaattoria"
    text = str(pilot.frame.set_index("full").loc["Kuopio", "text"])
    assert "TYTTI: koordinaattoreita 1 (1,0\u00a0htv), muita tehtäviä 2 (1,5\u00a0htv)" in text and "tiimi, Kuopio: " in text


def test_a_team_without_posts_is_not_said_to_have_no_coordinator(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = {name: layer_tables.table(name) for name in TABLES}
    tables["team_member"] = tables["team_member"].head(0)
    monkeypatch.setattr(layer_tables, "table", tables.__getitem__)
    paint = layers.paint(view(), "team_regions", "municipality", "", False)
    assert said(paint, "Kajaani") == "Tiimin tehtävät eivät ole tiedossa" and said(paint, "Maarianhamina") == "ei tietoa"


def test_regions_group_municipalities_by_the_teams_that_serve_them() -> None:
    regions = team_regions.region_of(layer_tables.last_day())
    assert len(regions) == 292 and regions["091"] == "T90-1+T90-2+T90-3"
    assert len({code for code in regions.values() if code.startswith("T13")}) == 2
