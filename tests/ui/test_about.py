"""Definitions and data quality in words: complete for every metric and code list, and silent about small numbers."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from metrics import METRICS, Role, Viewer
from metrics.described import code_lists
from metrics.methods import flows
from metrics.model import Metric
from texts import LANGUAGES, has
from ui import definition, glossary, indicator_list, monthly, protection, quality
from ui.filters import NONE
from ui.view import View

MANAGER, STEERING = (View(Viewer(role), "fi", NONE, "definitions") for role in (Role.MANAGER, Role.STEERING_GROUP))
STATE: dict[str, Any] = {
    "run": 3,
    "imported_at": "2026-07-01T21:30:00+00:00",
    "imported_by": "anna",
    "source": "csv",
    "sample": "no",
    "first_month": "2026-01",
    "last_month": "2026-05",
}
STATE |= {"last_day": date(2026, 5, 31)}


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_metric_can_be_explained(on_duckdb: Path, metric: Metric, language: str) -> None:
    view = View(Viewer(Role.MANAGER), language, NONE, "definitions")
    said = definition.explained(view, metric)
    assert f"`{metric.name}`" in said and view.title(metric) in said
    assert definition.breakdowns(view, metric)
    assert definition.unit(view, metric)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_list_and_table_has_a_title(on_duckdb: Path, language: str) -> None:
    assert not [name for name in code_lists()["list"].unique() if not has(language, f"code_list.{name}")]
    assert not [name for name in {metric.table for metric in METRICS.values()} if not has(language, f"table.{name}")]


def test_the_search_needs_every_word_and_no_letter_case(on_duckdb: Path) -> None:
    found = [metric.name for metric in definition.matching(MANAGER, "odotusaika ENSITAPAAMISEEN")]
    assert "wait_to_first_meeting" in found and "clients" not in found
    assert not definition.matching(MANAGER, "odotusaika xyzzy")
    assert len(definition.matching(MANAGER, "")) == len(METRICS)


def test_no_metric_is_told_twice_as_an_indicator(on_duckdb: Path) -> None:
    assert all(f"`{name}`" not in said for said in indicator_list.indicators(MANAGER, "") for name in METRICS)


def test_the_glossary_has_a_row_for_each_term_and_is_searched_in_its_explanations(on_duckdb: Path) -> None:
    assert len(glossary.terms(MANAGER)) == len(glossary.keys(MANAGER, "glossary"))
    assert "työllisyysalue" in set(glossary.terms(MANAGER, "1.1.2025").iloc[:, 0])


def test_the_change_from_typ_to_tym_is_told_with_its_day(on_duckdb: Path) -> None:
    rows = glossary.changed_codes(MANAGER).set_index(MANAGER.say("code.code"))
    assert rows.loc["typ", MANAGER.say("code.valid_to")] == "31.12.2024"
    assert rows.loc["tym", MANAGER.say("code.valid_from")] == "1.1.2025"


@pytest.mark.parametrize("role", Role)
def test_protection_is_told_with_the_limits_in_force(role: Role) -> None:
    said = protection.rules(MANAGER, role)
    assert {"manager": "1–4", "steering_group": "alle 10", "coordinator": "tarkkoina"}[role] in said


def test_the_moment_of_an_import_is_told_in_finnish_time() -> None:
    assert quality.moment(MANAGER, STATE["imported_at"]).startswith("2.7.2026 klo 0.30")
    assert quality.age_in_days(STATE) == 32


def test_the_import_in_force_is_told_with_who_and_from_where() -> None:
    told = dict(quality.last_import(MANAGER, STATE).to_numpy().tolist())
    assert (told["Kuka latasi"], told["Mistä luettiin"], told["Viimeisin päivä"]) == ("anna", "csv", "31.5.2026")


def test_old_data_is_called_old_and_data_of_the_future_has_no_age() -> None:
    assert quality.freshness(MANAGER, STATE) == MANAGER.say("quality.fresh", limit=quality.FRESH_DAYS)
    for last in (date(2026, 4, 1), None):
        assert quality.freshness(MANAGER, STATE | {"last_day": last}) == MANAGER.say("quality.stale", limit=quality.FRESH_DAYS)


def test_small_numbers_of_rows_about_persons_are_hidden_and_others_are_in_tens() -> None:
    loaded = pd.DataFrame(
        [("client_case", 1234, 4, 9000), ("case_event", 7, 0, 70), ("area", 381, 1, 381)], columns=["table_name", "rows", "unknown", "code_values"]
    )
    shown = {row[0].split("(")[1]: tuple(row[1:]) for row in quality.tables(MANAGER, loaded).to_numpy().tolist()}
    assert shown["client_case)"] == ("1\u00a0230", "alle 5", MANAGER.say("value.hidden"))
    assert shown["case_event)"][0] == "10"
    assert shown["area)"] == ("381", "1", "0,3\u00a0%")
    assert quality.tables(STEERING, loaded).iloc[2, 1] == "alle 10"


def test_the_known_share_of_durations_and_the_missing_share_add_up(on_duckdb: Path) -> None:
    shares = quality.unknown_shares(MANAGER, "cases_opened", ("unemployment_class", "sex"))
    missing = shares.set_index("field")["value"][MANAGER.say("dimension.unemployment_class")]
    assert missing + MANAGER.ask("duration_known_share").value == pytest.approx(1)


def _balance(*ends: float) -> pd.DataFrame:
    months = [f"2026-0{place + 1}" for place in range(len(ends))]
    flow = pd.DataFrame({"month": months, "value": 10.0, "hidden": False})
    stock = pd.DataFrame({"month": months, "value": ends, "hidden": [end != end for end in ends]})
    return flows.balance(flow, flow, stock, "month")


def test_months_that_add_up_are_ok_and_a_broken_one_is_named(on_duckdb: Path) -> None:
    answer = MANAGER.ask("cases_opened", "month")
    assert monthly.verdict(MANAGER, _balance(50, 50, 50), answer).startswith("OK")
    assert monthly.verdict(MANAGER, _balance(50, 51, 51), answer).startswith("Ei täsmää: 1 ")
    assert monthly.lines(MANAGER, _balance(50, 51, 51)) == "1/2026 OK · 2/2026 ei täsmää · 3/2026 OK"
    assert "jää tarkistamatta" in monthly.verdict(MANAGER, _balance(50, float("nan"), 50), answer)


def test_numbers_rounded_at_random_are_not_checked(on_duckdb: Path) -> None:
    answer = STEERING.ask("cases_opened", "month")
    assert monthly.verdict(STEERING, _balance(50, 51, 51), answer) == STEERING.say("chart.monthly_balance.rounded")
