"""python -m metrics: the same gate as the pages, in three formats, with exit codes a script can rely on."""

import csv
import io
import json
from pathlib import Path

import pytest

from metrics import METRICS
from metrics.__main__ import main

TYTTI = ("ask", "cases_opened", "--by", "unemployment_class", "--where", "project=TYTTI")
HIDDEN = {"0-3", "3-6", "24-36"}


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str], on_duckdb: Path) -> "Told":
    return Told(capsys)


class Told:
    """Runs the command and gives its exit code, output and errors."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        said = self.capsys.readouterr()
        return code, said.out, said.err


def test_list_names_every_metric_with_its_breakdowns(told: Told) -> None:
    code, out, err = told("list")
    assert (code, err) == (0, "") and [line.split()[0] for line in out.splitlines()] == sorted(METRICS)
    assert "unemployment_class" in next(line for line in out.splitlines() if line.startswith("cases_opened "))


def test_json_is_a_list_of_objects_with_null_for_what_is_hidden(told: Told) -> None:
    code, out, _ = told(*TYTTI, "--format", "json")
    rows = json.loads(out)
    assert code == 0 and all(set(row) == {"unemployment_class", "value", "hidden"} for row in rows)
    assert {row["unemployment_class"] for row in rows if row["hidden"]} == HIDDEN
    assert all((row["value"] is None) == row["hidden"] and isinstance(row["hidden"], bool) for row in rows)
    assert {"unemployment_class": "36-", "value": 31, "hidden": False} in rows


def test_json_without_a_breakdown_is_a_list_of_one(told: Told) -> None:
    assert json.loads(told("ask", "clients", "--where", "project=TYTTI", "--format", "json")[1]) == [{"value": 96, "hidden": False}]


def test_json_has_null_and_not_hidden_where_there_is_no_value(told: Told) -> None:
    nothing = ("ask", "wait_to_first_meeting", "--where", "county=21", "--format", "json", "--as", "coordinator:TYTTI-1")
    code, out, _ = told(*nothing)
    assert code == 0 and json.loads(out) == [{"value": None, "hidden": False}]


def test_csv_has_a_header_and_an_empty_value_for_what_is_hidden(told: Told) -> None:
    rows = list(csv.DictReader(io.StringIO(told(*TYTTI, "--format", "csv")[1])))
    assert list(rows[0]) == ["unemployment_class", "value", "hidden"]
    assert {row["unemployment_class"] for row in rows if row["value"] == "" and row["hidden"] == "True"} == HIDDEN


def test_the_table_says_what_is_hidden(told: Told) -> None:
    lines = {line.split()[0]: line.split()[1] for line in told(*TYTTI)[1].splitlines()[1:]}
    assert {name for name, value in lines.items() if value == "hidden"} == HIDDEN and float(lines["36-"]) == 31


def test_a_coordinator_is_asked_for_with_a_colon(told: Told) -> None:
    rows = json.loads(told(*TYTTI, "--as", "coordinator:TYTTI-1", "--format", "json")[1])
    assert {row["unemployment_class"]: row["value"] for row in rows}["0-3"] == 1 and not any(row["hidden"] for row in rows)


def test_several_breakdowns_filters_and_a_period(told: Told) -> None:
    arguments = ("--by", "month", "--by", "referral_source", "--where", "county=13", "--where", "sex=female", "--period", "2025", "--format", "json")
    code, out, _ = told("ask", "cases_opened", *arguments)
    rows = json.loads(out)
    assert code == 0 and rows and all(list(row) == ["month", "referral_source", "value", "hidden"] and row["month"][:4] == "2025" for row in rows)


@pytest.mark.parametrize(
    "arguments",
    [
        ("no_such_metric",),
        ("cases_opened", "--by", "no_such_breakdown"),
        ("cases_opened", "--by", "month", "--by", "year"),
        ("cases_opened", "--by", "sex", "--by", "county", "--by", "team", "--by", "outcome"),
        ("cases_opened", "--where", "county"),
        ("cases_opened", "--where", "county=99"),
        ("cases_opened", "--where", "county=13", "--where", "county=17"),
        ("cases_opened", "--period", "2025-13"),
        ("cases_opened", "--as", "admin"),
        ("cases_opened", "--as", "coordinator"),
        ("cases_opened", "--as", "coordinator:NOBODY"),
        ("cases_opened", "--period", "2019"),
        ("cases_opened", "--period", "2031-Q1"),
        ("cases_opened", "--by", "coordinator", "--as", "manager"),
        ("cases_opened", "--where", "coordinator=TYTTI-1", "--as", "steering_group"),
    ],
    ids=" ".join,
)
def test_what_is_refused_ends_with_one_and_a_sentence(told: Told, arguments: tuple[str, ...]) -> None:
    code, out, err = told("ask", *arguments)
    assert code == 1 and out == "" and err.startswith("Refused: ") and err.rstrip().endswith(".") and "Traceback" not in err


def test_without_data_it_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "clients"]) == 2
    assert capsys.readouterr().err.startswith("Cannot read the data")
