"""The loads in words: the newest that failed is told first, problems go back as a file that runs nothing, hashes are short on the page."""

from typing import Any

import pandas as pd
import pytest

from data_access.importing import journal
from data_access.importing.problems import Problem, Severity
from data_access.importing.report import FileReport, Outcome, Report
from metrics import NoAccess, Role, Viewer
from metrics.loads import attempt_files, attempt_problems, attempts, loaded_files, revised_months
from tests.ui.measured import RUN, in_force
from texts import LANGUAGES
from ui import export, loads
from ui.filters import NONE
from ui.plain import plain
from ui.view import View

MANAGER, STEERING, COORDINATOR = (View(Viewer.parse(who), "fi", NONE, "data_quality") for who in ("manager", "steering_group", "coordinator:K1"))
HOW = {"fi": "Korjaa päivä.", "sv": "Rätta dagen.", "en": "Mend the day."}
ASIDE = Problem("client_case.csv", 7, "opened_date", "date", Severity.ASIDE, HOW)
WARN = Problem("=cmd.csv", None, "@nimi", "column_unknown", Severity.WARN, HOW, 3)
REFUSE = Problem("client_case.csv", None, "sex", "column_missing", Severity.REFUSE, HOW)
FILES = (FileReport("client_case", "", "client_case.csv", "ab" * 32, 1234, 2), FileReport("team", "2026", "team.csv", "cd" * 32, 3))
PUBLISHED = Report(Outcome.PUBLISHED, 1, {}, FILES, (ASIDE, WARN))
REFUSED = Report(Outcome.REFUSED, None, {}, FILES, (REFUSE,))
SAYS = MANAGER.say


def _loaded(*reports: Report | str) -> pd.DataFrame:
    for report in reports:
        attempt = journal.begin("siirto.zip", "anna")
        if isinstance(report, str):
            journal.failed(attempt, report)
        else:
            journal.end(attempt, report, "ef" * 32)
    found = attempts()
    assert found is not None
    return found


def test_a_refused_load_after_a_good_one_is_told_with_the_older_data_that_is_shown() -> None:
    said = loads.trouble(MANAGER, _loaded(PUBLISHED, REFUSED), RUN)
    assert said.startswith("Viimeisin lataus (siirto.zip, ") and "hylättiin" in said and "2.7.2026 klo 0.30" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_load_that_could_not_run_says_why_where_there_are_words_for_it(language: str) -> None:
    view = View(Viewer(Role.MANAGER), language, NONE, "data_quality")
    said = loads.trouble(view, _loaded("OSError"), RUN)
    assert view.say("loads.reason.OSError") in said
    assert "SomeError" not in (other := loads.trouble(view, _loaded("SomeError"), RUN)) and "  " not in other and other


def test_a_load_that_was_killed_is_told_when_the_next_one_has_begun_and_stopped_too() -> None:
    journal.begin("siirto.zip", "anna")
    journal.begin("siirto.zip", "anna")
    found = attempts()
    assert found is not None
    assert "keskeytyi" in loads.trouble(MANAGER, found.iloc[1:], RUN)
    assert loads.trouble(MANAGER, found, RUN) == ""


@pytest.mark.parametrize("last", [PUBLISHED, Report(Outcome.UNCHANGED, 1, {}, (), ())])
def test_nothing_is_told_where_the_newest_load_is_what_is_shown(last: Report) -> None:
    assert loads.trouble(MANAGER, _loaded(REFUSED, last), RUN) == ""


def test_a_dry_run_is_no_load() -> None:
    assert loads.trouble(MANAGER, _loaded(PUBLISHED, Report(Outcome.CHECKED, None, {}, FILES, ())), RUN) == ""
    assert "hylättiin" in loads.trouble(MANAGER, _loaded(REFUSED, Report(Outcome.CHECKED, None, {}, FILES, ())), RUN)


def test_nothing_is_told_where_nothing_was_ever_loaded() -> None:
    found = attempts()
    assert found is not None and loads.trouble(MANAGER, found, RUN) == ""


@pytest.mark.parametrize("outcome", [*Outcome, journal.RUNNING, journal.STOPPED])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_has_words(language: str, outcome: str) -> None:
    assert loads.outcome(View(Viewer(Role.MANAGER), language, NONE, ""), {"outcome": str(outcome)})


def test_a_load_is_told_with_when_who_from_where_and_a_short_hash_that_is_whole_in_the_file() -> None:
    found = _loaded(PUBLISHED)
    row, whole = (loads.listed(MANAGER, found, whole=one).iloc[0] for one in (False, True))
    assert (row[SAYS("loads.column.who")], row[SAYS("loads.column.source")], row[SAYS("loads.column.outcome")]) == ("anna", "siirto.zip", "julkaistu")
    assert row[SAYS("loads.column.hash")] == "efefefefefef…" and whole[SAYS("loads.column.hash")] == "ef" * 32


def test_rows_are_told_in_tens_and_few_faulty_ones_exactly_to_the_manager_alone() -> None:
    found = _loaded(PUBLISHED)
    columns = [SAYS(f"loads.column.{one}") for one in ("rows_in", "rows_aside", "warned")]
    assert loads.listed(MANAGER, found).iloc[0][columns].tolist() == ["1\u00a0240", "2", "3"]
    for view in (STEERING, COORDINATOR):
        assert loads.listed(view, found).iloc[0][columns].tolist() == ["1\u00a0240", "alle 10", "alle 10"]


def test_the_files_of_a_load_are_told_by_table_and_part() -> None:
    found = _loaded(PUBLISHED)
    table = loads.of_load(STEERING, attempt_files(int(found["id"].iloc[0])))
    assert table.iloc[:, 0].tolist() == ["Asiakkuudet ja ohjaukset", "Tiimit (2026)"]
    assert table[SAYS("loads.column.rows_in")].tolist() == ["1\u00a0230", "3"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_problems_go_back_in_the_language_of_the_page_with_file_row_column_rule_and_how_to_mend(language: str) -> None:
    view = View(Viewer(Role.MANAGER), language, NONE, "data_quality")
    found = attempt_problems(int(_loaded(PUBLISHED)["id"].iloc[0]), view.viewer)
    first, second = loads.problems(view, found).to_numpy().tolist()
    assert first == ["client_case.csv", "7", "opened_date", "date", view.say("loads.severity.aside"), HOW[language], "1"]
    assert second[:4] == ["=cmd.csv", "", "@nimi", "column_unknown"] and second[-1] == "3"


def test_no_cell_of_the_file_of_problems_is_run_by_a_spreadsheet() -> None:
    found = attempt_problems(int(_loaded(PUBLISHED)["id"].iloc[0]), MANAGER.viewer)
    lines = export.csv(loads.problems(MANAGER, found), ["siirto\n=cmd.zip"]).decode("utf-8-sig").split("\r\n")
    assert lines[0] == "# siirto =cmd.zip" and lines[3].startswith("'=cmd.csv;;'@nimi;")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_every_beginning_of_a_formula_is_made_text(start: str) -> None:
    table = pd.DataFrame({f"{start}A1": [f"{start}1+1"]})
    cells = export.csv(table, []).decode("utf-8-sig").replace('"', "")
    assert cells.startswith(f"'{start}A1\r\n'{start}1+1")


@pytest.mark.parametrize("view", [STEERING, COORDINATOR])
def test_problems_row_by_row_are_for_the_manager(view: View) -> None:
    with pytest.raises(NoAccess):
        attempt_problems(1, view.viewer)


def test_files_in_force_are_told_with_since_when() -> None:
    in_force(files=[("client_case", "", "client_case.csv"), ("case_event", "2025-03", "case_event.2025-03.csv")], revised=["2026-02"])
    table = loads.in_force(MANAGER, loaded_files())
    assert table.iloc[:, :3].to_numpy().tolist() == [
        ["Tapahtumat (2025-03)", "case_event.2025-03.csv", "2.7.2026 klo 0.30"],
        ["Asiakkuudet ja ohjaukset", "client_case.csv", "2.7.2026 klo 0.30"],
    ]
    assert revised_months() == ["2026-02"]


def test_a_journal_that_cannot_be_read_is_none_and_its_files_are_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> pd.DataFrame:
        raise journal.JournalFailed("OperationalError")

    for name in ("attempts", "files", "problems"):
        monkeypatch.setattr(journal, name, broken)
    assert attempts() is None and attempt_files(1).empty and attempt_problems(1, MANAGER.viewer).empty


def test_a_name_from_outside_is_shown_letter_by_letter() -> None:
    assert plain("[a](http://b) *c* :red[d]\n_e_") == r"\[a\]\(http\://b\) \*c\* \:red\[d\] \_e\_"
    assert plain(3) == 3 and plain("1\u00a0230") == "1\u00a0230"
