"""The template can be filled in and imported as it is, and writes over nothing."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from data_access.importing import control, read_csv, read_xlsx, template
from data_access.importing.contract import allowed, input_tables, inputs
from data_access.importing.mapping import TableMapping
from data_access.importing.staged import Source
from data_access.importing.template_book import CODES, NAME

FILLED: dict[str, dict[str, Any]] = {
    "client_case": {
        "case_id": "0001",
        "person_id": "P1",
        "municipality": "049",
        "referred_date": date(2025, 3, 14),
        "status": "in_services",
        "birth_year": 1987,
    },
    "team": {"team_id": "T1", "name": "Tiimi", "county": "13", "kind": "work_ability_team"},
}


def test_every_table_has_a_file_and_a_sheet_with_its_columns(tmp_path: Path) -> None:
    written = template.write(tmp_path / "new")
    names = [table.name for table in input_tables()]
    assert [path.name for path in written] == [*(f"{name}.csv" for name in names), "mapping.toml", "control.csv.example", NAME]
    assert all(path.is_file() for path in written)
    made = load_workbook(tmp_path / "new" / "xlsx" / NAME)
    assert made.sheetnames == ["ohje", *names, CODES]
    for table in input_tables():
        assert [cell.value for cell in made[table.name][1]] == list(inputs(table))
        assert all(cell.font.bold for cell in made[table.name][1])


def test_the_filled_workbook_is_read_without_problems(tmp_path: Path) -> None:
    template.write(tmp_path)
    path = tmp_path / "xlsx" / NAME
    made = load_workbook(path)
    for table, values in FILLED.items():
        made[table].append([values.get(cell.value) for cell in made[table][1]])
    made.save(path)
    for table, values in FILLED.items():
        found = read_xlsx.stage(Source(table, "", path.name, "xlsx", path, table), TableMapping(), tmp_path)
        assert (found.problems, found.rows_in, found.others) == ((), 1, ())
        row = read_rows(found.file)[0]
        assert {name: row[name] for name in values} == {name: str(value) for name, value in values.items()}


def test_the_filled_files_are_read_without_problems(tmp_path: Path) -> None:
    template.write(tmp_path)
    path = tmp_path / "csv" / "team.csv"
    with path.open("a", encoding="utf-8", newline="") as stream:
        stream.write("T1;Työ;13;work_ability_team\r\n")
    found = read_csv.stage(Source("team", "", path.name, "csv", path), TableMapping(), tmp_path)
    assert (found.problems, found.known, found.rows_in) == ((), ("team_id", "name", "county", "kind"), 1)


def test_code_columns_offer_the_codes_a_file_may_hold(tmp_path: Path) -> None:
    template.write(tmp_path)
    made = load_workbook(tmp_path / "xlsx" / NAME)
    rules = [rule for rule in made["client_case"].data_validations.dataValidation if rule.type == "list"]
    offered = [[cell.value for row in made[CODES][rule.formula1.partition("!")[2].replace("$", "")] for cell in row] for rule in rules]
    assert list(allowed("client_case", "segment")) in offered
    assert list(allowed("client_case", "outcome")) in offered
    assert made[CODES].sheet_state == "hidden"


def test_the_guide_tells_of_every_column(tmp_path: Path) -> None:
    template.write(tmp_path)
    rows = [tuple(row) for row in load_workbook(tmp_path / "xlsx" / NAME)["ohje"].iter_rows(values_only=True)]
    told = {row[:2]: row for row in rows}
    assert all((table.name, name) in told for table in input_tables() for name in inputs(table))
    assert told["client_case", "unemployment_months"][2:] == (
        "Months unemployed at the start; empty = not known",
        "number",
        "months",
        "ei / nej / no",
        "0 – 720",
        "jää puuttuvaksi / förblir tomt / stays missing",
        "41",
    )


def test_the_examples_are_what_the_import_reads(tmp_path: Path) -> None:
    template.write(tmp_path)
    lines = (tmp_path / "csv" / "mapping.toml").read_text(encoding="utf-8").splitlines()
    assert tomllib.loads("\n".join(lines)) == {}
    examples = [line.removeprefix("# ") for line in lines if " = " in line or line.startswith("# [")]
    assert tomllib.loads("\n".join(examples))["client_case"]["values"] == {"sex": {"N": "female", "M": "male"}}
    controls, wrong = control.read(tmp_path / "csv" / "control.csv.example")
    assert ([(one.name, one.column, one.value) for one in controls], wrong) == (
        [("client_case.csv", None, 1250.0), ("measurement.csv", "score", 48210.5)],
        [],
    )


def test_nothing_is_written_where_a_file_is_there_already(tmp_path: Path) -> None:
    (tmp_path / "xlsx").mkdir()
    (tmp_path / "xlsx" / NAME).write_bytes(b"mine")
    with pytest.raises(FileExistsError, match=NAME):
        template.write(tmp_path)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [NAME]
    assert (tmp_path / "xlsx" / NAME).read_bytes() == b"mine"


def read_rows(file: Path | None) -> list[dict[str, str | None]]:
    """The rows of a staged file."""
    from pyarrow import parquet

    assert file is not None
    return parquet.read_table(file).to_pylist()
