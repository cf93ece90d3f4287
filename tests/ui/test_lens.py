"""The lens: everything that can be seen by area is in the list, by either division, and the address says what is chosen."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from metrics import METRICS, Period, Viewer
from metrics.dimensions import allowed
from texts import LANGUAGES, text
from ui import choosing
from ui.filters import Filters
from ui.layers import LAYERS
from ui.lens import DIVISIONS, RELATION, Lens, can_be_relative, chosen_area
from ui.view import View

pytestmark = pytest.mark.usefixtures("on_duckdb")
PAGES = {
    "overview": ("cases_opened", "cases_open", "clients", "cases_waiting", "wait_to_first_meeting", "employed_share"),
    "flows": ("cases_opened", "cases_closed", "cases_open", "clients"),
    "referrals": ("referrals", "redirected_share", "onward_referrals", "started_share", "wait_to_service_start"),
    "outcomes": ("employed_share", "cases_closed", "goal_reached_share", "dropped_out_share", "days_in_service"),
    "durations": ("over_three_years_of_known", "over_three_years_of_all", "over_a_year_of_known", "duration_known_share"),
    "feedback": ("recommendation_mean", "recommendation_answers", "agree_share"),
}
SCRIPT = """
import streamlit as st
from metrics import Viewer
from pages.leadership import {page}
from ui import address, choosing, filters
from ui.view import View
manager = Viewer.parse("manager")
address.arrive()
view = View(manager, "fi", filters.choose(manager, "fi"), "{page}")
address.depart(filters.defaults(manager))
{then}
"""


def view(language: str = "fi", **where: str) -> View:
    return View(Viewer.parse("manager"), language, Filters(Period.parse("2025"), where), "map")


def opened(page: str, then: str, **address: str) -> AppTest:
    """What a visitor finds behind an address."""
    app = AppTest.from_string(SCRIPT.format(page=page, then=then), default_timeout=60)
    app.query_params.update(address)
    app.run()
    assert not app.exception
    return app


def on_map(**address: str) -> AppTest:
    return opened("area_map", "st.text(choosing.choose(view))", **address)


def seen(app: AppTest) -> Lens:
    """The lens that the page looks through."""
    return eval(app.text[0].value, {"Lens": Lens})


def segments(app: AppTest, name: str) -> Any:
    return next((one for one in app.get("button_group") if one.key == f"address_{name}"), None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_has_every_case_measure_every_indicator_and_every_layer(language: str) -> None:
    listed = choosing.measures(view(language))
    assert set(listed) == {*METRICS, RELATION, *LAYERS}
    assert all(set(DIVISIONS) <= set(allowed(metric)) for metric in METRICS.values())
    assert len(set(listed.values())) == len(listed), "no two are called the same"
    for name, metric in METRICS.items():
        assert listed[name].endswith(f" · {text(language, f'metric.{name}.title')}") and not listed[name].startswith("lens.group"), metric
    assert all(listed[layer].startswith(text(language, "lens.group.layer")) for layer in (RELATION, *LAYERS))


def test_counts_are_told_for_inhabitants_but_not_shares_medians_money_or_the_inhabitants() -> None:
    assert all(can_be_relative(METRICS[name]) for name in ("clients", "unemployed", "consultations"))
    told = ("employed_share", "wait_to_plan", "unemployment_rate", "municipal_labour_market_support", "population", "long_term_share")
    assert not any(can_be_relative(METRICS[name]) for name in told)


def test_tiles_are_of_municipalities_and_a_layer_is_no_measure() -> None:
    assert (Lens("clients", picture="tiles").level, Lens("clients", picture="county").level) == ("municipality", "county")
    assert Lens("maturity").layer and Lens(RELATION).layer and not Lens("population").layer


@pytest.mark.parametrize(
    ("where", "area"),
    [({}, None), ({"team": "T13-1"}, None), ({"project": "TYTTI"}, None), ({"project": "TYTTI", "county": "13"}, ("county", "13"))],
)
def test_the_area_chosen_is_a_county_an_employment_area_or_a_municipality(where: dict[str, str], area: tuple[str, str] | None) -> None:
    assert chosen_area(view(**where)) == area


@pytest.mark.parametrize(("page", "measures"), PAGES.items())
def test_every_leaders_page_ends_in_its_measures_by_the_division_chosen(page: str, measures: tuple[str, ...]) -> None:
    app = opened(page, f"{page}.draw(view)", aika="2025", taso="employment_area")
    box = app.selectbox(key="address_mittari")
    assert list(box.options) == [text("fi", f"metric.{name}.title") for name in measures] and box.value == measures[0]
    assert segments(app, "taso").options == [text("fi", f"lens.picture.{level}") for level in DIVISIONS]
    assert app.subheader[-1].value.endswith(" – Työllisyysalueet") and text("fi", f"metric.{measures[0]}.title") in app.subheader[-1].value
    link = next(one.value for one in app.markdown if "](kartta?" in one.value)
    assert f"mittari={measures[0]}" in link and "taso=employment_area" in link and "aika=2025" in link


def test_the_switch_changes_the_chart_between_the_divisions() -> None:
    app = opened("flows", "flows.draw(view)", aika="2025", suhde="number")
    assert app.subheader[-1].value == "Alkaneet asiakkuudet – Hyvinvointialueet"
    segments(app, "taso").set_value("employment_area").run()
    assert not app.exception and app.subheader[-1].value == "Alkaneet asiakkuudet – Työllisyysalueet"
    assert dict(app.query_params) == {"aika": "2025", "suhde": "number", "taso": "employment_area"}


def test_without_a_choice_the_map_shows_clients_for_inhabitants_by_county() -> None:
    app = on_map()
    assert seen(app) == Lens("clients", True, "county", "employment_area") and dict(app.query_params) == {}


@pytest.mark.parametrize(
    ("address", "lens"),
    [
        ({"mittari": "population", "taso": "employment_area"}, Lens("population", False, "employment_area", "county")),
        ({"suhde": "number", "rajat": "off"}, Lens("clients", False, "county", "")),
        ({"mittari": "employed_share", "taso": "tiles", "rajat": "employment_area"}, Lens("employed_share", False, "tiles", "employment_area")),
        ({"mittari": "maturity", "taso": "municipality", "versio": "2025-06"}, Lens("maturity", False, "municipality", "employment_area", "2025-06")),
        ({"mittari": "relation", "taso": "employment_area", "rajat": "off"}, Lens("relation", False, "employment_area", "")),
    ],
)
def test_an_address_opens_the_lens_it_says_and_stays_as_it_is(address: dict[str, str], lens: Lens) -> None:
    app = on_map(**address)
    assert seen(app) == lens and dict(app.query_params) == address
    assert seen(app.run()) == lens and dict(app.query_params) == address


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        ({"mittari": "'; drop table"}, {}),
        ({"mittari": "clients_per_10000"}, {}),
        ({"taso": "team"}, {}),
        ({"suhde": "yes"}, {}),
        ({"rajat": "county"}, {}),
        ({"rajat": "county", "taso": "municipality"}, {"taso": "municipality"}),
        ({"versio": "2025-06"}, {}),
        ({"mittari": "maturity", "versio": "2019-13"}, {"mittari": "maturity"}),
        ({"mittari": "maturity", "versio": "31.12.2025"}, {"mittari": "maturity", "versio": "2026-01"}),
        ({"mittari": "population", "suhde": "per"}, {"mittari": "population"}),
    ],
)
def test_a_value_that_is_not_there_counts_as_not_given(bad: dict[str, str], good: dict[str, str]) -> None:
    assert seen(on_map(**bad)) == seen(on_map(**good))


def test_what_is_chosen_is_written_into_the_address_and_read_from_it_again() -> None:
    app = on_map()
    app.selectbox(key="address_mittari").select("maturity").run()
    app.selectbox(key="address_versio").select("2025-06").run()
    segments(app, "taso").set_value("tiles").run()
    segments(app, "rajat").set_value("off").run()
    written = {name: value for name, value in app.query_params.items()}
    assert written == {"mittari": "maturity", "taso": "tiles", "rajat": "off", "versio": "2025-06"}
    assert seen(on_map(**written)) == seen(app) == Lens("maturity", False, "tiles", "", "2025-06")


def test_a_number_for_inhabitants_is_a_choice_only_where_it_says_something() -> None:
    assert segments(on_map(), "suhde").options == ["10 000 asukasta kohden", "Lukumäärä"]
    assert all(segments(on_map(mittari=name), "suhde") is None for name in ("population", "employed_share", "maturity"))


def test_a_page_that_lacks_the_measure_shows_its_own_and_leaves_the_address_to_the_next() -> None:
    app = opened("flows", "flows.draw(view)", mittari="population", aika="2025")
    assert app.selectbox(key="address_mittari").value == "cases_opened"
    assert app.query_params["mittari"] == "population", "another entry in the browser's history would bar the way back"


def test_a_click_chooses_an_area_and_a_second_one_the_whole_country() -> None:
    then = """
st.button("Kajaani", on_click=choosing.pick, args=("municipality", "205"))
st.button("Kuopio", on_click=choosing.pick, args=("employment_area", "17"))
"""
    app = opened("area_map", then, alue="hva-13")
    found = []
    for button in (0, 1, 1, 0):
        app.button[button].click().run()
        found.append((app.selectbox(key="address_alue").value, app.query_params.get("alue")))
    assert found == [("kunta-205", "kunta-205"), ("ta-17", "ta-17"), ("all", None), ("kunta-205", "kunta-205")]
