"""The coordinator's page in words and as rows, drawn for real: published figures for the pilot, one sentence for leaders."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from metrics import Role, Viewer, caseload
from metrics.library import loaded
from ui import own, worklists
from ui.filters import NONE
from ui.view import View

PILOT = View(Viewer.parse("coordinator:TYTTI-1"), "fi", NONE, "own_cases")


def _drawn(viewer: str, filters: str = "NONE") -> AppTest:
    script = f"""
from metrics import Period, Viewer
from pages.caseload import own_cases
from ui.filters import NONE, Filters
from ui.view import View
own_cases.draw(View(Viewer.parse("{viewer}"), "fi", {filters}, "own_cases"))
"""
    return AppTest.from_string(script, default_timeout=60).run()


def _words(page: AppTest) -> str:
    return "\n".join(str(one.value) for one in [*page.title, *page.subheader, *page.markdown, *page.caption, *page.info])


def test_the_pilots_coordinator_sees_the_published_figures(on_duckdb: Path) -> None:
    page = _drawn("coordinator:TYTTI-1")
    assert not page.exception
    shown = {metric.label: metric.value for metric in page.metric}
    assert shown["Asiakkaat"] == "96"
    assert (shown["Konsultaatiot"], shown["Perutut ajat"], shown["Työttömien terveystarkastukset"]) == ("250", "23", "39")
    words = _words(page)
    for said in (
        "19–61",
        "keskimäärin 37 vuotta (n = 96)",
        "62\u00a0% niistä",
        "32\u00a0% kaikista",
        "7,54",
        "vaihteluväli 1–10",
        "Vastauksia on 46",
    ):
        assert said in words
    assert "Tapahtumia, ei asiakkaita" in words and "ei saa laskea yhteen" in words


def test_a_filter_without_own_cases_says_so_and_draws_no_zeros(on_duckdb: Path) -> None:
    page = _drawn("coordinator:TYTTI-1", "Filters(Period('all'), {'county': '18'})")
    assert not page.exception
    assert _words(page).count(PILOT.say("finding.empty")) == 4


def test_the_pilots_services_durations_and_answers_are_exact(on_duckdb: Path) -> None:
    services = PILOT.ask("onward_referrals", "service").frame.set_index("service")["value"]
    assert services.to_dict() == {"team_physician": 67, "other_phc_physician": 14}
    durations = PILOT.ask("cases_opened", "unemployment_class").frame.set_index("unemployment_class")["value"]
    assert durations.to_dict() == {"0-3": 1, "3-6": 3, "6-12": 5, "12-24": 6, "24-36": 4, "36-": 31, "unknown": 46}
    assert own.scale(PILOT.ask("recommendation_answers", "answer"))["value"].sum() == 46


@pytest.mark.parametrize("role", [Role.MANAGER, Role.STEERING_GROUP])
def test_a_leader_sees_one_sentence_and_no_data(on_duckdb: Path, role: Role) -> None:
    page = _drawn(str(role))
    assert not page.exception
    assert [one.value for one in page.info] == [PILOT.say("page.own_cases.not_yours")]
    assert not [*page.metric, *page.table, *page.dataframe, *page.expander]


def test_every_open_case_is_on_the_list_with_finnish_dates_and_names(on_duckdb: Path) -> None:
    cases = caseload.own_cases(PILOT.viewer, loaded()["last_day"])
    table = worklists.table(PILOT, caseload.quiet(cases), ("case_id", "municipality", "status", "opened_date", "days_quiet"))
    assert len(table) == len(caseload.quiet(cases)) > 70
    assert list(table.columns) == ["Asiakkuus", "Kunta", "Tila", "Alkoi", "Päiviä viime yhteydestä"]
    quietest = cases.set_index("case_id").loc[table["Asiakkuus"].iloc[0]]
    opened = quietest["opened_date"]
    assert table["Alkoi"].iloc[0] == f"{opened.day}.{opened.month}.{opened.year}"
    assert table["Kunta"].iloc[0] == PILOT.label("municipality", quietest["municipality"]) != quietest["municipality"]
    assert table["Tila"].iloc[0] == PILOT.label("status", quietest["status"]) != quietest["status"]


def test_nothing_in_a_cell_is_an_en_dash() -> None:
    missing = pd.DataFrame(
        {"opened_date": [None, date(2024, 5, 6)], "days_quiet": [float("nan"), 1074.0], "measure_due": [pd.NaT, pd.Timestamp(2024, 5, 6)]}
    )
    assert worklists.table(PILOT, missing, tuple(missing.columns)).to_numpy().tolist() == [["–", "–", "–"], ["6.5.2024", "1\u00a0074", "6.5.2024"]]


def test_records_that_end_long_before_the_day_counted_to_are_told(on_duckdb: Path) -> None:
    cases = pd.DataFrame({"last_event_date": [date(2024, 5, 6)]})
    assert "6.5.2024" in own.counted_to(PILOT, cases, date(2026, 10, 31))
    assert "6.5.2024" not in own.counted_to(PILOT, cases, date(2024, 5, 31))
