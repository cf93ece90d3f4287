"""A draft of mapping.toml is made from the files of a county, is valid TOML as it stands, and shows nobody."""

import re
import tomllib
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_access.importing.init_mapping import draft
from data_access.importing.mapping import Mapping, load
from data_access.importing.template import write as write_template

CASES = """Asiakkuusnumero;Asiakasnumero;Tiimi;Sukunimi;Sukupuoli;Syntymävuosi;Kotikunta;Tulopäivä;Aloituspäivä;Päättymispäivä;Asiakkuuden tila;Huone
A1;H1;T1;Meikäläinen;N;1987;049;1.10.2025;;;Palveluissa;12
A2;H2;T1;Virtanen;Mies;1990;091;2.10.2025;;;X;13
"""
EVENTS = "tapahtuma_id,asiakkuus_id,tapahtumakoodi,pvm,kirjauspvm\n1,A1,KÄYNTI,1.10.2025,2.10.2025\n2,A2,INTAKE,131052-308T,2.10.2025\n"


def loaded(folder: Path, text: str) -> Mapping:
    """The mapping of a draft, which must have no problem."""
    path = folder / "draft.toml"
    path.write_text(text, encoding="utf-8")
    mapping, wrong = load(path)
    assert wrong == [], [one.told("en") for one in wrong]
    return mapping


def county(folder: Path) -> Path:
    """The files of a county: CSV of two kinds, a workbook and Parquet, under names of its own."""
    base = folder / "vienti"
    base.mkdir()
    (base / "asiakkuudet_2024.csv").write_bytes(CASES.encode("cp1252"))
    (base / "asiakkuudet_2025.csv").write_bytes(CASES.replace(";N;", ";Ö;").encode("cp1252"))
    (base / "Tapahtumat.csv").write_text(EVENTS, encoding="utf-8-sig")
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Tiimit"
    for row in (["Tiimi", "Nimi", "Hyvinvointialue", "Tyyppi"], ["T1", "Tiimi 1", "13", "moniammatillinen"]):
        book.active.append(row)
    book.create_sheet("Muistio").append(["aivan", "muuta"])
    book.save(base / "perustiedot.xlsx")
    measured = {"mittaus_id": [1], "asiakkuus_id": ["A1"], "mittari": ["PROMIS"], "mittauspvm": ["1.1.2025"], "pisteet": [3.5]}
    pq.write_table(pa.table(measured), base / "mittaukset.parquet")
    (base / "lue minut.docx").write_bytes(b"PK")
    return base


def test_tables_and_columns_are_guessed_from_finnish_names(tmp_path: Path) -> None:
    found = loaded(tmp_path, draft(county(tmp_path)))
    cases = found.of("client_case")
    assert cases.file == "asiakkuudet_*.csv"
    assert dict(cases.columns) == {
        "case_id": "Asiakkuusnumero",
        "person_id": "Asiakasnumero",
        "team_id": "Tiimi",
        "municipality": "Kotikunta",
        "sex": "Sukupuoli",
        "birth_year": "Syntymävuosi",
        "referred_date": "Tulopäivä",
        "opened_date": "Aloituspäivä",
        "closed_date": "Päättymispäivä",
        "status": "Asiakkuuden tila",
    }
    events = found.of("case_event")
    assert events.file == "Tapahtumat.csv"
    assert dict(events.columns) == {
        "event_id": "tapahtuma_id",
        "case_id": "asiakkuus_id",
        "event_code": "tapahtumakoodi",
        "event_date": "pvm",
        "recorded_at": "kirjauspvm",
    }
    team = found.of("team")
    assert (team.file, team.sheet) == ("perustiedot.xlsx", "Tiimit")
    assert dict(team.columns) == {"team_id": "Tiimi", "name": "Nimi", "county": "Hyvinvointialue", "kind": "Tyyppi"}
    measurement = found.of("measurement")
    assert (measurement.file, measurement.columns["instrument"], measurement.columns["score"]) == ("mittaukset.parquet", "mittari", "pisteet")
    assert set(found.tables) == {"client_case", "case_event", "team", "measurement"}


def test_codes_that_are_not_ours_are_listed_of_all_the_parts_to_be_filled(tmp_path: Path) -> None:
    text = draft(county(tmp_path))
    found = loaded(tmp_path, text)
    assert found.of("client_case").values["sex"] == {"N": "", "Ö": "", "Mies": "male"}
    assert re.search(r'^"N" = ""  # one of: female, male', text, re.MULTILINE)
    assert found.of("case_event").values["event_code"] == {"KÄYNTI": ""}
    filled = loaded(tmp_path, text.replace('"N" = ""', '"N" = "female"'))
    assert filled.of("client_case").values["sex"]["N"] == "female"


def test_a_draft_shows_no_identifier_and_no_person(tmp_path: Path) -> None:
    text = draft(county(tmp_path))
    for secret in ("A1", "H1", "Meikäläinen", "Virtanen", "131052", "049"):
        assert secret not in text, secret
    assert '# poista viennistä / ta bort ur exporten / leave out of the export: "Sukunimi"' in text


def test_what_could_not_be_guessed_stands_as_comments(tmp_path: Path) -> None:
    text = draft(county(tmp_path))
    assert '# segment = ""' in text
    assert '# ei käytössä / används inte / not used: "Huone"' in text
    assert '# "perustiedot.xlsx" "Muistio": ?' in text


def test_a_code_column_full_of_something_else_is_not_listed(tmp_path: Path) -> None:
    (tmp_path / "client_case.csv").write_text("case_id,sex\n" + "".join(f"A{number},arvo{number}\n" for number in range(100)), encoding="utf-8")
    assert "values" not in draft(tmp_path)


def test_long_and_personal_values_of_a_code_column_are_not_shown(tmp_path: Path) -> None:
    values = ["131052-308T", "matti@example.fi", "040 123 4567", "Tässä kerrotaan asiakkaasta pitkään", "NA", "Female", "K"]
    (tmp_path / "client_case.csv").write_text("case_id,sex\n" + "".join(f"1,{value}\n" for value in values), encoding="utf-8")
    assert loaded(tmp_path, draft(tmp_path)).of("client_case").values == {"sex": {"K": ""}}


def test_swedish_names_are_guessed(tmp_path: Path) -> None:
    (tmp_path / "klientrelationer.csv").write_text(
        "Klientrelation\tKlientnummer\tKön\tFödelseår\tHemkommun\nA\tB\tKvinna\t1987\t091\n", encoding="utf-8"
    )
    found = loaded(tmp_path, draft(tmp_path)).of("client_case")
    assert dict(found.columns) == {
        "case_id": "Klientrelation",
        "person_id": "Klientnummer",
        "municipality": "Hemkommun",
        "sex": "Kön",
        "birth_year": "Födelseår",
    }
    assert found.values["sex"] == {"Kvinna": "female"}


def test_files_of_the_contract_need_no_mapping(tmp_path: Path) -> None:
    write_template(tmp_path / "pohja")
    found = loaded(tmp_path, draft(tmp_path / "pohja" / "csv"))
    assert all(not table.file and not table.columns and not table.values for table in found.tables.values())
    assert "client_case" in found.tables


def test_odd_headers_stay_valid_toml(tmp_path: Path) -> None:
    content = '"Asiakkuus\nnumero";"Suku""puoli";"a\\b";"=1+1";"x\x7f";;;Tila #1\n1;2;3;4;5;6;7;8\n'
    (tmp_path / "asiakkuudet.csv").write_text(content, encoding="utf-8", newline="")
    text = draft(tmp_path)
    tomllib.loads(text)
    assert loaded(tmp_path, text).of("client_case").columns["case_id"] == "Asiakkuus\nnumero"


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b"PK\x03\x04 not a workbook", b"\0\0\0"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, suffix: str, content: bytes) -> None:
    (tmp_path / f"rikki.{suffix}").write_bytes(content)
    text = draft(tmp_path)
    assert tomllib.loads(text) == {}
    assert "rikki" in text


def test_an_empty_folder_gives_the_beginning_only(tmp_path: Path) -> None:
    assert loaded(tmp_path, draft(tmp_path)).tables == {}


def test_one_file_may_be_given(tmp_path: Path) -> None:
    base = county(tmp_path)
    assert set(loaded(tmp_path, draft(base / "Tapahtumat.csv")).tables) == {"case_event"}


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        draft(tmp_path / "muualla")
