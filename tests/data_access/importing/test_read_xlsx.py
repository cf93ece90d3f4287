"""A workbook as people keep it: what it shows is what is read, and what it hides, breaks or rounds is told."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.xml.constants import SHEET_MAIN_NS
from pyarrow import parquet

from data_access.importing import read_xlsx, xlsx_book
from data_access.importing.mapping import TableMapping
from data_access.importing.problems import LISTED, Severity
from data_access.importing.staged import Source, Staged

TEAM = ["team_id", "name", "county", "kind"]
ROW = ["T1", "Tiimi 1", "13", "work_ability_team"]
GOAL = ["goal_id", "case_id", "set_date", "scored_date", "weight", "score", "team_id", "coordinator_id", "municipality", "project"]
Told = list[tuple[int | None, str | None, str]]


def book(*rows: list[Any]) -> Workbook:
    """A workbook with one sheet of these rows."""
    made = Workbook()
    made.active.title = "team"
    for row in rows:
        made.active.append(row)
    return made


def staged(folder: Path, made: Workbook | bytes, table: str = "team", mapping: TableMapping | None = None, sheet: str = "") -> Staged:
    """The staged form of a workbook."""
    path, work = folder / "county.xlsx", folder / "work"
    work.mkdir(exist_ok=True)
    if isinstance(made, bytes):
        path.write_bytes(made)
    else:
        made.worksheets[0].title = table
        made.save(path)
    return read_xlsx.stage(Source(table, "", path.name, "xlsx", path, sheet or table), mapping or TableMapping(), work)


def rows(found: Staged) -> list[dict[str, str | None]]:
    """The rows that were kept."""
    assert found.file is not None
    return parquet.read_table(found.file).to_pylist()


def told(found: Staged) -> Told:
    """Row, column and rule of each problem."""
    return [(problem.row, problem.column, problem.rule) for problem in found.problems]


def goal(**cells: Any) -> list[Any]:
    """A row of the table goal, empty but for these cells."""
    return [cells.get(name) for name in GOAL]


def changed(made: Workbook | bytes, member: str, change: Callable[[str], str]) -> bytes:
    """The bytes of a workbook with one of its parts written otherwise, as other programs do."""
    whole, out = io.BytesIO(made if isinstance(made, bytes) else b""), io.BytesIO()
    if not isinstance(made, bytes):
        made.save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), member]):
            content = old.read(name) if name in old.namelist() else b""
            new.writestr(name, change(content.decode()) if name == member else content)
    return out.getvalue()


def shared(made: Workbook) -> bytes:
    """The bytes of a workbook with its texts in a part of their own, as Excel writes them."""
    texts: list[str] = []

    def number(found: re.Match[str]) -> str:
        texts.append(found.group(1))
        return f't="s"><v>{len(texts) - 1}</v>'

    cells = changed(made, SHEET, lambda text: re.sub('t="inlineStr"><is>(.*?)</is>', number, text))
    part = f'<Override PartName="/{STRINGS}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    known = changed(cells, "[Content_Types].xml", lambda text: text.replace("</Types>", part))
    return changed(known, STRINGS, lambda _: f'<sst xmlns="{SHEET_MAIN_NS}">{"".join(f"<si>{text}</si>" for text in texts)}</sst>')


SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def test_rows_come_as_text_under_the_names_of_the_contract(tmp_path: Path) -> None:
    found = staged(
        tmp_path, book(["Team_ID ", "\ufeffname", "Hyvinvointialue", "kind"], ROW), mapping=TableMapping(columns={"county": "hyvinvointialue"})
    )
    assert rows(found) == [dict(zip(TEAM, ROW, strict=True))]
    assert (found.known, found.others, found.rows_in, found.aside, found.problems) == (tuple(TEAM), (), 1, 0, ())


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ([*TEAM[:3], "laji"], [(1, "laji", "header_unknown"), (1, "kind", "header_missing")]),
        ([*TEAM, "phone"], [(1, "phone", "header_unknown")]),
        ([*TEAM, " NAME"], [(1, "name", "header_duplicate")]),
        (["T1", "x", "y", "z"], [(1, None, "header_absent")]),
    ],
)
def test_18_a_header_that_is_not_the_contracts_is_told(tmp_path: Path, header: list[str], expected: Told) -> None:
    assert told(staged(tmp_path, book(header, ROW))) == expected


def test_a_header_that_does_not_stand_in_the_first_row_is_none(tmp_path: Path) -> None:
    assert told(staged(tmp_path, book([], ["Tiimit 2026"], TEAM, ROW))) == [(1, None, "header_absent")]


def test_19_no_rows_are_refused_unless_the_mapping_allows_it(tmp_path: Path) -> None:
    assert told(staged(tmp_path, book(TEAM, [None, " "]))) == [(None, None, "no_rows")]
    assert told(staged(tmp_path, book(TEAM), mapping=TableMapping(empty_allowed=True))) == []


def test_20_an_empty_sheet_is_an_empty_file(tmp_path: Path) -> None:
    assert told(staged(tmp_path, book())) == [(None, None, "file_empty")]


def test_24_what_is_no_workbook_is_refused_with_advice(tmp_path: Path) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("team.csv", "team_id\n")
    assert told(staged(tmp_path, b"team_id,name\n")) == [(None, None, "wrong_extension")]
    assert told(staged(tmp_path, b"")) == [(None, None, "file_empty")]
    assert told(staged(tmp_path, archive.getvalue())) == [(None, None, "workbook_unreadable")]
    assert read_xlsx.sheets(tmp_path / "county.xlsx") == []


def test_24_a_password_or_the_old_format_is_refused(tmp_path: Path) -> None:
    assert told(staged(tmp_path, bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)) == [(None, None, "workbook_locked")]


def test_24_macros_are_refused_under_any_name(tmp_path: Path) -> None:
    whole = io.BytesIO()
    book(TEAM, ROW).save(whole)
    with zipfile.ZipFile(whole, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"macro")
    assert told(staged(tmp_path, whole.getvalue())) == [(None, None, "macro")]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('<row r="2"', '<row r="1"'),
        lambda text: text.replace("<v>4<", "<v>9999<"),
        lambda text: text.replace('<row r="2"', '<row r="two"'),
    ],
    ids=["cut", "rows out of order", "a text that is not there", "a row without a number"],
)
def test_24_a_damaged_sheet_is_refused(tmp_path: Path, change: Callable[[str], str]) -> None:
    assert told(staged(tmp_path, changed(shared(book(TEAM, ROW)), SHEET, change))) == [(None, None, "workbook_unreadable")]


def test_24_entities_that_unfold_without_end_are_refused(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "{"ha" * 50}">{laughs}]>'
    broken = changed(book(TEAM, ROW), SHEET, lambda text: bomb + text.replace("<sheetData>", "<sheetData><row><c t='str'><v>&l11;</v></c></row>"))
    assert told(staged(tmp_path, broken)) == [(None, None, "workbook_unreadable")]


def test_23_a_workbook_larger_than_allowed_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYOPOYTA_MAX_BYTES", "1000")
    assert told(staged(tmp_path, book(TEAM, ROW))) == [(None, None, "too_large")]


def test_23_more_shared_text_than_memory_may_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_book, "LARGEST", 10)
    assert told(staged(tmp_path, shared(book(TEAM, ROW)))) == [(None, None, "workbook_large")]


def test_25_only_the_named_sheet_is_read(tmp_path: Path) -> None:
    made = book(TEAM, ROW)
    made.create_sheet("team (vanha)").append(["131052-308T"])
    found = staged(tmp_path, made)
    assert (len(rows(found)), found.problems) == (1, ())
    assert read_xlsx.sheets(tmp_path / "county.xlsx") == ["team", "team (vanha)"]
    assert told(staged(tmp_path, made, sheet="Taul3")) == [(None, None, "sheet_missing")]


def test_25_a_chart_is_no_sheet(tmp_path: Path) -> None:
    made = book(TEAM, ROW)
    made.create_chartsheet("Kuvio")
    made.save(tmp_path / "county.xlsx")
    assert read_xlsx.sheets(tmp_path / "county.xlsx") == ["team"]


@pytest.mark.parametrize("area", ["A1:B1", "A2:A3", "D3:F3"])
def test_25_merged_cells_among_the_data_are_refused(tmp_path: Path, area: str) -> None:
    made = book(TEAM, ROW, ["T2", "Tiimi 2", "13", "work_ability_team"])
    made.active.merge_cells(area)
    assert (int(area[1]), None, "merged_cells") in told(staged(tmp_path, made))


def test_25_merged_cells_beside_and_below_the_data_do_no_harm(tmp_path: Path) -> None:
    made = book(TEAM, ROW)
    made.active.merge_cells("F1:H1")
    made.active.merge_cells("A5:C5")
    assert told(staged(tmp_path, made)) == []


def test_25_hidden_rows_columns_and_sheets_are_read_and_told(tmp_path: Path) -> None:
    made = book(TEAM, ROW, ["T2", "Tiimi 2", "13", "work_ability_team"], ["T3", "Tiimi 3", "13", "work_ability_team"])
    made.create_sheet("ohje")
    made.active.auto_filter.ref = "A1:D4"
    made.active.row_dimensions[2].hidden = made.active.row_dimensions[4].hidden = True
    made.active.column_dimensions["C"].hidden = True
    made.active.column_dimensions["H"].hidden = True
    made["team"].sheet_state = "hidden"
    found = staged(tmp_path, made)
    assert len(rows(found)) == 3
    assert told(found) == [(None, None, "hidden_sheet"), (None, None, "hidden_rows"), (1, "county", "hidden_column")]
    assert all(problem.severity is Severity.WARN for problem in found.problems)
    assert "2 rows are hidden" in found.problems[1].how["en"]


def test_25_formulas_without_a_value_and_errors_set_the_row_aside(tmp_path: Path) -> None:
    made = book(
        GOAL, goal(goal_id="G1", case_id="C1"), goal(goal_id="G2", case_id="=A2"), [], goal(goal_id="#REF!", case_id="#N/A"), goal(goal_id="G4")
    )
    found = staged(tmp_path, made, "goal")
    assert [row["goal_id"] for row in rows(found)] == ["G1", "G4"]
    assert told(found) == [(3, "case_id", "formula_empty"), (5, "goal_id", "cell_error"), (5, "case_id", "cell_error")]
    assert {problem.severity for problem in found.problems} == {Severity.ASIDE}
    assert (found.rows_in, found.aside, found.lines({0, 1})) == (4, 2, {0: 2, 1: 6})


def test_25_in_a_public_table_they_refuse_the_delivery(tmp_path: Path) -> None:
    found = staged(tmp_path, book(TEAM, ROW, ["T2", "#REF!", "13", "work_ability_team"]))
    assert [(problem.rule, problem.severity) for problem in found.problems] == [("cell_error", Severity.REFUSE)]


def test_25_errors_in_a_column_the_contract_does_not_know_set_nothing_aside(tmp_path: Path) -> None:
    found = staged(tmp_path, book([*TEAM, "summa"], [*ROW, "=SUM(A1)"], [*ROW, "#DIV/0!"]))
    assert (len(rows(found)), told(found)) == (2, [(1, "summa", "header_unknown")])


def test_25_a_formula_that_was_worked_out_gives_its_value(tmp_path: Path) -> None:
    made = book(TEAM, ["T1", "=1", "=2", "=3"])
    values = {"<f>1</f><v></v>": "<f>1</f><v>12</v>", "<f>1</f><v />": "<f>1</f><v>12</v>"}

    def worked_out(text: str) -> str:
        for old, new in values.items():
            text = text.replace(old, new)
        return text.replace('<c r="C2"><f>2</f><v', '<c r="C2" t="str"><f>2</f><v').replace(
            '<c r="D2"><f>3</f><v />', '<c r="D2" t="b"><f>3</f><v>1</v>'
        )

    assert rows(staged(tmp_path, changed(made, SHEET, worked_out))) == [{"team_id": "T1", "name": "12", "county": None, "kind": "TRUE"}]


def test_many_wrong_rows_are_listed_up_to_a_limit_and_then_counted(tmp_path: Path) -> None:
    found = staged(tmp_path, book(GOAL, *(goal(goal_id="#N/A") for _ in range(LISTED + 5))), "goal", TableMapping(empty_allowed=True))
    assert (found.aside, len(found.problems), found.problems[-1].rows) == (LISTED + 5, LISTED + 1, 5)


def test_rows_keep_their_numbers_around_empty_ones(tmp_path: Path) -> None:
    found = staged(tmp_path, book(TEAM, ROW, [], [], ROW, ROW, [None, ""], ROW, [], []))
    assert (found.rows_in, found.lines({0, 1, 2, 3})) == (4, {0: 2, 1: 5, 2: 6, 3: 8})


def test_a_value_without_a_header_is_refused(tmp_path: Path) -> None:
    assert told(staged(tmp_path, book(TEAM, ROW, [*ROW, None, "Soita!"]))) == [(3, None, "cell_outside")]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 10, 5), "2026-10-05"),
        (datetime(2026, 10, 5, 13, 30), "2026-10-05T13:30:00"),
        (46300, "2026-10-05"),
        ("5.10.2026", "5.10.2026"),
        (20261005, "20261005"),
        (2026, "2026"),
    ],
)
def test_48_days_are_counted_as_excel_counts_them(tmp_path: Path, value: object, text: str) -> None:
    found = staged(tmp_path, book(GOAL, goal(goal_id="G1", set_date=value)), "goal")
    assert rows(found)[0]["set_date"] == text


def test_48_a_date_that_is_none_is_an_error(tmp_path: Path) -> None:
    made = book(GOAL, goal(goal_id="G1", set_date=-5), goal(goal_id="G2", set_date=99_999_999))
    for row in (2, 3):
        made.active.cell(row, 3).number_format = "d.m.yyyy"
    assert [problem.rule for problem in staged(tmp_path, made, "goal").problems if problem.row == 3] == ["cell_error"]


def test_49_days_of_a_workbook_that_counts_from_1904_are_read_by_its_flag(tmp_path: Path) -> None:
    made = Workbook()
    made.epoch = CALENDAR_MAC_1904
    made.active.title = "goal"
    made.active.append(GOAL)
    made.active.append(goal(goal_id="G1", set_date=date(2026, 10, 5)))
    made.active.append(goal(goal_id="G2", set_date=46300 - 1462))
    assert [row["set_date"] for row in rows(staged(tmp_path, made, "goal"))] == ["2026-10-05", "2026-10-05"]


def test_dates_written_as_iso_text_cells_are_read(tmp_path: Path) -> None:
    made = book(GOAL, goal(goal_id="G1", set_date=date(2026, 10, 5)))
    made.iso_dates = True
    assert rows(staged(tmp_path, made, "goal"))[0]["set_date"] == "2026-10-05"


def test_a_month_that_excel_made_a_date_is_a_month_again(tmp_path: Path) -> None:
    header = ["area", "version", "maturity", "source"]
    made = book(header, ["13", date(2025, 3, 1), "x", "y"], ["13", date(2025, 3, 2), "x", "y"])
    assert [row["version"] for row in rows(staged(tmp_path, made, "maturity_status"))] == ["2025-03", "2025-03-02"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (3.0, "3"),
        (-2, "-2"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (34.5, "34.5"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        ("3,5", "3,5"),
    ],
)
def test_numbers_are_written_plainly(tmp_path: Path, value: object, text: str) -> None:
    assert rows(staged(tmp_path, book(GOAL, goal(goal_id="G1", weight=value)), "goal"))[0]["weight"] == text


def test_40_numbers_as_identifiers_keep_their_digits_or_are_refused(tmp_path: Path) -> None:
    made = book(GOAL, goal(goal_id=123456789012345), goal(goal_id=2**53 + 1), goal(goal_id=1234567890123456), goal(goal_id=str(2**53 + 1)))
    found = staged(tmp_path, made, "goal")
    assert [row["goal_id"] for row in rows(found)] == ["123456789012345", "9007199254740993"]
    assert told(found) == [(3, "goal_id", "id_digits"), (4, "goal_id", "id_digits")]
    assert {problem.severity for problem in found.problems} == {Severity.REFUSE}


def test_30_leading_zeros_that_are_shown_are_read(tmp_path: Path) -> None:
    made = book(GOAL, goal(goal_id="G1", municipality=49), goal(goal_id="G2", municipality=49), goal(goal_id="G3", municipality="049"))
    made.active.cell(2, 9).number_format = "000"
    assert [row["municipality"] for row in rows(staged(tmp_path, made, "goal"))] == ["049", "49", "049"]


@pytest.mark.parametrize("written", [shared, lambda made: changed(made, SHEET, str)], ids=["shared", "in their cells"])
def test_texts_are_whole_and_as_they_were_written(tmp_path: Path, written: Callable[[Workbook], bytes]) -> None:
    content, member = written(book(TEAM, ROW)), STRINGS if written is shared else SHEET
    runs = '<r><t>Työ</t></r><r><t xml:space="preserve"> _x000A_1</t></r><rPh sb="0" eb="1"><t>x</t></rPh>'
    found = staged(tmp_path, changed(content, member, lambda text: text.replace("<t>Tiimi 1</t>", runs)))
    assert rows(found) == [dict(zip(TEAM, ["T1", "Työ \n1", "13", "work_ability_team"], strict=True))]


def test_more_rows_than_a_batch_come_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_xlsx, "ROWS", 7)
    found = staged(tmp_path, book(TEAM, *([f"T{n}", *ROW[1:]] for n in range(50))))
    assert [row["team_id"] for row in rows(found)] == [f"T{n}" for n in range(50)]
