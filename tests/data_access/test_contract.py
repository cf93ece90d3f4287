"""The contract as a document: everything that is checked is written there, and the written file is the current one."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Table

from data_access.__main__ import main
from data_access.codes import codes
from data_access.fields import NULL_MARKERS, field
from data_access.importing import contract, import_delivery
from data_access.importing.document import contract as document
from data_access.importing.examples import MAPPING, example
from data_access.importing.mapping import load
from data_access.importing.personal import looks_personal
from data_access.importing.problems import rules
from data_access.importing.values import Fault, judge
from data_access.schema import METADATA

ROOT = Path(__file__).resolve().parents[2]
TEXT = document()


@pytest.mark.parametrize("table", contract.input_tables(), ids=lambda table: table.name)
def test_every_column_of_every_table_is_written(table: object) -> None:
    assert isinstance(table, type(METADATA.tables["team"]))
    section = TEXT.split(f"### {table.name}.csv\n")[1].split("\n### ")[0]
    for name in contract.inputs(table):
        assert f"\n| `{name}` |" in section
    for name in contract.derived_names(table):
        assert f"\n- `{name}`: " in section and f"\n| `{name}` |" not in section


def test_every_code_list_in_use_is_written_once_with_all_its_codes() -> None:
    used = {field(column).codes for table in contract.input_tables() for column in contract.inputs(table).values()} - {""}
    for name in used:
        assert TEXT.count(f"\n### {name}\n") == 1
        section = TEXT.split(f"\n### {name}\n")[1].split("\n### ")[0]
        assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == list(codes(name))


def test_validity_and_null_markers_are_written() -> None:
    lines = [line.split(" | ") for line in TEXT.splitlines()]
    assert ["| `te_services`", "TE-palvelut (–2024)", "", "2024-12-31 |"] in [[*line[:2], *line[-2:]] for line in lines]
    assert ["| `tym`", "TYM, monialainen tuki (2025–)", "2025-01-01", " |"] in [[*line[:2], *line[-2:]] for line in lines]
    assert all(f"`{marker}`" in TEXT for marker in NULL_MARKERS if marker)


def test_tables_have_as_many_cells_in_each_row_as_in_the_header() -> None:
    width = 0
    for line in TEXT.splitlines():
        width = 0 if not line.startswith("|") else width or line.count("|")
        assert line.count("|") == width or not line.startswith("|"), line


@pytest.mark.parametrize("table", contract.input_tables(), ids=lambda table: table.name)
def test_every_column_has_an_example_that_the_import_would_take(table: Table) -> None:
    for name, column in contract.inputs(table).items():
        shown = example(table, column)
        assert shown, name
        found = judge(table, column, shown)
        assert found is not None and not isinstance(found, Fault), (name, shown, found)
        assert table.info["public"] or not looks_personal(shown)


def test_examples_of_references_name_the_example_of_what_they_refer_to() -> None:
    tables = METADATA.tables
    cases = tables["client_case"].columns["case_id"]
    assert example(tables["goal"], tables["goal"].columns["case_id"]) == example(tables["client_case"], cases) == "C000123"
    assert example(tables["area_programme"], tables["area_programme"].columns["area"]) == "13"
    assert example(tables["team_area"], tables["team_area"].columns["municipality"]) == "297"


@pytest.mark.parametrize(
    ("table", "column", "told"),
    [
        ("client_case", "case_id", "row set aside"),
        ("team", "county", "delivery refused"),
        ("client_case", "sex", "`unknown`"),
        ("client_case", "birth_year", "stays missing"),
        ("goal", "team_id", "taken from the case"),
        ("case_event", "team_id", "taken from the case; without a case: row set aside"),
        ("case_event", "project", "taken from the case; without a case: `none`"),
        ("case_event", "step", "the usual step of the event"),
    ],
)
def test_what_happens_when_a_value_is_missing_is_told(table: str, column: str, told: str) -> None:
    section = TEXT.split(f"### {table}.csv\n")[1].split("\n### ")[0]
    row = next(line for line in section.splitlines() if line.startswith(f"| `{column}` |"))
    assert row.split(" | ")[5].strip() == told


def test_every_rule_is_told_with_what_happens_and_without_open_words() -> None:
    section = TEXT.split("### All rules\n")[1].split("\n## ")[0]
    told = {line.split("`")[1]: line for line in section.splitlines() if line.startswith("| `")}
    assert set(told) == set(rules()) - {"more"}
    assert "| to be confirmed |" in told["rows_fell"] and "{" not in section


def test_limits_and_open_names_of_the_prose_are_filled_in() -> None:
    assert "$" not in TEXT
    for words in ("−30%", "+50%", "under 50%", "over 5%", "5 GB", "`person_id`, `coordinator_id`", "`9999-12-31`"):
        assert words in TEXT
    assert TEXT.index("## Lyhyesti suomeksi") < TEXT.index("## Who this is for")


def test_links_within_the_document_lead_somewhere() -> None:
    titles = {re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in TEXT.splitlines() if line.startswith("#")}
    assert {link for link in re.findall(r"\]\(#([^)]+)\)", TEXT)} <= titles
    assert all((ROOT / "docs" / link).exists() for link in re.findall(r"\]\(([^)#]+\.md)\)", TEXT))


def test_the_mapping_of_the_document_is_one_that_is_read() -> None:
    text = TEXT.split("```toml\n")[1].split("```")[0]
    assert text == MAPPING.read_text(encoding="utf-8")
    mapping, problems = load(MAPPING)
    assert problems == [] and set(mapping.tables) == {"client_case", "case_event"}
    assert mapping.of("client_case").values["sex"]["N"] == "female"


def test_the_small_delivery_of_the_document_has_the_columns_of_the_contract_and_is_imported_as_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "delivery"
    folder.mkdir()
    for name, text in re.findall(r"`(\w+\.csv)`\n```\n(.*?)```", TEXT, flags=re.DOTALL):
        (folder / name).write_text(text, encoding="utf-8")
    for table in ("team", "client_case", "case_event"):
        header = (folder / f"{table}.csv").read_text(encoding="utf-8").splitlines()[0]
        assert header.split(";") == list(contract.inputs(METADATA.tables[table]))
    report = import_delivery(folder)
    assert report.published and report.problems == ()
    assert {table: rows for table, rows in report.rows.items() if table in ("team", "client_case", "case_event")} == {
        "team": 2,
        "client_case": 3,
        "case_event": 3,
    }


def test_the_written_file_is_current() -> None:
    assert (ROOT / "docs" / "data-contract.md").read_text(encoding="utf-8") == TEXT


def test_the_command_writes_the_document_and_tells_an_old_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract"]) == 0
    assert capsys.readouterr().out == TEXT
    file = tmp_path / "contract.md"
    assert main(["contract", "--check", str(file)]) == 1
    file.write_text(TEXT, encoding="utf-8")
    assert main(["contract", "--check", str(file)]) == 0
    file.write_text(f"{TEXT}x", encoding="utf-8")
    assert main(["contract", "--check", str(file)]) == 1


def test_rules_between_columns_name_columns_that_exist() -> None:
    named = [(table, column) for table, later in contract.ORDER.items() for column, earlier in later.items() for column in (column, *earlier)]
    named += [*contract.ROW_DATE.items(), *contract.WORKED_OUT, *(("client_case", column) for column in contract.ONLY_WHEN_CLOSED)]
    assert all(column in contract.inputs(METADATA.tables[table]) for table, column in named)
    assert set(contract.COUNTY_TABLES) <= set(METADATA.tables)


def test_every_code_list_and_reference_of_the_schema_exists() -> None:
    for table in METADATA.tables.values():
        for column in table.columns:
            promise = field(column)
            assert not promise.codes or codes(promise.codes)
            assert not promise.refers or promise.refers in METADATA.tables
            if promise.kind == "code" and promise.default is not None and not promise.derived:
                assert promise.default in codes(promise.codes) or promise.default == "unknown", (table.name, column.name)
