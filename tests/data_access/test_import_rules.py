"""Each rule of the contract finds its own mistake, says where it is, and finds nothing else."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from data_access.engine import fetch
from data_access.importing import import_delivery, lookups
from data_access.importing.problems import LANGUAGES, LISTED, Problem, rules
from data_access.schema import client_case
from tests.data_access.tiny import ANSWER, BASE, CLOSED, CONSULTATION, EPISODE, FIGURE, INDICATOR, MEETING, OPEN, TEAM, WAITING, Row, folder

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
HETU = "131052-308T"
GOAL: Row = {"goal_id": "G1", "case_id": "C1", "set_date": "2025-04-01", "weight": "1"}


def figure(**values: str) -> dict[str, list[Row]]:
    """A folder with one published figure."""
    return {"indicator": [INDICATOR], "indicator_value": [{**FIGURE, **values}]}


def with_case(**values: str) -> dict[str, list[Row]]:
    """A folder whose first case is changed."""
    return {"client_case": [{**OPEN, **values}, CLOSED, WAITING]}


# what is changed -> (file, row, column, rule)
MISTAKES: dict[str, tuple[dict[str, list[Row]], tuple[str, int, str, str]]] = {
    "a missing team": (with_case(team_id=""), ("client_case.csv", 2, "team_id", "required")),
    "a null marker for a date": (with_case(referred_date=".."), ("client_case.csv", 2, "referred_date", "required")),
    "a compact date": (with_case(opened_date="20250311"), ("client_case.csv", 2, "opened_date", "not_date")),
    "a day that does not exist": (with_case(opened_date="2025-02-29"), ("client_case.csv", 2, "opened_date", "not_date")),
    "the year 2101": (with_case(opened_date="2101-12-31"), ("client_case.csv", 2, "opened_date", "range")),
    "a year of two digits": (with_case(birth_year="87"), ("client_case.csv", 2, "birth_year", "range")),
    "a fraction for a year": (with_case(birth_year="1987.0"), ("client_case.csv", 2, "birth_year", "not_whole")),
    "not a number": (with_case(unemployment_months="nan"), ("client_case.csv", 2, "unemployment_months", "range")),
    "a negative duration": (with_case(unemployment_months="-1"), ("client_case.csv", 2, "unemployment_months", "range")),
    "a code nobody knows": (with_case(referral_source="te-toimisto"), ("client_case.csv", 2, "referral_source", "code_unknown")),
    "a total in place of a person": (with_case(sex="all"), ("client_case.csv", 2, "sex", "code_unknown")),
    "an outcome that is worked out": (
        {"client_case": [OPEN, {**CLOSED, "outcome": "not_opened"}, WAITING]},
        ("client_case.csv", 3, "outcome", "code_unknown"),
    ),
    "te_services in 2025": (with_case(referral_source="te_services"), ("client_case.csv", 2, "referral_source", "code_not_valid")),
    "tym in 2024": (
        {"client_case": [OPEN, {**CLOSED, "referral_source": "tym"}, WAITING]},
        ("client_case.csv", 3, "referral_source", "code_not_valid"),
    ),
    "an old partner on an event": (
        {"case_event": [{**MEETING, "partner": "typ"}, CONSULTATION]},
        ("case_event.csv", 2, "partner", "code_not_valid"),
    ),
    "a team nobody sent": (with_case(team_id="T9"), ("client_case.csv", 2, "team_id", "reference")),
    "a project nobody sent": (with_case(project="TYTTI"), ("client_case.csv", 2, "project", "reference")),
    "an event of an unknown case": (
        {"case_event": [MEETING, {**MEETING, "event_id": "E9", "case_id": "C9"}]},
        ("case_event.csv", 3, "case_id", "reference"),
    ),
    "an episode of an unknown case": ({"service_episode": [{**EPISODE, "case_id": "C9"}]}, ("service_episode.csv", 2, "case_id", "reference")),
    "a municipality without its zeros": (with_case(municipality="49"), ("client_case.csv", 2, "municipality", "area_unknown")),
    "a team in a municipality": ({"team": [{**TEAM, "county": "297"}]}, ("team.csv", 2, "county", "area_unknown")),
    "a figure of a county that is a municipality": (figure(area="297"), ("indicator_value.csv", 2, "area", "area_unknown")),
    "a figure of a quarter": (figure(period="2021-Q1"), ("indicator_value.csv", 2, "period", "not_period")),
    "closed before opened": (
        {"client_case": [OPEN, {**CLOSED, "closed_date": "2024-01-19"}, WAITING]},
        ("client_case.csv", 3, "closed_date", "date_order"),
    ),
    "closed before referred and never opened": (
        {"client_case": [OPEN, CLOSED, {**WAITING, "closed_date": "2025-05-01"}]},
        ("client_case.csv", 4, "closed_date", "date_order"),
    ),
    "opened before referred": (with_case(opened_date="2025-02-28"), ("client_case.csv", 2, "opened_date", "date_order")),
    "a goal scored before it was set": ({"goal": [{**GOAL, "scored_date": "2025-03-31"}]}, ("goal.csv", 2, "scored_date", "date_order")),
    "an outcome of an open case": (with_case(outcome="education"), ("client_case.csv", 2, "outcome", "open_case")),
    "a goal result of an open case": (with_case(goal_result="partly"), ("client_case.csv", 2, "goal_result", "open_case")),
    "work without case or team": ({"case_event": [MEETING, {**CONSULTATION, "team_id": ""}]}, ("case_event.csv", 3, "team_id", "team_or_case")),
    "a statement answered with 9": ({"feedback_answer": [{**ANSWER, "item": "got_help"}]}, ("feedback_answer.csv", 2, "value", "range")),
    "an identity code for a person": (with_case(person_id=HETU), ("client_case.csv", 2, "person_id", "personal_value")),
    "an identity code inside a text": ({"team": [{**TEAM, "name": f"Tiimi {HETU}"}]}, ("team.csv", 2, "name", "hetu")),
    "an identity code for a coordinator": (with_case(coordinator_id="131052A308T"), ("client_case.csv", 2, "coordinator_id", "hetu")),
    "an identity code for a code": (with_case(sex=HETU), ("client_case.csv", 2, "sex", "hetu")),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_gives_exactly_its_problem(tmp_path: Path, mistake: str) -> None:
    changed, place = MISTAKES[mistake]
    assert [where(found) for found in told(folder(tmp_path / "in", **changed))] == [place]


def test_rows_of_one_key_that_differ_are_both_told_of(tmp_path: Path) -> None:
    twice = folder(tmp_path / "a", client_case=[OPEN, CLOSED, WAITING, {**OPEN, "person_id": "P7"}])
    assert [where(found) for found in told(twice)] == [("client_case.csv", row, "case_id", "key_duplicate") for row in (2, 5)]
    answers = folder(tmp_path / "b", feedback_answer=[ANSWER, {**ANSWER, "value": "3"}, {**ANSWER, "response_id": "R2"}])
    assert [where(found) for found in told(answers)] == [("feedback_answer.csv", row, "response_id", "key_duplicate") for row in (2, 3)]


def test_what_happened_to_a_case_that_is_set_aside_follows_it(tmp_path: Path) -> None:
    found = import_delivery(folder(tmp_path / "in", **with_case(birth_year="87")), now=NOW).problems
    assert [where(one) for one in found] == [
        ("client_case.csv", 2, "birth_year", "range"),
        ("case_event.csv", 2, "case_id", "case_aside"),
        ("service_episode.csv", 2, "case_id", "case_aside"),
    ]


def test_the_base_folder_has_no_problem(tmp_path: Path) -> None:
    assert told(folder(tmp_path / "in")) == ()
    assert told(folder(tmp_path / "in", goal=[GOAL], **figure())) == ()


ALLOWED: dict[str, dict[str, list[Row]]] = {
    "a code valid to its last day": {
        "client_case": [OPEN, {**CLOSED, "referred_date": "2024-12-31", "opened_date": "2025-01-01", "closed_date": "2025-07-01"}, WAITING]
    },
    "a code valid from its first day": with_case(referred_date="2025-01-01"),
    "words for what is not known": with_case(municipality="unknown", project="none", referral_source="unknown", labour_status="NA"),
    "an abolished municipality": with_case(municipality="588"),
    "spaces around a value": with_case(sex=" female ", case_id=" C1 "),
    "a pseudonym that is a UUID": with_case(person_id="ab345678-1234-4abc-9def-123456789012"),
    "closed on the day it was opened": {"client_case": [OPEN, {**CLOSED, "closed_date": "2024-01-20"}, WAITING]},
    "the ends of a range": with_case(birth_year="2015", unemployment_months="720"),
}


@pytest.mark.parametrize("case", ALLOWED)
def test_what_the_contract_allows_is_no_problem(tmp_path: Path, case: str) -> None:
    assert told(folder(tmp_path / "in", **ALLOWED[case])) == ()


def test_every_value_of_a_column_is_judged_however_many_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookups, "BATCH", 1000)
    events = [{**MEETING, "event_id": f"E{number}", "unit": f"matti{number}@example.fi"} for number in range(10_000)]
    found = told(folder(tmp_path / "in", case_event=events))
    assert {(one.file, one.column, one.rule) for one in found} == {("case_event.csv", "unit", "personal_value")}
    assert sum(one.rows for one in found) == len(events)


def test_no_value_about_a_person_is_ever_shown(tmp_path: Path) -> None:
    secret = "Meikalainen"
    for column in OPEN:
        path = folder(tmp_path / column, client_case=[{**OPEN, column: secret}, {**OPEN, column: HETU}])
        said = "\n".join(one.told(language) for one in told(path) for language in LANGUAGES)
        assert secret not in said and HETU not in said
        assert "[hetu]" in said or "[personal_value]" in said


def test_the_wrong_value_of_a_public_table_is_shown(tmp_path: Path) -> None:
    (found,) = told(folder(tmp_path / "in", team=[{**TEAM, "kind": "choir"}]))
    assert all("choir" in sentence and "work_ability_team" in sentence for sentence in found.how.values())


def test_the_reader_is_told_when_a_code_was_in_use(tmp_path: Path) -> None:
    (found,) = told(folder(tmp_path / "in", **with_case(referral_source="te_services")))
    assert all("referred_date" in how and "2024-12-31" in how for how in found.how.values())


def test_only_the_first_problems_of_a_kind_are_listed_and_the_others_counted(tmp_path: Path) -> None:
    cases = [{**WAITING, "case_id": f"C{number}", "sex": "F"} for number in range(1, LISTED + 31)]
    found = told(folder(tmp_path / "in", client_case=cases))
    of_sex = [one for one in found if one.column == "sex"]
    assert [one.row for one in of_sex] == [*range(2, LISTED + 2), None]
    assert of_sex[-1].rows == 30 and "30 more rows" in of_sex[-1].how["en"] and "30 riviä" in of_sex[-1].how["fi"]
    assert [where(one) for one in found if one not in of_sex] == [("client_case.csv", None, None, "too_many_aside")]


def test_a_file_that_cannot_be_read_makes_no_problems_in_the_files_that_refer_to_it(tmp_path: Path) -> None:
    path = folder(tmp_path / "in")
    (path / "client_case.csv").write_bytes(b"case_id\nC\x81\n")
    assert [(found.file, found.rule) for found in told(path)] == [("client_case.csv", "encoding")]


def test_problems_of_several_files_are_told_together(tmp_path: Path) -> None:
    path = folder(tmp_path / "in", **with_case(sex="F"), team=[{**TEAM, "kind": "choir"}])
    assert {(found.file, found.column) for found in told(path)} == {("client_case.csv", "sex"), ("team.csv", "kind")}


def test_every_rule_has_a_sentence_of_its_own_in_each_language() -> None:
    for name, rule in rules().items():
        assert len({*rule.sentences.values()}) == len(LANGUAGES) and all(rule.sentences.values()), name


def test_a_bad_row_is_found_at_its_line_when_values_run_over_lines(tmp_path: Path) -> None:
    teams = [{**TEAM, "team_id": "T0", "name": "two\nlines"}, TEAM, {**TEAM, "team_id": "T2", "kind": "choir"}]
    (found,) = told(folder(tmp_path / "in", team=teams))
    assert found.row == 5


@pytest.mark.parametrize("column", ["case_id", "person_id"])
def test_numbers_as_pseudonyms_keep_their_zeros(tmp_path: Path, column: str) -> None:
    changed = {**BASE, "client_case": [{**OPEN, column: "0012345678901234567890"}], "case_event": [CONSULTATION], "service_episode": None}
    assert import_delivery(folder(tmp_path / "in", **changed)).published
    assert fetch(select(client_case.c[column]))[column].tolist() == ["0012345678901234567890"]


def told(path: Path) -> tuple[Problem, ...]:
    """What an import of a folder would say, but for rows that only follow their case."""
    return tuple(one for one in import_delivery(path, dry_run=True, now=NOW).problems if one.rule != "case_aside")


def where(found: Problem) -> tuple[str, int | None, str | None, str]:
    return found.file, found.row, found.column, found.rule
