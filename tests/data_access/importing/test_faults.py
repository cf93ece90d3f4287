"""The list of bad inputs, row by row, through the whole import: what each file does is what the list says it must do.

R = the delivery is refused and the old data stays; Q = the row is set aside and counted; W = told; A = accepted, and read right. The number
is the row of the list of faults; those of the running system and others that need more than a file are named in test_every_fault.py.
"""

import codecs
import shutil
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet
from sqlalchemy import select

from data_access.engine import fetch
from data_access.importing import Outcome, Report, fingerprint, import_delivery
from data_access.importing.contract import inputs
from data_access.importing.problems import LANGUAGES, Problem, Severity
from data_access.schema import METADATA, case_event, client_case, indicator_value, measurement, service_episode, status_spell, team
from tests.data_access.tiny import BASE, CLOSED, CONSULTATION, EPISODE, FIGURE, INDICATOR, MEETING, OPEN, TEAM, WAITING, Row, folder

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
CASES = [OPEN, CLOSED, WAITING]
SCORE: Row = {"measurement_id": "M1", "case_id": "C1", "instrument": "kykyviisari", "planned_point": "0", "measured_date": "2025-04-01", "score": "6"}
SPELL: Row = {"spell_id": "L1", "case_id": "C1", "labour_status": "02", "from_date": "2025-04-01"}

Make = Callable[[Path], Path]


def rows(**changed: list[Row] | None) -> Make:
    """A folder with some tables changed."""
    return lambda path: folder(path / "in", **changed)


def case(**values: str) -> Make:
    """A folder whose first case is changed."""
    return rows(client_case=[{**OPEN, **values}, CLOSED, WAITING])


def file(name: str, change: Callable[[bytes], bytes]) -> Make:
    """A folder in which the bytes of one file are changed."""

    def make(path: Path) -> Path:
        base = folder(path / "in")
        (base / name).write_bytes(change((base / name).read_bytes()))
        return base

    return make


def replaced(name: str, *pairs: tuple[str, str]) -> Make:
    """A folder in which texts of one file are replaced."""

    def change(content: bytes) -> bytes:
        text = content.decode()
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        return text.encode()

    return file(name, change)


def as_parquet(table: str, *, change: Callable[[pd.DataFrame], pd.DataFrame] = lambda frame: frame) -> Make:
    """A folder in which one table comes as Parquet."""

    def make(path: Path) -> Path:
        base = folder(path / "in")
        frame = change(pd.read_csv(base / f"{table}.csv", dtype=str, keep_default_na=False).replace({"": None}))
        (base / f"{table}.csv").unlink()
        parquet.write_table(pa.Table.from_pandas(frame, preserve_index=False), base / f"{table}.parquet")
        return base

    return make


def workbook(change: Callable[[openpyxl.Workbook], None]) -> Make:
    """A folder in which the teams come in a workbook with a sheet of that name."""

    def make(path: Path) -> Path:
        base = folder(path / "in", team=None)
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "team"
        sheet.append(list(TEAM))
        sheet.append([TEAM[column] for column in TEAM])
        change(book)
        book.save(base / "vienti.xlsx")
        return base

    return make


def zipped(path: Path, size: int) -> Path:
    """A zip whose one file is `size` bytes of the same letter."""
    base = folder(path / "in")
    target = path / "in.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
        for one in base.iterdir():
            pack.write(one, one.name)
        pack.writestr("goal.csv", b"a" * size)
    return target


def many_columns(path: Path) -> Path:
    """Every row of the teams with one field more than the header."""
    return replaced("team.csv", ("work_ability_team", "work_ability_team,extra"))(path)


# number -> what is delivered, and the rules that must be told; the letter is the first of the outcome.
FAULTS: dict[str, tuple[Make, str, set[str]]] = {
    "1 ISO-8859-1": (file("team.csv", lambda content: content.decode().replace("Tiimi 1", "Jyväskylä").encode("latin-1")), "A", set()),
    "1 neither UTF-8 nor cp1252": (file("team.csv", lambda content: content.replace(b"Tiimi 1", b"Ti\x81\x8d\x90mi")), "R", {"encoding"}),
    "2 mojibake": (replaced("team.csv", ("Tiimi 1", "JyvÃ¤skylÃ¤")), "R", {"mojibake"}),
    "3 byte order mark": (file("team.csv", lambda content: codecs.BOM_UTF8 + content), "A", set()),
    "4 UTF-16": (file("team.csv", lambda content: content.decode().encode("utf-16")), "A", set()),
    "5 semicolons": (replaced("team.csv", (",", ";")), "A", set()),
    "6 tabs": (replaced("team.csv", (",", "\t")), "A", set()),
    "6 pipes": (replaced("team.csv", (",", "|")), "A", set()),
    "7 decimal comma": (case(unemployment_months="3,5"), "A", set()),
    "8 thousands with a narrow space": (rows(indicator=[INDICATOR], indicator_value=[{**FIGURE, "value": "12 345"}]), "A", set()),
    "9 unclosed quote": (replaced("team.csv", ("Tiimi 1", '"Tiimi 1')), "R", {"quote_open"}),
    "10 line break in quotes": (replaced("team.csv", ("Tiimi 1", '"Tiimi\n1"')), "A", set()),
    "11 CR line ends": (file("team.csv", lambda content: content.replace(b"\r\n", b"\r")), "A", set()),
    "12 NUL byte": (file("team.csv", lambda content: content.replace(b"Tiimi 1", b"Ti\0mi")), "R", {"nul_byte"}),
    "12 NUL byte in an identifier of Parquet": (
        as_parquet("client_case", change=lambda frame: frame.assign(case_id=["C1", "C2", "C\0"])),
        "R",
        {"nul_byte"},
    ),
    "12 NUL byte in a key of Parquet": (as_parquet("team", change=lambda frame: frame.assign(team_id=["T\0001"])), "R", {"nul_byte"}),
    "12 NUL byte in a header of Parquet": (as_parquet("team", change=lambda frame: frame.assign(**{"a\0": ["x"]})), "R", {"nul_byte"}),
    "12 NUL byte in a workbook": (workbook(lambda book: book["team"].append(["T_x0000_2", "x", "13", "work_ability_team"])), "R", {"nul_byte"}),
    "13 truncated last line": (file("client_case.csv", lambda content: content[:-40]), "R", {"truncated"}),
    "14 a field too many": (replaced("client_case.csv", ("C1,P1", "C1,P1,x")), "R", {"field_count"}),
    "15 all rows a field too many": (many_columns, "R", {"field_count"}),
    "16 a field too few": (replaced("client_case.csv", ("C1,P1,T1", "C1,P1")), "Q", {"field_count_few"}),
    "17 duplicate header": (replaced("team.csv", ("team_id,name", "team_id,team_id")), "R", {"header_duplicate"}),
    "18 missing column": (replaced("team.csv", (",kind", ""), (",work_ability_team", "")), "R", {"header_missing"}),
    "18 another order": (lambda path: reordered(path), "A", set()),
    "18 an unknown column": (replaced("team.csv", ("kind", "kind,colour"), ("work_ability_team", "work_ability_team,blue")), "W", {"header_unknown"}),
    "19 header only": (rows(service_episode=[]), "R", {"no_rows"}),
    "20 an empty file": (file("team.csv", lambda content: b""), "R", {"file_empty"}),
    "23 a zip bomb": (lambda path: zipped(path, 200_000_000), "R", set()),
    "24 a workbook called csv": (lambda path: renamed(path), "R", set()),
    "25 an error in a cell": (workbook(lambda book: book["team"].append(["T2", "#REF!", "13", "work_ability_team"])), "R", {"cell_error"}),
    "25 merged cells": (workbook(lambda book: book["team"].merge_cells("A2:B2")), "R", set()),
    "25 another sheet": (workbook(lambda book: book.create_sheet("muistio").append(["x"])), "A", set()),
    "26 a truncated Parquet": (lambda path: cut(as_parquet("client_case")(path) / "client_case.parquet"), "R", set()),
    "26 Parquet of another schema": (as_parquet("client_case", change=lambda frame: frame[["case_id", "sex"]]), "R", {"header_missing"}),
    "26 Parquet with dictionaries": (as_parquet("client_case", change=lambda frame: frame.astype({"sex": "category"})), "A", set()),
    "27 NFD and blanks": (
        rows(
            team=[{**TEAM, "team_id": unicodedata.normalize("NFD", "Tä1")}],
            client_case=[{**one, "team_id": " Tä1\u200b"} for one in CASES],
            case_event=[MEETING],
            feedback_answer=None,
        ),
        "A",
        set(),
    ),
    "30 a municipality without its zero": (case(municipality="49"), "Q", {"area_unknown"}),
    "31 an abolished municipality": (case(municipality="588"), "A", set()),
    "31 a municipality nobody knows": (case(municipality="999"), "Q", {"area_unknown"}),
    "34 NA is missing": (case(sex="NA"), "A", set()),
    "35 a missing class": (case(sex=""), "A", set()),
    "36 the same row twice": (rows(client_case=[*CASES, OPEN]), "C", {"key_repeated"}),
    "37 one key, two contents": (rows(client_case=[*CASES, {**WAITING, "status": "planned"}]), "Q", {"key_duplicate"}),
    "38 an event without its case": (rows(case_event=[MEETING, {**MEETING, "event_id": "E9", "case_id": "C9"}]), "Q", {"reference"}),
    "38 a case without events": (rows(case_event=[CONSULTATION]), "A", set()),
    "40 an id as a float": (as_parquet("client_case", change=lambda frame: frame.assign(person_id=[1.0, 2.0, float(2**53)])), "R", {"id_float"}),
    "40 long ids as text": (case(person_id="9007199254740993"), "A", set()),
    "41 a score out of range": (rows(measurement=[{**SCORE, "score": "1000"}]), "Q", {"range"}),
    "41 a score that is not a number": (rows(measurement=[{**SCORE, "score": "nan"}]), "Q", {"not_number", "range"}),
    "42 percent signs here and there": (
        rows(measurement=[{**SCORE, "score": "34 %"}, {**SCORE, "measurement_id": "M2", "score": "34"}]),
        "R",
        {"percent_mixed"},
    ),
    "43 a personal identity code": (case(person_id="131052-308T"), "R", {"personal_value", "hetu"}),
    "43 a name": (
        replaced("client_case.csv", ("case_id,", "Sukunimi,case_id,"), ("C1,P1", "Meikäläinen,C1,P1"), ("C2,", "x,C2,"), ("C3,", "x,C3,")),
        "R",
        {"personal_column"},
    ),
    "43 an identity code in a column of no use": (
        replaced("team.csv", ("kind", "kind,huone"), ("work_ability_team", "work_ability_team,131052-308T")),
        "R",
        {"personal_value"},
    ),
    "46 a Finnish date": (case(opened_date="11.3.2025"), "A", set()),
    "47 slash dates": (case(opened_date="03/11/2025"), "R", {"date_mixed"}),
    "48 an Excel serial": (case(opened_date="45727"), "A", set()),
    "50 a day that does not exist": (rows(status_spell=[SPELL, {**SPELL, "spell_id": "L2", "from_date": "2026-02-29"}]), "Q", {"not_date"}),
    "51 a year of two digits": (case(opened_date="11.3.25"), "R", {"year_two_digits"}),
    "52 the year 9999": (case(closed_date="9999-12-31"), "A", set()),
    "53 the end before the start": (case(closed_date="2025-03-01"), "Q", {"date_order"}),
    "53 an event before the referral": (rows(case_event=[{**MEETING, "event_date": "2025-02-01"}]), "Q", {"before_referral"}),
    "53 in the future": (rows(case_event=[MEETING, {**MEETING, "event_id": "E9", "event_date": "2027-01-01", "recorded_at": ""}]), "Q", {"future"}),
    "53 planned": (
        rows(case_event=[MEETING, {**MEETING, "event_id": "E9", "event_date": "2027-01-01", "recorded_at": "", "status": "planned"}]),
        "A",
        set(),
    ),
    "54 the hour that is not there": (case(opened_date="2025-03-30 03:30"), "A", set()),
    "55 UTC at the turn of the year": (case(referred_date="2024-12-31T22:30:00Z"), "A", set()),
}

OUTCOMES = {"A": None, "W": Severity.WARN, "Q": Severity.ASIDE, "C": Severity.COLLAPSE, "R": Severity.REFUSE}


def reordered(path: Path) -> Path:
    base = folder(path / "in")
    frame = pd.read_csv(base / "team.csv", dtype=str)
    frame[frame.columns[::-1]].to_csv(base / "team.csv", index=False)
    return base


def renamed(path: Path) -> Path:
    base = workbook(lambda book: None)(path)
    (base / "vienti.xlsx").rename(base / "team.csv")
    return base


def cut(target: Path) -> Path:
    target.write_bytes(target.read_bytes()[:-20])
    return target.parent


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation that holds a good folder of one case."""
    home = tmp_path_factory.mktemp("filled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TYOPOYTA_DATA", str(home / "data"))
        one = folder(home / "in", client_case=[WAITING], case_event=None, service_episode=None, feedback_answer=None)
        assert import_delivery(one, now=NOW).run == 1
    return home / "data"


@pytest.fixture
def brought(filled: Path, tmp_path: Path) -> Callable[[Make], Report]:
    """Imports what is made into a copy of that installation."""
    shutil.copytree(filled, tmp_path / "data")
    return lambda make: import_delivery(make(tmp_path), now=NOW)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_does_what_the_list_says(brought: Callable[[Make], Report], fault: str) -> None:
    make, letter, rules = FAULTS[fault]
    report = brought(make)
    found = {one.rule for one in report.problems}
    assert not rules or found & rules, (found, [one.told("en") for one in report.problems])
    worst = {one.severity for one in report.problems}
    if letter == "R":
        assert report.outcome is Outcome.REFUSED and Severity.REFUSE in worst
        assert fetch(select(client_case.c.case_id))["case_id"].tolist() == ["C3"], "the old data is served"
    else:
        assert report.outcome is Outcome.PUBLISHED, [one.told("en") for one in report.problems]
        assert worst == ({OUTCOMES[letter]} if OUTCOMES[letter] else set())
        assert (report.rows_aside > 0) is (letter == "Q")
    assert all(_mendable(one) for one in report.problems)


def _mendable(one: Problem) -> bool:
    """A problem says where it is and how to mend it, in each language, and shows nobody."""
    said = [one.told(language) for language in LANGUAGES]
    return all(one.file in text and "131052" not in text and "Meikäläinen" not in text for text in said) and min(map(len, one.how.values())) > 15


# What was read, where pandas would be silently wrong: number -> delivery, column, the values in the order of the keys.
READ: dict[str, tuple[Make, object, list[object]]] = {
    "7 decimal comma": (case(unemployment_months="3,5"), client_case.c.unemployment_months, [3.5, None, None]),
    "8 thousands": (
        rows(indicator=[INDICATOR], indicator_value=[{**FIGURE, "value": "12\u00a0345\u00a0678,5"}]),
        indicator_value.c.value,
        [12345678.5],
    ),
    "27 one team whatever its form": (FAULTS["27 NFD and blanks"][0], client_case.c.team_id, ["Tä1"] * 3),
    "30 zeros stay": (case(municipality="049"), client_case.c.municipality, ["049", "unknown", "unknown"]),
    "31 an abolished municipality is in today's": (case(municipality="588"), client_case.c.municipality, ["507", "unknown", "unknown"]),
    "31 and its code is kept": (case(municipality="588"), client_case.c.municipality_recorded, ["588", "unknown", "unknown"]),
    "34 a code called none is no missing value": (rows(case_event=[{**MEETING, "service": "none"}]), case_event.c.service, ["none"]),
    "35 a missing class is a class": (case(sex=""), client_case.c.sex, ["unknown"] * 3),
    "36 collapsed": (rows(client_case=[*CASES, OPEN]), client_case.c.case_id, ["C1", "C2", "C3"]),
    "37 both aside": (rows(client_case=[*CASES, {**WAITING, "status": "planned"}]), client_case.c.case_id, ["C1", "C2"]),
    "40 digits stay": (case(person_id="9007199254740993"), client_case.c.person_id, ["9007199254740993", "P2", "P2"]),
    "46 day before month": (
        case(opened_date="11.3.2025"),
        client_case.c.opened_date,
        [datetime(2025, 3, 11).date(), datetime(2024, 1, 20).date(), None],
    ),
    "48 an Excel serial": (case(opened_date="45727"), client_case.c.opened_month, ["2025-03", "2024-01", None]),
    "52 an open end": (case(closed_date="9999-12-31"), client_case.c.closed_date, [None, datetime(2024, 7, 20).date(), None]),
    "54 the hour that is not there": (
        case(opened_date="2025-03-30 03:30"),
        client_case.c.opened_date,
        [datetime(2025, 3, 30).date(), datetime(2024, 1, 20).date(), None],
    ),
    "55 the year is Finland's": (case(referred_date="2024-12-31T22:30:00Z"), client_case.c.referred_month, ["2025-01", "2024-01", "2025-05"]),
}


@pytest.mark.parametrize("fault", READ)
def test_what_was_read_is_what_was_meant(brought: Callable[[Make], Report], fault: str) -> None:
    make, column, expected = READ[fault]
    assert brought(make).published
    table = column.table  # type: ignore[attr-defined]
    found = fetch(select(column).order_by(*table.info["key"])).astype(object)  # type: ignore[call-overload]
    assert [None if pd.isna(value) else value for value in found.iloc[:, 0]] == expected


def test_22_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    base = folder(tmp_path / "in")
    assert import_delivery(base, now=NOW).run == 1
    again = import_delivery(base, now=NOW)
    assert (again.outcome, again.run) == (Outcome.UNCHANGED, 1)


def test_what_an_older_importer_brought_in_is_imported_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = folder(tmp_path / "in")
    assert import_delivery(base, now=NOW).run == 1
    monkeypatch.setattr(fingerprint, "IMPORTER", fingerprint.IMPORTER + 1)
    again = import_delivery(base, now=NOW)
    assert (again.outcome, again.run) == (Outcome.PUBLISHED, 2)


def test_28_29_a_text_that_looks_like_a_formula_or_markup_is_kept_as_text(tmp_path: Path) -> None:
    name = '=HYPERLINK("x")<script>alert(1)</script>'
    import_delivery(folder(tmp_path / "in", team=[{**TEAM, "name": name}]), now=NOW)
    assert fetch(select(team.c.name))["name"].tolist() == [name]


def test_39_one_row_an_event_whatever_else_a_case_has(tmp_path: Path) -> None:
    happened = [{**MEETING, "event_id": f"E{number}"} for number in range(2)]
    services = [{**EPISODE, "episode_id": f"S{number}"} for number in range(2)]
    import_delivery(folder(tmp_path / "in", case_event=happened, service_episode=services), now=NOW)
    assert (len(fetch(select(case_event))), len(fetch(select(service_episode))), len(fetch(select(client_case)))) == (2, 2, 3)


def test_every_column_of_the_tables_used_here_is_of_the_contract() -> None:
    assert set(SCORE) <= set(inputs(measurement)) and set(SPELL) <= set(inputs(status_spell)) and set(BASE) <= set(METADATA.tables)
