"""Opening the database: read-only, a connection for each reader, and clear errors when there is nothing or nobody answers."""

import shutil
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import delete, func, literal, select
from sqlalchemy.exc import DBAPIError, ProgrammingError, TimeoutError

from data_access import engine
from data_access.engine import CURRENT, Gone, data_version, fetch, pinned, read, writer
from data_access.place import NoData, Outdated, Unreachable, location, settings
from data_access.schema import METADATA, client_case, import_run
from tests.data_access.importing.candidates import on, published


@pytest.fixture(params=["duckdb", "postgresql"])
def filled(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Three cases, in each of the two databases."""
    on(request.param, request, monkeypatch)
    published()
    return str(request.param)


def test_settings_are_read_at_each_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings().folder == tmp_path / "data" and settings().key_file == tmp_path / "data" / "secret.key"
    monkeypatch.setenv("TYOPOYTA_DATA", str(tmp_path / "other"))
    monkeypatch.setenv("TYOPOYTA_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", "postgresql://somebody:hush@localhost/x")
    assert (settings().folder, settings().key_file) == (tmp_path / "other", tmp_path / "key")
    assert settings().url == "postgresql+psycopg://somebody:hush@localhost/x"


@pytest.mark.parametrize("address", ["nonsense", "postgresql://a:hush@h:port/x", "mysql://a:hush@h/x", "nosuch+driver://a:hush@h/x", "://hush"])
def test_what_is_not_an_address_of_postgresql_is_said_without_repeating_it(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", address)
    with pytest.raises(Unreachable, match=r"not an address of the form postgresql://user") as said:
        settings()
    assert "hush" not in str(said.value)


def test_the_password_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", "postgresql+psycopg://somebody:hush@localhost/x")
    assert "hush" not in location() and "localhost" in location()


def test_nothing_imported_is_an_error_of_its_own(tmp_path: Path) -> None:
    for question in (data_version, lambda: fetch(select(client_case)), lambda: read().__enter__()):
        with pytest.raises(NoData):
            question()
    assert location() == str(tmp_path / "data")


def test_an_empty_postgresql_holds_no_data_even_with_its_tables(empty_postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    with pytest.raises(NoData):
        data_version()
    with writer(empty_postgres_url).begin() as connection:
        METADATA.create_all(connection)
    with pytest.raises(NoData):
        fetch(select(client_case))
    with writer(empty_postgres_url).begin() as connection:
        CURRENT.create(connection)
    with pytest.raises(NoData):
        fetch(select(client_case))


def test_nobody_can_write(filled: str) -> None:
    with pytest.raises(DBAPIError), read() as connection:
        connection.execute(delete(client_case))
        connection.commit()
    assert fetch(select(func.count()).select_from(client_case)).iat[0, 0] == 3


def test_a_wrong_statement_is_not_called_unreachable(filled: str) -> None:
    with pytest.raises(ProgrammingError):
        fetch(select(literal(1)).where(func.no_such_function(1) == 1))


def test_a_frame_has_the_names_of_its_columns_even_without_rows(filled: str) -> None:
    assert list(fetch(select(client_case.c.case_id, client_case.c.county).where(client_case.c.case_id == "?")).columns) == ["case_id", "county"]


def test_each_thread_gets_its_own_answer(filled: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: fetch(select(literal(number), func.count()).select_from(client_case)).iloc[0].tolist(), range(200)))
    assert answers == [[number, 3] for number in range(200)]


def test_the_version_changes_with_the_data_and_only_then(filled: str, tmp_path: Path) -> None:
    first = data_version()
    assert data_version() == first
    published(4)
    assert data_version() != first


def test_what_an_older_version_imported_is_said_and_can_be_imported_again(filled: str, tmp_path: Path) -> None:
    newer = data_version()
    for opened in engine._opened.values():
        opened.root.close()
    engine._opened.clear()
    with writer(settings().url or Path(location())).begin() as connection:
        schema = "tyopoyta_1" if settings().url else "main"
        connection.exec_driver_sql(f"ALTER TABLE {schema}.client_case DROP COLUMN municipality_recorded")
    engine._fits.cache_clear()
    with pytest.raises(Outdated):
        data_version()
    published(4)
    assert data_version() != newer
    assert len(fetch(select(client_case.c.municipality_recorded))) == 4


def test_a_folder_that_is_emptied_and_filled_anew_is_read_anew(tmp_path: Path) -> None:
    published()
    first = data_version()
    assert len(fetch(select(client_case))) == 3
    shutil.rmtree(tmp_path / "data")
    published(5)
    assert data_version() != first
    assert len(fetch(select(client_case))) == 5


def test_a_file_that_is_gone_is_unreachable(tmp_path: Path) -> None:
    published()
    (tmp_path / "data" / "tyopoyta.1.duckdb").unlink()
    with pytest.raises(Unreachable):
        fetch(select(client_case))
    with pytest.raises(Unreachable), read():
        pass


def test_a_server_that_does_not_answer_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", f"postgresql://somebody:hush@127.0.0.1:{port}/x")
    with pytest.raises(Unreachable) as caught:
        data_version()
    assert "hush" not in str(caught.value)


def test_what_fails_once_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published()
    opened = engine._open
    failed: list[bool] = []

    def first_time_fails(*arguments: object) -> object:
        if not failed:
            failed.append(True)
            raise OSError("gone for a moment")
        return opened(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "_open", first_time_fails)
    assert len(fetch(select(client_case))) == 3
    assert failed


def test_a_connection_that_the_server_ended_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    published()
    assert len(fetch(select(client_case))) == 3
    with writer(settings().url).begin() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert fetch(select(func.max(import_run.c.run))).iat[0, 0] == 1


def test_readers_do_not_keep_an_importer_out(filled: str, tmp_path: Path) -> None:
    with read() as connection:
        connection.execute(select(client_case)).fetchone()
        published(6)
    assert len(fetch(select(client_case))) == 6


COUNT = select(func.count()).select_from(client_case)


def counted() -> int:
    """How many cases a reader sees."""
    return len(fetch(select(client_case.c.case_id)))


def test_who_is_pinned_keeps_the_version_of_the_first_question(filled: str) -> None:
    with pinned():
        published(4)
        assert counted() == 4
        version = data_version()
        published(5)
        assert counted() == 4 and data_version() == version
        with read() as connection:
            assert connection.execute(COUNT).scalar() == 4
    assert counted() == 5 and data_version() != version


def test_pins_within_each_other_are_one(filled: str) -> None:
    with pinned():
        with pinned():
            assert counted() == 3
        published(4)
        with pinned():
            assert counted() == 3
        assert counted() == 3
    with pinned():
        assert counted() == 4


def test_a_pin_ends_with_an_error_and_holds_for_its_own_thread_only(filled: str) -> None:
    with ThreadPoolExecutor(1) as pool, pytest.raises(KeyError), pinned():
        assert counted() == 3
        published(4)
        assert pool.submit(counted).result() == 4
        raise KeyError
    assert counted() == 4


def test_a_pin_made_before_there_was_data_is_no_pin(tmp_path: Path) -> None:
    with pinned():
        with pytest.raises(NoData):
            data_version()
        published()
        assert counted() == 3


def test_a_version_that_two_imports_have_replaced_is_gone(filled: str) -> None:
    with pinned():
        assert counted() == 3
        published(4)
        published(5)
        if filled == "duckdb":
            assert len(fetch(select(client_case))) == 3, "the file is still open here"
            with ThreadPoolExecutor(1) as pool:
                assert pool.submit(counted).result() == 5
            published(6)
            with ThreadPoolExecutor(1) as pool:
                assert pool.submit(counted).result() == 6
        with pytest.raises(Gone):
            counted()
        with pytest.raises(Gone):
            read().__enter__()
    assert counted() == (6 if filled == "duckdb" else 5)


def test_a_file_in_force_that_is_gone_is_no_reason_to_draw_the_page_anew(tmp_path: Path) -> None:
    published()
    with pinned():
        data_version()
        (tmp_path / "data" / "tyopoyta.1.duckdb").unlink()
        for opened in engine._opened.values():
            opened.root.close()
        engine._opened.clear()
        with pytest.raises(Unreachable) as caught:
            counted()
    assert not isinstance(caught.value, Gone)


def test_no_more_than_two_files_are_kept_open(tmp_path: Path) -> None:
    for count in (3, 4, 5, 6):
        published(count)
        assert counted() == count
    assert [name.rpartition("@")[0] for folder, name in engine._opened if folder == tmp_path / "data"] == ["tyopoyta.3.duckdb", "tyopoyta.4.duckdb"]


def test_the_schema_of_one_reader_is_not_left_to_the_next(monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    published(3)
    with pinned():
        assert counted() == 3
        published(4)
        assert counted() == 3
        with pytest.raises(ProgrammingError), read() as connection:
            connection.execute(select(func.no_such_function()))
    pool = engine._postgres_engine(settings().url)
    used = pool.pool.status()
    with pool.connect() as connection:
        assert connection.exec_driver_sql("SHOW search_path").scalar() == '"$user", public'
    assert counted() == 4 and pool.pool.status() == used, "all of them had one connection after the other"


def test_what_takes_too_long_is_ended_and_not_begun_again(monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    monkeypatch.setattr(engine, "SECONDS_TO_ANSWER", 0.2)
    published()
    asked: list[str] = []
    rows = engine._rows
    monkeypatch.setattr(engine, "_rows", lambda statement, version: asked.append(version) or rows(statement, version))  # type: ignore[func-returns-value]
    with pytest.raises(Unreachable):
        fetch(select(func.pg_sleep(60)))
    assert len(asked) == 1
    with pytest.raises(Unreachable), read() as connection:
        connection.execute(select(func.pg_sleep(60)))
    assert counted() == 3


def test_a_pool_without_a_free_connection_is_unreachable(monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    published()

    def none_free(*arguments: object) -> object:
        raise TimeoutError("QueuePool limit reached")

    monkeypatch.setattr(engine._postgres_engine(settings().url).pool, "connect", none_free)
    with pytest.raises(Unreachable):
        data_version()


def test_only_the_schema_in_force_tells_whether_the_data_is_of_this_version(monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    with writer(empty_postgres_url).begin() as connection:
        METADATA.create_all(connection)
    published()
    with writer(empty_postgres_url).begin() as connection:
        connection.exec_driver_sql("ALTER TABLE tyopoyta_1.client_case DROP COLUMN sex")
    with pytest.raises(Outdated):
        data_version()
    published()
    assert data_version()
