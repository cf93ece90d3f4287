"""What careless hands and half-right programs send: nothing of it goes in as something else than it is, and nobody's identity hides in it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pyarrow as pa
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from pyarrow import parquet
from sqlalchemy import select

from data_access.engine import fetch
from data_access.importing import Outcome, Report, import_delivery
from data_access.importing.contract import inputs
from data_access.importing.problems import LANGUAGES
from data_access.schema import METADATA, case_event, import_run
from tests.data_access.tiny import BASE, CLOSED, FIGURE, INDICATOR, MEETING, OPEN, TEAM, Row, folder, write

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
HETU = "131052-308T"
Change = Callable[[Path], object]


def brought(path: Path, change: Change = lambda _: None, **tables: list[Row]) -> Report:
    """Imports the base delivery with some tables changed, after `change` has been at its folder."""
    change(folder(path, **tables))
    return import_delivery(path, now=NOW)


def sheets(content: dict[str, list[list[object]]]) -> Workbook:
    """A workbook of these sheets."""
    made = Workbook()
    made.remove(made.active)
    for title, rows in content.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return made


TEAMS: list[list[object]] = [list(TEAM), list(TEAM.values())]


def teams(made: Workbook, name: str = "team.xlsx") -> Change:
    """Has the teams come in a workbook."""

    def change(path: Path) -> None:
        (path / "team.csv").unlink()
        made.save(path / name)

    return change


def with_comment() -> Workbook:
    made = sheets({"team": TEAMS})
    made["team"]["B2"].comment = Comment(f"soita {HETU}", "X")
    return made


def text(name: str, content: str) -> Change:
    return lambda path: (path / name).write_text(content, encoding="utf-8")


# where somebody's identity is -> the change, and the rule that refuses the delivery.
IDENTITIES: dict[str, tuple[Change, str]] = {
    "the name of a sheet": (teams(sheets({HETU: TEAMS})), "personal_name"),
    "a sheet named as a part": (teams(sheets({f"team.{HETU}": TEAMS})), "personal_name"),
    "another sheet": (teams(sheets({"team": TEAMS, "Muistio": [["x"], [HETU]]})), "hetu"),
    "a comment": (teams(with_comment()), "hetu"),
    "a row with an error": (teams(sheets({"team": [*TEAMS, [HETU, "#N/A", "13", "=1/0"]]})), "personal_value"),
    "the name of a document": (text(f"{HETU}.docx", ""), "personal_name"),
    "a row cut short": (text("team.csv", f"team_id;name;county;kind\nT1;Tiimi 1;13;work_ability_team\n{HETU};x\n"), "personal_value"),
    "the mapping": (text("Mapping.TOML", f'[client_case.values.sex]\n"{HETU}" = "female"\n'), "hetu"),
    "the name of a team": (text("team.csv", "team_id;name;county;kind\nT1;soita 040 1234567;13;work_ability_team\n"), "personal_value"),
}


@pytest.mark.parametrize("place", IDENTITIES)
def test_an_identity_is_found_wherever_it_hides_and_told_nowhere(tmp_path: Path, place: str) -> None:
    change, rule = IDENTITIES[place]
    report = brought(tmp_path / "in", lambda path: ((path / "mapping.toml").rename(path / "x.md"), change(path)))
    assert report.outcome is Outcome.REFUSED and rule in {one.rule for one in report.refusals}
    assert not [one for one in report.problems for language in LANGUAGES if HETU in one.told(language)]
    assert not [file for file in report.files if HETU.casefold() in f"{file.name} {file.part}".casefold()]


def test_a_delivery_called_by_an_identity_is_refused(tmp_path: Path) -> None:
    report = brought(tmp_path / HETU)
    assert {one.rule for one in report.refusals} == {"personal_name"} and HETU not in report.problems[0].told("fi")


# the identifier -> the rule.
NO_IDENTIFIERS = {
    "1,23457E+14": "id_digits",
    "1.2E+9": "id_digits",
    "#N/A": "cell_error",
    "#VIITTAUS!": "cell_error",
    "nan": "cell_error",
    "<NA>": "cell_error",
    "(null)": "cell_error",
    "Virtanen Matti": "personal_value",
    f"{HETU}001": "personal_value",
}


@pytest.mark.parametrize("column", ["person_id", "coordinator_id"])
@pytest.mark.parametrize("identifier", NO_IDENTIFIERS)
def test_what_is_no_identifier_never_makes_two_persons_one(tmp_path: Path, identifier: str, column: str) -> None:
    cases = [{**OPEN, column: identifier}, {**CLOSED, column: identifier}]
    report = brought(tmp_path / "in", client_case=cases)
    expected = {NO_IDENTIFIERS[identifier], "hetu"} if HETU in identifier else {NO_IDENTIFIERS[identifier]}
    assert report.outcome is Outcome.REFUSED and {one.rule for one in report.problems if one.column == column} <= expected
    assert any(one.rule in expected for one in report.problems)


def test_a_percentage_of_a_workbook_is_read_as_it_is_seen_and_never_as_a_hundredth(tmp_path: Path) -> None:
    names = list(inputs(METADATA.tables["indicator_value"]))
    figures: list[dict[str, object]] = [{**FIGURE, "value": 0.34}, {**FIGURE, "period": "2022", "value": 35.1}]
    made = sheets({"indicator_value": [list(names), *([figure.get(name) for name in names] for figure in figures)]})
    made["indicator_value"].cell(2, 1 + names.index("value")).number_format = '0.0 "osuus" %'

    def change(path: Path) -> None:
        made.save(path / "indicator_value.xlsx")

    report = brought(tmp_path / "in", change, indicator=[INDICATOR])
    assert report.outcome is Outcome.REFUSED and "percent_mixed" in {one.rule for one in report.refusals}


def test_a_point_that_may_part_thousands_refuses_the_column(tmp_path: Path) -> None:
    def figures(*values: str) -> list[Row]:
        return [{**FIGURE, "period": str(2000 + place), "value": value} for place, value in enumerate(values)]

    mixed = brought(tmp_path / "mixed", indicator=[INDICATOR], indicator_value=figures("1.200", "1,2"))
    assert {one.rule for one in mixed.refusals} == {"decimal_mixed"}
    assert brought(tmp_path / "clear", indicator=[INDICATOR], indicator_value=figures("1.200", "1.2", "3.5")).published


BROKEN: dict[str, tuple[Change, str]] = {
    "a header without end": (text("team.csv", "x" * 200_000), "header_absent"),
    "a control with half a quotation": (text("control.csv", 'file,column,value\nteam.csv,,"1\n' + "x" * 200_000), "quote_open"),
    "a control beyond numbers": (text("control.csv", "file,column,value\nteam.csv,," + "9" * 400), "control_value"),
    "a mapping of brackets": (text("mapping.toml", "a = " + "[" * 5000), "mapping_broken"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_breaks_its_reader_is_refused_in_words(tmp_path: Path, what: str) -> None:
    change, rule = BROKEN[what]
    report = brought(tmp_path / "in", change)
    assert report.outcome is Outcome.REFUSED and rule in {one.rule for one in report.refusals}


def as_parquet(table: str, **columns: pa.Array) -> Change:
    """Has a table of two rows come as Parquet with some columns replaced."""

    def change(path: Path) -> None:
        (path / f"{table}.csv").unlink()
        rows = BASE[table][:2]
        whole = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in inputs(METADATA.tables[table])}
        parquet.write_table(pa.table({**whole, **columns}), path / f"{table}.parquet")

    return change


ODD: dict[str, tuple[Change, str]] = {
    "no number": (as_parquet("client_case", unemployment_months=pa.array([float("nan"), 3.0])), "range"),
    "a day beyond the calendar": (as_parquet("case_event", event_date=pa.array([2**30, 20_000], pa.date32())), "not_date"),
    "a moment beyond the calendar": (as_parquet("case_event", recorded_at=pa.array([2**50, 1_750_000_000_000], pa.timestamp("ms"))), "not_date"),
}


@pytest.mark.parametrize("what", ODD)
def test_a_value_that_python_has_no_word_for_is_wrong_in_its_row(tmp_path: Path, what: str) -> None:
    change, rule = ODD[what]
    report = brought(tmp_path / "in", change)
    assert [one.row for one in report.problems if one.rule == rule] == [1]


def test_text_of_another_encoding_in_parquet_is_refused_with_its_column(tmp_path: Path) -> None:
    spoilt = pa.Array.from_buffers(pa.string(), 2, [None, pa.py_buffer(bytes([0, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0])), pa.py_buffer(b"P\xe4P")])
    report = brought(tmp_path / "in", as_parquet("client_case", person_id=spoilt))
    assert report.outcome is Outcome.REFUSED
    assert [(one.file, one.column, one.rule) for one in report.refusals] == [("client_case.parquet", "person_id", "encoding")]


def test_a_code_out_of_use_is_told_without_the_code_and_the_day_of_the_client(tmp_path: Path) -> None:
    report = brought(tmp_path / "in", client_case=[{**OPEN, "referral_source": "te_services"}])
    (told,) = [one for one in report.problems if one.rule == "code_not_valid"]
    assert not [word for language in LANGUAGES for word in ("te_services", OPEN["referred_date"]) if word in told.told(language)]


def part(path: Path, name: str, rows: list[Row], *accept: str) -> Report:
    """Imports one part of the events."""
    folder(path, **{table: None for table in BASE})
    write(path / f"case_event.{name}.csv", "case_event", rows)
    return import_delivery(path, now=NOW, accept=accept)


def test_a_part_takes_no_row_of_another_part_away_unless_somebody_accepts_it(tmp_path: Path) -> None:
    brought(tmp_path / "base", lambda path: (path / "case_event.csv").unlink())
    second = {**MEETING, "event_id": "E3"}
    assert part(tmp_path / "a", "a", [MEETING, second]).published
    refused = part(tmp_path / "b", "b", [{**MEETING, "event_code": "CONTACT"}])
    assert {one.rule for one in refused.refusals} == {"key_in_force"}
    (asked,) = [one for one in refused.refusals if one.rule == "key_in_force"]
    assert (asked.file, asked.row) == ("case_event.csv", None) and "aiemmin tuodusta" in asked.told("fi")
    assert part(tmp_path / "b2", "b", [{**MEETING, "event_code": "CONTACT"}], "key_in_force").published
    assert fetch(select(case_event.c.event_id))["event_id"].tolist() == ["E3"]


def test_a_row_that_comes_again_in_another_part_stays_in_its_own(tmp_path: Path) -> None:
    brought(tmp_path / "base", lambda path: (path / "case_event.csv").unlink())
    assert part(tmp_path / "a", "2025-03", [MEETING]).published
    copy = part(tmp_path / "b", "2025-03 (1)", [MEETING])
    assert copy.published and "key_repeated" in {one.rule for one in copy.problems}
    assert fetch(select(case_event.c.part))["part"].tolist() == ["2025-03"]


@pytest.mark.parametrize("inside", ["arkisto/case_event.csv", "a/b/case_event.csv"])
def test_a_table_in_a_folder_of_a_zip_is_not_left_out_in_silence(tmp_path: Path, inside: str) -> None:
    with ZipFile(tmp_path / "in.zip", "w") as archive:
        for file in folder(tmp_path / "in").iterdir():
            archive.write(file, inside if file.name == "case_event.csv" else file.name)
    report = import_delivery(tmp_path / "in.zip", now=NOW)
    assert report.outcome is Outcome.REFUSED and {one.rule for one in report.refusals} == {"zip_folders"}


def test_whose_import_it_is_never_names_an_identity_code(tmp_path: Path) -> None:
    assert import_delivery(folder(tmp_path / "in"), now=NOW, by=f"Maija {HETU}").published
    assert fetch(select(import_run.c.imported_by))["imported_by"].tolist() == ["Maija …"]
