"""Publishing is all or nothing, on both databases: readers see the old data whole or the new data whole."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import func, inspect, select

from data_access.engine import data_version, fetch, read
from data_access.importing import Busy, Report, import_folder, publish
from data_access.importing.status import status
from data_access.place import NoData, Unreachable, location
from data_access.schema import IMPORT_TABLES, METADATA, case_event, client_case, code_list, import_run, import_table
from tests.data_access.tiny import CLOSED, CONSULTATION, MEETING, OPEN, TEAM, WAITING, Row, edit, folder


@pytest.fixture(params=["duckdb", "postgresql"])
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The test runs on both databases, empty at the start."""
    if request.param == "postgresql":
        monkeypatch.setenv("TYOPOYTA_DATABASE_URL", request.getfixturevalue("empty_postgres_url"))
    return str(request.param)


def imported(path: Path, *, sample: bool = False, **changed: list[Row] | None) -> Report:
    """Imports the base folder with some tables changed."""
    return import_folder(folder(path / "in", **changed), sample=sample)


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
    before = data_version(), status(), sorted(path.name for path in (tmp_path / "data").iterdir())
    report = imported(tmp_path, client_case=[OPEN, {**CLOSED, "sex": "F"}, WAITING])
    assert (report.published, report.run, report.rows) == (False, None, {})
    assert [(problem.file, problem.row, problem.column) for problem in report.problems] == [("client_case.csv", 3, "sex")]
    assert (data_version(), status(), sorted(path.name for path in (tmp_path / "data").iterdir())) == before


def test_a_broken_folder_on_an_empty_database_leaves_it_empty(database: str, tmp_path: Path) -> None:
    assert not imported(tmp_path, team=None).published
    with pytest.raises(NoData):
        data_version()


def test_the_same_folder_twice_is_imported_once(database: str, tmp_path: Path) -> None:
    first = imported(tmp_path)
    before = data_version()
    second = imported(tmp_path)
    assert (second.published, second.unchanged, second.run, second.rows) == (True, True, 1, first.rows)
    assert data_version() == before


def test_a_change_of_one_byte_or_of_the_mark_of_samples_is_another_import(database: str, tmp_path: Path) -> None:
    imported(tmp_path)
    edit(tmp_path / "in" / "team.csv", "Tiimi 1", "Tiimi 2")
    assert import_folder(tmp_path / "in").run == 2
    assert import_folder(tmp_path / "in", sample=True).run == 3
    assert fetch(select(import_run.c.run, import_run.c.sample).order_by(import_run.c.run))["sample"].tolist() == ["no", "no", "yes"]


def test_an_import_is_the_whole_truth(database: str, tmp_path: Path) -> None:
    imported(tmp_path)
    before = data_version()
    assert imported(tmp_path, client_case=waiting(7), case_event=None, service_episode=None).run == 2
    assert data_version() != before
    assert len(fetch(select(client_case.c.case_id))) == 7
    assert fetch(select(case_event.c.event_id)).empty


def test_a_failure_while_writing_leaves_the_old_data_in_force(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    imported(tmp_path)
    before = data_version(), fetch(select(client_case)).to_csv(), sorted(path.name for path in (tmp_path / "data").iterdir())

    def full(*arguments: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(publish, "log_tables", full)
    with pytest.raises(OSError, match="No space"):
        imported(tmp_path, client_case=waiting(9), case_event=None, service_episode=None)
    assert (data_version(), fetch(select(client_case)).to_csv(), sorted(path.name for path in (tmp_path / "data").iterdir())) == before


def test_who_reads_on_one_connection_sees_one_state_while_an_import_is_published(database: str, tmp_path: Path) -> None:
    imported(tmp_path, client_case=waiting(5), case_event=None, service_episode=None)
    count = select(func.count()).select_from(client_case)
    with read() as connection:
        assert connection.execute(count).scalar() == 5
        imported(tmp_path, client_case=waiting(8), case_event=None, service_episode=None)
        imported(tmp_path, client_case=waiting(9), case_event=None, service_episode=None)
        assert connection.execute(count).scalar() == 5
        assert connection.execute(select(func.count()).select_from(import_run)).scalar() == 1
    assert fetch(count).iat[0, 0] == 9


def test_readers_on_threads_never_see_half_an_import(database: str, tmp_path: Path) -> None:
    imported(tmp_path, client_case=waiting(3), case_event=None, service_episode=None)
    ended = threading.Event()

    def watch() -> set[tuple[int, str]]:
        seen = set()
        while not ended.is_set():
            frame = fetch(select(client_case.c.coordinator_id, func.count().label("n")).group_by(client_case.c.coordinator_id))
            assert len(frame) == 1
            seen.add((int(frame["n"][0]), str(frame["coordinator_id"][0])))
        return seen

    with ThreadPoolExecutor(2) as pool:
        watchers = [pool.submit(watch) for _ in range(2)]
        try:
            for count in (30, 300):
                imported(tmp_path, client_case=waiting(count), case_event=None, service_episode=None)
        finally:
            ended.set()
        seen = set().union(*(watcher.result() for watcher in watchers))
    assert len(seen) > 1 and seen <= {(count, f"of {count}") for count in (3, 30, 300)}


def test_only_the_file_in_force_and_the_one_before_are_kept(tmp_path: Path) -> None:
    for count in (3, 4, 5, 6):
        imported(tmp_path, client_case=waiting(count), case_event=None, service_episode=None)
    data = tmp_path / "data"
    assert sorted(path.name for path in data.iterdir()) == ["current", "import.lock", "secret.key", "tyopoyta.3.duckdb", "tyopoyta.4.duckdb"]
    assert (data / "current").read_text(encoding="utf-8") == "tyopoyta.4.duckdb"
    assert location() == str(data / "tyopoyta.4.duckdb")


def test_the_part_of_an_import_that_was_killed_is_in_nobodys_way(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name in ("tyopoyta.1.duckdb.part", "tyopoyta.1.duckdb.part.wal"):
        (data / name).write_bytes(b"half")
    assert imported(tmp_path).run == 1
    assert not list(data.glob("*.part*"))


def test_a_damaged_database_can_be_imported_over(tmp_path: Path) -> None:
    imported(tmp_path)
    file = tmp_path / "data" / "tyopoyta.1.duckdb"
    file.write_bytes(b"damaged" * 1000)
    with pytest.raises(Unreachable):
        fetch(select(client_case))
    assert imported(tmp_path).run == 2
    assert len(fetch(select(client_case))) == 3


def test_a_second_import_at_the_same_time_is_refused(tmp_path: Path) -> None:
    imported(tmp_path)
    with publish.alone(tmp_path / "data"), pytest.raises(Busy):
        import_folder(tmp_path / "in")
    assert import_folder(tmp_path / "in").unchanged


def test_a_second_import_of_another_process_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    imported(tmp_path)

    def held(*arguments: object) -> None:
        raise duckdb.IOException("Could not set lock on file")

    monkeypatch.setattr(duckdb, "connect", held)
    with pytest.raises(Busy):
        import_folder(tmp_path / "in")


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
        left_out = {"import_run": ["imported_at"]}
        frames = {name: fetch(select(table).order_by(*table.columns)) for name, table in METADATA.tables.items()}
        return {name: frame.drop(columns=left_out.get(name, [])).to_csv() for name, frame in frames.items()}

    imported(tmp_path)
    on_duckdb = content()
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    imported(tmp_path)
    assert content() == on_duckdb
