"""Faults of the list that come with time: a file that is still being written, events that come late, a clock that is wrong."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select

from data_access.engine import fetch, writer
from data_access.importing import Outcome, import_delivery
from data_access.importing.steps import Stage, Step
from data_access.place import location, settings
from data_access.schema import case_event, client_case, import_revision, import_run
from tests.data_access.importing.candidates import on
from tests.data_access.tiny import CONSULTATION, MEETING, OPEN, WAITING, edit, folder

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
APRIL = {**MEETING, "event_id": "E5", "event_date": "2025-04-10", "recorded_at": "2025-04-10"}
LATE = {**MEETING, "event_id": "E7", "event_date": "2025-03-20", "recorded_at": "2025-05-02"}


def appended(file: Path) -> None:
    with file.open("a") as stream:
        stream.write("T9,Tiimi 9,13,work_ability_team\r\n")


@pytest.mark.parametrize("stage", [Stage.READ, Stage.CHECK, Stage.WRITE, Stage.COMPARE])
@pytest.mark.parametrize("change", [appended, Path.unlink], ids=["grows", "goes away"])
def test_21_a_file_that_changes_while_it_is_imported_is_refused(tmp_path: Path, stage: Stage, change: Callable[[Path], None]) -> None:
    base = folder(tmp_path / "in")
    changed = False

    def tell(step: Step) -> None:
        nonlocal changed
        if step.stage is stage and not changed:
            change(base / "team.csv")
            changed = True

    report = import_delivery(base, now=NOW, tell=tell)
    assert report.outcome is Outcome.REFUSED and [(one.file, one.rule) for one in report.problems] == [("team.csv", "file_changing")]
    assert not (tmp_path / "data" / "current").exists()


def test_57_a_late_event_of_a_closed_month_makes_a_new_version_that_names_the_month(tmp_path: Path) -> None:
    assert import_delivery(folder(tmp_path / "first", case_event=[MEETING, APRIL, CONSULTATION]), now=NOW).run == 1
    assert fetch(select(import_revision)).empty
    assert import_delivery(folder(tmp_path / "second", case_event=[MEETING, APRIL, CONSULTATION, LATE]), now=NOW).run == 2
    assert fetch(select(import_revision.c.run, import_revision.c.month)).to_numpy().tolist() == [[2, "2025-03"]]
    assert len(fetch(select(case_event.c.event_id))) == 4


def test_57_what_comes_for_the_last_month_revises_nothing(tmp_path: Path) -> None:
    import_delivery(folder(tmp_path / "first"), now=NOW)
    newer = {**WAITING, "case_id": "C4", "referred_date": "2025-05-30"}
    later = {**WAITING, "case_id": "C5", "referred_date": "2025-06-02"}
    cases = [OPEN, WAITING, newer, later]
    report = import_delivery(folder(tmp_path / "second", client_case=cases), now=NOW, accept=["all"])
    assert report.published and fetch(select(import_revision.c.month))["month"].tolist() == ["2024-01", "2024-07"]


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=14)), timezone(-timedelta(hours=11))])
def test_59_a_clock_that_jumps_back_or_is_of_another_zone_changes_no_order(tmp_path: Path, zone: timezone) -> None:
    base = folder(tmp_path / "in")
    assert import_delivery(base, now=NOW).run == 1
    edit(base / "client_case.csv", "in_services", "planned")
    earlier = (NOW - timedelta(days=30)).astimezone(zone)
    assert import_delivery(base, now=earlier).run == 2
    assert "planned" in fetch(select(client_case.c.status))["status"].tolist()
    assert fetch(select(import_run.c.run).order_by(import_run.c.run))["run"].tolist() == [1, 2]
    assert import_delivery(base, now=earlier).outcome is Outcome.UNCHANGED


@pytest.mark.parametrize("day", ["2020-12-31", "2021-01-01", "2024-12-30"])
def test_56_a_day_is_of_its_calendar_month_and_never_of_the_year_of_its_week(tmp_path: Path, day: str) -> None:
    case = {**WAITING, "referred_date": day}
    import_delivery(folder(tmp_path / "in", client_case=[OPEN, case], case_event=[MEETING]), now=NOW)
    assert fetch(select(client_case.c.referred_month).where(client_case.c.case_id == "C3")).iat[0, 0] == day[:7]


@pytest.mark.parametrize("database", ["duckdb", "postgresql"])
def test_what_an_older_version_imported_and_does_not_come_again_is_not_dropped_in_silence(
    database: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(database, request, monkeypatch)
    base = folder(tmp_path / "in")
    assert import_delivery(base, now=NOW).published
    with writer(settings().url or Path(location())).begin() as connection:
        schema = "tyopoyta_1" if settings().url else "main"
        connection.exec_driver_sql(f"ALTER TABLE {schema}.client_case DROP COLUMN municipality_recorded")
    part = folder(tmp_path / "part", feedback_answer=None)
    refused = import_delivery(part, now=NOW)
    assert [(one.file, one.rule) for one in refused.refusals] == [("feedback_answer.csv", "before_unreadable")]
    assert import_delivery(base, now=NOW).published, "all of it comes again"
    assert import_delivery(part, now=NOW).unchanged, "and then a part is a part again"


def test_what_a_damaged_database_holds_is_not_dropped_in_silence(tmp_path: Path) -> None:
    base = folder(tmp_path / "in")
    assert import_delivery(base, now=NOW).published
    Path(location()).write_bytes(b"damaged" * 1000)
    refused = import_delivery(base, now=NOW)
    assert [(one.file, one.rule) for one in refused.refusals] == [("tyopoyta.1.duckdb", "before_unreadable")]
    assert import_delivery(base, now=NOW, accept=["before_unreadable"]).run == 2


def test_69_a_backup_put_back_is_in_force_and_its_key_still_fits(tmp_path: Path) -> None:
    base = folder(tmp_path / "in")
    (base / "mapping.toml").unlink()  # the ids are pseudonymised here
    assert import_delivery(base, now=NOW).published
    before = fetch(select(client_case)).to_csv()
    shutil.copytree(tmp_path / "data", tmp_path / "backup")
    edit(base / "client_case.csv", "in_services", "planned")
    assert import_delivery(base, now=NOW).published
    shutil.rmtree(tmp_path / "data")
    shutil.copytree(tmp_path / "backup", tmp_path / "data")
    assert fetch(select(client_case)).to_csv() == before
    events = folder(tmp_path / "events", team=None, client_case=None, service_episode=None, feedback_answer=None)
    (events / "mapping.toml").unlink()
    assert import_delivery(events, now=NOW).unchanged
    assert import_delivery(base, now=NOW).run == 2
