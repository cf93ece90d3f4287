"""What a map by area is painted with: protected, the whole country, in words, and said again in a table."""

import json
import math
from collections.abc import Iterator

import pandas as pd
import pytest

from charts.area_map import area_map
from metrics import METRICS, Answer, Period, Viewer
from metrics.library import mainland, municipalities, outlines
from ui import divisions, drawing, maps
from ui.filters import Filters
from ui.lens import Lens, can_be_relative
from ui.numbers import NBSP
from ui.view import View

pytestmark = pytest.mark.usefixtures("on_duckdb")
LEVELS = {"county": 22, "employment_area": 45, "municipality": 292}
ALAND = {"county": "91", "employment_area": "46"}
MEASURES = ["cases_opened", "wait_to_first_meeting", "employed_share", "population", "youth_unemployment_rate"]
HIDDEN = [("steering_group", "clients", "2026-10", "alle 10"), ("manager", "cases_opened", "2026-09", "peitetty")]


def view(role: str = "manager", period: str = "2025", **where: str) -> View:
    return View(Viewer.parse(role), "fi", Filters(Period.parse(period), where), "map")


def lenses(*measures: str) -> Iterator[Lens]:
    """Each measure as it is and, where that says something, for inhabitants, on both divisions."""
    for measure in measures:
        for relative in (False, True) if can_be_relative(METRICS[measure]) else (False,):
            yield from (Lens(measure, relative, level) for level in ("county", "employment_area"))


@pytest.mark.parametrize(("level", "count"), LEVELS.items())
@pytest.mark.parametrize("relative", [True, False])
def test_every_area_has_a_row_in_the_frame_and_in_the_table(level: str, count: int, relative: bool) -> None:
    paint = maps.of_measure(view(), Lens("clients", relative, level))
    aland = len(municipalities()) - count if level == "municipality" else 1
    assert len(mainland(level)) == count and mainland(level) < set(paint.frame["area"])
    assert len(paint.frame) == len(paint.table) == count + aland


@pytest.mark.parametrize("level", ALAND)
def test_aland_is_in_the_table_and_never_drawn_judged_or_compared(level: str) -> None:
    shown = view()
    paint = maps.of_measure(shown, Lens("population", False, level))
    drawn = {feature["properties"]["area"] for feature in outlines(level)["features"]}
    assert drawn == mainland(level) and ALAND[level] not in drawn and "Ahvenanmaa" in set(paint.table.iloc[:, 0])
    assert f"30{NBSP}359" in set(paint.table.iloc[:, 1]), "Åland's own number is in the table"
    assert f"30{NBSP}359" not in paint.finding and not any(f"30{NBSP}359" in swatch.label for swatch in paint.scale.swatches)
    rate = maps.of_measure(shown, Lens("clients", True, level)).frame.set_index("area")
    assert set(rate.index[rate["apart"] == "unknown"]) == {ALAND[level], *rate.index[rate["hidden"]]} < set(rate.index)


@pytest.mark.parametrize(("role", "measure", "period", "said"), HIDDEN)
@pytest.mark.parametrize("relative", [True, False])
def test_a_hidden_count_is_nowhere_on_the_map(role: str, measure: str, period: str, said: str, relative: bool) -> None:
    shown, level = view(role, period=period), "employment_area"
    answer = shown.ask(measure, level)
    paint = maps.of_measure(shown, Lens(measure, relative, level))
    hidden = set(answer.frame.loc[answer.frame["hidden"], level]) & mainland(level)
    rows = paint.frame[paint.frame["area"].isin(hidden)]
    assert len(rows) == len(hidden) > 0
    assert rows["value"].isna().all() and rows["n"].isna().all() and rows["hidden"].all() and (rows["apart"] == "unknown").all()
    deck = json.loads(area_map(outlines(level), paint.frame, words=paint.words, scale=paint.scale, text="text").to_json())
    told = {one["properties"]["code"]: one["properties"]["text"] for one in next(x for x in deck["layers"] if x["id"] == "areas")["data"]}
    assert all(told[code].startswith(f"{paint.words.measure}: {said}\n") for code in hidden)
    twin = paint.table.set_index(paint.table.columns[0]).loc[list(rows["full"])]
    assert set(twin.iloc[:, 0]) == {said} and (not relative or set(twin.iloc[:, 1]) == {said})


@pytest.mark.parametrize("measure", MEASURES)
def test_the_table_twin_is_sorted_by_name_and_says_what_the_map_says(measure: str) -> None:
    for lens in lenses(measure):
        paint = maps.of_measure(view(), lens, dark=True)
        names = list(paint.table.iloc[:, 0])
        assert names == sorted(names, key=str.casefold)
        twin = dict(zip(names, paint.table.iloc[:, 1], strict=True))
        assert all(twin[row["full"]] == row["said"] and row["said"] in row["text"] for row in paint.frame.to_dict("records"))


def test_a_share_says_how_many_it_is_made_of_on_the_map_and_in_the_table() -> None:
    paint = maps.of_measure(view(), Lens("employed_share"))
    rows = paint.frame[paint.frame["value"].notna()]
    assert len(rows) > 0 and all(f"\nn = {row['n']:.0f}\n" in row["text"] for row in rows.to_dict("records"))
    assert set(paint.table["n"]) >= {f"{n:.0f}" for n in rows["n"]} and "Verrattuna kaikkiin" in paint.table


def test_one_place_with_clients_stands_out_from_those_with_none() -> None:
    paint = maps.of_measure(view(period="all", project="TYTTI"), Lens("clients", True))
    assert [one.label for one in paint.scale.swatches] == ["0,0", "3,9"] and "luonnolliset rajat" in paint.classes
    assert "rajaus koskee osaa työstä" in paint.finding and "yli nollan: 1." in paint.finding
    assert set(paint.frame["apart"]) == {"unknown"}


def test_the_rate_is_the_protected_count_over_the_published_population() -> None:
    shown = view()
    count = shown.ask("clients", county="13").value
    row = maps.of_measure(shown, Lens("clients", True)).frame.set_index("area").loc[["13"]].to_dict("records")[0]
    assert row["n"] == count and math.isclose(row["value"], count / 247_689 * 10_000)
    assert f"Asiakkaat: {count:.0f}, asukkaita 247{NBSP}689" in row["text"]


def test_the_population_does_not_follow_the_period() -> None:
    paints = [maps.of_measure(view(period=period), Lens("population")) for period in ("2025", "2026-01")]
    assert paints[0].frame.equals(paints[1].frame) and "2022" in paints[0].frame["text"].iloc[0]
    rates = [maps.of_measure(view(period=period), Lens("clients", True)) for period in ("2025", "2026-01")]
    assert rates[0].frame["inhabitants"].equals(rates[1].frame["inhabitants"]) and not rates[0].frame["value"].equals(rates[1].frame["value"])
    assert rates[0].note == "Väkiluku on viimeisin julkaistu: 2022. Se ei muutu valitun jakson mukana."


@pytest.mark.parametrize(("where", "ringed"), [({"county": "13"}, "13"), ({"employment_area": "17"}, "17"), ({"municipality": "297"}, "297")])
def test_an_area_chosen_is_ringed_and_the_map_stays_the_whole_country(where: dict[str, str], ringed: str) -> None:
    lens = Lens("cases_opened", False, "employment_area")
    narrow, whole = (maps.of_measure(one, lens) for one in (view(**where), view()))
    pd.testing.assert_frame_equal(narrow.frame, whole.frame)
    assert (narrow.finding, narrow.scale) == (whole.finding, whole.scale)
    chosen, unchosen = (drawing.picture(one, lens) for one in (view(**where), view()))
    assert chosen.box == unchosen.box and unchosen.chosen is None and chosen.chosen is not None
    assert [feature["properties"]["area"] for feature in chosen.chosen["features"]] == [ringed]


def test_a_project_stays_when_the_area_is_left_out() -> None:
    both, project = (
        maps.of_measure(view(period="all", **where), Lens("clients")) for where in ({"county": "01", "project": "TYTTI"}, {"project": "TYTTI"})
    )
    pd.testing.assert_frame_equal(both.frame, project.frame)
    assert project.frame["value"].sum() < maps.of_measure(view(period="all"), Lens("clients")).frame["value"].sum()


@pytest.mark.parametrize("measure", ["unemployed", "employed", "long_term_unemployed", "unemployed_under_20"])
def test_what_nobody_published_is_not_known_and_never_zero(measure: str) -> None:
    plain, rate = (maps.of_measure(view(), Lens(measure, relative)) for relative in (False, True))
    assert rate.frame["value"].notna().tolist() == plain.frame["value"].notna().tolist()
    absent = set(plain.frame.loc[plain.frame["value"].isna(), "full"])
    assert len(absent) >= 22 and not rate.frame["hidden"].any()
    assert {said for name, said in zip(rate.table.iloc[:, 0], rate.table.iloc[:, 1], strict=True) if name in absent} == {"ei tietoa"}


def test_nothing_to_show_is_said_in_words() -> None:
    paint = maps.of_measure(view("coordinator:TYTTI-1", period="2026-10"), Lens("employed_share"))
    assert paint.finding == view().say("finding.empty") and not paint.scale.swatches and paint.classes == ""


@pytest.mark.parametrize("level", LEVELS)
def test_the_relation_of_the_divisions_is_a_layer_of_the_map(level: str) -> None:
    paint = divisions.paint(view(), level, dark=False)
    assert mainland(level) <= set(paint.frame["area"])
    assert len(paint.scale.swatches) == 3 == paint.frame["value"].nunique()


def test_the_sentence_and_the_tables_say_the_counts_of_the_classes() -> None:
    table, sentence = divisions.counties(view()), divisions.sentence(view())
    assert table.iloc[:, 1].tolist() == ["5", "7", "10", "1"]
    assert all(f" {number}" in sentence for number in (5, 7, 10, 50))
    assert isinstance(divisions.crossings(view()), pd.DataFrame) and len(divisions.crossings(view())) == 5
    assert [len(divisions.every(view(), level)) for level in ALAND] == [23, 45]


def test_the_answers_behind_a_map_are_of_the_whole_country() -> None:
    answers: tuple[Answer, ...] = maps.of_measure(view(county="13", project="TYTTI"), Lens("clients", True)).answers
    assert [dict(one.question.where) for one in answers] == [{"project": "TYTTI"}]
