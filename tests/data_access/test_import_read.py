"""What keeps a file from being read is told with its row, whatever the editor that wrote it did."""

from pathlib import Path

import pytest

from data_access.importing.checks import check
from data_access.importing.problems import LISTED
from data_access.importing.read import read_table
from data_access.importing.run import fingerprint
from data_access.schema import METADATA
from tests.data_access.tiny import CLOSED, OPEN, TEAM, WAITING, edit, folder, write

TEAM_TABLE = METADATA.tables["team"]
HEADER = "team_id,name,county,kind"
ROW = "T1,Tiimi 1,13,work_ability_team"


def team_file(path: Path, content: bytes | str) -> Path:
    """A folder whose team file holds exactly this."""
    base = folder(path / "in")
    (base / "team.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    return base


# content of team.csv -> (row, column, rule)
BROKEN: dict[str, tuple[bytes | str, list[tuple[int | None, str | None, str]]]] = {
    "nothing": ("", [(None, None, "file_empty")]),
    "blank lines": ("\n\n", [(None, None, "file_empty")]),
    "only a header": (f"{HEADER}\n", [(None, None, "no_rows")]),
    "only a header without a line end": (HEADER, [(None, None, "no_rows")]),
    "Latin-1": (f"{HEADER}\n{ROW}\nT2,Jyväskylä,15,coaching_team\n".encode("latin-1"), [(3, None, "encoding")]),
    "UTF-16": (f"{HEADER}\n{ROW}\n".encode("utf-16"), [(1, None, "encoding")]),
    "a NUL byte": (f"{HEADER}\n{ROW}\nT2,a\0b,15,coaching_team\n", [(3, None, "nul_byte")]),
    "an open quotation mark": (f'{HEADER}\n{ROW}\nT2,"Tiimi 2,15,coaching_team\nT3,Tiimi 3,15,coaching_team\n', [(3, None, "quote_open")]),
    "semicolons": (f"{HEADER}\n{ROW}\n".replace(",", ";"), [(1, None, "separator")]),
    "tabs": (f"{HEADER}\n{ROW}\n".replace(",", "\t"), [(1, None, "separator")]),
    "no header": (f"{ROW}\n{ROW}\n", [(1, None, "header_absent")]),
    "a column missing": ("team_id,name,county\nT1,Tiimi 1,13\n", [(1, "kind", "header_missing")]),
    "a column renamed": (f"{HEADER}\n{ROW}\n".replace("name", "nimi"), [(1, "nimi", "header_unknown"), (1, "name", "header_missing")]),
    "a column twice": (f"{HEADER},name\n{ROW},x\n", [(1, "name", "header_duplicate")]),
    "a column more": (f"{HEADER},phone\n{ROW},x\n", [(1, "phone", "header_unknown")]),
    "a field too many in one row": (f"{HEADER}\n{ROW}\nT2,Tiimi 2,15,coaching_team,x\n", [(3, None, "field_count")]),
    "a field too few in one row": (f"{HEADER}\nT2,Tiimi 2,15\n{ROW}\n", [(2, None, "field_count")]),
    "a field too many in every row": (f"{HEADER}\n{ROW},x\n", [(2, None, "field_count")]),
    "a cut last line": (f"{HEADER}\n{ROW}\nT2,Tii", [(3, None, "field_count")]),
    "a wrong row after a blank line": (f"{HEADER}\n{ROW}\n\nT2,Tiimi 2,15,choir\n", [(4, "kind", "code_unknown")]),
    "a wrong row after a short one": (f"{HEADER}\n{ROW}\nT2\nT2,Tiimi 2,15,choir\n", [(3, None, "field_count"), (4, "kind", "code_unknown")]),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_told_with_its_row(tmp_path: Path, kind: str) -> None:
    content, expected = BROKEN[kind]
    found = [problem for problem in check(team_file(tmp_path, content)).problems if problem.file == "team.csv"]
    assert [(problem.row, problem.column, problem.rule) for problem in found] == expected


WHOLE = {
    "a byte order mark": f"\ufeff{HEADER}\n{ROW}\n",
    "line ends of Windows": f"{HEADER}\r\n{ROW}\r\n",
    "line ends of old Macs": f"{HEADER}\r{ROW}\r",
    "no last line end": f"{HEADER}\n{ROW}",
    "blank lines at the end": f"{HEADER}\n{ROW}\n\n\n",
    "another order": "kind,county,team_id,name\nwork_ability_team,13,T1,Tiimi 1\n",
    "quotation marks": f'{HEADER}\n"T1","Tiimi 1","13","work_ability_team"\n',
    "spaces": "team_id, name ,county,kind\n T1, Tiimi 1 ,13 ,work_ability_team\u00a0\n",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_what_editors_do_to_a_file_does_not_matter(tmp_path: Path, kind: str) -> None:
    checked = check(team_file(tmp_path, WHOLE[kind]))
    assert checked.problems == ()
    frame = checked.frames["team"]
    assert frame is not None and frame.astype(object).to_dict("records") == [TEAM]


def test_a_value_may_hold_a_comma_a_line_break_and_quotation_marks(tmp_path: Path) -> None:
    base = team_file(tmp_path, f'{HEADER}\nT1,"a, ""b""\nc",13,coaching_team\n')
    frame = read_table(base / "team.csv", TEAM_TABLE).frame
    assert frame is not None and frame["name"].tolist() == ['a, "b"\nc']


@pytest.mark.parametrize("marker", ["", "NA", "N/A", "null", "NULL", "None", "..", "-", "  "])
def test_a_null_marker_is_a_missing_value(tmp_path: Path, marker: str) -> None:
    base = folder(tmp_path / "in", client_case=[{**OPEN, "sex": marker, "opened_date": marker, "birth_year": marker}, CLOSED, WAITING])
    checked = check(base)
    frame = checked.frames["client_case"]
    assert checked.problems == () and frame is not None
    assert frame.loc[0, ["sex", "opened_date", "birth_year"]].isna().all()


def test_a_code_that_is_called_none_is_not_a_missing_value(tmp_path: Path) -> None:
    frame = check(folder(tmp_path / "in", client_case=[{**OPEN, "project": "none"}, CLOSED, WAITING])).frames["client_case"]
    assert frame is not None and frame["project"].tolist()[0] == "none"


def test_a_column_that_is_worked_out_may_not_be_in_a_file(tmp_path: Path) -> None:
    base = folder(tmp_path / "in")
    edit(base / "client_case.csv", "case_id,person_id", "case_id,county,person_id")
    found = [problem.rule for problem in check(base).problems if problem.row == 1]
    assert found == ["header_derived"]


def test_required_files_are_asked_for_and_strange_ones_refused(tmp_path: Path) -> None:
    base = folder(tmp_path / "in", team=None)
    (base / "teams.csv").write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8")
    found = {(problem.file, problem.rule) for problem in check(base).problems if problem.rule.startswith("file")}
    assert found == {("team.csv", "file_missing"), ("teams.csv", "file_unknown")}


def test_a_folder_with_the_name_of_a_file_is_not_the_file(tmp_path: Path) -> None:
    base = folder(tmp_path / "in", team=None)
    (base / "team.csv").mkdir()
    assert ("team.csv", "file_missing") in {(problem.file, problem.rule) for problem in check(base).problems}
    assert len(fingerprint(base)) == 64


def test_an_empty_folder_is_refused_in_one_sentence(tmp_path: Path) -> None:
    assert [problem.rule for problem in check(tmp_path).problems] == ["folder_empty"]


def test_the_header_of_a_file_without_one_is_not_repeated(tmp_path: Path) -> None:
    found = check(team_file(tmp_path, "Meikalainen,Matti,13,x\n")).problems
    assert all("Meikalainen" not in str(problem) for problem in found)


def test_many_rows_with_a_wrong_number_of_fields_are_counted(tmp_path: Path) -> None:
    base = team_file(tmp_path, f"{HEADER}\n{ROW}\n" + "T2,x\n" * (LISTED + 5))
    found = [problem for problem in check(base).problems if problem.rule == "field_count"]
    assert [problem.row for problem in found] == [*range(3, LISTED + 3), None]
    assert "5 more rows" in found[-1].how


def test_an_area_file_of_the_sender_replaces_ours(tmp_path: Path) -> None:
    base = folder(tmp_path / "in")
    write(
        base / "area.csv",
        "area",
        [{"area_type": "county", "area": "13", **dict.fromkeys(("name_fi", "name_sv", "name_en"), "a"), "valid_from": "2023-01-01"}],
    )
    assert [(problem.row, problem.column, problem.rule) for problem in check(base).problems] == [(2, "municipality", "area_unknown")]
