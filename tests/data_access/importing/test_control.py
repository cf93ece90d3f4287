"""What the sender says a delivery holds is read, and speaks of a file and a column that are there."""

from pathlib import Path

import pytest

from data_access.importing.control import read, settle
from data_access.importing.mapping import NONE, Mapping, TableMapping
from data_access.importing.staged import Control, Source

CASES = Source("client_case", "", "client_case.csv", "csv", Path("client_case.csv"))
EVENTS = Source("case_event", "2025-03", "case_event.2025-03.csv", "csv", Path("case_event.2025-03.csv"))
SHEET = Source("team", "", "kirja.xlsx (team)", "xlsx", Path("kirja.xlsx"), "team")


def written(folder: Path, content: bytes | str) -> Path:
    """A control file that holds exactly this."""
    path = folder / "control.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


GOOD: dict[str, bytes | str] = {
    "commas": 'file,column,value\nclient_case.csv,,1200\nclient_case.csv,unemployment_months,"34,5"\n',
    "semicolons and Windows": "\ufefffile;column;value\r\nclient_case.csv;;1 200\r\n\r\nclient_case.csv;unemployment_months;34.5",
    "hard spaces": "file\tcolumn\tvalue\nclient_case.csv\t\t1\u00a0200\nclient_case.csv\tunemployment_months\t34,5\n",
    "capitals": "File;Column;Value\nclient_case.csv; ;1200\n client_case.csv;unemployment_months;+34,50\n",
}


@pytest.mark.parametrize("kind", GOOD)
def test_numbers_of_rows_and_sums_are_read(tmp_path: Path, kind: str) -> None:
    expected = [Control("client_case.csv", None, 1200), Control("client_case.csv", "unemployment_months", 34.5)]
    assert read(written(tmp_path, GOOD[kind])) == (expected, [])


@pytest.mark.parametrize(
    "line", ["client_case.csv,,", "client_case.csv,,many", ",,12", "client_case.csv,,1,2", "client_case.csv,,nan", "client_case.csv"]
)
def test_a_line_that_cannot_be_read_is_told_with_its_row(tmp_path: Path, line: str) -> None:
    controls, wrong = read(written(tmp_path, f"file,column,value\nteam.csv,,1\n{line}\n"))
    assert (controls, [(one.row, one.rule) for one in wrong]) == ([Control("team.csv", None, 1)], [(3, "control_value")])


@pytest.mark.parametrize("content", ["", "team.csv,,1\n", "tiedosto,sarake,arvo\nteam.csv,,1\n", b"\xff\xfe\x00\x01"])
def test_another_header_is_refused(tmp_path: Path, content: bytes | str) -> None:
    assert [one.rule for one in read(written(tmp_path, content))[1]] == ["control_header"]


@pytest.mark.parametrize("named", ["client_case.csv", "CLIENT_CASE.csv", "client_case"])
def test_a_control_gets_the_name_of_its_source(named: str) -> None:
    assert settle([Control(named, None, 5)], [CASES, EVENTS], NONE) == ([Control("client_case.csv", None, 5)], [])


def test_a_sheet_is_named_by_itself_or_by_its_workbook_when_that_has_one(tmp_path: Path) -> None:
    other = Source("project", "", "kirja.xlsx (project)", "xlsx", Path("kirja.xlsx"), "project")
    assert settle([Control("kirja.xlsx", None, 5), Control("team", None, 5)], [SHEET], NONE)[0] == [Control(SHEET.name, None, 5)] * 2
    assert [one.rule for one in settle([Control("kirja.xlsx", None, 5)], [SHEET, other], NONE)[1]] == ["control_file"]


def test_a_control_of_a_file_that_did_not_come_refuses_the_delivery() -> None:
    settled, wrong = settle([Control("goal.csv", None, 5)], [CASES], NONE)
    assert (settled, [one.rule for one in wrong]) == ([], ["control_file"])
    assert "goal.csv" in wrong[0].how["fi"]


def test_a_column_may_be_named_as_the_sender_does() -> None:
    mapping = Mapping(tables={"client_case": TableMapping(columns={"unemployment_months": "Työttömyys (kk)"})})
    assert settle([Control("client_case.csv", "työttömyys (KK)", 5)], [CASES], mapping)[0] == [Control("client_case.csv", "unemployment_months", 5)]


@pytest.mark.parametrize("column", ["sex", "days_in_service", "nothing"])
def test_only_columns_of_numbers_have_a_sum(column: str) -> None:
    assert [one.rule for one in settle([Control("client_case.csv", column, 5)], [CASES], NONE)[1]] == ["control_column"]
