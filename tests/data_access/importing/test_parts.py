"""A table may come whole or in parts, today or over a year: what is in force is the same, and nothing that was not sent is lost."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from sqlalchemy import select

from data_access.engine import fetch
from data_access.importing import Outcome, Report, import_delivery
from data_access.schema import INPUT_TABLES, METADATA, case_event, client_case, team
from tests.data_access.importing.candidates import on
from tests.data_access.tiny import BASE, CLOSED, CONSULTATION, EPISODE, FIGURE, INDICATOR, MEETING, OPEN, TEAM, WAITING, Row, write

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.fixture(params=["duckdb", "postgresql"])
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The test runs on both databases, empty at the start."""
    return on(request.param, request, monkeypatch)


def deliver(path: Path, files: dict[str, list[Row]], *accept: str) -> Report:
    """Imports files by name (`client_case`, or `client_case.a` for a part)."""
    path.mkdir(parents=True)
    (path / "mapping.toml").write_text("pseudonymised = true\n", encoding="utf-8")
    for name, rows in files.items():
        write(path / f"{name}.csv", name.split(".")[0], rows)
    return import_delivery(path, now=NOW, accept=accept)


def in_force() -> dict[str, pd.DataFrame]:
    """Every table of the star in the order of its keys."""
    return {name: _sorted(fetch(select(METADATA.tables[name]))) for name in INPUT_TABLES}


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(list(frame.columns), key=lambda column: column.astype(str), ignore_index=True)


def assert_same(found: dict[str, pd.DataFrame], expected: dict[str, pd.DataFrame], *, but: tuple[str, ...] = ()) -> None:
    """Two states of the database are alike in every row and column."""
    for name in set(expected) - set(but):
        assert_frame_equal(found[name], expected[name], obj=name)


def years(seed: int, parts: int) -> tuple[dict[str, list[Row]], list[dict[str, list[Row]]]]:
    """Invented cases with all that belongs to them, in one go and in parts that stand each on its own."""
    draw = random.Random(seed)
    pieces: list[dict[str, list[Row]]] = [{} for _ in range(parts)]
    for number in range(60):
        piece, of_case = pieces[draw.randrange(parts)], {"case_id": f"C{number}"}
        case = {**draw.choice([OPEN, CLOSED, WAITING]), **of_case, "person_id": f"P{number % 40}", "sex": draw.choice(["", "female", "NA"])}
        day = f"2025-{draw.randrange(6, 13):02d}-{draw.randrange(1, 29):02d}"
        event = {**MEETING, **of_case, "event_id": f"V{number}", "event_date": day, "recorded_at": day, "step": draw.choice(["", "2", "4"])}
        episode = {**EPISODE, **of_case, "episode_id": f"S{number}", "referred_date": day, "started_date": draw.choice(["", day])}
        rows = {"client_case": case, "case_event": event, "service_episode": episode}
        for table, row in rows.items():
            piece.setdefault(table, []).append(row)
    figures = [{**FIGURE, "period": str(2000 + number), "value": draw.choice(["", "1,5", "3"])} for number in range(20)]
    for number, row in enumerate(figures):
        pieces[number % parts].setdefault("indicator_value", []).append(row)
    base = {"team": [TEAM], "indicator": [INDICATOR], "case_event.alone": [CONSULTATION]}
    named = [{f"{table}.{place}": rows for table, rows in piece.items()} for place, piece in enumerate(pieces)]
    return base, named


@pytest.mark.parametrize("seed", range(2))
def test_files_in_one_go_are_the_same_as_one_after_another(database: str, tmp_path: Path, seed: int) -> None:
    base, pieces = years(seed, 3)
    assert deliver(tmp_path / "first", {**base, **pieces[0]}).published
    for place, piece in enumerate(pieces[1:]):
        report = deliver(tmp_path / f"then{place}", piece)
        assert report.published and not report.problems
    one_by_one = in_force()
    together = deliver(tmp_path / "together", {name: rows for piece in (base, *pieces) for name, rows in piece.items()})
    assert together.outcome is Outcome.UNCHANGED, "what is in force is known to be the same"
    again = deliver(tmp_path / "again", {**base, **pieces[2], **pieces[0], **pieces[1], "feedback_answer": BASE["feedback_answer"]})
    assert again.outcome is Outcome.PUBLISHED
    assert_same(in_force(), one_by_one, but=("feedback_answer",))
    assert len(one_by_one["client_case"]) == 60 and set(one_by_one["client_case"]["part"]) == {"0", "1", "2"}


def test_what_is_not_delivered_stays_as_it_was_round_after_round(database: str, tmp_path: Path) -> None:
    deliver(tmp_path / "all", {**BASE, "indicator": [INDICATOR], "indicator_value": [FIGURE]})
    before = in_force()
    for number in range(2):
        report = deliver(tmp_path / str(number), {"team": [{**TEAM, "name": f"Uusi {number}"}]})
        assert report.published and not report.problems
        assert_same(in_force(), before, but=("team",))
    assert fetch(select(team.c.name))["name"].tolist() == ["Uusi 1"]


def test_a_part_over_a_whole_table_renews_the_rows_with_its_keys_and_loses_none(tmp_path: Path) -> None:
    deliver(tmp_path / "all", {**BASE})
    whole = in_force()
    report = deliver(tmp_path / "part", {"case_event.2025": [MEETING]})
    assert report.published and not report.problems and report.rows["case_event"] == 2
    assert_same(
        {**in_force(), "case_event": in_force()["case_event"].drop(columns="part")}, {**whole, "case_event": whole["case_event"].drop(columns="part")}
    )
    later = deliver(tmp_path / "later", {"case_event.2025": [{**MEETING, "event_date": "2025-04-16"}]})
    assert later.published and not later.problems
    assert sorted(fetch(select(case_event.c.event_date))["event_date"].astype(str)) == ["2025-04-02", "2025-04-16"]


def test_one_row_in_two_parts_is_read_once_and_rows_that_differ_are_set_aside_however_they_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = {"client_case.a": [OPEN, CLOSED, WAITING], "client_case.b": [{**OPEN, "sex": "male"}, CLOSED, {**WAITING, "case_id": "C4"}]}
    rest = {**BASE, "case_event": [CONSULTATION], "service_episode": [{**EPISODE, "case_id": "C2"}]}
    del rest["client_case"]
    together = deliver(tmp_path / "together", {**rest, **parts})
    assert {one.rule for one in together.problems} == {"key_duplicate", "key_repeated"}
    found = fetch(select(client_case.c.case_id).order_by(client_case.c.case_id))["case_id"].tolist()
    assert found == ["C2", "C3", "C4"]
    monkeypatch.setenv("TYOPOYTA_DATA", str(tmp_path / "other"))
    deliver(tmp_path / "first", {**rest, "client_case.a": parts["client_case.a"]})
    then = deliver(tmp_path / "then", {"client_case.b": parts["client_case.b"]}, "key_in_force")
    assert {one.rule for one in then.problems} == {"key_duplicate", "key_in_force", "key_repeated"}
    assert fetch(select(client_case.c.case_id).order_by(client_case.c.case_id))["case_id"].tolist() == found


def test_a_whole_table_takes_the_place_of_its_parts(tmp_path: Path) -> None:
    rest = {**BASE, "case_event": [CONSULTATION], "service_episode": [{**EPISODE, "case_id": "C2"}]}
    del rest["client_case"]
    deliver(tmp_path / "parts", {**rest, "client_case.a": [OPEN], "client_case.b": [CLOSED]})
    deliver(tmp_path / "whole", {"client_case": [CLOSED, WAITING]})
    assert fetch(select(client_case.c.case_id, client_case.c.part).order_by(client_case.c.case_id)).to_numpy().tolist() == [["C2", ""], ["C3", ""]]


def test_a_whole_and_its_parts_in_one_delivery_are_refused(tmp_path: Path) -> None:
    report = deliver(tmp_path / "in", {**BASE, "client_case.a": [OPEN]})
    assert report.outcome is Outcome.REFUSED and {one.rule for one in report.problems} == {"whole_and_part"}
