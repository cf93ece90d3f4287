"""What became of an import, in words: the outcome, the files, why it was refused, and the file that goes back to the sender."""

import csv
import io

import pytest

from data_access.importing.problems import LANGUAGES, Problem, Severity, problem
from data_access.importing.report import FileReport, Outcome, Report
from data_access.importing.telling import problems_csv, told

FILES = (FileReport("client_case", "", "client_case.csv", "ab", 12500, 3, 1), FileReport("team", "", "team.csv", "cd", 4))
DATE = problem("client_case.csv", "not_date", row=7, column="referred_date")
MISSING = problem("team.csv", "header_missing", row=1, column="county")
FELL = problem("client_case.csv", "rows_fell", now=10, before=100, limit="30 %")
VANISHED = problem("client_case.csv", "class_vanished", column="segment", code="x", before=60)
SAME = problem("client_case.csv", "key_repeated", row=9, column="case_id")
HIDDEN = problem("book.xlsx", "hidden_sheet")


def report(outcome: Outcome, *problems: Problem, run: int | None = None, accepted: tuple[str, ...] = ()) -> Report:
    rows = {} if outcome is Outcome.REFUSED else {"client_case": 12496, "team": 4, "goal": 0}
    return Report(outcome, run, rows, FILES, problems, accepted)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_its_own_heading_in_each_language(language: str, outcome: Outcome) -> None:
    first = told(report(outcome, run=12), language).splitlines()[0]
    others = {told(report(other, run=12), language).splitlines()[0] for other in Outcome if other is not outcome}
    assert first not in others and "{" not in first
    assert ("12" in first) == (outcome in (Outcome.PUBLISHED, Outcome.UNCHANGED))


def test_a_published_delivery_is_told_with_its_files_and_the_tables_in_force() -> None:
    said = told(report(Outcome.PUBLISHED, run=3), "en")
    assert said.startswith("The delivery is published as run 3.\n\nFile ")
    rows = [line.split() for line in said.splitlines()]
    assert ["client_case.csv", "12,500", "3", "1"] in rows and ["team.csv", "4", "0", "0"] in rows
    assert ["client_case", "12,496"] in rows and ["goal", "0"] not in rows


def test_thousands_are_parted_by_a_space_that_does_not_break_in_finnish_and_swedish() -> None:
    for language in ("fi", "sv"):
        assert "12\u00a0500" in told(report(Outcome.PUBLISHED, run=3), language)


def test_an_unchanged_delivery_names_the_run_in_force() -> None:
    assert "already in force as run 3" in told(report(Outcome.UNCHANGED, run=3), "en")


def test_what_refused_it_comes_before_what_was_set_aside_and_what_is_only_told() -> None:
    said = told(report(Outcome.REFUSED, HIDDEN, SAME, DATE, MISSING), "en")
    places = [said.index(one.told("en")) for one in (MISSING, DATE, SAME, HIDDEN)]
    assert places == sorted(places)
    titles = ["Why it was refused (1)", "Rows set aside (1)", "Repeated rows that were read once (1)", "Remarks (1)"]
    assert [line for line in said.splitlines() if line in titles] == titles


def test_a_title_counts_the_rows_and_not_the_lines() -> None:
    more = Problem("client_case.csv", None, "referred_date", "not_date", Severity.ASIDE, DATE.how, rows=1180)
    assert "Rows set aside (1,181)" in told(report(Outcome.PUBLISHED, DATE, more, run=1), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_differences_to_accept_are_told_with_the_exact_options_once_each(language: str) -> None:
    said = told(report(Outcome.REFUSED, FELL, VANISHED, VANISHED), language)
    assert "--accept rows_fell --accept class_vanished" in said.splitlines()[-1]


def test_where_something_else_refuses_too_that_is_to_be_mended_first() -> None:
    said = told(report(Outcome.REFUSED, FELL, MISSING), "en")
    assert "Mend the other reasons first." in said and "--accept rows_fell" in said
    assert "Mend the other reasons first." not in told(report(Outcome.REFUSED, FELL), "en")


def test_accepted_differences_are_told_as_accepted_and_asked_no_more() -> None:
    said = told(report(Outcome.PUBLISHED, FELL, run=2, accepted=("rows_fell",)), "en")
    assert "Differences that were accepted (1)\n  client_case.csv [rows_fell]" in said
    assert "Why it was refused" not in said and "import again with:" not in said


def test_a_dry_run_says_what_would_be_in_force() -> None:
    said = told(report(Outcome.CHECKED), "en")
    assert "would be published" in said and "Table, if published" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_to_send_back_has_a_mark_semicolons_and_a_row_for_each_problem(language: str) -> None:
    text = problems_csv(report(Outcome.REFUSED, DATE, FELL), language)
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert [len(row) for row in rows] == [7, 7, 7]
    assert rows[1][:4] == ["client_case.csv", "7", "referred_date", "not_date"]
    assert rows[1][-1] == DATE.how[language] and rows[2][1] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r\n+", " @"])
def test_no_cell_of_that_file_can_be_a_formula(start: str) -> None:
    one = problem(f"{start}cmd.csv", "header_unknown", row=1, column=f"{start}HYPERLINK(1)")
    text = problems_csv(report(Outcome.PUBLISHED, one, run=1), "en").removeprefix("\ufeff")
    row = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1]
    assert row[0] == f"'{start.strip()}cmd.csv" and row[2] == f"'{start.strip()}HYPERLINK(1)"
    assert text.count("\n") == 2 and "\r" not in text


def test_what_would_steer_a_terminal_or_is_no_text_does_not_come_out_of_a_name() -> None:
    name = "client_case.\x1b[2J\x9b31m\u202e\udce4.csv"
    found = Report(Outcome.PUBLISHED, 1, {}, (FileReport("client_case", "", name, "ab", 1),), (problem(name, "header_unknown", column="\x1b]0;x"),))
    for language in LANGUAGES:
        for text in (told(found, language), problems_csv(found, language)):
            assert "[2J" in text and not set("\x1b\x9b\u202e\udce4") & set(text)


def test_a_report_without_problems_gives_a_file_of_a_header_only() -> None:
    assert problems_csv(report(Outcome.PUBLISHED, run=1), "en") == "\ufefffile;row;column;rule;effect;rows;how to mend\n"
