"""The page on data quality as it is drawn, for every role and language, on a database that holds no client."""

import pytest
from streamlit.testing.v1 import AppTest

from data_access.importing import journal
from data_access.importing.report import FileReport, Outcome, Report
from data_access.place import settings
from tests.metrics.test_resting import CASES
from tests.ui.measured import in_force
from texts import LANGUAGES, text

ROLES = ("manager", "steering_group", "coordinator:K1")
FILE = FileReport("client_case", "", "*x*_[y](z).csv", "ab" * 32, 1234)


def _drawn(viewer: str = "manager", language: str = "fi", chosen: str = "") -> AppTest:
    lines = (
        "from metrics import Viewer",
        "from pages.about import data_quality",
        "from ui.filters import NONE",
        "from ui.view import View",
        f"data_quality.draw(View(Viewer.parse({viewer!r}), {language!r}, NONE, 'data_quality'))",
    )
    page = AppTest.from_string("\n".join(lines), default_timeout=60)
    if chosen:
        page.query_params["kohta"] = chosen
    return page.run()


def _loaded(outcome: Outcome = Outcome.PUBLISHED) -> None:
    balance = [("T1", "2026-01", 0), ("T1", "2026-02", 3)]
    in_force(CASES, files=[("client_case", "", "client_case.csv")], balance=balance, teams=[("T1", "Tiimi 1")], revised=["2026-02"])
    journal.end(journal.begin("siirto.zip", "anna"), Report(outcome, 1, {}, (FILE,), ()))


@pytest.mark.parametrize("viewer", ROLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_drawn_for_everybody_in_every_language(language: str, viewer: str) -> None:
    _loaded()
    page = _drawn(viewer, language)
    assert not page.exception and not page.error and not page.warning
    titles = [one.value for one in page.subheader]
    assert {text(language, f"{key}.title") for key in ("loads", "completeness", "team_balance")} <= set(titles)
    assert text(language, "loads.revised", months="2/2026") in [one.value for one in page.markdown]


def test_a_refused_load_is_said_before_anything_else() -> None:
    _loaded(Outcome.REFUSED)
    page = _drawn()
    assert len(page.error) == 1 and "hylättiin" in page.error[0].value
    assert page.main[0].type == "error"


def test_nothing_ever_loaded_by_the_journal_is_said_and_nothing_is_made_by_reading() -> None:
    in_force(CASES)
    page = _drawn()
    assert not page.exception and text("fi", "loads.none") in [one.value for one in page.markdown]
    assert not (settings().folder / journal.FILE).exists()


def test_a_journal_that_cannot_be_read_is_said_and_the_page_is_drawn() -> None:
    in_force(CASES)
    (settings().folder / journal.FILE).write_bytes(b"no database" * 100)
    page = _drawn()
    assert not page.exception and page.warning[0].value == text("fi", "loads.unreadable")


def test_the_line_that_a_key_number_links_to_is_open_and_others_are_not() -> None:
    _loaded()
    opened = _drawn(chosen="client_case.outcome")
    cells = [str(cell) for table in opened.table for cell in table.value.to_numpy().ravel()]
    assert "**Lopputulos (outcome)**" in cells
    assert any("](maaritelmat)" in one.value for one in opened.markdown), "a place on this page is none of another's"
    assert not [cell for table in _drawn().table for cell in table.value.to_numpy().ravel() if "(outcome)" in str(cell)]


def test_the_name_of_a_file_is_no_markdown() -> None:
    _loaded()
    cells = [str(cell) for table in _drawn().table for cell in table.value.to_numpy().ravel()]
    assert r"\*x\*\_\[y\]\(z\)\.csv" in cells and FILE.name not in cells


@pytest.mark.parametrize("viewer", ROLES)
def test_by_how_many_cases_a_month_is_off_is_nowhere_on_the_page(viewer: str) -> None:
    _loaded()
    page = _drawn(viewer)
    tables = [table.value for table in page.table]
    team = next(table for table in tables if text("fi", "team_balance.not") in table)
    assert team.to_numpy().tolist() == [["Tiimi 1", 2, "2/2026"]]
