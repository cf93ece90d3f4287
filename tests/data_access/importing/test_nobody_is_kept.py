"""No identifier of a person or a worker is kept anywhere, and no personal identity code or name is told anywhere: the whole way, end to end."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from data_access.__main__ import main
from data_access.engine import fetch, writer
from data_access.importing import import_delivery, journal
from data_access.importing.problems import LANGUAGES
from data_access.importing.telling import problems_csv, told
from data_access.place import settings
from data_access.schema import METADATA
from tests.data_access.importing.candidates import on
from tests.data_access.tiny import CLOSED, CONSULTATION, EPISODE, MEETING, OPEN, WAITING, Row, edit, folder

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
HETU, NAME = "131052-308T", "Meikäläinen"
PERSON, WORKER = "asiakas-77431", "tyontekija-90210"
CATALOGUE = "('pg_catalog', 'information_schema')"


@pytest.fixture(params=["duckdb", "postgresql"])
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The test runs on both databases, empty at the start."""
    return on(request.param, request, monkeypatch)


def named(row: Row) -> Row:
    """The row with ids that would be known anywhere."""
    return {**row, **{column: f"{start}-{row[column]}" for column, start in (("person_id", PERSON), ("coordinator_id", WORKER)) if column in row}}


def kept(path: Path) -> Iterator[str]:
    """Every value in every table of the database, and the bytes of every file of the data folder but the secret, as text."""
    tables = [fetch(select(table)) for table in METADATA.sorted_tables]
    tables += [read(number) for number in journal.attempts(99)["id"] for read in (journal.files, journal.problems)]
    yield from (frame.to_csv() for frame in [journal.attempts(99), *tables])
    if settings().url:
        with writer(settings().url).connect() as connection:
            names = connection.exec_driver_sql(f"SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN {CATALOGUE}").all()
            for schema, name in names:
                rows = connection.exec_driver_sql(f"SELECT CAST(whole AS text) FROM {schema}.{name} AS whole")
                yield "\n".join(rows.scalars())
    for file in (path / "data").rglob("*"):
        if file.is_file() and file.name != "secret.key":
            yield file.read_bytes().decode("latin-1")


def test_identifiers_come_in_as_pseudonyms_and_are_kept_nowhere(
    database: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    base = folder(
        tmp_path / "in",
        client_case=[named(row) for row in (OPEN, CLOSED, WAITING)],
        case_event=[named(row) for row in (MEETING, CONSULTATION)],
        service_episode=[named(EPISODE)],
    )
    (base / "mapping.toml").unlink()  # which says that the ids are pseudonyms already
    edit(base / "case_event.csv", "2025-03-18", "2025-03-01")  # recorded before it happened: one row is set aside and told of
    assert main(["import", str(base), "--problems", str(tmp_path / "problems.csv")]) == 0
    everything = list(kept(tmp_path))
    assert any("in_services" in text for text in everything), "the search sees what is there"
    said = capfd.readouterr()
    everything += [said.out, said.err, caplog.text, (tmp_path / "problems.csv").read_text(encoding="utf-8")]
    for secret in (PERSON, WORKER):
        assert [text for text in everything if secret in text] == []


REFUSED = {
    "an identity code in a column that is used": ("client_case.csv", "P2", HETU),
    "an identity code in a key": ("client_case.csv", "C2", HETU),
    "an identity code in a date": ("client_case.csv", "2024-01-10", HETU),
    "an identity code in a code": ("client_case.csv", "te_services", HETU),
    "an identity code within text": ("team.csv", "Tiimi 1", f"Tiimi {HETU} 1"),
    "an identity code in lower case": ("client_case.csv", "P2", HETU.lower()),
    "an identity code in a header": ("team.csv", "work_ability_team", f"work_ability_team,{HETU}"),
    "a column of names": ("team.csv", "team_id,", "Sukunimi,team_id,"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_tells_who_somebody_is_is_refused_and_told_nowhere(
    fault: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    name, old, new = REFUSED[fault]
    assert import_delivery(folder(tmp_path / "first"), now=NOW).published
    base = folder(tmp_path / "in")
    edit(base / name, old, new)
    if fault == "a column of names":
        edit(base / name, "T1,", f"{NAME},T1,")
    report = import_delivery(base, now=NOW)
    assert report.refusals and not report.published
    said = capfd.readouterr()
    telling = [text for language in LANGUAGES for text in (told(report, language), problems_csv(report, language))]
    attempt = int(journal.attempts(1)["id"][0])
    telling += [journal.problems(attempt).to_csv(), journal.files(attempt).to_csv(), said.out, said.err, caplog.text, *kept(tmp_path)]
    for secret in (HETU, HETU.lower(), NAME):
        assert [text for text in telling if secret in text] == []
