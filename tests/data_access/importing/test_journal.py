"""The journal of imports: every attempt is in it, however it ended, and reading it changes nothing."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import insert

from data_access.engine import writer
from data_access.importing import journal
from data_access.importing.problems import LANGUAGES, Problem, Severity
from data_access.importing.report import FileReport, Outcome, Report
from data_access.place import POINTER, settings
from data_access.schema import METADATA, import_run

HOW = {"fi": "Korjaa päivä.", "sv": "Rätta dagen.", "en": "Mend the day."}
ASIDE = Problem("client_case.csv", 7, "opened_date", "date", Severity.ASIDE, HOW)
REFUSE = Problem("client_case.csv", None, "sex", "column_missing", Severity.REFUSE, HOW, 2)
WARN = Problem("team.csv", None, None, "column_unknown", Severity.WARN, HOW, 3)
CASES = FileReport("client_case", "", "client_case.csv", "ab" * 32, 100, 4, 2)
EVENTS = FileReport("case_event", "2025-03", "case_event.2025-03.csv", "cd" * 32, 50)
PUBLISHED = Report(Outcome.PUBLISHED, 3, {"client_case": 94}, (CASES, EVENTS), (ASIDE, WARN), ("rows_fewer",))
REFUSED = Report(Outcome.REFUSED, None, {}, (CASES,), (REFUSE, WARN))


def _rows(frame: object) -> list[dict[str, object]]:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")  # type: ignore[attr-defined]


def _publish(run: int, attempt: int) -> None:
    """A data file in force whose log of imports names an attempt."""
    folder = settings().folder
    with writer(folder / f"tyopoyta.{run}.duckdb").begin() as connection:
        METADATA.create_all(connection, checkfirst=False)
        facts = {column.name: "x" for column in import_run.columns} | {"run": run, "attempt": str(attempt), "last_day": None}
        connection.execute(insert(import_run).values(facts))
    (folder / POINTER).write_text(f"tyopoyta.{run}.duckdb", encoding="utf-8")


def test_where_nothing_was_ever_imported_the_journal_is_empty_and_no_file_is_made() -> None:
    assert journal.attempts().empty and journal.files(1).empty and journal.problems(1).empty
    assert "outcome" in journal.attempts() and "sha256" in journal.files(1) and set(LANGUAGES) <= set(journal.problems(1))
    assert not settings().folder.exists()


def test_a_published_import_is_remembered_with_its_files_and_problems() -> None:
    attempt = journal.begin("csv", "anna")
    journal.end(attempt, PUBLISHED, "ef" * 32)
    (row,) = _rows(journal.attempts())
    assert (row["id"], row["outcome"], row["run"], row["imported_by"], row["source"]) == (attempt, "published", 3, "anna", "csv")
    assert (row["rows_in"], row["rows_aside"], row["rows_repeated"], row["warned"], row["refusals"]) == (150, 4, 2, 3, 0)
    assert row["content_hash"] == "ef" * 32 and row["accepted"] == "rows_fewer" and row["reason"] is None
    assert str(row["began_at"]).endswith("+00:00") and row["ended_at"] is not None and row["seconds"] is not None
    assert [(one["table_name"], one["part"], one["file"], one["rows_in"]) for one in _rows(journal.files(attempt))] == [
        ("case_event", "2025-03", "case_event.2025-03.csv", 50),
        ("client_case", "", "client_case.csv", 100),
    ]
    first, second = _rows(journal.problems(attempt))
    assert (first["place"], first["file"], first["row"], first["column_name"], first["severity"]) == (0, "client_case.csv", 7, "opened_date", "aside")
    assert (second["row"], second["column_name"], second["rows"], second["fi"]) == (None, None, 3, "Korjaa päivä.")


def test_the_newest_attempt_is_first_by_its_number_and_no_more_come_than_are_asked_for() -> None:
    numbers = [journal.begin("csv", "anna") for _ in range(3)]
    assert journal.attempts(2)["id"].tolist() == [numbers[2], numbers[1]]


def test_a_refused_import_is_remembered_with_how_many_faults_refused_it() -> None:
    journal.end(journal.begin("csv", "anna"), REFUSED)
    row = journal.attempts().iloc[0]
    assert (row["outcome"], row["refusals"], row["warned"]) == ("refused", 2, 3)


def test_an_import_that_could_not_run_says_what_was_in_the_way() -> None:
    journal.failed(journal.begin("csv", "anna"), "disk_full")
    row = journal.attempts().iloc[0]
    assert (row["outcome"], row["reason"]) == ("failed", "disk_full") and row["ended_at"]


def test_an_import_that_was_killed_counts_as_stopped_when_the_next_one_begins() -> None:
    killed = journal.begin("csv", "anna")
    assert journal.attempts()["outcome"].tolist() == ["running"]
    journal.begin("csv", "anna")
    assert journal.attempts().set_index("id")["outcome"][killed] == "stopped"


def test_an_import_that_was_killed_after_publishing_counts_as_published() -> None:
    killed = journal.begin("csv", "anna")
    _publish(5, killed)
    journal.begin("csv", "anna")
    row = journal.attempts().set_index("id").loc[killed]
    assert (row["outcome"], row["run"]) == ("published", 5)


def test_a_number_is_never_given_twice_even_when_rows_are_taken_away() -> None:
    first = journal.begin("csv", "anna")
    with sqlite3.connect(settings().folder / journal.FILE) as connection:
        connection.execute("delete from import_attempt")
    connection.close()
    assert journal.begin("csv", "anna") > first


def test_a_journal_that_cannot_be_written_or_read_is_told_by_name_and_without_what_it_was_to_hold() -> None:
    folder = settings().folder
    folder.mkdir(parents=True)
    (folder / journal.FILE).write_bytes(b"this is no database, for sure" * 100)
    for tried in (lambda: journal.begin("secret source", "anna"), journal.attempts, lambda: journal.failed(1, "x"), lambda: journal.end(1, REFUSED)):
        with pytest.raises(journal.JournalFailed) as caught:
            tried()
        assert "secret" not in str(caught.value)


def test_a_data_folder_that_cannot_be_made_is_told_as_a_failed_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("TYOPOYTA_DATA", str(tmp_path / "file" / "data"))
    with pytest.raises(journal.JournalFailed):
        journal.begin("csv", "anna")


def test_a_folder_with_spaces_letters_and_signs_in_its_name_has_its_journal_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYOPOYTA_DATA", str(tmp_path / "työpöydän data 100 % #1"))
    journal.failed(journal.begin("csv", "anna"), "busy")
    assert journal.attempts()["outcome"].tolist() == ["failed"]
    assert (settings().folder / journal.FILE).exists()


@pytest.mark.parametrize("where", ["sqlite", "postgres"])
def test_names_that_no_database_takes_do_not_lose_the_row(where: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if where == "postgres":
        monkeypatch.setenv("TYOPOYTA_DATABASE_URL", request.getfixturevalue("empty_postgres_url"))
    attempt = journal.begin("csv\udcff", "anna")
    journal.end(attempt, Report(Outcome.REFUSED, None, {}, (), (Problem("a\0b.csv", 1, "\udce4", "column_unknown", Severity.WARN, HOW),)))
    assert journal.attempts()["source"].tolist() == ["csv?"]
    assert journal.problems(attempt)[["file", "column_name"]].to_numpy().tolist() == [["ab.csv", "?"]]


def test_postgres_keeps_its_own_journal_and_reading_it_makes_no_table(monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    assert journal.attempts().empty
    attempt = journal.begin("csv", "anna")
    journal.end(attempt, PUBLISHED, "ef" * 32)
    second = journal.begin("csv", "bertta")
    assert journal.attempts()["id"].tolist() == [second, attempt]
    assert len(journal.files(attempt)) == len(journal.problems(attempt)) == 2
    assert not (settings().folder / journal.FILE).exists()


def test_a_postgres_that_is_away_is_a_failed_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", "postgresql://nobody:word@127.0.0.1:9/none")
    for tried in (journal.attempts, lambda: journal.begin("csv", "anna")):
        with pytest.raises(journal.JournalFailed):
            tried()
