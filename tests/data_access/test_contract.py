"""The contract as a document: everything that is checked is written there, and the written file is the current one."""

from pathlib import Path

import pytest

from data_access.__main__ import main
from data_access.codes import codes
from data_access.fields import NULL_MARKERS, field
from data_access.importing import contract
from data_access.importing.document import contract as document
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
    assert "| `te_services` | TE-palvelut (–2024) |  | 2024-12-31 |" in TEXT
    assert "| `tym` | TYM, monialainen tuki (2025–) | 2025-01-01 |  |" in TEXT
    assert all(f"`{marker}`" in TEXT for marker in NULL_MARKERS if marker)


def test_tables_have_as_many_cells_in_each_row_as_in_the_header() -> None:
    width = 0
    for line in TEXT.splitlines():
        width = 0 if not line.startswith("|") else width or line.count("|")
        assert line.count("|") == width or not line.startswith("|"), line


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
