"""The first start fills an empty dashboard with the sample, renews an old sample, and never touches anybody's own data."""

from pathlib import Path

import pytest

from data_access import engine
from data_access.engine import data_version, writer
from data_access.importing import import_delivery
from data_access.place import Outdated, location
from metrics import library
from tests.data_access.tiny import folder


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small folder in the place of the bundled sample."""
    monkeypatch.setattr(library, "SAMPLE", folder(tmp_path / "sample"))
    return library.SAMPLE


def grow_old() -> None:
    """Takes a column away, as if an older version of the program had imported."""
    for opened in engine._opened.values():
        opened.root.close()
    engine._opened.clear()
    with writer(Path(location())).begin() as connection:
        connection.exec_driver_sql("ALTER TABLE area DROP COLUMN kela_area")
    engine._fits.cache_clear()
    with pytest.raises(Outdated):
        data_version()


def test_an_empty_dashboard_is_filled_once(sample: Path) -> None:
    library.ensure_data()
    first = data_version()
    library.ensure_data()
    assert data_version() == first and library.loaded()["sample"] == "yes"


def test_a_sample_of_an_older_version_is_imported_again(sample: Path) -> None:
    library.ensure_data()
    grow_old()
    library.ensure_data()
    assert data_version() and library.loaded()["run"] == 2


def test_own_data_of_an_older_version_is_left_alone(sample: Path, tmp_path: Path) -> None:
    import_delivery(folder(tmp_path / "own"))
    grow_old()
    library.ensure_data()
    assert library.loaded()["sample"] == "no"
    with pytest.raises(Outdated):
        data_version()
