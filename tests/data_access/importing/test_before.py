"""What is in force before an import is told alike by both databases, and rows that stay come back as they once came."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_access import engine
from data_access.engine import writer
from data_access.importing import before, streaming
from data_access.importing.contract import inputs
from data_access.place import Unreachable, location, settings
from data_access.schema import METADATA
from tests.data_access.importing.candidates import RUN, Row, cases, on, published

CASE: Row = {
    "case_id": "C1",
    "person_id": "pseudonym",
    "team_id": "T1",
    "coordinator_id": "K",
    "municipality": "297",
    "municipality_recorded": "476",
    "project": "TYTTI",
    "segment": "path_unemployed",
    "sex": "unknown",
    "birth_year": 1987,
    "referred_date": date(2025, 3, 1),
    "status": "in_services",
    "unemployment_months": 0.1,
    "outcome": "open",
    "goal_result": "open",
    "county": "13",
    "part": "2025",
}
CLOSED: Row = {
    **CASE,
    "case_id": "C2",
    "closed_date": date(2025, 9, 1),
    "outcome": "education",
    "goal_result": "partly",
    "municipality": "unknown",
    "municipality_recorded": "unknown",
    "project": "none",
    "coordinator_id": "unknown",
    "part": "",
}
GIVEN_UP: Row = {**CASE, "case_id": "C3", "outcome": "not_opened", "goal_result": "unknown", "part": "2024, 'old'"}
EVENT: Row = {
    "event_id": "E1",
    "case_id": "C1",
    "event_code": "INTAKE",
    "step": "2",
    "event_date": date(2025, 3, 4),
    "status": "held",
    "service": "none",
    "team_id": "T1",
    "coordinator_id": "K",
    "municipality": "297",
    "municipality_recorded": "297",
    "project": "TYTTI",
    "sex": "female",
    "part": "",
}
CONSULTATION: Row = {**EVENT, "event_id": "E2", "case_id": None}


@pytest.fixture(params=["duckdb", "postgresql"])
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The test runs on both databases, empty at the start."""
    return on(request.param, request, monkeypatch)


def exported(table: str, parts: list[str], to: Path) -> list[dict[str, Any]]:
    """The rows of an export in the order of their key, with its columns and types checked."""
    rows = before.export(table, parts, to / "out.parquet")
    found = pq.read_table(to / "out.parquet")
    assert found.num_rows == rows and found.column_names == [*inputs(METADATA.tables[table]), "part"]
    return sorted(found.to_pylist(), key=lambda row: str(row[METADATA.tables[table].info["key"][0]]))


def test_where_nothing_is_there_everything_is_empty(database: str, tmp_path: Path) -> None:
    assert (before.newest(), before.files(), before.history(), before.rows_in_force()) == (None, [], {}, {})
    assert (before.row_counts("client_case"), before.class_counts("client_case", "status", [""])) == ({}, {})
    assert before.ids("client_case", "person_id", [""], tmp_path / "ids.parquet") == 0
    assert exported("client_case", [""], tmp_path) == []
    assert pq.read_table(tmp_path / "ids.parquet").column_names == ["person_id"]


def test_the_log_tells_of_the_newest_import_and_is_carried_along(database: str) -> None:
    first, second = ({**RUN, "run": run, "attempt": str(run), "last_day": date(2025, run, 1)} for run in (1, 2))
    tables = [{"run": run, "table_name": "client_case", "rows": run * 10, "unknown": 0, "code_values": 0} for run in (1, 2)]
    files = [{"run": 1, "table_name": "client_case", "part": "", "file": "a.csv", "sha256": "a", "mapping": "", "since_run": 1, "since": "x"}]
    counts = {"rows_in": 3, "rows_aside": 1, "rows_repeated": 0}
    published(import_run=[first], import_table=tables[:1], import_file=[{**one, **counts} for one in files])
    published(import_run=[first, second], import_table=tables, import_file=[{**one, **counts, "run": 2, "part": "2025"} for one in files])
    assert before.newest() == second and before.rows_in_force() == {"client_case": 20}
    assert before.files() == [{**files[0], **counts, "run": 2, "part": "2025"}]
    assert sorted(before.history()["import_run"], key=lambda row: row["run"]) == [first, second]
    assert sorted(before.history()["import_table"], key=lambda row: row["run"]) == tables


def test_rows_come_back_as_they_came(database: str, tmp_path: Path) -> None:
    published(client_case=[CASE, CLOSED, GIVEN_UP], case_event=[EVENT, CONSULTATION])
    going_on, closed, given_up = exported("client_case", ["2025", "", "2024, 'old'"], tmp_path)
    assert going_on == {
        **dict.fromkeys(inputs(METADATA.tables["client_case"])),
        **{name: CASE[name] for name in ("case_id", "person_id", "team_id", "coordinator_id", "project", "segment", "birth_year", "status", "part")},
        "municipality": "476",
        "referred_date": date(2025, 3, 1),
        "unemployment_months": 0.1,
    }
    assert (closed["outcome"], closed["goal_result"], closed["closed_date"]) == ("education", "partly", date(2025, 9, 1))
    assert (closed["municipality"], closed["project"], closed["coordinator_id"], closed["part"]) == (None, None, None, "")
    assert (given_up["outcome"], given_up["goal_result"], given_up["part"]) == (None, None, "2024, 'old'")


def test_what_a_row_took_from_its_case_it_takes_again(database: str, tmp_path: Path) -> None:
    published(client_case=[CASE], case_event=[EVENT, CONSULTATION])
    of_case, alone = exported("case_event", [""], tmp_path)
    scope = ("team_id", "coordinator_id", "municipality", "project")
    assert [of_case[name] for name in scope] == [None] * 4 and of_case["case_id"] == "C1"
    assert [alone[name] for name in scope] == ["T1", "K", "297", "TYTTI"] and alone["case_id"] is None
    assert (of_case["step"], of_case["event_date"], of_case["status"], of_case["service"]) == (None, date(2025, 3, 4), None, None)


def test_a_step_the_sender_gave_stays_and_the_usual_one_is_missing_again(database: str, tmp_path: Path) -> None:
    published(client_case=[CASE], case_event=[EVENT, {**EVENT, "event_id": "E8", "step": "4"}])
    assert [row["step"] for row in exported("case_event", [""], tmp_path)] == [None, "4"]


def test_only_the_parts_asked_for_are_exported(database: str, tmp_path: Path) -> None:
    published(client_case=[CASE, CLOSED, GIVEN_UP])
    assert [row["case_id"] for row in exported("client_case", ["2025"], tmp_path)] == ["C1"]
    assert [row["case_id"] for row in exported("client_case", ["2024, 'old'"], tmp_path)] == ["C3"]
    assert exported("client_case", [], tmp_path) == [] and exported("client_case", ["2023"], tmp_path) == []


def test_keys_and_texts_come_back_unchanged(database: str, tmp_path: Path) -> None:
    names = ['a, "b"\nc', "åäö –", "\\N", "back\\slash", "", "50 %s"]
    published(team=[{"team_id": f"T{number}", "name": name, "part": ""} for number, name in enumerate(names)])
    assert [row["name"] for row in exported("team", [""], tmp_path)] == names
    figure = {"indicator": "unemployed", "sex": "all", "age_class": "all", "value_state": "ok", "value": 1 / 3, "part": ""}
    published(indicator_value=[figure])
    (row,) = exported("indicator_value", [""], tmp_path)
    assert (row["sex"], row["age_class"], row["value_state"], row["value"]) == ("all", "all", None, 1 / 3)


def test_many_rows_come_in_batches(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "BYTES", 1000)
    published(300)
    assert len(exported("client_case", [""], tmp_path)) == 300
    assert pq.ParquetFile(tmp_path / "out.parquet").schema_arrow.field("referred_date").type == pa.date32()


def test_rows_classes_and_ids_are_counted_by_part(database: str, tmp_path: Path) -> None:
    published(client_case=[CASE, CLOSED, GIVEN_UP, {**CASE, "case_id": "C4", "status": None}])
    assert before.row_counts("client_case") == {"2025": 2, "": 1, "2024, 'old'": 1}
    assert before.class_counts("client_case", "status", ["2025", ""]) == {"in_services": 2}
    assert before.class_counts("client_case", "status", []) == {}
    assert before.ids("client_case", "case_id", frozenset({"2025", ""}), tmp_path / "ids.parquet") == 3
    assert sorted(pq.read_table(tmp_path / "ids.parquet")["case_id"].to_pylist()) == ["C1", "C2", "C4"]


def test_what_an_older_version_imported_counts_as_nothing_but_its_log_stays(database: str, tmp_path: Path) -> None:
    published(client_case=[CASE])
    if database == "postgresql":
        with writer(settings().url).begin() as connection:
            connection.exec_driver_sql("ALTER TABLE tyopoyta_1.client_case DROP COLUMN sex")
    else:
        with writer(Path(location())).begin() as connection:
            connection.exec_driver_sql("ALTER TABLE client_case DROP COLUMN sex")
    assert (before.newest(), before.files(), before.row_counts("client_case")) == (None, [], {})
    assert exported("client_case", [""], tmp_path) == []
    assert [row["run"] for row in before.history()["import_run"]] == [1]
    assert published(4) == 2


def test_a_damaged_file_counts_as_nothing(tmp_path: Path) -> None:
    published()
    (tmp_path / "data" / "tyopoyta.1.duckdb").write_bytes(b"damaged" * 1000)
    assert (before.newest(), before.files(), before.history(), before.row_counts("client_case")) == (None, [], {}, {})
    assert exported("client_case", [""], tmp_path) == []


def test_a_file_that_nobody_may_open_is_not_taken_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published()
    (tmp_path / "data" / "tyopoyta.1.duckdb").write_bytes(b"damaged" * 1000)
    monkeypatch.setattr(before, "access", lambda *arguments: False)
    for question in (before.newest, before.files, lambda: before.export("client_case", [""], tmp_path / "out.parquet")):
        with pytest.raises(Unreachable):
            question()


def test_a_server_that_does_not_answer_is_not_taken_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", f"postgresql://nobody@/x?host={tmp_path}")
    for question in (before.newest, before.files, before.history, lambda: before.row_counts("client_case")):
        with pytest.raises(Unreachable):
            question()


def test_rows_that_stay_and_cannot_be_read_are_refused_not_left_out(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published()
    monkeypatch.setattr(before, "_among", lambda parts: "no_such_function(part)")
    with pytest.raises(Unreachable):
        before.export("client_case", [""], tmp_path / "out.parquet")


def test_an_import_is_not_held_to_the_time_limit_of_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    published(client_case=cases(2))
    monkeypatch.setattr(engine, "SECONDS_TO_ANSWER", 0.3)
    monkeypatch.setattr(before, "_among", lambda parts: "pg_sleep(0.3) IS NOT NULL")
    assert before.export("client_case", [""], tmp_path / "out.parquet") == 2
