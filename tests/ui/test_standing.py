"""The sentence over a map names an area only where chance does not explain it, and says why where a figure cannot be told."""

import pandas as pd
import pytest

from metrics import METRICS, Answer, Period, Statistic, Viewer
from metrics.library import mainland
from metrics.methods import funnel
from ui import maps, standing
from ui.filters import Filters
from ui.lens import DIVISIONS, Lens
from ui.numbers import NBSP
from ui.view import View

pytestmark = pytest.mark.usefixtures("on_duckdb")
NOBODY = "Alueita ei aseteta järjestykseen"
UNIT = {"wait_to_plan": "päivää", "mean_age": "vuotta", "population": "", "health_check_coverage": "", "recommendation_nps": "pistettä"}
REFUSED = {
    ("youth_unemployment_rate", "county"): "not_additive",
    ("long_term_share", "employment_area"): "not_additive",
    ("unemployed_under_20", "county"): "not_every_municipality",
    ("laid_off", "employment_area"): "not_every_municipality",
    ("structural_unemployed", "county"): "not_published",
}


def view(role: str = "manager", language: str = "fi", period: str = "2025") -> View:
    return View(Viewer.parse(role), language, Filters(Period.parse(period), {}), "map")


def areas(*rows: tuple[str, float, float, bool]) -> pd.DataFrame:
    """Mainland counties with a share, how many it is of, and whether it is hidden."""
    frame = pd.DataFrame(rows, columns=["area", "value", "n", "hidden"])
    said = [f"{value * 100:.0f} %" for value in frame["value"]]
    return frame.assign(full="Alue " + frame["area"], said=said)


def told(frame: pd.DataFrame, metric: str = "employed_share") -> str:
    shown = view()
    answer = shown.ask(metric, "county")
    judged = standing.judged(frame, "county", answer)
    return standing.sentence(shown, judged, shown.words(answer), answer)


def every(frame: pd.DataFrame) -> list[str]:
    return list(frame["full"])


def test_only_an_area_beyond_the_limits_of_chance_is_named() -> None:
    frame = areas(("01", 0.30, 400, False), ("02", 0.31, 400, False), ("03", 0.29, 400, False), ("04", 0.55, 400, False), ("05", 1.0, 2, False))
    sentence = told(frame)
    assert "sattumasta erottuvia alueita ylöspäin 1, alaspäin 0" in sentence and "Selvimmin ylöspäin erottuu Alue 04 (55 %)." in sentence
    assert [name for name in every(frame) if name in sentence] == ["Alue 04"], "two of two is higher, and may be chance"


def test_of_two_beyond_the_limits_each_side_has_its_own() -> None:
    frame = areas(*((f"{place:02}", 0.3, 500, False) for place in range(1, 9)), ("09", 0.5, 500, False), ("10", 0.1, 500, False))
    sentence = told(frame)
    assert "Selvimmin ylöspäin erottuu Alue 09 (50 %). Selvimmin alaspäin erottuu Alue 10 (10 %)." in sentence


def test_where_chance_explains_all_nobody_is_named_and_the_range_is_given() -> None:
    frame = areas(("01", 0.25, 40, False), ("02", 0.30, 40, False), ("03", 0.35, 40, False))
    sentence = told(frame)
    assert sentence.startswith("Työllistyneiden osuus: 25 %–35 %; alueiden erot mahtuvat sattumaan")
    assert not any(name in sentence for name in every(frame))


def test_a_hidden_area_is_counted_but_neither_judged_nor_named() -> None:
    frame = areas(("01", 0.30, 400, False), ("02", 0.31, 400, False), ("03", 0.95, 400, True), ("04", 0.29, 400, False))
    judged = standing.judged(frame, "county", view().ask("employed_share", "county"))
    assert judged["apart"].tolist() == ["within", "within", "unknown", "within"]
    assert "95" not in told(frame) and told(frame).endswith("Alueita, joiden lukua ei voi näyttää: 1.")


def test_aland_is_not_a_part_of_what_the_others_are_judged_by() -> None:
    rows = [("01", 0.30, 400, False), ("02", 0.31, 400, False)]
    with_aland, without = (
        standing.judged(areas(*some), "county", view().ask("employed_share", "county")) for some in ([*rows, ("91", 0.9, 9000, False)], rows)
    )
    assert with_aland["apart"].tolist() == ["within", "within", "unknown"]
    pd.testing.assert_series_equal(with_aland["low"].head(2), without["low"])


def test_a_single_area_is_named_as_what_it_is() -> None:
    assert told(areas(("01", 0.3, 40, False))) == "Työllistyneiden osuus: Alue 01, 30 %."


@pytest.mark.parametrize("level", DIVISIONS)
@pytest.mark.parametrize("metric", UNIT)
def test_medians_means_and_published_figures_name_nobody_and_give_the_range_with_its_unit(metric: str, level: str) -> None:
    paint = maps.of_measure(view(), Lens(metric, False, level))
    if METRICS[metric].statistic is Statistic.FIGURE and paint.frame["value"].notna().sum() < 2:
        assert level == "employment_area" and paint.finding == standing.refused(view(), view().ask(metric, level, period=Period()))
        return
    seen = paint.frame[paint.frame["value"].notna() & paint.frame["area"].isin(mainland(level))].sort_values("value")
    if len(seen) > 1:
        ends, unit = f"{seen['said'].iloc[0]}–{seen['said'].iloc[-1]}", UNIT[metric]
        named = f"{view().title(metric)}, {unit}" if unit else view().title(metric)
        why = "" if METRICS[metric].statistic is Statistic.FIGURE else f" {NOBODY}"
        assert paint.finding.startswith(f"{named}: {ends}.{why}")
        assert not any(name in paint.finding for name in paint.frame["full"])
    assert set(paint.frame["apart"]) == {"unknown"}


@pytest.mark.parametrize("level", DIVISIONS)
@pytest.mark.parametrize("metric", [name for name, metric in METRICS.items() if metric.statistic is Statistic.COUNT])
def test_a_count_as_it_is_names_nobody(metric: str, level: str) -> None:
    paint = maps.of_measure(view(), Lens(metric, False, level))
    assert len(paint.frame) > 20 and not any(name in paint.finding for name in paint.frame["full"])


@pytest.mark.parametrize("role", ["manager", "steering_group"])
@pytest.mark.parametrize("level", DIVISIONS)
@pytest.mark.parametrize("lens", [("clients", True), ("consultations", True), ("employed_share", False), ("agree_share", False)])
def test_the_areas_named_on_a_real_map_are_beyond_the_limits(role: str, level: str, lens: tuple[str, bool]) -> None:
    paint = maps.of_measure(view(role), Lens(*lens, level))
    judged = paint.frame.set_index("full")
    named = {name for name in judged.index if f"erottuu {name} (" in paint.finding}
    apart = {side: judged.index[judged["apart"] == side] for side in ("above", "below")}
    assert named <= {*apart["above"], *apart["below"]} and len(named) == sum(len(areas) > 0 for areas in apart.values())
    for name in named:
        row = judged.loc[name]
        assert not row["hidden"] and not row["low"] <= row["value"] <= row["high"]
    if named:
        twin = dict(zip(paint.table.iloc[:, 0], paint.table["Verrattuna kaikkiin"], strict=True))
        assert all(str(twin[name]).startswith("Erottuu") for name in named)


def test_the_limits_on_the_map_are_those_of_the_method() -> None:
    frame = maps.of_measure(view(), Lens("clients", True, "county")).frame
    own = frame[frame["area"].isin(mainland("county"))]
    expected = funnel.judge(own[["value", "hidden", "inhabitants"]], per=10_000, size="inhabitants")
    assert own["apart"].tolist() == expected["apart"].tolist() and "above" in set(own["apart"])


@pytest.mark.parametrize(("refused", "reason"), REFUSED.items())
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_an_indicator_that_cannot_be_split_anew_is_refused_in_a_sentence(refused: tuple[str, str], reason: str, language: str) -> None:
    metric, level = refused
    shown = view(language=language)
    paint = maps.of_measure(shown, Lens(metric, False, level))
    assert paint.finding == shown.say(f"standing.refused.{reason}") and paint.finding.endswith(".")
    assert paint.frame["value"].isna().all() and not paint.frame["hidden"].any()
    assert set(paint.table.iloc[:, 1]) == {shown.say("value.missing")}


def test_what_is_counted_from_cases_is_never_refused() -> None:
    shown = view()
    answers: list[Answer] = [shown.ask(name, "employment_area") for name, metric in METRICS.items() if metric.statistic is not Statistic.FIGURE]
    assert len(answers) > 40 and {standing.refused(shown, answer) for answer in answers} == {""}


@pytest.mark.parametrize(("role", "metric"), [("manager", "cases_opened"), ("steering_group", "cases_waiting"), ("manager", "employed_share")])
@pytest.mark.parametrize("level", DIVISIONS)
def test_how_many_areas_are_hidden_is_said(role: str, metric: str, level: str) -> None:
    shown = view(role)
    answer = shown.ask(metric, level)
    hidden = set(answer.frame.loc[answer.frame["hidden"], level]) & mainland(level)
    finding = maps.of_measure(shown, Lens(metric, False, level)).finding
    assert hidden and f"Alueita, joiden lukua ei voi näyttää: {len(hidden)}." in finding


def test_where_everything_is_hidden_it_is_said_and_nothing_else() -> None:
    paint = maps.of_measure(view(), Lens("goal_reached_share", False, "municipality"))
    assert paint.frame["value"].isna().all() and paint.frame["hidden"].any()
    assert paint.finding.startswith("Luvut ovat niin pieniä, ettei niitä näytetä. Alueita, joiden lukua ei voi näyttää: ")


def test_a_range_keeps_its_numbers_as_they_are_written() -> None:
    assert maps.of_measure(view(), Lens("population")).finding.startswith(f"Väkiluku: 67{NBSP}805–664{NBSP}028.")
