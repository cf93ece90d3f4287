"""A delivery is a folder, a zip or one file; what is in it fills tables by name, and what cannot be told apart is refused."""

import hashlib
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from data_access.importing.delivery import Delivery, mapping_file, open_delivery
from data_access.importing.mapping import NONE, Mapping, TableMapping
from data_access.importing.problems import rules
from data_access.importing.reader import stage
from data_access.importing.staged import Control, Source

TEAM = "team_id,name,county,kind\nT1,Tiimi 1,13,work_ability_team\n"


def folder(base: Path, **files: bytes | str) -> Path:
    """A folder with these files."""
    path = base / "vienti"
    path.mkdir()
    for name, content in files.items():
        (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def opened(path: Path, mapping: Mapping = NONE) -> Delivery:
    """The delivery, taken in."""
    work = path.parent / "work"
    work.mkdir(exist_ok=True)
    return open_delivery(path, mapping, work)


def places(delivery: Delivery) -> list[tuple[str, str, str]]:
    """Table, part and name of each source."""
    return [(source.table, source.part, source.name) for source in delivery.sources]


def told(delivery: Delivery) -> list[tuple[str, str]]:
    """File and rule of each problem."""
    return [(problem.file, problem.rule) for problem in delivery.problems]


def parquet_bytes() -> bytes:
    """A small Parquet file."""
    sink = pa.BufferOutputStream()
    parquet.write_table(pa.table({"team_id": ["T1"]}), sink)
    return sink.getvalue().to_pybytes()


def zip_bytes(base: Path, **members: str) -> bytes:
    """A small zip."""
    path = base / "bytes.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path.read_bytes()


@pytest.fixture
def sheets(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sheets that a workbook is said to have."""
    names: list[str] = []
    monkeypatch.setattr("data_access.importing.places.sheets_in", lambda path: names)
    return names


def workbook(base: Path, **more: str) -> bytes:
    """What looks like a workbook from outside."""
    return zip_bytes(base, **{"xl/workbook.xml": "<workbook/>", **more})


def test_files_fill_their_tables_in_the_order_of_the_contract(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"team.csv": TEAM, "goal.parquet": parquet_bytes(), "Case_Event.2025-03.TXT": "x", "client_case.csv": "PK,x"}
    delivery = opened(folder(tmp_path, **files))
    assert (delivery.name, delivery.problems) == ("vienti", ())
    assert [(one.table, one.part, one.kind) for one in delivery.sources] == [
        ("client_case", "", "csv"),
        ("case_event", "2025-03", "csv"),
        ("goal", "", "parquet"),
        ("team", "", "csv"),
    ]
    assert delivery.sources[-1].sha256 == hashlib.sha256(TEAM.encode()).hexdigest()


def test_one_file_is_a_delivery(tmp_path: Path) -> None:
    path = folder(tmp_path, **{"team.csv": TEAM, "goal.csv": "x"}) / "team.csv"
    assert places(opened(path)) == [("team", "", "team.csv")]


def test_a_zip_is_a_delivery_with_the_same_files_and_hashes(tmp_path: Path) -> None:
    path = tmp_path / "vienti.zip"
    path.write_bytes(zip_bytes(tmp_path, **{"a/team.csv": TEAM, "a/README.txt": "x", "a/control.csv": "file,column,value\nteam.csv,,1\n"}))
    delivery = opened(path)
    assert (delivery.name, places(delivery), delivery.problems) == ("vienti.zip", [("team", "", "team.csv")], ())
    assert delivery.sources[0].sha256 == hashlib.sha256(TEAM.encode()).hexdigest()
    assert delivery.controls == (Control("team.csv", None, 1),)


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nothing"):
        opened(tmp_path / "nothing")


def test_what_may_lie_beside_the_data_is_passed_over(tmp_path: Path) -> None:
    beside = ["mapping.toml", "vienti.done", "README.txt", ".team.csv", "~$team.xlsx", "ohje.pdf", "ohje.md", "kuva.png", "Thumbs.db"]
    path = folder(tmp_path, **{"team.csv": TEAM, **dict.fromkeys(beside, "x")})
    (path / "done").mkdir()
    (path / "goal.csv").mkdir()
    assert (places(opened(path)), told(opened(path))) == ([("team", "", "team.csv")], [])


@pytest.mark.parametrize("name", ["teams.csv", "team (1).csv", "team..csv", "team.json", "asiakkaat.txt", "x.parquet", "team.tsv"])
def test_data_that_the_contract_does_not_know_is_refused(tmp_path: Path, name: str) -> None:
    content = parquet_bytes() if name.endswith("parquet") else "x"
    assert told(opened(folder(tmp_path, **{"team.csv": TEAM, name: content}))) == [(name, "file_unknown")]


def test_an_empty_delivery_is_refused_in_one_sentence(tmp_path: Path) -> None:
    assert told(opened(folder(tmp_path))) == [("vienti", "folder_empty")]


def test_a_pattern_in_the_mapping_says_what_is_a_part(tmp_path: Path) -> None:
    mapping = Mapping(tables={"client_case": TableMapping(file="Työ_asiakkuudet_*.csv"), "team": TableMapping(file="tiimit.csv")})
    names = ["työ_asiakkuudet_2024.csv", "työ_asiakkuudet_2025.csv", "tiimit.csv", "goal.csv"]
    delivery = opened(folder(tmp_path, **dict.fromkeys(names, "x")), mapping)
    assert [place[:2] for place in places(delivery)] == [("client_case", "2024"), ("client_case", "2025"), ("goal", ""), ("team", "")]
    assert delivery.problems == ()


def test_a_pattern_replaces_the_name_of_the_contract(tmp_path: Path) -> None:
    mapping = Mapping(tables={"team": TableMapping(file="tiimit.csv")})
    assert told(opened(folder(tmp_path, **{"team.csv": TEAM}), mapping)) == [("team.csv", "file_unknown")]


def test_a_table_whole_and_in_parts_is_refused(tmp_path: Path) -> None:
    found = opened(folder(tmp_path, **{"goal.csv": "x", "goal.2025.csv": "x"}))
    assert told(found) == [("goal.csv", "whole_and_part")]


@pytest.mark.parametrize("pair", [("goal.csv", "goal.txt"), ("goal.2025.csv", "goal.2025.txt")])
def test_the_same_table_or_part_twice_is_refused(tmp_path: Path, pair: tuple[str, str]) -> None:
    assert told(opened(folder(tmp_path, **dict.fromkeys(pair, "x")))) == [(", ".join(pair), "source_twice")]


def test_20_an_empty_file_is_refused_whatever_its_kind(tmp_path: Path) -> None:
    names = ["goal.csv", "project.xlsx", "team.parquet"]
    assert told(opened(folder(tmp_path, **dict.fromkeys(names, "")))) == [(name, "file_empty") for name in names]


def test_23_a_delivery_larger_than_the_limit_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYOPOYTA_MAX_BYTES", "1000000")
    path = folder(tmp_path, **{"team.csv": TEAM})
    with (path / "case_event.csv").open("wb") as stream:
        stream.truncate(5_000_000_000)  # takes no room on the disk: nobody reads it
    found = opened(path)
    assert (told(found), found.sources) == ([("vienti", "too_large")], ())


def test_23_a_workbook_is_weighed_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYOPOYTA_MAX_BYTES", "1000")
    with zipfile.ZipFile(tmp_path / "team.xlsx", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", " " * 100_000)
    assert told(opened(tmp_path / "team.xlsx")) == [("team.xlsx", "too_large")]


def test_24_a_file_that_is_not_what_its_name_says_is_refused(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    expected: dict[str, tuple[bytes, str]] = {
        "goal.csv": (workbook(tmp_path), "wrong_extension"),
        "area.txt": (zip_bytes(tmp_path, a="x"), "wrong_extension"),
        "team.csv": (parquet_bytes(), "wrong_extension"),
        "project.csv": (ole, "wrong_extension"),
        "job_spell.csv": (b"\x1f\x8b\x08\x00", "wrong_extension"),
        "team_area.parquet": (TEAM.encode(), "wrong_extension"),
        "indicator.xlsx": (TEAM.encode(), "wrong_extension"),
        "measurement.xlsx": (ole, "workbook_locked"),
        "team_member.xls": (ole, "format_old"),
        "client_case.xlsm": (workbook(tmp_path), "macro"),
        "case_event.xlsx": (workbook(tmp_path, **{"xl/vbaProject.bin": "x"}), "macro"),
        "status_spell.xlsx": (workbook(tmp_path)[:-30], "zip_damaged"),
        "more.zip": (zip_bytes(tmp_path, a="x"), "zip_nested"),
    }
    found = opened(folder(tmp_path, **{name: content for name, (content, _) in expected.items()}))
    assert dict(told(found)) == {name: rule for name, (_, rule) in expected.items()}
    assert "XLSX" in next(one.how["fi"] for one in found.problems if one.file == "goal.csv")


def test_sheets_named_as_tables_are_sources_and_others_are_not_looked_at(tmp_path: Path, sheets: list[str]) -> None:
    sheets += ["Ohje", "client_case", "Case_Event.2025", "Taul3"]
    found = opened(folder(tmp_path, **{"kirja.xlsx": workbook(tmp_path)}))
    assert places(found) == [("client_case", "", "kirja.xlsx (client_case)"), ("case_event", "2025", "kirja.xlsx (Case_Event.2025)")]
    assert [source.sheet for source in found.sources] == ["client_case", "Case_Event.2025"]


def test_the_only_sheet_of_a_workbook_named_as_a_table_is_it(tmp_path: Path, sheets: list[str]) -> None:
    sheets += ["Taul1"]
    found = opened(folder(tmp_path, **{"team.2025.xlsx": workbook(tmp_path)}))
    assert (places(found), found.sources[0].sheet) == ([("team", "2025", "team.2025.xlsx")], "Taul1")


def test_25_of_several_sheets_none_is_guessed(tmp_path: Path, sheets: list[str]) -> None:
    sheets += ["Taul1", "Taul2"]
    assert told(opened(folder(tmp_path, **{"team.xlsx": workbook(tmp_path)}))) == [("team.xlsx", "sheet_which")]


def test_a_sheet_in_the_mapping_is_taken_and_missed(tmp_path: Path, sheets: list[str]) -> None:
    sheets += ["Taul1", "Taul2"]
    path = folder(tmp_path, **{"tiimit_2025.xlsx": workbook(tmp_path)})
    assert places(opened(path, Mapping(tables={"team": TableMapping(sheet="taul2")}))) == [("team", "", "tiimit_2025.xlsx")]
    both = TableMapping(file="tiimit_*.xlsx", sheet="Taul2")
    assert places(opened(path, Mapping(tables={"team": both}))) == [("team", "2025", "tiimit_2025.xlsx")]
    gone = TableMapping(file="tiimit_*.xlsx", sheet="Taul3")
    assert told(opened(path, Mapping(tables={"team": gone}))) == [("tiimit_2025.xlsx", "sheet_missing")]


def test_the_sheets_of_a_real_workbook_are_found_and_staged(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Ohje"
    book.active.append(["Lue tämä"])
    for line in TEAM.splitlines():
        (book["team"] if "team" in book.sheetnames else book.create_sheet("team")).append(line.split(","))
    path = folder(tmp_path)
    book.save(path / "kirja.xlsx")
    found = opened(path)
    assert (places(found), found.problems) == ([("team", "", "kirja.xlsx")], ())
    assert stage(found.sources[0], TableMapping(), tmp_path / "work").rows_in == 1


def test_a_workbook_that_cannot_be_read_is_refused_whatever_its_name(tmp_path: Path) -> None:
    found = opened(folder(tmp_path, **dict.fromkeys(["kirja.xlsx", "team.xlsx"], workbook(tmp_path))))
    assert told(found) == [("kirja.xlsx", "workbook_unreadable")]
    staged = stage(found.sources[0], TableMapping(), tmp_path / "work")
    assert (staged.file, [one.rule for one in staged.problems]) == (None, ["workbook_unreadable"])


def test_a_workbook_without_a_known_sheet_is_refused(tmp_path: Path, sheets: list[str]) -> None:
    sheets += ["Taul1"]
    assert told(opened(folder(tmp_path, **{"kirja.xlsx": workbook(tmp_path)}))) == [("kirja.xlsx", "file_unknown")]


def test_a_control_of_what_did_not_come_refuses_the_delivery(tmp_path: Path) -> None:
    found = opened(folder(tmp_path, **{"team.csv": TEAM, "control.csv": "file,column,value\nteam.csv,,1\ngoal.csv,,1\nteam.csv,,x\n"}))
    assert told(found) == [("control.csv", "control_value"), ("control.csv", "control_file")]


def test_the_mapping_is_found_in_a_folder_and_in_a_zip(tmp_path: Path) -> None:
    path = folder(tmp_path, **{"team.csv": TEAM})
    assert mapping_file(path) is None and mapping_file(path / "team.csv") is None
    (path / "mapping.toml").write_text("pseudonymised = true", encoding="utf-8")
    assert mapping_file(path) == path / "mapping.toml"
    packed = tmp_path / "a.zip"
    packed.write_bytes(zip_bytes(tmp_path, **{"a/team.csv": TEAM, "a/mapping.toml": "x = 1"}))
    found = mapping_file(packed, tmp_path / "work")
    assert found is not None and found.read_text(encoding="utf-8") == "x = 1"
    packed.write_bytes(b"no zip")
    assert mapping_file(packed, tmp_path / "work") is None


def test_each_source_is_staged_in_a_folder_of_its_own(tmp_path: Path) -> None:
    delivery = opened(folder(tmp_path, **{"team.csv": TEAM}))
    work = tmp_path / "work"
    first, second = (stage(delivery.sources[0], TableMapping(), work) for _ in range(2))
    assert first.file != second.file and first.rows_in == second.rows_in == 1
    with pytest.raises(ValueError, match="no reader for fax"):
        stage(Source("team", "", "team.fax", "fax"), TableMapping(), work)


def test_every_sentence_stands_in_three_languages() -> None:
    for rule in ("too_large", "zip_bomb", "wrong_extension", "macro", "whole_and_part", "source_twice", "control_file", "truncated", "mojibake"):
        assert len(set(rules()[rule].sentences.values())) == 3
