"""Whatever an editor or an export did to a CSV file, its rows come out as they were meant, or it is refused with the row to mend."""

import io
from pathlib import Path

import pandas as pd
import pytest
from pyarrow import parquet

from data_access.importing import read_csv
from data_access.importing.mapping import TableMapping
from data_access.importing.problems import LISTED, Severity, rules
from data_access.importing.staged import Source, Staged

HEADER = "team_id,name,county,kind"
ROW = "T1,Tiimi 1,13,work_ability_team"
ANSWER = "response_id,respondent,item,value,answered_date,team_id,coordinator_id,municipality,project"
ANSWERED = "R1,client,recommend,9,2025-06-01,T1,,297,"


def staged(folder: Path, content: bytes | str, table: str = "team", mapping: TableMapping | None = None) -> Staged:
    """The staged form of a file that holds exactly this."""
    path, work = folder / f"{table}.csv", folder / "work"
    work.mkdir(exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_csv.stage(Source(table, "", path.name, "csv", path), mapping or TableMapping(), work)


def rows(found: Staged) -> list[dict[str, str]]:
    """The rows that were kept."""
    assert found.file is not None
    return parquet.read_table(found.file).to_pylist()


def told(found: Staged) -> list[tuple[int | None, str | None, str]]:
    """Row, column and rule of each problem."""
    return [(problem.row, problem.column, problem.rule) for problem in found.problems]


def team(number: int, name: str = "Tiimi") -> dict[str, str]:
    """A row as it is staged."""
    return {"team_id": f"T{number}", "name": f"{name} {number}", "county": "13", "kind": "work_ability_team"}


# content of team.csv -> (row, column, rule); the number is the row of domain/FAULTS.md
BROKEN: dict[str, tuple[bytes | str, list[tuple[int | None, str | None, str]]]] = {
    "1 DOS code page": (f"{HEADER}\n{ROW}\nT2,Jyväskylä,13,x\n".encode("cp850"), [(3, None, "encoding")]),
    "1 Mac": (f"{HEADER}\n{ROW}\nT2,Hämeenlinna äö,13,x\n".encode("mac_roman"), [(3, None, "encoding")]),
    "1 Cyrillic": (f"{HEADER}\n{ROW}\nT2,Хельсинки,13,x\n".encode("cp1251"), [(3, None, "encoding")]),
    "1 half UTF-8, half Windows": (
        f"{HEADER}\nT1,Jyväskylä,13,x\n".encode() + "T2,Jyväskylä,13,x\n".encode("cp1252"),
        [(2, None, "encoding")],
    ),
    "2 UTF-8 read as Windows-1252": (f"{HEADER}\n{ROW}\nT2,JyvÃ¤skylÃ¤,13,x\n", [(3, None, "mojibake")]),
    "2 UTF-8 read as Latin-1": (f"{HEADER}\n{ROW}\nT2,{'Ähtäri'.encode().decode('latin-1')},13,x\n", [(3, None, "mojibake")]),
    "2 UTF-8 read as a DOS code page": (f"{HEADER}\nT2,{'ä'.encode().decode('cp850')},13,x\n", [(2, None, "mojibake")]),
    "2 letters lost for good": (f"{HEADER}\nT2,Jyv\ufffdskyl\ufffd,13,x\n", [(2, None, "mojibake")]),
    "4 UTF-16 that breaks off": (f"{HEADER}\n{ROW}\n".encode("utf-16") + b"T", [(3, None, "encoding")]),
    "9 an open quotation mark": (f'{HEADER}\n{ROW}\nT2,"Tiimi 2,13,x\nT3,Tiimi 3,13,x\n', [(3, None, "quote_open")]),
    "9 two open quotation marks": (f'{HEADER}\n{ROW}\nT2,"Tiimi 2,13,x\nT3,Tiimi 3,13,x\nT4,"Tiimi 4,13,x\n', [(3, None, "quote_open")]),
    "9 a quotation mark in a value": (f'{HEADER}\n{ROW}\nT2,Tiimi "2",13,x\n', [(3, None, "quote_stray")]),
    "12 a NUL byte": (f"{HEADER}\n{ROW}\nT2,a\0b,13,x\n", [(3, None, "nul_byte")]),
    "12 UTF-16 without its mark": (f"{HEADER}\n{ROW}\n".encode("utf-16-le"), [(1, None, "nul_byte")]),
    "13 a cut last line": (f"{HEADER}\n{ROW}\nT2,Tii", [(3, None, "truncated")]),
    "13 a cut last letter": (f"{HEADER}\n{ROW}\nT2,Hämä".encode()[:-1], [(3, None, "truncated")]),
    "14 a field too many in one row": (f"{HEADER}\n{ROW}\nT2,Tiimi 2,13,x,y\n", [(3, None, "field_count")]),
    "15 a field too many in every row": (f"{HEADER}\n{ROW},x\n{ROW},x\n", [(2, None, "field_count"), (3, None, "field_count")]),
    "16 a field too few in a row": (f"{HEADER}\nT2,Tiimi 2,13\n{ROW}\n", [(2, None, "field_count_few")]),
    "17 a column twice": (f"{HEADER},name\n{ROW},x\n", [(1, "name", "header_duplicate")]),
    "17 a column twice in other letters": (f"{HEADER},Name \n{ROW},x\n", [(1, "name", "header_duplicate")]),
    "17 an unknown column twice": (f"{HEADER},phone,phone\n{ROW},x,y\n", [(1, "phone", "header_duplicate")]),
    "18 a column missing": ("team_id,name,county\nT1,Tiimi 1,13\n", [(1, "kind", "header_missing")]),
    "18 a column renamed": (
        f"{HEADER}\n{ROW}\n".replace("name", "nimi"),
        [(1, "nimi", "header_unknown"), (1, "name", "header_missing")],
    ),
    "18 a column more": (f"{HEADER},phone\n{ROW},x\n", [(1, "phone", "header_unknown")]),
    "18 no header": (f"{ROW}\n{ROW}\n", [(1, None, "header_absent")]),
    "19 only a header": (f"{HEADER}\n", [(None, None, "no_rows")]),
    "19 only a header without a line end": (HEADER, [(None, None, "no_rows")]),
    "20 nothing": ("", [(None, None, "file_empty")]),
    "20 blank lines": ("\n\r\n\n", [(None, None, "file_empty")]),
    "20 a byte order mark alone": ("\ufeff", [(None, None, "file_empty")]),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_told_with_its_row(tmp_path: Path, kind: str) -> None:
    content, expected = BROKEN[kind]
    assert told(staged(tmp_path, content)) == expected


REFUSED = [kind for kind in BROKEN if kind not in ("18 a column more",)]


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_broken_refuses_the_delivery_in_a_public_table(tmp_path: Path, kind: str) -> None:
    assert any(problem.severity is Severity.REFUSE for problem in staged(tmp_path, BROKEN[kind][0]).problems)


CITY = [{**team(1), "name": "Jyväskylä"}, {**team(2), "name": "Åbo é – €"}]
CITIES = f"{HEADER}\nT1,Jyväskylä,13,work_ability_team\nT2,Åbo é – €,13,work_ability_team\n"
READ_AS_MEANT: dict[str, bytes | str] = {
    "UTF-8": CITIES,
    "1 Windows-1252": CITIES.encode("cp1252"),
    "3 a byte order mark": "\ufeff" + CITIES,
    "4 UTF-16, little end first": "\ufeff".encode("utf-16-le") + CITIES.encode("utf-16-le"),
    "4 UTF-16, big end first": "\ufeff".encode("utf-16-be") + CITIES.encode("utf-16-be"),
    "5 semicolons": CITIES.replace(",", ";"),
    "6 tabs": CITIES.replace(",", "\t"),
    "6 upright lines": CITIES.replace(",", "|"),
    "11 line ends of Windows": CITIES.replace("\n", "\r\n"),
    "11 line ends of old Macs": CITIES.replace("\n", "\r"),
    "11 mixed line ends": CITIES.replace("\n", "\r\n", 1).replace("team\nT2", "team\rT2"),
    "no last line end": CITIES.removesuffix("\n"),
    "blank lines": "\n" + CITIES.replace("\nT2", "\n\n  \nT2") + "\n\r\n",
    "quotation marks": "\n".join(",".join(f'"{field}"' for field in line.split(",")) for line in CITIES.splitlines()),
    "18 a header in capitals with spaces": CITIES.replace(HEADER, "TEAM_ID, Name ,county\u200b,KIND"),
}


@pytest.mark.parametrize("kind", READ_AS_MEANT)
def test_what_editors_do_to_a_file_does_not_matter(tmp_path: Path, kind: str) -> None:
    found = staged(tmp_path, READ_AS_MEANT[kind])
    assert (found.problems, rows(found), found.rows_in, found.aside) == ((), CITY, 2, 0)


def test_latin_1_without_letters_of_windows_is_read(tmp_path: Path) -> None:
    assert rows(staged(tmp_path, f"{HEADER}\nT1,Närpiö,13,x\n".encode("iso-8859-1")))[0]["name"] == "Närpiö"


def test_composed_and_decomposed_headers_are_the_same(tmp_path: Path) -> None:
    mapping = TableMapping(columns={"name": "Tiimin ni\u0308mi"})  # i and a mark beside it; in the file they are one letter
    found = staged(tmp_path, f"{HEADER}\n{ROW}\n".replace("name", "Tiimin nïmi"), mapping=mapping)
    assert (found.problems, rows(found)) == ((), [team(1)])


def test_7_a_decimal_comma_stands_beside_semicolons_or_in_quotes(tmp_path: Path) -> None:
    semicolons = f"{ANSWER}\n{ANSWERED}\n".replace(",", ";").replace(";9;", ";8,5;")
    quoted = f"{ANSWER}\n{ANSWERED}\n".replace(",9,", ',"8,5",')
    assert [rows(staged(tmp_path, content, "feedback_answer"))[0]["value"] for content in (semicolons, quoted)] == ["8,5", "8,5"]


def test_10_a_value_may_hold_a_separator_a_line_break_and_quotation_marks(tmp_path: Path) -> None:
    found = staged(tmp_path, f'{HEADER}\nT1,"a, ""b""\nc",13,coaching_team\nT2,x,13\nT3,y,13,z\n')
    assert [row["name"] for row in rows(found)] == ['a, "b"\nc', "y"]
    assert told(found) == [(4, None, "field_count_few")]
    assert found.lines({0, 1}) == {0: 2, 1: 5}


def test_an_empty_cell_and_a_null_marker_stay_as_they_came(tmp_path: Path) -> None:
    assert rows(staged(tmp_path, f'{HEADER}\nT1,,"",NA\n')) == [{"team_id": "T1", "name": "", "county": "", "kind": "NA"}]


def test_codes_and_long_numbers_keep_every_digit(tmp_path: Path) -> None:
    line = ANSWERED.replace("R1", "9007199254740993").replace("297", "049")
    row = rows(staged(tmp_path, f"{ANSWER}\n{line}\n", "feedback_answer"))[0]
    assert (row["response_id"], row["municipality"]) == ("9007199254740993", "049")


def test_16_a_row_with_too_few_fields_is_set_aside_where_the_table_is_about_persons(tmp_path: Path) -> None:
    found = staged(tmp_path, f"{ANSWER}\n{ANSWERED}\nR2,client\n{ANSWERED}\n", "feedback_answer")
    assert [(problem.row, problem.severity) for problem in found.problems] == [(3, Severity.ASIDE)]
    assert (found.rows_in, found.aside, len(rows(found))) == (3, 1, 2)
    assert found.lines({0, 1}) == {0: 2, 1: 4}


def test_a_value_about_a_person_is_in_no_problem(tmp_path: Path) -> None:
    found = staged(tmp_path, f"{ANSWER}\n{ANSWERED}\nSalainen,x\n{ANSWERED},Salainen\nSal", "feedback_answer")
    assert {problem.rule for problem in found.problems} == {"field_count", "field_count_few", "truncated"}
    assert "Sal" not in str(found.problems)


def test_the_header_of_a_file_without_one_is_not_repeated(tmp_path: Path) -> None:
    assert "Meikalainen" not in str(staged(tmp_path, "Meikalainen,Matti,13,x\n").problems)


def test_many_rows_with_a_wrong_number_of_fields_are_counted(tmp_path: Path) -> None:
    found = staged(tmp_path, f"{HEADER}\n{ROW}\n" + "T2,x\n" * (LISTED + 5))
    assert [problem.row for problem in found.problems] == [*range(3, LISTED + 3), None]
    assert sum(problem.rows for problem in found.problems) == LISTED + 5 == found.aside


def test_a_file_of_which_no_row_can_be_kept_is_counted_whole(tmp_path: Path) -> None:
    found = staged(tmp_path, f"{HEADER}\n" + "T2,x\n" * 3)
    assert (rows(found), found.rows_in, found.aside) == ([], 3, 3)


def test_19_no_rows_pass_where_the_mapping_allows_them(tmp_path: Path) -> None:
    found = staged(tmp_path, HEADER, mapping=TableMapping(empty_allowed=True))
    assert (found.problems, rows(found), found.rows_in) == ((), [], 0)


def test_a_renamed_column_is_looked_for_under_its_new_name_only(tmp_path: Path) -> None:
    mapping = TableMapping(columns={"team_id": "Tunnus", "kind": "Laji"}, constants={"county": "13"})
    found = staged(tmp_path, "TUNNUS;name;kind;Laji\nT1;Tiimi 1;muu;work_ability_team\n", mapping=mapping)
    assert told(found) == [(1, "kind_2", "header_unknown")]
    assert (found.known, found.others) == (("team_id", "name", "kind"), ("kind_2",))
    assert rows(found) == [{"team_id": "T1", "name": "Tiimi 1", "kind": "work_ability_team", "kind_2": "muu"}]


def test_columns_without_a_name_are_kept_to_be_searched(tmp_path: Path) -> None:
    found = staged(tmp_path, f"{HEADER},,\n{ROW},a,b\n")
    assert told(found) == [(1, "5", "header_unknown"), (1, "6", "header_unknown")]
    assert rows(found) == [{**team(1), "5": "a", "6": "b"}]


def test_a_column_that_is_worked_out_is_told_and_kept_apart(tmp_path: Path) -> None:
    found = staged(tmp_path, f"{ANSWER},county\n{ANSWERED},13\n", "feedback_answer")
    assert (told(found), found.others) == ([(1, "county", "header_derived")], ("county",))


def test_lines_are_right_far_into_a_large_file_whatever_stands_between(tmp_path: Path) -> None:
    """Several blocks of the parser and of the scan, with short rows, blank lines and line breaks in quotes among them."""
    lines, expected, line = [HEADER], [], 2
    for number in range(60_000):
        kind = number % 10_000
        content = {3: "T,short", 5: "", 7: f'T{number},"{"x" * 90}\n{"y" * 90}",13,z'}.get(kind, f"T{number},{'å' * 60},13,z")
        lines.append(content)
        expected += [line] if kind not in (3, 5) else []
        line += 2 if kind == 7 else 1
    found = staged(tmp_path, "\n".join(lines) + "\n")
    asked = {0, 1, 2, 3, 4, 5, 6, 30_000, 55_555, len(expected) - 1}
    assert found.lines(asked) == {position: expected[position] for position in asked}
    assert [problem.row for problem in found.problems] == [5, *(5 + 10_001 * times for times in range(1, 6))]
    assert (found.rows_in, found.aside) == (60_000 - 6, 6)


def test_a_quotation_mark_on_the_edge_of_a_block_is_still_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = f'{HEADER}\n"T1","a ""b""",13,"x"\n"T2","","13",""""\n'
    bad = content + 'T3,"open,13,x\nT4,"d",13,x\n'
    for size in range(1, 24):
        monkeypatch.setattr("data_access.importing.csv_scan.CHUNK", size)
        assert [row["name"] for row in rows(staged(tmp_path, content))] == ['a "b"', ""]
        assert told(staged(tmp_path, bad)) == [(4, None, "quote_open")]
        assert told(staged(tmp_path, f"{HEADER}\n{ROW}\nT2,JyvÃ¤skylÃ¤,13,x\n")) == [(3, None, "mojibake")]


def test_a_row_longer_than_the_reader_takes_is_refused(tmp_path: Path) -> None:
    found = staged(tmp_path, f"{HEADER}\n{ROW}\nT2,{'x' * (9 << 20)},13,y\n{ROW}\n")
    assert told(found) == [(None, None, "row_too_long")]


SILENT_IN_PANDAS = {
    "2 broken letters": ("a,b\n1,JyvÃ¤skylÃ¤\n", BROKEN["2 UTF-8 read as Windows-1252"][0], "mojibake"),
    "5 semicolons without a known header": ("a;b\n1;2\n", "a;b\n1;2\n", "header_absent"),
    "13 a cut last line": ("a,b\n1,2\n3", BROKEN["13 a cut last line"][0], "truncated"),
    "15 a field too many in every row": ("a,b\n1,2,3\n", BROKEN["15 a field too many in every row"][0], "field_count"),
    "17 a column twice": ("a,a\n1,2\n", BROKEN["17 a column twice"][0], "header_duplicate"),
}


@pytest.mark.parametrize("kind", SILENT_IN_PANDAS)
def test_where_pandas_reads_on_in_silence_the_file_is_refused(tmp_path: Path, kind: str) -> None:
    theirs, ours, rule = SILENT_IN_PANDAS[kind]
    assert len(pd.read_csv(io.StringIO(theirs))) > 0
    assert rule in {problem.rule for problem in staged(tmp_path, ours).problems if problem.severity is Severity.REFUSE}


def test_every_rule_told_here_says_how_to_mend_in_three_languages(tmp_path: Path) -> None:
    for content, _ in BROKEN.values():
        for problem in staged(tmp_path, content).problems:
            assert problem.rule in rules() or problem.rule == "more"
            assert all("{" not in problem.how[language] and len(problem.how[language]) > 20 for language in ("fi", "sv", "en"))
