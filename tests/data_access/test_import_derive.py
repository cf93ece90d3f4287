"""The derived columns, against examples worked out by hand."""

import hashlib
import hmac
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select

from data_access.engine import fetch
from data_access.importing import import_delivery
from data_access.importing.keys import BadSecret, secret
from data_access.schema import METADATA
from tests.data_access.tiny import ANSWER, CLOSED, CONSULTATION, EPISODE, MEETING, OPEN, TEAM, WAITING, Row, folder

KEY = bytes(range(32))
NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)


def derived(path: Path, **changed: list[Row] | None) -> dict[str, pd.DataFrame]:
    """The tables of a folder with their derived columns, in the order of their keys."""
    key = path / "secret"
    key.write_text(KEY.hex(), encoding="ascii")
    key.chmod(0o600)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TYOPOYTA_KEY_FILE", str(key))
        report = import_delivery(folder(path / "in", **changed), now=NOW)
    assert report.published and {one.rule for one in report.problems} <= {"status_dates"}, report.problems
    return {name: fetch(select(table).order_by(*table.info["key"])) for name, table in METADATA.tables.items()}


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    """Some columns of a frame row by row, missing values as None."""
    plain = frame[list(columns)].astype(object)
    return [tuple(None if pd.isna(value) else value for value in line) for line in plain.itertuples(index=False)]


def cases(path: Path, *columns: str, **changed: list[Row] | None) -> list[tuple[object, ...]]:
    """Columns of client_case."""
    return rows(derived(path, **changed)["client_case"], *columns)


def events(*steps: tuple[str, str, str]) -> list[Row]:
    """Events of case C1: (code, date, status)."""
    return [
        {"event_id": f"E{number}", "case_id": "C1", "event_code": code, "event_date": day, "status": status}
        for number, (code, day, status) in enumerate(steps)
    ]


def test_every_table_has_exactly_the_columns_of_the_schema(tmp_path: Path) -> None:
    for name, frame in derived(tmp_path).items():
        assert list(frame.columns) == [column.name for column in METADATA.tables[name].columns]


def test_areas_are_those_of_todays_municipality_and_else_the_teams_county(tmp_path: Path) -> None:
    changed = [OPEN, {**CLOSED, "municipality": "588"}, {**WAITING, "municipality": "049"}, {**WAITING, "case_id": "C4"}]
    assert cases(tmp_path, "municipality", "county", "employment_area", client_case=changed) == [
        ("297", "13", "17"),
        ("507", "12", "23"),
        ("049", "03", "01"),
        ("unknown", "13", "unknown"),
    ]


def test_months_classes_and_durations_of_a_case(tmp_path: Path) -> None:
    columns = ("referred_month", "opened_month", "closed_month", "age_at_start", "age_class", "unemployment_class", "days_in_service")
    assert cases(tmp_path, *columns) == [
        ("2025-03", "2025-03", None, 38, "35-44", "36-", None),
        ("2024-01", "2024-01", "2024-07", None, "unknown", "unknown", 182),
        ("2025-05", None, None, None, "unknown", "unknown", None),
    ]


@pytest.mark.parametrize(
    ("months", "expected"),
    [("0", "0-3"), ("2.9", "0-3"), ("3", "3-6"), ("12", "12-24"), ("24", "24-36"), ("35.99", "24-36"), ("36", "36-"), ("", "unknown")],
)
def test_the_lower_bound_belongs_to_a_class_of_durations(tmp_path: Path, months: str, expected: str) -> None:
    changed = [{**OPEN, "unemployment_months": months}]
    assert cases(tmp_path, "unemployment_class", client_case=changed) == [(expected,)]


@pytest.mark.parametrize(("birth_year", "expected"), [("2008", "0-17"), ("2007", "18-24"), ("1961", "55-64"), ("1960", "65-"), ("", "unknown")])
def test_age_is_the_year_of_opening_less_the_year_of_birth(tmp_path: Path, birth_year: str, expected: str) -> None:
    assert cases(tmp_path, "age_class", client_case=[{**OPEN, "birth_year": birth_year}]) == [(expected,)]


def test_missing_codes_become_classes(tmp_path: Path) -> None:
    columns = ("segment", "sex", "labour_status", "project", "coordinator_id", "municipality")
    assert cases(tmp_path, *columns)[1] == ("unknown", "unknown", "unknown", "none", "unknown", "unknown")


@pytest.mark.parametrize(
    ("case", "outcome", "goal_result"),
    [
        (OPEN, "open", "open"),
        (CLOSED, "education", "reached"),
        ({**CLOSED, "outcome": "", "goal_result": ""}, "unknown", "unknown"),
        (WAITING, "open", "open"),
        ({**WAITING, "status": "redirected"}, "not_opened", "unknown"),
        ({**WAITING, "status": "redirected", "closed_date": "2025-05-09"}, "not_opened", "unknown"),
        ({**WAITING, "status": "closed", "closed_date": "2025-05-09", "outcome": "moved"}, "moved", "unknown"),
        ({**OPEN, "status": "interrupted"}, "open", "open"),
    ],
)
def test_an_empty_outcome_is_told_by_the_dates(tmp_path: Path, case: Row, outcome: str, goal_result: str) -> None:
    changed: dict[str, list[Row] | None] = {"client_case": [case], "case_event": [CONSULTATION], "service_episode": None}
    assert cases(tmp_path, "outcome", "goal_result", **changed) == [(outcome, goal_result)]


def test_days_to_each_step_count_the_first_held_event_on_or_after_the_referral(tmp_path: Path) -> None:
    happened = events(
        ("CONSULT", "2025-02-20", "held"),
        ("REF_RECV", "2025-03-01", "held"),
        ("INTAKE", "2025-03-05", "cancelled"),
        ("INTAKE", "2025-03-31", "held"),
        ("CONSENT", "2025-03-11", "held"),
        ("PLAN", "2025-04-10", "planned"),
        ("CONTACT", "2025-03-21", "held"),
        ("CLOSE_MTG", "2025-03-01", "no_show"),
    )
    columns = ("days_to_step_2", "days_to_step_3", "days_to_step_4", "days_to_step_5", "days_to_first_meeting", "reached_step", "last_event_date")
    assert cases(tmp_path, *columns, case_event=happened)[0] == (10, None, 20, None, 20, "4", date(2025, 3, 31))


def test_a_case_without_events_has_reached_the_first_step(tmp_path: Path) -> None:
    columns = ("reached_step", "last_event_date", "days_to_step_2", "days_to_first_meeting", "first_service")
    assert cases(tmp_path, *columns)[2] == ("1", None, None, None, "none")


def test_an_event_says_its_own_step_or_has_the_usual_one(tmp_path: Path) -> None:
    changed = [{**MEETING, "event_code": "NETWORK_MTG", "step": "4"}, {**MEETING, "event_id": "E3", "event_code": "SERV_START"}]
    tables = derived(tmp_path, case_event=changed)
    assert rows(tables["case_event"], "step") == [("4",), ("5",)]
    assert rows(tables["client_case"], "reached_step")[0] == ("5",)


def test_the_first_service_is_the_one_that_started_first(tmp_path: Path) -> None:
    changed = [
        {**EPISODE, "episode_id": "S1", "service": "ips", "started_date": ""},
        {**EPISODE, "episode_id": "S3", "service": "education", "started_date": "2025-04-20"},
        {**EPISODE, "episode_id": "S2", "service": "pay_subsidy", "started_date": "2025-04-20"},
        {**EPISODE, "episode_id": "S4", "service": "dental_care", "started_date": "2025-04-21"},
        {**EPISODE, "episode_id": "S5", "case_id": "C3", "service": "nuotti", "referred_date": "2025-05-03", "started_date": "2025-05-21"},
    ]
    assert cases(tmp_path, "first_service", service_episode=changed) == [("pay_subsidy",), ("none",), ("nuotti",)]


def test_what_belongs_to_a_case_has_the_keys_of_the_case(tmp_path: Path) -> None:
    changed = [
        {**MEETING, "coordinator_id": "K9", "municipality": "049"},
        CONSULTATION,
        {**MEETING, "event_id": "E4", "case_id": "C3", "team_id": "T1", "event_date": "2025-05-15", "recorded_at": "2025-05-15"},
    ]
    columns = ("team_id", "coordinator_id", "municipality", "county", "employment_area", "project", "sex", "age_class")
    assert rows(derived(tmp_path, case_event=changed)["case_event"], *columns) == [
        ("T1", "K1", "297", "13", "17", "none", "female", "35-44"),
        ("T1", "K1", "unknown", "13", "unknown", "none", "unknown", "unknown"),
        ("T1", "unknown", "unknown", "13", "unknown", "none", "unknown", "unknown"),
    ]


def test_recording_lag_and_waiting_for_a_service(tmp_path: Path) -> None:
    tables = derived(tmp_path, case_event=[MEETING, {**MEETING, "event_id": "E5", "status": "planned", "event_date": "2025-04-01"}])
    assert rows(tables["case_event"], "days_to_record", "event_month", "status") == [(3, "2025-03", "held"), (None, "2025-04", "planned")]
    columns = ("days_to_start", "days_in_service", "referred_month", "started_month", "ended_month", "not_started_reason")
    assert rows(tables["service_episode"], *columns) == [(10, None, "2025-04", "2025-04", None, "none")]


def test_feedback_is_placed_by_its_team(tmp_path: Path) -> None:
    columns = ("team_id", "county", "employment_area", "answered_month", "coordinator_id", "project")
    answers = [ANSWER, {**ANSWER, "response_id": "R2", "team_id": "T2"}]
    tables = derived(tmp_path, feedback_answer=answers, team=[TEAM, {**TEAM, "team_id": "T2", "county": "04"}])
    assert rows(tables["feedback_answer"], *columns) == [
        ("T1", "13", "unknown", "2025-06", "unknown", "none"),
        ("T2", "04", "unknown", "2025-06", "unknown", "none"),
    ]


def test_figures_know_their_areas_and_their_last_month(tmp_path: Path) -> None:
    base: Row = {"indicator": "i", "value": "1", "producer": "X", "licence": "X", "source": "X"}
    places = [
        ("country", "SSS", "2021", ""),
        ("county", "13", "2023", "11"),
        ("employment_area", "17", "2021-01", ""),
        ("municipality", "588", "2020", ""),
    ]
    figures = [{**base, "area_type": kind, "area": code, "period": period, "period_months": months} for kind, code, period, months in places]
    texts = ("name_fi", "name_sv", "name_en", "definition_fi", "definition_sv", "definition_en", "producer")
    told = {"unit": "persons", "better": "down", "additive": "yes", "expected_lag_months": "1", "indicator_group": "hyte"}
    tables = derived(tmp_path, indicator_value=figures, indicator=[{**dict.fromkeys(texts, "X"), **told, "indicator": "i"}])
    columns = ("area", "municipality", "county", "employment_area", "period_month", "sex", "age_class", "value_state")
    assert rows(tables["indicator_value"], *columns) == [
        ("SSS", "all", "all", "all", "2021-12", "all", "all", "ok"),
        ("13", "all", "13", "all", "2023-11", "all", "all", "ok"),
        ("17", "all", "all", "17", "2021-01", "all", "all", "ok"),
        ("588", "507", "12", "23", "2020-12", "all", "all", "ok"),
    ]


def test_record_keys_are_48_bits_of_a_keyed_hash(tmp_path: Path) -> None:
    tables = derived(tmp_path)
    expected = {
        message: int.from_bytes(hashlib.md5(f"{hmac.digest(KEY, b'record key', 'sha256').hex()[:32]}|{message}".encode()).digest()[-6:], "little")
        for message in ("client_case|C1", "feedback_answer|R1|recommend", "person|P1", "person|P2")
    }
    assert tables["client_case"]["record_key"].tolist()[0] == expected["client_case|C1"]
    assert tables["feedback_answer"]["record_key"].tolist() == [expected["feedback_answer|R1|recommend"]]
    assert tables["client_case"]["person_key"].tolist()[1:] == [expected["person|P2"]] * 2
    assert rows(tables["service_episode"], "person_key") == [(expected["person|P1"],)]


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "new" / "secret.key"
    made = secret(file)
    assert len(made) == 32 and secret(file) == made
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "00", "not hexadecimal", "zz" * 32])
def test_a_damaged_secret_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "secret.key").write_text(content, encoding="ascii")
    with pytest.raises(BadSecret):
        secret(tmp_path / "secret.key")
