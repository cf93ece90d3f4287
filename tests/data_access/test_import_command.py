"""The commands people run: exit codes and what is said. Run in a process of their own where the process is the point."""

import errno
import os
import re
import sqlite3
import subprocess
import sys
import tomllib
import zipfile
from contextlib import closing, suppress
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select

from data_access import failures
from data_access.__main__ import main
from data_access.engine import fetch, writer
from data_access.importing.journal import attempts
from data_access.importing.lock import alone
from data_access.importing.problems import LANGUAGES
from data_access.importing.steps import Stage, Step
from data_access.place import settings
from data_access.schema import client_case
from tests.data_access.tiny import CLOSED, MEETING, OPEN, WAITING, edit, folder

ROOT = Path(__file__).resolve().parents[2]


def test_a_folder_is_imported_and_told_from_the_shell(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "data_access", *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
        )

    done = run("import", str(folder(tmp_path / "in")), "--sample")
    assert (done.returncode, done.stderr) == (0, "")
    assert "tuonti 1 on voimassa" in done.stdout and "client_case" in done.stdout
    told = run("status", "--lang", "en")
    assert told.returncode == 0 and "sample data" in told.stdout and "2024-01 to 2025-05" in told.stdout


def test_whoever_looks_sees_how_far_it_is_in_their_language(tmp_path: Path) -> None:
    mine, theirs = os.openpty()
    command = [sys.executable, "-m", "data_access", "import", str(folder(tmp_path / "in")), "--lang", "sv"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs, text=True, encoding="utf-8") as process:
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # the other end is closed
            while read := os.read(mine, 4096):
                shown += read
        told = process.communicate()[0]
    os.close(mine)
    assert process.returncode == 0 and told.startswith("Leveransen är publicerad")
    assert "Klar" in shown.decode() and "━" in shown.decode()


def test_every_step_has_words_in_each_language_and_the_bar_never_goes_back() -> None:
    for language in LANGUAGES:
        assert len({Step(stage, "x").told(language) for stage in Stage}) == len(Stage)
    shares = [Step(stage, "x", part).done for stage in Stage for part in (0, 0.5, 0.9)]
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] == 1


@pytest.mark.parametrize(
    ("language", "heading", "place"),
    [
        ("fi", "Toimitus hylättiin: mitään ei muutettu.", "client_case.csv, rivi 3, sarake case_id"),
        ("sv", "Leveransen avvisades: ingenting ändrades.", "client_case.csv, rad 3, kolumn case_id"),
        ("en", "The delivery was refused: nothing was changed.", "client_case.csv, row 3, column case_id"),
    ],
)
def test_a_refused_folder_gives_its_problems_and_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, heading: str, place: str
) -> None:
    base = folder(tmp_path / "in")
    edit(base / "client_case.csv", "C2,P2", "131052-308T,P2")
    assert main(["import", str(base), "--lang", language]) == 1
    said = capsys.readouterr().out
    assert heading in said and place in said and "308T" not in said
    assert not (tmp_path / "data" / "current").exists()


def test_a_dry_run_tells_what_would_be_and_publishes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(folder(tmp_path / "in")), "--dry-run"]) == 0
    assert "Koeajo" in capsys.readouterr().out
    assert not (tmp_path / "data" / "current").exists()


def test_the_same_folder_twice_is_said_to_be_in_force(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = folder(tmp_path / "in")
    assert main(["import", str(base)]) == 0
    assert main(["import", str(base)]) == 0
    assert "jo voimassa (tuonti 1)" in capsys.readouterr().out


def test_a_difference_is_let_pass_by_the_option_that_the_refusal_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = [{**WAITING, "case_id": f"W{number}"} for number in range(100)]
    assert main(["import", str(folder(tmp_path / "in", client_case=[OPEN, CLOSED, *many]))]) == 0
    less = folder(tmp_path / "in", client_case=[OPEN, CLOSED, *many[:50]])
    capsys.readouterr()
    assert main(["import", str(less)]) == 1
    options = next(re.findall(r"--accept \w+", line) for line in capsys.readouterr().out.splitlines() if "--accept" in line)
    assert options == ["--accept rows_fell"]
    assert main(["import", str(less), *options[0].split()]) == 0
    assert "Hyväksytyt poikkeamat" in capsys.readouterr().out


def test_a_database_is_read_by_the_queries_of_a_mapping(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = folder(tmp_path / "in")
    with closing(sqlite3.connect(tmp_path / "system.db")) as system:
        for file in base.glob("*.csv"):
            pd.read_csv(file, dtype=str).to_sql(f"vienti_{file.stem}", system, index=False)
        system.commit()
    queries = "".join(f'[{file.stem}]\nquery = "SELECT * FROM vienti_{file.stem}"\n' for file in base.glob("*.csv"))
    (tmp_path / "map.toml").write_text(f"pseudonymised = true\n{queries}", encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'system.db'}"
    assert main(["import", "--from", url, "--map", str(tmp_path / "map.toml"), "--lang", "en"]) == 0, capsys.readouterr().out
    assert re.search(r"^client_case +3$", capsys.readouterr().out, re.MULTILINE)
    assert main(["import", "--from", url]) == 1
    assert "mapping.toml" in capsys.readouterr().out


FAULTY = {
    "no address": ("somewhere", "--from"),
    "signs of a password": ("postgresql://u:hush@xyz:w0rd@host/db", "%40"),
    "a sign that ends a password": ("postgresql://u:hush@xyz@host/db", "%40"),
    "nobody answers": ("postgresql+psycopg://u:hush@127.0.0.1:1/xyz", "(OperationalError)"),
    "no driver": ("mssql+pyodbc://u:hush@host/xyz", "mssql+pyodbc"),
    "no such database": ("nothing://u:hush@host/xyz", "nothing"),
    "no file": ("sqlite:////nowhere/system.db", "/nowhere/system.db"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", FAULTY)
def test_a_database_that_cannot_be_asked_gives_exit_code_2_and_shows_no_password(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fault: str, language: str
) -> None:
    (tmp_path / "map.toml").write_text('[team]\nquery = "SELECT 1"\n', encoding="utf-8")
    url, words = FAULTY[fault]
    assert main(["import", "--from", url, "--map", str(tmp_path / "map.toml"), "--lang", language]) == 2
    said = capsys.readouterr()
    assert words in said.err and said.err.count("\n") == 1 and said.out == ""
    assert not re.search("hush|xyz|w0rd", said.err)


def test_a_table_without_a_query_is_told_as_that_and_not_as_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sqlite3.connect(tmp_path / "system.db").close()
    (tmp_path / "map.toml").write_text("[team]\nquery = \"SELECT 'T1' AS team_id\"\n", encoding="utf-8")
    assert main(["import", "--from", f"sqlite:///{tmp_path / 'system.db'}", "--map", str(tmp_path / "map.toml")]) == 1
    said = capsys.readouterr().out
    assert "client_case (query) [query_missing]" in said and "client_case.csv" not in said


def test_a_query_that_fails_is_refused_with_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sqlite3.connect(tmp_path / "system.db").close()
    (tmp_path / "map.toml").write_text('[team]\nquery = "SELECT * FROM nowhere"\n', encoding="utf-8")
    assert main(["import", "--from", f"sqlite:///{tmp_path / 'system.db'}", "--map", str(tmp_path / "map.toml")]) == 1
    assert "query_failed" in capsys.readouterr().out


def test_the_templates_and_a_first_mapping_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", str(tmp_path / "empty")]) == 0
    assert {file.suffix for file in (tmp_path / "empty").rglob("*")} >= {".csv", ".xlsx"}
    assert main(["template", str(tmp_path / "empty"), "--lang", "en"]) == 2
    assert "Nothing was overwritten" in capsys.readouterr().err
    assert main(["init-mapping", str(folder(tmp_path / "in"))]) == 0
    assert tomllib.loads(capsys.readouterr().out)


def test_the_problems_are_written_for_whoever_made_the_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = folder(tmp_path / "in", case_event=[MEETING, {**MEETING, "event_id": "E9", "case_id": "C9"}])
    assert main(["import", str(base), "--problems", str(tmp_path / "problems.csv")]) == 0
    assert "case_event.csv;3;case_id;reference" in (tmp_path / "problems.csv").read_text(encoding="utf-8-sig")
    for language, words in {"fi": "ei löydy", "sv": "finns inte", "en": "not found"}.items():
        assert main(["import", str(base), "--problems", str(tmp_path / "no" / "problems.csv"), "--lang", language]) == 0
        assert f"problems.csv: {words}." in capsys.readouterr().err


def test_what_cannot_run_gives_exit_code_2_and_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(tmp_path / "nowhere")]) == 2
    assert f"Kohdetta {tmp_path / 'nowhere'} ei ole" in capsys.readouterr().err
    with alone(tmp_path / "data"):
        assert main(["import", str(folder(tmp_path / "in"))]) == 2
    assert "Toinen tuonti on käynnissä" in capsys.readouterr().err


@pytest.mark.parametrize(("content", "mode", "sentence"), [("", 0o600, "does not hold a secret"), ("ab" * 32, 0o644, "Others than its owner")])
def test_a_secret_that_is_none_any_more_gives_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, mode: int, sentence: str
) -> None:
    key = tmp_path / "data" / "secret.key"
    key.parent.mkdir()
    key.write_text(content, encoding="ascii")
    key.chmod(mode)
    assert main(["import", str(folder(tmp_path / "in")), "--lang", "en"]) == 2
    assert sentence in capsys.readouterr().err
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (tmp_path / "in").rename(inbox / "monday")
    assert main(["watch", str(inbox), "--once", "--every", "0.01", "--lang", "en"]) == 2
    assert sentence in capsys.readouterr().out and (inbox / "monday").exists(), "the delivery waits"


@pytest.mark.parametrize("command", [["import", ""], ["watch", ""], ["template", ""], ["init-mapping", ""]])
def test_an_empty_path_is_not_the_current_folder(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(command)
    assert left.value.code == 2 and "no such path" in capsys.readouterr().err


def test_a_zip_with_a_name_too_long_for_the_disk_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr(f"case_event.{'x' * 260}.csv", "a")
    assert main(["import", str(tmp_path / "in.zip")]) == 1
    assert "in.zip [zip_name]" in capsys.readouterr().out


LATIN = os.fsdecode(b"kes\xe4")


@pytest.mark.parametrize("named", ["in", "in/client_case.csv", "in/team.csv"])
def test_a_file_or_folder_whose_name_is_not_utf8_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], named: str) -> None:
    folder(tmp_path / "in")
    odd = (tmp_path / named).rename((tmp_path / named).with_suffix(f".{LATIN}.csv" if "." in named else f".{LATIN}"))
    assert main(["import", str(odd if odd.is_dir() else odd.parent)]) == 1
    said = capsys.readouterr().out
    assert "[name_encoding]" in said and ("kes\ufffd.csv" in said or odd.is_dir())
    assert attempts()["outcome"].tolist() == ["refused"]


def test_a_zip_whose_name_is_not_utf8_is_imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(tmp_path / f"{LATIN}.zip", "w") as archive:
        for file in folder(tmp_path / "in").iterdir():
            archive.write(file, file.name)
    assert main(["import", str(tmp_path / f"{LATIN}.zip")]) == 0 and main(["status"]) == 0
    assert "lähde kes\ufffd.zip" in capsys.readouterr().out
    assert attempts()["source"].tolist() == ["kes\ufffd.zip"]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_what_is_told_never_fails_for_want_of_a_sign(tmp_path: Path, encoding: str) -> None:
    base = folder(tmp_path / "in")
    (base / "team.csv").rename(base / "team.Ω→.csv")
    told = subprocess.run(
        [sys.executable, "-m", "data_access", "import", str(base)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    assert (told.returncode, told.stderr) == (0, b"")
    assert "team." in told.stdout.decode(encoding) and "\\u2192.csv" in told.stdout.decode(encoding)


def test_words_of_the_system_are_told_in_each_language() -> None:
    for number, words in failures.SYSTEM.items():
        assert len({failures.why(OSError(number, os.strerror(number)), language) for language in LANGUAGES}) == len(words) == 3
    assert failures.why(OSError(errno.EIO, os.strerror(errno.EIO)), "fi") == os.strerror(errno.EIO)
    assert failures.why(ValueError("hush"), "fi") == "ValueError"


def test_every_failure_has_a_sentence_in_each_language() -> None:
    for kinds, words in failures.SENTENCES:
        assert sorted(words) == sorted(LANGUAGES), kinds
        assert len({tuple(sorted(re.findall(r"\{\w+\}", text))) for text in words.values()}) == 1, kinds


def test_a_folder_that_cannot_be_written_gives_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    monkeypatch.setenv("TYOPOYTA_DATA", str(tmp_path / "file"))
    assert main(["import", str(folder(tmp_path / "in")), "--lang", "en"]) == 2
    assert f"{tmp_path / 'file'} is a file, but TYOPOYTA_DATA is the folder of the data" in capsys.readouterr().err


def test_a_database_that_does_not_answer_gives_exit_code_2(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", "postgresql://somebody:hush@127.0.0.1:1/x")
    assert main(["status", "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "cannot be reached" in said and "hush" not in said


def test_an_address_that_cannot_be_read_gives_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", "somewhere")
    for command in (["status"], ["import", str(folder(tmp_path / "in"))]):
        for language, words in {"fi": "ei ole muotoa", "sv": "har inte formen", "en": "is not an address of the form"}.items():
            assert main([*command, "--lang", language]) == 2
            assert f"TYOPOYTA_DATABASE_URL {words} postgresql://" in capsys.readouterr().err


def test_status_says_clearly_when_nothing_is_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    for language, words in {"fi": "Mitään ei ole vielä tuotu", "sv": "Ingenting har importerats", "en": "Nothing has been imported yet"}.items():
        assert main(["status", "--lang", language]) == 0
        assert words in capsys.readouterr().out


def test_status_tells_own_data_from_the_sample(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = folder(tmp_path / "in")
    main(["import", str(base)])
    main(["status"])
    assert "oma aineisto" in capsys.readouterr().out
    main(["status", "--lang", "en"])
    said = capsys.readouterr().out
    assert "own data" in said and ", from in" in said and "latest day 2025-06-01" in said
    assert ["client_case", "3", "42.9%"] in [line.split() for line in said.splitlines()]


# A server that lets no row into the events of the second import: a trigger is put on the table when it is made.
FULL_SERVER = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no room for P1' USING ERRCODE = 'disk_full'; END $$;
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ DECLARE made text; BEGIN
  FOR made IN SELECT object_identity FROM pg_event_trigger_ddl_commands() WHERE object_identity = 'tyopoyta_2.case_event' LOOP
    EXECUTE 'CREATE TRIGGER no_room BEFORE INSERT ON ' || made || ' FOR EACH ROW EXECUTE FUNCTION public.no_room()';
  END LOOP;
END $$;
CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION watch()
"""


def test_a_server_whose_disk_is_full_is_told_in_a_sentence_and_the_old_data_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], empty_postgres_url: str
) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    first, second = folder(tmp_path / "first"), folder(tmp_path / "second", client_case=[OPEN, CLOSED])
    assert main(["import", str(first)]) == 0
    with writer(settings().url).begin() as connection:
        connection.exec_driver_sql(FULL_SERVER)
    capsys.readouterr()
    for language in LANGUAGES:
        assert main(["import", str(second), "--lang", language]) == 2
        said = capsys.readouterr().err
        assert failures.SYSTEM[errno.ENOSPC][language] in said and said.count("\n") == 1 and "P1" not in said
    assert len(fetch(select(client_case))) == 3
    with writer(settings().url).begin() as connection:
        connection.exec_driver_sql("DROP EVENT TRIGGER watch")
    assert main(["import", str(second)]) == 0 and len(fetch(select(client_case))) == 2
