"""Columns of many different values: each is judged, moments by their day or hour, and what comes out is the same as with few."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Column, Table, func, select

from data_access.engine import fetch
from data_access.importing import import_delivery, judging, lookups, values
from data_access.importing.contract import inputs
from data_access.schema import case_event
from tests.data_access.tiny import CONSULTATION, Row, folder, write

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
MANY = 5_000
Values = list[str]


def moments(pattern: str) -> Values:
    """As many moments of one week, in a notation."""
    return [f"{pattern.format(d=2 + n % 7, m=4)}{9 + n % 8:02}:{n // 60 % 60:02}:{n % 60:02}.{n:05}" for n in range(MANY)]


def recorded(path: Path, moments: Values) -> tuple[list[tuple[str, int]], list[str]]:
    """Days and their numbers of rows after an import of events recorded then, and the rules that were told."""
    rows: list[Row] = [{**CONSULTATION, "event_id": f"E{n}", "recorded_at": value} for n, value in enumerate(moments)]
    report = import_delivery(folder(path / "in", case_event=rows), now=NOW)
    told = [one.rule for one in report.problems for _ in range(one.rows)]
    if not report.published:
        return [], told
    found = fetch(select(case_event.c.recorded_at, func.count()).group_by(case_event.c.recorded_at).order_by(case_event.c.recorded_at))
    return [(str(day), int(count)) for day, count in found.itertuples(index=False)], told


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Values:
    """Every value that was judged, in batches of a few."""
    seen: Values = []

    def judge(table: Table, column: Column, raw: object, known: frozenset[str] | None = None) -> object:
        seen.append(str(raw))
        return values.judge(table, column, raw, known)

    monkeypatch.setattr(lookups, "BATCH", 1000)
    monkeypatch.setattr(judging, "judge", judge)
    return seen


@pytest.mark.parametrize("pattern", ["2025-{m:02}-{d:02}T", "2025-{m:02}-{d:02} ", "{d}.{m}.2025 "])
def test_of_many_moments_the_days_are_judged(tmp_path: Path, judged: Values, pattern: str) -> None:
    found, told = recorded(tmp_path, moments(pattern))
    assert [day for day, _ in found] == [f"2025-04-{day:02}" for day in range(2, 9)] and sum(count for _, count in found) == MANY and not told
    assert len(judged) < MANY


@pytest.mark.parametrize(
    ("pattern", "day"),
    [
        ("2025-04-02T20:59:59.{n:05}Z", "2025-04-02"),
        ("2025-04-02T21:00:00.{n:05}Z", "2025-04-03"),
        ("2025-01-02 21:59:59.{n:05}Z", "2025-01-02"),
        ("2025-01-02 22:00:00.{n:05}+00:00", "2025-01-03"),
        ("2025-01-03T01:59:59.{n:05}+0400", "2025-01-02"),
    ],
)
def test_of_many_moments_of_another_zone_the_hours_are_judged(tmp_path: Path, judged: Values, pattern: str, day: str) -> None:
    found, told = recorded(tmp_path, [pattern.format(n=n) for n in range(MANY)])
    assert (found, told) == ([(day, MANY)], [])
    assert len(judged) < MANY


def test_moments_whose_zone_is_no_whole_hour_are_judged_one_by_one(tmp_path: Path, judged: Values) -> None:
    found, told = recorded(tmp_path, [f"2025-04-03T02:{29 + n % 2}:59.{n:05}+05:30" for n in range(MANY)])
    assert (found, told) == ([("2025-04-02", MANY // 2), ("2025-04-03", MANY // 2)], [])
    assert len(judged) > MANY


def test_a_wrong_moment_among_many_is_told_by_its_row(tmp_path: Path, judged: Values) -> None:
    good = moments("2025-{m:02}-{d:02} ")
    wrong = ["2025-04-31 09:00:00.5", "2025-04-03 25:00:00", "2.4.2025 9:60", "31.4.2025 9.05", ""]
    found, told = recorded(tmp_path, [*good, *wrong])
    assert told == ["not_date"] * 4
    assert [day for day, _ in found][:7] == [f"2025-04-{day:02}" for day in range(2, 9)] and sum(count for _, count in found) == MANY + 1


def test_a_year_of_two_digits_among_many_refuses_the_delivery(tmp_path: Path, judged: Values) -> None:
    found, told = recorded(tmp_path, [*moments("2025-{m:02}-{d:02} "), "2.4.25 9:00"])
    assert not found and "year_two_digits" in told


def test_moments_of_parquet_with_a_zone_are_of_their_day_in_finland(tmp_path: Path, judged: Values) -> None:
    start = datetime(2025, 4, 2, 23, tzinfo=UTC)
    rows: list[Row] = [{**CONSULTATION, "event_id": f"E{n}"} for n in range(MANY)]
    base = folder(tmp_path / "in", case_event=None)
    moments = pa.array([start + timedelta(milliseconds=n) for n in range(MANY)], pa.timestamp("ms", "UTC"))
    columns = {name: [row.get(name) for row in rows] for name in inputs(case_event)}
    pq.write_table(pa.table({**columns, "recorded_at": moments}), base / "case_event.parquet")
    assert import_delivery(base, now=NOW).published
    assert {str(day) for day in fetch(select(case_event.c.recorded_at))["recorded_at"]} == {"2025-04-03"}


def test_a_moment_that_the_mapping_translates_is_translated_among_many(tmp_path: Path, judged: Values) -> None:
    base = folder(tmp_path / "in")
    with (base / "mapping.toml").open("a", encoding="utf-8") as stream:
        stream.write('[case_event.values.recorded_at]\n"2025-04-02 09:00:00.00000" = "2025-05-01"\n')
    rows: list[Row] = [{**CONSULTATION, "event_id": f"E{n}", "recorded_at": value} for n, value in enumerate(moments("2025-{m:02}-{d:02} "))]
    write(base / "case_event.csv", "case_event", rows)
    assert import_delivery(base, now=NOW).published
    found = fetch(select(case_event.c.event_id).where(case_event.c.recorded_at == date(2025, 5, 1)))
    assert found["event_id"].tolist() == ["E0"]


@pytest.mark.parametrize("order", ["ASC", "DESC"])
def test_what_is_odd_in_one_batch_only_is_not_lost(tmp_path: Path, judged: Values, monkeypatch: pytest.MonkeyPatch, order: str) -> None:
    """The odd values are in the first batch, or in the last."""
    real = lookups._different
    monkeypatch.setattr(lookups, "_different", lambda work, statement: real(work, f"{statement} ORDER BY raw {order}"))
    units = [f"U{n:05}" for n in range(MANY)]
    odd = {"": None, " A1": "A1", "040 1234567": None}
    for unit, expected in odd.items():
        rows: list[Row] = [{**CONSULTATION, "event_id": f"E{n}", "unit": value} for n, value in enumerate([unit, *units])]
        report = import_delivery(folder(tmp_path / "in", case_event=rows), accept=["all"], now=NOW)
        assert [(one.row, one.rule) for one in report.problems] == ([(2, "personal_value")] if unit.startswith("0") else [])
        if report.published:
            found = fetch(select(case_event.c.event_id, case_event.c.unit).order_by(case_event.c.event_id)).astype(object)
            assert [None if value != value else value for value in found["unit"][found["event_id"] == "E0"]] == [expected]
            assert sorted(found["unit"][found["event_id"] != "E0"]) == units


LAST = 2**63 - 1
EDGES = {"ns": (LAST, -LAST, -LAST - 1), "us": (LAST, -LAST, -LAST - 1, 253402300800 * 10**6, -62135596801 * 10**6)}


@pytest.mark.parametrize(("unit", "value"), [(unit, value) for unit, values in EDGES.items() for value in values])
@pytest.mark.parametrize("zone", [None, "UTC"])
def test_a_moment_beyond_the_calendar_sets_its_row_aside(tmp_path: Path, unit: str, value: int, zone: str | None) -> None:
    base = folder(tmp_path / "in", case_event=None)
    row = {**CONSULTATION, "recorded_at": None}
    columns: dict[str, object] = {name: [row.get(name)] * 2 for name in inputs(case_event)}
    moments = pa.array([1743588000 * (10**9 if unit == "ns" else 10**6), value], pa.timestamp(unit, zone))
    pq.write_table(pa.table({**columns, "event_id": ["E1", "E2"], "recorded_at": moments}), base / "case_event.parquet")
    report = import_delivery(base, now=NOW)
    assert report.published
    assert [(one.row, one.column) for one in report.problems] == [(2, "recorded_at")] and report.problems[0].rule in ("range", "not_date")
