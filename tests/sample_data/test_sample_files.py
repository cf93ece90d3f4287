"""The files: same bytes for the same wish, headers of the contract, any number of cases."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from data_access.fields import input_columns
from data_access.schema import METADATA
from sample_data.__main__ import BUNDLED_CASES, write_sample
from sample_data.write import write_table
from tests.sample_data.conftest import CASES, TABLES, Read

ROOT = Path(__file__).parents[2]
WRITTEN = sorted(["mapping.toml", *(f"{table}.csv" for table in TABLES)])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_seed_and_number_give_the_same_bytes(written: Path, tmp_path: Path) -> None:
    write_sample(tmp_path, CASES, seed=5)
    assert contents(tmp_path) == contents(written)


def test_another_seed_gives_other_cases_but_the_same_published_figures(written: Path, tmp_path: Path) -> None:
    write_sample(tmp_path, CASES, seed=6)
    ours, theirs = contents(written), contents(tmp_path)
    assert ours["client_case.csv"] != theirs["client_case.csv"]
    assert ours["indicator_value.csv"] == theirs["indicator_value.csv"]


def test_the_bundled_files_are_what_the_generator_writes(tmp_path: Path) -> None:
    write_sample(tmp_path, BUNDLED_CASES, seed=1)
    assert contents(tmp_path) == contents(ROOT / "sample_data" / "csv")


def test_the_bundled_files_stay_small() -> None:
    assert sum(len(content) for content in contents(ROOT / "sample_data" / "csv").values()) < 12_000_000


@pytest.mark.parametrize("table", TABLES)
def test_the_header_is_the_contract(written: Path, table: str) -> None:
    with (written / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == [column.name for column in input_columns(METADATA.tables[table])]


def test_files_are_utf8_with_line_feeds_only(written: Path) -> None:
    for name, content in contents(written).items():
        content.decode("utf-8")
        assert b"\r" not in content and b"\xef\xbb\xbf" not in content, name


@pytest.mark.parametrize("cases", [0, 1, 7])
def test_any_number_of_cases_comes_out_beside_the_pilot(tmp_path: Path, cases: int) -> None:
    write_sample(tmp_path, cases, seed=1)
    assert sorted(contents(tmp_path)) == WRITTEN
    assert len((tmp_path / "client_case.csv").read_text(encoding="utf-8").splitlines()) == 1 + 96 + cases


def test_keys_are_unique(read: Read) -> None:
    for table in ("client_case", "case_event", "service_episode", "status_spell", "job_spell", "measurement", "goal", "indicator", "team",
                  "team_area", "team_member", "feedback_answer", "indicator_value", "area_programme", "maturity_status",
                  "network_structure"):  # fmt: skip
        key = list(METADATA.tables[table].info["key"])
        assert not read(table).duplicated(key).any(), table


def test_a_column_outside_the_contract_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="team has no column colour"):
        write_table(tmp_path, "team", [{"team_id": "T1", "colour": "blue"}])


@pytest.mark.parametrize("cases", ["-1", "1000001", "many"])
def test_the_command_refuses_a_number_it_cannot_make(cases: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sample_data", "--cases", cases, "--out", str(tmp_path / "out")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and "--cases" in done.stderr and not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    run = [sys.executable, "-m", "sample_data", "--cases", "1", "--out", str(tmp_path / "file" / "inside")]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 2 and done.stderr.startswith("Cannot write to") and "Traceback" not in done.stderr
