"""Completeness by column: worst first, small numbers hidden also by what is left, and every key number has its line."""

import pytest

from data_access.fields import input_columns
from data_access.schema import INPUT_TABLES, METADATA
from metrics import METRICS, Viewer
from tests.metrics.test_resting import CASES
from tests.ui.measured import Counts, in_force
from texts import LANGUAGES, has
from ui import backing, completeness
from ui.filters import NONE
from ui.view import View

MANAGER, STEERING, COORDINATOR = (View(Viewer.parse(who), "fi", NONE, "data_quality") for who in ("manager", "steering_group", "coordinator:K1"))
CASE = ("client_case",)
LARGE: Counts = {place: (10 * rows, 10 * missing, 10 * unknown) for place, (rows, missing, unknown) in CASES.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_of_the_contract_has_a_name_in_words(language: str) -> None:
    places = [(table, column.name) for table in INPUT_TABLES for column in input_columns(METADATA.tables[table])]
    missing = {name for table, name in places if not has(language, f"contract.{table}-{name}") and not has(language, f"contract.{name}")}
    assert not missing
    assert not [table for table in INPUT_TABLES if not has(language, f"table.{table}")]


def test_the_worst_column_is_first_and_shares_are_of_the_rows_that_could_have_a_value() -> None:
    in_force(LARGE)
    table = completeness.of_table(MANAGER, "client_case")
    assert table.iloc[:3, :3].to_numpy().tolist() == [
        ["Työttömyyden kesto alussa (unemployment_months)", "68\u00a0%", "32\u00a0%"],
        ["Lopputulos (outcome)", "75\u00a0%", "25\u00a0%"],
        ["Syntymävuosi (birth_year)", "99\u00a0%", "1,0\u00a0%"],
    ]
    assert "eniten puuttuu: Työttömyyden kesto alussa 32\u00a0%" in completeness.told(MANAGER, CASE)
    assert completeness.poor(MANAGER).iloc[:, 1].tolist() == ["Työttömyyden kesto alussa", "Lopputulos"]


def test_the_column_asked_for_is_first_and_bold() -> None:
    in_force(LARGE)
    found = completeness.of_table(MANAGER, "client_case", ("client_case", "outcome")).iloc[:2, 0].tolist()
    assert found == ["**Lopputulos (outcome)**", "Työttömyyden kesto alussa (unemployment_months)"]


def test_a_column_that_is_not_in_the_data_is_not_asked_for() -> None:
    in_force(LARGE)
    assert completeness.chosen("client_case.outcome") == ("client_case", "outcome")
    for text in ("", "client_case", "client_case.nothing", "<script>.x", "team.name"):
        assert completeness.chosen(text) == ("", "")


@pytest.mark.parametrize(("view", "few"), [(MANAGER, 4), (STEERING, 9), (COORDINATOR, 9)])
def test_few_unknown_rows_and_few_known_ones_are_hidden(view: View, few: int) -> None:
    in_force({("client_case", "birth_year"): (1000, few, 0), ("client_case", "unemployment_months"): (1000, 1000 - few, 0)})
    table = completeness.of_table(view, "client_case")
    assert set(table.iloc[:, 1]) == set(table.iloc[:, 2]) == {"peitetty"}


def test_a_hidden_share_stands_after_those_that_are_shown_whatever_it_is() -> None:
    in_force({("client_case", "birth_year"): (4, 3, 0), ("client_case", "sex"): (1000, 0, 10)})
    assert completeness.of_table(MANAGER, "client_case").iloc[:, 0].tolist() == ["Sukupuoli (sex)", "Syntymävuosi (birth_year)"]


def test_shares_of_public_tables_are_exact() -> None:
    in_force({("indicator_value", "value"): (10, 1, 0), ("goal", "goal_id"): (0, 0, 0)})
    assert completeness.of_table(STEERING, "indicator_value").iloc[0, 1:3].tolist() == ["90\u00a0%", "10\u00a0%"]
    assert completeness.tables(public=True) == ["indicator_value"] and completeness.tables(public=False) == []


def test_what_rests_on_a_column_is_named() -> None:
    in_force(LARGE)
    said = str(completeness.of_table(MANAGER, "client_case", ("client_case", "outcome")).iloc[0, 3])
    assert said.startswith(f"{MANAGER.title('cases_waiting')}, {MANAGER.title('employed_share')}") and said.endswith("ja 3 muuta")


def test_a_key_number_whose_column_lacks_over_a_fifth_says_so_in_words() -> None:
    in_force(LARGE)
    said = backing.warning(MANAGER, METRICS["over_three_years_of_known"])
    assert said == "Tieto puuttuu 32\u00a0%:lta: työttömyyden kesto alussa (koko aineisto)"
    assert "25" in backing.warning(MANAGER, METRICS["employed_share"])
    assert backing.warning(MANAGER, METRICS["recording_lag"]) == backing.warning(MANAGER, METRICS["cases_opened"]) == ""


def test_exactly_a_fifth_is_not_over_it_and_a_hidden_share_is_not_told() -> None:
    in_force({("client_case", "unemployment_months"): (1000, 200, 0)})
    assert backing.warning(MANAGER, METRICS["duration_known_share"]) == ""
    in_force({("client_case", "unemployment_months"): (12, 4, 0)}, run=2)
    assert backing.warning(MANAGER, METRICS["duration_known_share"]) == ""


def test_every_key_number_links_to_its_line_in_its_table(monkeypatch: pytest.MonkeyPatch) -> None:
    in_force(LARGE)
    monkeypatch.setattr("ui.links.to", lambda page, **more: f"{page}?alue=hva-13&kohta={more['kohta']}")
    assert backing.link(MANAGER, METRICS["employed_share"]) == "[Tiedon laatu](tiedon-laatu?alue=hva-13&kohta=client_case.outcome#taulu-client-case)"
    assert backing.link(MANAGER, METRICS["population"]).endswith("#taulu-julkiset)")
