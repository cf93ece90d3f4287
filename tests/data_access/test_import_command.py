"""The commands people run: exit codes and what is said. Run in a process of their own where the process is the point."""

import subprocess
import sys
from pathlib import Path

import pytest

from data_access.__main__ import main
from data_access.importing import publish
from tests.data_access.tiny import CLOSED, OPEN, WAITING, folder

ROOT = Path(__file__).resolve().parents[2]


def test_a_folder_is_imported_and_told_from_the_shell(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "data_access", *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
        )

    done = run("import", str(folder(tmp_path / "in")), "--sample")
    assert (done.returncode, done.stderr) == (0, "")
    assert "run 1" in done.stdout and "client_case" in done.stdout
    told = run("status")
    assert told.returncode == 0 and "sample data" in told.stdout and "2024-01 to 2025-05" in told.stdout


def test_a_refused_folder_gives_its_problems_in_both_languages_and_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = folder(tmp_path / "in", client_case=[OPEN, {**CLOSED, "sex": "F"}, WAITING])
    assert main(["import", str(base)]) == 1
    said = capsys.readouterr().out
    assert "client_case.csv, row 3, column sex [code_unknown]: Not a code of the list sex" in said
    assert "Ei luettelon sex koodi" in said
    assert not (tmp_path / "data" / "current").exists()


def test_the_same_folder_twice_is_said_to_be_in_force(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = folder(tmp_path / "in")
    assert main(["import", str(base)]) == 0
    assert main(["import", str(base)]) == 0
    assert "already in force as run 1" in capsys.readouterr().out


def test_what_cannot_run_gives_exit_code_2_and_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(tmp_path / "nowhere")]) == 2
    assert "no folder" in capsys.readouterr().err
    with publish.alone(tmp_path / "data"):
        assert main(["import", str(folder(tmp_path / "in"))]) == 2
    assert "Another import is running" in capsys.readouterr().err
    (tmp_path / "data" / "secret.key").write_text("", encoding="ascii")
    assert main(["import", str(tmp_path / "in")]) == 2
    assert "does not hold a secret" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_gives_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    monkeypatch.setenv("TYOPOYTA_DATA", str(tmp_path / "file"))
    assert main(["import", str(folder(tmp_path / "in"))]) == 2
    assert "was not changed" in capsys.readouterr().err


def test_a_database_that_does_not_answer_gives_exit_code_2(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", "postgresql://somebody:hush@127.0.0.1:1/x")
    assert main(["status"]) == 2
    said = capsys.readouterr().err
    assert "cannot be reached" in said and "hush" not in said


def test_an_address_that_cannot_be_read_gives_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", "somewhere")
    for command in (["status"], ["import", str(folder(tmp_path / "in"))]):
        assert main(command) == 2
        assert "not an address of the form" in capsys.readouterr().err


def test_status_says_clearly_when_nothing_is_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status"]) == 0
    assert "Nothing has been imported yet" in capsys.readouterr().out


def test_status_tells_own_data_from_the_sample(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = folder(tmp_path / "in")
    main(["import", str(base)])
    main(["status"])
    said = capsys.readouterr().out
    assert "own data" in said and "from folder in" in said and "latest day 2025-06-01" in said
    assert ["client_case", "3", "42.9%"] in [line.split() for line in said.splitlines()]
