"""A whole import on both databases: what was sent is in force, and whatever stops it leaves what was."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select

from data_access.engine import data_version, fetch, read
from data_access.importing import Busy, Report, candidate, import_delivery, journal
from data_access.importing.lock import alone
from data_access.importing.status import status
from data_access.place import NoData, Unreachable
from data_access.schema import IMPORT_TABLES, METADATA, case_event, client_case, code_list, import_run, import_table
from tests.data_access.tiny import CLOSED, CONSULTATION, MEETING, OPEN, TEAM, WAITING, Row, edit, folder


@pytest.fixture(params=["duckdb", "postgresql"])
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The test runs on both databases, empty at the start."""
    if request.param == "postgresql":
        monkeypatch.setenv("TYOPOYTA_DATABASE_URL", request.getfixturevalue("empty_postgres_url"))
    return str(request.param)


def imported(path: Path, *, sample: bool = False, now: datetime | None = None, **changed: list[Row] | None) -> Report:
    """Imports the base folder with some tables changed."""
    return import_delivery(folder(path / "in", **changed), sample=sample, now=now)


def left(path: Path) -> list[str]:
    """What lies in the data folder."""
    return sorted(file.name for file in (path / "data").iterdir())


def waiting(count: int) -> list[Row]:
    """Cases C1 to C<count>, all waiting, each with a team named after the count."""
    return [{**WAITING, "case_id": f"C{number}", "coordinator_id": f"of {count}"} for number in range(1, count + 1)]


def test_what_was_sent_is_what_is_read(database: str, tmp_path: Path) -> None:
    report = imported(tmp_path)
    assert report.published and report.run == 1 and report.problems == ()
    columns = [
        client_case.c[name] for name in ("case_id", "county", "referred_date", "closed_date", "unemployment_months", "outcome", "days_in_service")
    ]
    found = fetch(select(*columns).order_by(client_case.c.case_id)).astype(object)
    assert [tuple(None if value != value else value for value in row) for row in found.itertuples(index=False)] == [
        ("C1", "13", date(2025, 3, 1), None, 36.0, "open", None),
        ("C2", "13", date(2024, 1, 10), date(2024, 7, 20), None, "education", 182),
        ("C3", "13", date(2025, 5, 2), None, None, "open", None),
    ]


def test_texts_come_through_unchanged(database: str, tmp_path: Path) -> None:
    names = ['a, "b"\nc', "Jyväskylä – åäö", "\\N", "back\\slash", "it's"]
    imported(
        tmp_path,
        team=[{**TEAM, "team_id": f"T{number}", "name": name} for number, name in enumerate(names)] + [TEAM | {"team_id": "T9"}],
        client_case=[WAITING | {"team_id": "T9"}],
        case_event=None,
        service_episode=None,
        feedback_answer=None,
    )
    team = METADATA.tables["team"]
    assert fetch(select(team.c.name).order_by(team.c.team_id))["name"].tolist() == [*names, "Tiimi 1"]


def test_every_table_of_the_schema_is_there(database: str, tmp_path: Path) -> None:
    imported(tmp_path)
    with read() as connection:
        assert set(METADATA.tables) <= set(inspect(connection).get_table_names())
        assert connection.execute(select(func.count()).select_from(code_list)).scalar() == 233


def test_a_code_list_keeps_a_name_that_looks_like_a_null_marker(database: str, tmp_path: Path) -> None:
    imported(tmp_path)
    names = fetch(select(code_list.c.name_en).where(code_list.c.list == "team_coverage", code_list.c.code == "none"))
    assert names["name_en"].tolist() == ["None"]


def test_the_log_tells_what_was_imported(database: str, tmp_path: Path) -> None:
    planned = {**MEETING, "event_id": "E7", "event_date": "2031-01-01", "recorded_at": "", "status": "planned"}
    imported(tmp_path, sample=True, case_event=[MEETING, CONSULTATION, planned])
    run = fetch(select(import_run)).iloc[0]
    assert (run["run"], run["source"], run["sample"], run["first_month"], run["last_month"]) == (1, "in", "yes", "2024-01", "2025-05")
    assert run["last_day"] == date(2025, 6, 1) and len(run["content_hash"]) == 64
    tables = fetch(select(import_table)).set_index("table_name")
    counts = tables[["rows", "unknown", "code_values"]].T.to_dict("list")
    assert (counts["client_case"], counts["case_event"]) == ([3, 9, 21], [3, 0, 15])
    assert tables.loc["goal", "rows"] == 0


def test_a_broken_folder_changes_nothing(database: str, tmp_path: Path) -> None:
    imported(tmp_path)
    before = data_version(), status("en"), left(tmp_path)
    report = imported(tmp_path, client_case=[OPEN, {**CLOSED, "case_id": "131052-308T"}, WAITING])
    assert (report.published, report.run, report.rows) == (False, None, {})
    assert [(problem.file, problem.row, problem.column) for problem in report.problems] == [("client_case.csv", 3, "case_id")]
    assert (data_version(), status("en"), left(tmp_path)) == before
    assert journal.attempts()["outcome"].tolist() == ["refused", "published"]


def test_a_broken_folder_on_an_empty_database_leaves_it_empty(database: str, tmp_path: Path) -> None:
    assert not imported(tmp_path, team=None).published
    with pytest.raises(NoData):
        data_version()


def test_the_same_folder_twice_is_imported_once(database: str, tmp_path: Path) -> None:
    first = imported(tmp_path)
    before = data_version()
    second = imported(tmp_path)
    assert (second.published, second.unchanged, second.run, second.rows) == (True, True, 1, first.rows)
    assert data_version() == before and journal.attempts()["outcome"].tolist() == ["unchanged", "published"]


def test_a_change_of_one_byte_or_of_the_mark_of_samples_is_another_import(database: str, tmp_path: Path) -> None:
    imported(tmp_path)
    edit(tmp_path / "in" / "team.csv", "Tiimi 1", "Tiimi 2")
    assert import_delivery(tmp_path / "in").run == 2
    assert import_delivery(tmp_path / "in", sample=True).run == 3
    assert fetch(select(import_run.c.run, import_run.c.sample).order_by(import_run.c.run))["sample"].tolist() == ["no", "no", "yes"]


def test_a_file_is_the_whole_truth_of_its_table_and_what_is_not_sent_stays(database: str, tmp_path: Path) -> None:
    imported(tmp_path)
    before = data_version()
    assert imported(tmp_path, client_case=waiting(7), case_event=None, service_episode=None).run == 2
    assert data_version() != before
    assert len(fetch(select(client_case.c.case_id))) == 7
    assert fetch(select(case_event.c.event_id))["event_id"].tolist() == ["E2"], "E1 lies before the referral of what is C1 now"


def test_a_table_is_emptied_by_a_file_that_may_be_empty(database: str, tmp_path: Path) -> None:
    imported(tmp_path)
    empty = folder(tmp_path / "in", case_event=[])
    assert [one.rule for one in import_delivery(empty).problems] == ["no_rows"] and len(fetch(select(case_event.c.event_id))) == 2
    with (empty / "mapping.toml").open("a", encoding="utf-8") as mapping:
        mapping.write("[case_event]\nempty_allowed = true\n")
    assert import_delivery(empty).published
    assert fetch(select(case_event.c.event_id)).empty


def test_a_failure_while_writing_leaves_the_old_data_in_force(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    imported(tmp_path)
    before = data_version(), fetch(select(client_case)).to_csv(), left(tmp_path)

    def full(*arguments: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(candidate, "write_revisions", full)
    with pytest.raises(OSError, match="No space"):
        imported(tmp_path, client_case=waiting(9), case_event=None, service_episode=None)
    assert (data_version(), fetch(select(client_case)).to_csv(), left(tmp_path)) == before
    assert journal.attempts()[["outcome", "reason"]].fillna("").to_numpy().tolist() == [["failed", "OSError"], ["published", ""]]


def test_nothing_is_left_in_the_data_folder_but_what_is_in_force_and_the_one_before(tmp_path: Path) -> None:
    for count in (3, 4, 5, 6):
        imported(tmp_path, client_case=waiting(count), case_event=None, service_episode=None)
    assert left(tmp_path) == ["current", "import.lock", "journal.sqlite", "secret.key", "tyopoyta.3.duckdb", "tyopoyta.4.duckdb"]


def test_a_damaged_database_can_be_imported_over(tmp_path: Path) -> None:
    imported(tmp_path)
    file = tmp_path / "data" / "tyopoyta.1.duckdb"
    file.write_bytes(b"damaged" * 1000)
    with pytest.raises(Unreachable):
        fetch(select(client_case))
    assert import_delivery(tmp_path / "in", accept=["before_unreadable"]).run == 2
    assert len(fetch(select(client_case))) == 3


def test_a_second_import_at_the_same_time_is_refused(tmp_path: Path) -> None:
    imported(tmp_path)
    with alone(tmp_path / "data"), pytest.raises(Busy):
        import_delivery(tmp_path / "in")
    assert len(journal.attempts()) == 1
    assert import_delivery(tmp_path / "in").unchanged


def test_the_secret_is_not_in_the_database(database: str, tmp_path: Path) -> None:
    imported(tmp_path)
    secret = (tmp_path / "data" / "secret.key").read_text(encoding="ascii")
    for name in IMPORT_TABLES:
        assert secret not in fetch(select(METADATA.tables[name])).to_csv()
    for file in (tmp_path / "data").glob("*.duckdb"):
        assert secret.encode() not in file.read_bytes()


def test_the_key_file_may_lie_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYOPOYTA_KEY_FILE", str(tmp_path / "safe" / "key"))
    imported(tmp_path)
    assert (tmp_path / "safe" / "key").exists() and not (tmp_path / "data" / "secret.key").exists()


def test_both_databases_hold_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str) -> None:
    def content() -> dict[str, str]:
        return {name: fetch(select(table).order_by(*table.columns)).to_csv() for name, table in METADATA.tables.items()}

    now = datetime(2026, 11, 1, 9, tzinfo=UTC)
    imported(tmp_path, now=now)
    on_duckdb = content()
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    imported(tmp_path, now=now)
    assert content() == on_duckdb
