"""A small sample, imported once for each test process, and the oracle that recomputes answers from its tables."""

from pathlib import Path

import pytest

from tests.metrics.oracle import Tables, read_tables
from tests.metrics.small import import_small


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the pilot and 800 invented cases in DuckDB. To be read, not changed."""
    home = tmp_path_factory.mktemp("small")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TYOPOYTA_DATA", str(home))
        patch.delenv("TYOPOYTA_DATABASE_URL", raising=False)
        import_small(tmp_path_factory.mktemp("small_csv"))
    return home


@pytest.fixture
def on_small(monkeypatch: pytest.MonkeyPatch, small_home: Path) -> Path:
    """The test reads the small sample in DuckDB."""
    monkeypatch.setenv("TYOPOYTA_DATA", str(small_home))
    return small_home


@pytest.fixture(scope="session")
def tables(small_home: Path) -> Tables:
    """Every table of the small sample as it was imported, unprotected: for the oracle only."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TYOPOYTA_DATA", str(small_home))
        patch.delenv("TYOPOYTA_DATABASE_URL", raising=False)
        return read_tables()
