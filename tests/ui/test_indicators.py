"""The page of indicators: every value with its area, period, age and source; eleven months are never a year."""

import pytest

from metrics import Period, Viewer
from metrics.methods.published import partial
from ui import published, series
from ui.filters import Filters
from ui.numbers import NBSP
from ui.view import View

pytestmark = pytest.mark.usefixtures("on_duckdb")


def view(**where: str) -> View:
    return View(Viewer.parse("manager"), "fi", Filters(Period("2026"), where), "indicators")


def lines(shown: View, indicator: str) -> list[str]:
    rows = published.read(shown).newest.query("indicator == @indicator")
    return [published.line(shown, row) for _, row in rows.iterrows()]


def test_a_value_is_written_with_area_and_period() -> None:
    assert lines(view(), "unemployment_rate") == [
        f"**9,3{NBSP}%** · Pohjois-Pohjanmaan hyvinvointialue · 2021",
        f"**14,1{NBSP}%** · Oulu · 1/2021",
    ]
    assert lines(view(), "municipal_labour_market_support") == [f"**1{NBSP}988{NBSP}425{NBSP}€** · Oulu · 1/2021"]


def test_eleven_months_are_said_to_be_eleven() -> None:
    assert lines(view(), "rehabilitative_work_starters") == [f"**15{NBSP}504** · Koko maa · 1–11/2023 (11{NBSP}kk)"]


def test_a_figure_of_men_is_said_to_be_of_men() -> None:
    assert lines(view(), "at_risk_of_exclusion_18_24") == [f"**21,5{NBSP}%** · Pohjois-Pohjanmaan hyvinvointialue, mies, 18–24 · 2021"]


def test_an_old_figure_says_so_in_words() -> None:
    shown = view()
    rows = published.read(shown).newest.query("indicator == 'dependency_ratio'")
    assert published.age(shown, rows.iloc[0]) == f"Ikä 58{NBSP}kk, vanhempi kuin tavallinen viive 4{NBSP}kk"
    assert published.age(shown, rows.assign(expected_lag_months=58).iloc[0]) == f"Ikä 58{NBSP}kk"


def test_the_area_chosen_is_shown_beside_the_country_and_all_areas_where_it_has_none() -> None:
    shown = view(county="13")
    assert [line.split(" · ")[1] for line in lines(shown, "health_check_coverage")] == ["Koko maa", "Pohjois-Savon hyvinvointialue"]
    assert lines(shown, "laid_off") == lines(view(), "laid_off")


def test_period_team_and_project_change_nothing() -> None:
    other = View(Viewer.parse("manager"), "fi", Filters(Period("2023-01"), {"project": "TYTTI"}), "indicators")
    assert published.read(other).newest.equals(published.read(view()).newest)


def test_inhabitants_are_added_up_for_the_area_chosen_and_say_so() -> None:
    shown = view(employment_area="17")
    rows = published.read(shown).newest.query("indicator == 'population' and area_type == 'employment_area'")
    assert len(rows) == 1 and "laskettu yhteen kunnista" in published.origin(rows.iloc[0])


def test_every_value_names_producer_licence_and_source() -> None:
    table = published.table(view(), published.read(view()).newest)
    assert (table.iloc[:, -3:] != "").all(axis=None) and not table.isna().any(axis=None)


def test_indicators_without_a_value_are_listed_as_such() -> None:
    figures = published.read(view())
    assert len(figures.without) == 6 and not set(figures.without["indicator"]) & set(figures.newest["indicator"])


def test_a_card_has_room_for_counties_but_not_for_every_municipality() -> None:
    rows = published.read(view()).newest.query("indicator == 'population'")
    assert len(rows) > 300 and set(published.few(rows)["area_type"]) == {"country", "county"}


def test_every_indicator_with_a_value_stands_in_one_column() -> None:
    figures = published.read(view())
    names = list(figures.catalogue["indicator"])
    columns = published.spread(figures, names, 3)
    assert sorted(one for column in columns for one in column) == sorted(figures.newest["indicator"].unique())


def test_the_series_the_sources_give_are_drawn() -> None:
    drawn = published.read(view()).series.groupby(["indicator", "area"]).size().to_dict()
    assert drawn[("rehabilitative_work_starters", "SSS")] == 13
    assert drawn[("health_check_coverage", "SSS")] == drawn[("health_check_coverage", "13")] == 6
    assert drawn[("youth_unemployment_rate", "564")] == 3 and ("health_check_coverage", "19") not in drawn


def test_the_short_year_is_drawn_striped_and_compared_with_nothing() -> None:
    shown = view()
    rows = published.read(shown).series.query("indicator == 'rehabilitative_work_starters'")
    bars = series.figure(shown, rows).data[0]
    patterns = dict(zip(bars["x"], bars["marker"]["pattern"]["shape"], strict=True))
    assert [name for name, pattern in patterns.items() if pattern] == ["2023*"]
    finding = series.finding(shown, rows)
    assert f"2022 18{NBSP}161" in finding and "vajaata vuotta ei verrata" in finding
    assert sum(partial(one, months) for one, months in zip(rows["period"], rows["period_months"], strict=True)) == 1


def test_months_nobody_published_are_gaps_in_the_line() -> None:
    shown = view()
    rows = published.read(shown).series.query("indicator == 'youth_unemployment_rate'")
    line = series.figure(shown, rows).data[0]
    assert len(line["x"]) == 13 and sum(value is not None for value in line["y"]) == 3
