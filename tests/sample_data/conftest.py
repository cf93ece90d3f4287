"""Example data written once for all tests of this folder."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data_access.schema import INPUT_TABLES
from sample_data.__main__ import write_sample

Read = Callable[[str], pd.DataFrame]
CASES = 900
# The application brings the areas; the sources show the others only in pictures, so nobody fills them and no file is written.
IN_PICTURES = ("recommendation_status", "agreement_goal", "goal_status")
TABLES = [name for name in INPUT_TABLES if name not in ("area", *IN_PICTURES)]


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, CASES, seed=5)
    return folder


@pytest.fixture(scope="session")
def read(written: Path) -> Read:
    """A written table as text, empty for a missing value."""
    return lambda table: pd.read_csv(written / f"{table}.csv", dtype=str, keep_default_na=False)
