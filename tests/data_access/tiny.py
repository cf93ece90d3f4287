"""A folder of a few rows in the contract, written out so that every number in a test can be worked out by hand."""

import csv
from pathlib import Path

from data_access.importing.contract import inputs
from data_access.schema import METADATA

Row = dict[str, str]

TEAM: Row = {"team_id": "T1", "name": "Tiimi 1", "county": "13", "kind": "work_ability_team"}
OPEN: Row = {
    "case_id": "C1",
    "person_id": "P1",
    "team_id": "T1",
    "coordinator_id": "K1",
    "municipality": "297",
    "sex": "female",
    "birth_year": "1987",
    "referral_source": "employment_services",
    "referred_date": "2025-03-01",
    "opened_date": "2025-03-11",
    "status": "in_services",
    "unemployment_months": "36",
}
CLOSED: Row = {
    "case_id": "C2",
    "person_id": "P2",
    "team_id": "T1",
    "referral_source": "te_services",
    "referred_date": "2024-01-10",
    "opened_date": "2024-01-20",
    "closed_date": "2024-07-20",
    "status": "closed",
    "outcome": "education",
    "goal_result": "reached",
}
WAITING: Row = {"case_id": "C3", "person_id": "P2", "team_id": "T1", "referred_date": "2025-05-02", "status": "waiting"}
MEETING: Row = {"event_id": "E1", "case_id": "C1", "event_code": "INTAKE", "event_date": "2025-03-15", "recorded_at": "2025-03-18"}
CONSULTATION: Row = {"event_id": "E2", "event_code": "CONSULT", "event_date": "2025-04-02", "team_id": "T1", "coordinator_id": "K1"}
EPISODE: Row = {"episode_id": "S1", "case_id": "C1", "service": "ips", "referred_date": "2025-04-01", "started_date": "2025-04-11"}
ANSWER: Row = {"response_id": "R1", "respondent": "client", "item": "recommend", "value": "9", "answered_date": "2025-06-01", "team_id": "T1"}
FIGURE: Row = {
    "indicator": "unemployed",
    "area_type": "county",
    "area": "13",
    "period": "2021",
    "value": "12.5",
    "producer": "X",
    "licence": "X",
    "source": "X",
}
INDICATOR: Row = {
    **dict.fromkeys(("name_fi", "name_sv", "name_en", "definition_fi", "definition_sv", "definition_en", "producer"), "X"),
    "indicator": "unemployed",
    "unit": "persons",
    "better": "down",
    "additive": "yes",
    "expected_lag_months": "1",
    "indicator_group": "hyte",
}

BASE: dict[str, list[Row]] = {
    "team": [TEAM],
    "client_case": [OPEN, CLOSED, WAITING],
    "case_event": [MEETING, CONSULTATION],
    "service_episode": [EPISODE],
    "feedback_answer": [ANSWER],
}


def folder(path: Path, **changed: list[Row] | None) -> Path:
    """Writes the base folder with some tables changed, added, or left out (None). Its person and worker ids count as pseudonyms."""
    path.mkdir(parents=True, exist_ok=True)
    for old in path.glob("*.csv"):
        old.unlink()
    (path / "mapping.toml").write_text("pseudonymised = true\n", encoding="utf-8")
    for table, rows in {**BASE, **changed}.items():
        if rows is not None:
            write(path / f"{table}.csv", table, rows)
    return path


def write(file: Path, table: str, rows: list[Row]) -> None:
    """Writes one file with every column of the contract."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(inputs(METADATA.tables[table])), restval="")
        writer.writeheader()
        writer.writerows(rows)


def edit(file: Path, old: str, new: str) -> None:
    """Replaces a text that must be in the file."""
    text = file.read_text(encoding="utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new), encoding="utf-8")
