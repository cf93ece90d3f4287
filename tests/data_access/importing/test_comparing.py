"""What differs too much from the data in force, or from what the sender told, waits for a person to accept it; then it is published."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from data_access.engine import fetch
from data_access.importing import Outcome, Report, import_delivery
from data_access.importing.problems import LANGUAGES, LISTED, Severity
from data_access.schema import client_case, import_run
from tests.data_access.tiny import CLOSED, CONSULTATION, MEETING, OPEN, WAITING, Row, folder, write

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
MANY = 100


def cases(count: int, *, first: int = 0, **values: str) -> list[Row]:
    """So many cases, each of a person of its own."""
    return [{**WAITING, "case_id": f"C{number}", "person_id": f"P{number}", **values} for number in range(first, first + count)]


def deliver(path: Path, rows: list[Row], accept: tuple[str, ...] = (), control: str = "", **others: list[Row]) -> Report:
    """Imports cases, with a control file where one is given."""
    folder(path, client_case=rows, **{"case_event": None, "service_episode": None, "feedback_answer": None, **others})
    if control:
        (path / "control.csv").write_text(f"file,column,value\n{control}\n", encoding="utf-8")
    return import_delivery(path, now=NOW, accept=accept)


@pytest.fixture
def hundred(tmp_path: Path) -> Callable[..., Report]:
    """An installation of a hundred cases, half of them of women, and the next delivery to it."""
    rows = [*cases(MANY // 2, sex="female"), *cases(MANY // 2, first=MANY // 2, sex="male")]
    assert deliver(tmp_path / "first", rows).published
    return lambda rows, *accept, **others: deliver(tmp_path / "second", rows, accept, **others)


def half(**changed: str) -> list[Row]:
    return [*cases(MANY // 2, sex="female"), *cases(MANY // 2, first=MANY // 2, **{"sex": "male", **changed})]


# rule -> the second delivery, and what comes with it.
DIFFERENCES: dict[str, tuple[list[Row], dict[str, str]]] = {
    "rows_fell": (half()[: MANY // 2 + 15], {}),
    "rows_grew": ([*half(), *cases(51, first=MANY, sex="male")], {}),
    "class_vanished": (half(sex="female"), {}),
    "ids_changed": ([{**row, "person_id": f"X{place}"} for place, row in enumerate(half())], {}),
    "control_rows": (half(unemployment_months="2"), {"control": "client_case.csv,,101"}),
    "control_sum": (half(unemployment_months="2"), {"control": "client_case.csv,unemployment_months,99"}),
    "too_many_aside": ([*half()[:-11], *cases(11, first=MANY - 11, sex="mies")], {}),
}


@pytest.mark.parametrize("rule", DIFFERENCES)
def test_what_differs_too_much_waits_until_it_is_accepted(hundred: Callable[..., Report], rule: str) -> None:
    rows, others = DIFFERENCES[rule]
    refused = hundred(rows, **others)
    asked = {one.rule for one in refused.refusals}
    assert refused.outcome is Outcome.REFUSED and rule in asked and asked <= {rule, "class_vanished"}
    assert all(one.severity is Severity.CONFIRM and set(one.how) == set(LANGUAGES) for one in refused.refusals)
    assert len(fetch(select(client_case.c.case_id))) == MANY, "the old data is served"
    assert hundred(rows, *(asked - {rule}), **others).outcome is Outcome.REFUSED, "another rule accepts nothing of this"
    taken = hundred(rows, *asked, **others)
    assert taken.outcome is Outcome.PUBLISHED and set(taken.accepted) == asked
    assert fetch(select(import_run.c.accepted).order_by(import_run.c.run))["accepted"].tolist()[-1] == ",".join(sorted(asked))


# the second delivery -> why it is no great difference.
ALIKE: dict[str, list[Row]] = {
    "thirty per cent fewer": [*cases(35, sex="female"), *cases(35, first=MANY // 2, sex="male")],
    "half as many more": [*half(), *cases(50, first=MANY, sex="male")],
    "half of the persons are new": [*cases(MANY // 2, sex="female"), *cases(MANY // 2, first=MANY, sex="male")],
    "ten rows aside": [*half()[:-10], *cases(10, first=MANY - 10, sex="mies")],
}


@pytest.mark.parametrize("change", ALIKE)
def test_what_differs_a_little_goes_through(hundred: Callable[..., Report], change: str) -> None:
    assert hundred(ALIKE[change]).outcome is Outcome.PUBLISHED


def test_sums_that_are_as_told_go_through(hundred: Callable[..., Report]) -> None:
    told = "client_case.csv,,100\nclient_case.csv,unemployment_months,101"
    assert hundred(half(unemployment_months="2,02"), control=told).outcome is Outcome.PUBLISHED


def test_what_the_sender_tells_is_looked_at_also_where_the_rows_are_in_force_already(hundred: Callable[..., Report]) -> None:
    assert hundred(half(), control="client_case.csv,,100").outcome is Outcome.UNCHANGED
    refused = hundred(half(), control="client_case.csv,,101")
    assert {one.rule for one in refused.refusals} == {"control_rows"}
    assert hundred(half(), "control_rows", control="client_case.csv,,101").outcome is Outcome.UNCHANGED
    assert len(fetch(select(import_run.c.run))) == 1


def test_accept_all_lets_every_question_pass_and_no_mistake(hundred: Callable[..., Report]) -> None:
    fewer = cases(10, sex="female")
    assert hundred(fewer, "all").accepted == ("class_vanished", "ids_changed", "rows_fell")
    assert hundred(cases(10, team_id="", sex="female"), "all").outcome is Outcome.PUBLISHED
    unreadable = hundred(cases(10, opened_date="1.2.25"), "all")
    assert unreadable.outcome is Outcome.REFUSED and {one.rule for one in unreadable.refusals} == {"year_two_digits"}


def test_a_table_of_which_every_row_is_wrong_is_not_emptied_in_silence(tmp_path: Path) -> None:
    wrong = [{**MEETING, "event_code": "X"}, {**CONSULTATION, "event_code": "Y"}]
    report = import_delivery(folder(tmp_path / "in", case_event=wrong), now=NOW)
    assert report.outcome is Outcome.REFUSED and {one.rule for one in report.refusals} == {"too_many_aside"}


def test_pseudonyms_of_another_key_are_refused_beside_those_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_delivery(folder(tmp_path / "first"), now=NOW)
    monkeypatch.setenv("TYOPOYTA_KEY_FILE", str(tmp_path / "other" / "key"))
    events = folder(tmp_path / "second", **dict.fromkeys(("team", "client_case", "service_episode", "feedback_answer")))
    asked = import_delivery(events, now=NOW)
    assert asked.outcome is Outcome.REFUSED and "key_changed" in {one.rule for one in asked.refusals}


CONTRADICTIONS: dict[str, Row] = {
    "waiting and opened": {**WAITING, "opened_date": "2025-05-09"},
    "closed without a day of closing": {**OPEN, "status": "closed"},
    "interrupted without a day of closing": {**OPEN, "status": "interrupted"},
    "in services and closed": {**OPEN, "closed_date": "2025-09-01"},
    "in services and never opened": {**WAITING, "status": "in_services"},
    "closed with neither day": {**WAITING, "status": "closed"},
    "closed and never opened": {**WAITING, "status": "closed", "closed_date": "2025-05-09"},
    "in follow-up and never opened": {**WAITING, "status": "in_follow_up"},
    "redirected without a day of closing": {**OPEN, "status": "redirected"},
    "planned and closed": {**OPEN, "status": "planned", "closed_date": "2025-09-01"},
}
AGREEING: list[Row] = [
    {**CLOSED, "case_id": "C8"},
    {**CLOSED, "case_id": "C7", "status": "interrupted"},
    {**WAITING, "case_id": "C9", "status": "redirected"},
    {**WAITING, "case_id": "C10", "status": "redirected", "closed_date": "2025-05-09"},
    {**WAITING, "case_id": "C11", "status": "in_assessment"},
    {**WAITING, "case_id": "C12"},
    {**WAITING, "case_id": "C14", "status": "interrupted"},
    {**OPEN, "case_id": "C15", "person_id": "P5", "status": "in_assessment"},
    {**OPEN, "case_id": "C13", "person_id": "P3", "status": "planned"},
]


def test_a_status_against_the_dates_is_told_and_stops_nothing(tmp_path: Path) -> None:
    wrong = [{**case, "case_id": f"X{number}"} for number, case in enumerate(CONTRADICTIONS.values())]
    base = folder(tmp_path / "in", client_case=[*AGREEING, *wrong], case_event=None, service_episode=None)
    report = import_delivery(base, now=NOW)
    assert report.published
    rows = [(one.file, one.row, one.column, one.rule) for one in report.problems]
    assert rows == [("client_case.csv", 2 + len(AGREEING) + place, "status", "status_dates") for place in range(len(wrong))]
    later = {**MEETING, "case_id": "X0", "event_date": "2025-06-01", "recorded_at": "2025-06-01"}
    assert import_delivery(folder(tmp_path / "in", client_case=None, case_event=[later], service_episode=None)).problems == ()


def test_many_a_status_against_the_dates_are_counted_beyond_those_listed(tmp_path: Path) -> None:
    wrong = [{**OPEN, "case_id": f"C{number}", "status": "closed"} for number in range(1, LISTED + 6)]
    problems = import_delivery(folder(tmp_path / "in", client_case=[{**WAITING, "case_id": "C0"}, *wrong]), now=NOW).problems
    assert [one.row for one in problems] == [*range(3, 3 + LISTED), None]
    assert sum(one.rows for one in problems) == len(wrong) and all(one.severity is Severity.WARN for one in problems)


def test_a_status_against_the_dates_is_told_of_each_part(tmp_path: Path) -> None:
    base = folder(tmp_path / "in", client_case=None, case_event=None, service_episode=None)
    parts = {"a": [{**OPEN, "case_id": f"A{n}", "status": "closed"} for n in range(LISTED)], "b": [WAITING, {**OPEN, "status": "closed"}]}
    for part, rows in parts.items():
        write(base / f"client_case.{part}.csv", "client_case", rows)
    told = [(one.file, one.row) for one in import_delivery(base, now=NOW).problems]
    assert told == [*(("client_case.a.csv", row) for row in range(2, 2 + LISTED)), ("client_case.b.csv", 3)]
