"""The area map: what it is painted with is protected, whole and in words; nothing is worked out from the outlines."""

import json
import math

import pandas as pd
import pytest

from charts.area_map import area_map
from metrics import Period, Viewer
from metrics.library import outlines
from ui import divisions, maps
from ui.filters import Filters
from ui.view import View

pytestmark = pytest.mark.usefixtures("on_duckdb")
LEVELS = {"county": 22, "employment_area": 45}


def view(role: str = "manager", period: str = "2025", **where: str) -> View:
    return View(Viewer.parse(role), "fi", Filters(Period.parse(period), where), "map")


@pytest.mark.parametrize(("level", "count"), LEVELS.items())
def test_every_area_drawn_has_a_row_and_aland_is_in_the_table_only(level: str, count: int) -> None:
    paint = maps.of_rate(view(), level, dark=False)
    assert set(paint.frame["area"]) == maps.drawn(level) and len(paint.frame) == count
    assert len(paint.table) == count + 1 and "Ahvenanmaa" in set(paint.table.iloc[:, 0])


@pytest.mark.parametrize(
    ("role", "measure", "period", "said"), [("steering_group", "clients", "2026-10", "alle 10"), ("manager", "cases_opened", "2026-09", "peitetty")]
)
def test_a_hidden_count_is_nowhere_on_the_map(role: str, measure: str, period: str, said: str) -> None:
    shown, level = view(role, period=period), "employment_area"
    answer = shown.ask(measure, level)
    rate = measure == "clients"
    paint = maps.of_rate(shown, level, dark=False) if rate else maps.of_metric(shown, measure, level, dark=False)
    hidden = set(answer.frame.loc[answer.frame["hidden"], level]) & maps.drawn(level)
    rows = paint.frame[paint.frame["area"].isin(hidden)]
    assert len(rows) == len(hidden) > 0
    assert rows["value"].isna().all() and rows["n"].isna().all() and rows["hidden"].all()
    deck = json.loads(area_map(outlines(level), paint.frame, words=paint.words, scale=paint.scale, text="text").to_json())
    told = {one["properties"]["code"]: one["properties"]["text"] for one in next(x for x in deck["layers"] if x["id"] == "areas")["data"]}
    assert all(told[code].startswith(f"{paint.words.measure}: {said}\n") for code in hidden)


def test_one_place_with_clients_stands_out_from_those_with_none() -> None:
    paint = maps.of_rate(view(period="all", project="TYTTI"), "county", dark=False)
    assert [one.label for one in paint.scale.swatches] == ["0,0", "3,9"]
    assert "21 aluetta" in paint.finding and "Pohjois-Savon hyvinvointialue, 3,9" in paint.finding


def test_the_rate_is_the_protected_count_over_the_published_population() -> None:
    shown = view()
    count = shown.ask("clients", county="13").value
    row = maps.of_rate(shown, "county", dark=False).frame.set_index("area").loc[["13"]].to_dict("records")[0]
    assert row["n"] == count and math.isclose(row["value"], count / 247_689 * 10_000)


def test_the_population_does_not_follow_the_period() -> None:
    paints = [maps.of_metric(view(period=period), "population", "county", dark=False) for period in ("2025", "2026-01")]
    assert paints[0].frame.equals(paints[1].frame) and "2022" in paints[0].frame["text"].iloc[0]


def test_one_county_shows_only_the_areas_that_touch_it() -> None:
    shown = view(county="13")
    paint = maps.of_rate(shown, "employment_area", dark=False)
    assert set(paint.frame["area"]) < maps.drawn("employment_area") and len(paint.frame) <= 5
    assert maps.box(shown, paint, "employment_area") != maps.box(view(), paint, "employment_area")


@pytest.mark.parametrize("measure", ["cases_opened", "wait_to_first_meeting", "employed_share", "population"])
@pytest.mark.parametrize("level", LEVELS)
def test_the_table_twin_is_sorted_by_name_and_says_what_the_map_says(measure: str, level: str) -> None:
    paint = maps.of_metric(view(), measure, level, dark=True)
    names = list(paint.table.iloc[:, 0])
    assert names == sorted(names, key=str.casefold)
    twin = dict(zip(names, paint.table.iloc[:, 1], strict=True))
    assert all(twin[row["full"]] == row["said"] and row["said"] in row["text"] for row in paint.frame.to_dict("records"))


def test_the_extremes_are_of_areas_that_may_be_shown() -> None:
    paint = maps.of_metric(view(), "cases_opened", "employment_area", dark=False)
    visible = paint.frame[~paint.frame["hidden"]].sort_values("value")
    assert visible["full"].iloc[0] in paint.finding and visible["full"].iloc[-1] in paint.finding


def test_nothing_to_show_is_said_in_words() -> None:
    finding = maps.of_metric(view("coordinator:TYTTI-1", period="2026-10"), "employed_share", "county", dark=False).finding
    assert finding == view().say("finding.empty")


@pytest.mark.parametrize(("level", "kinds"), [("county", 3), ("employment_area", 3)])
def test_the_relation_of_the_divisions_is_a_layer_of_the_map(level: str, kinds: int) -> None:
    paint = divisions.paint(view(), level, dark=False)
    assert set(paint.frame["area"]) == maps.drawn(level)
    assert len(paint.scale.swatches) == kinds == paint.frame["value"].nunique()


def test_the_sentence_and_the_tables_say_the_counts_of_the_classes() -> None:
    table, sentence = divisions.counties(view()), divisions.sentence(view())
    assert table.iloc[:, 1].tolist() == ["5", "7", "10", "1"]
    assert all(f" {number}" in sentence for number in (5, 7, 10, 50))
    assert isinstance(divisions.crossings(view()), pd.DataFrame) and len(divisions.crossings(view())) == 5
