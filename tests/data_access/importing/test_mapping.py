"""A mapping.toml is read as it stands, or refused with the key that means nothing."""

import hashlib
from pathlib import Path

import pytest

from data_access.importing.mapping import NONE, Mapping, TableMapping, load
from data_access.importing.problems import LANGUAGES

WHOLE = """
pseudonymised = true
[client_case]
file = "asiakkuudet_*.csv"
sheet = "Taul1"
query = "select 1"
empty_allowed = true
[client_case.columns]
case_id = "Asiakkuusnumero"
[client_case.constants]
team_id = "T17-1"
[client_case.values.sex]
"N" = "female"
"?" = ""
[client_case.values.municipality]
"Helsinki" = "091"
[team]
"""


def written(folder: Path, content: str | bytes) -> Path:
    """A mapping.toml with this content."""
    path = folder / "mapping.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_whole_mapping_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, WHOLE)
    found, wrong = load(path)
    assert wrong == []
    assert found.pseudonymised and found.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert found.of("client_case") == TableMapping(
        file="asiakkuudet_*.csv",
        sheet="Taul1",
        query="select 1",
        empty_allowed=True,
        columns={"case_id": "Asiakkuusnumero"},
        constants={"team_id": "T17-1"},
        values={"sex": {"N": "female", "?": ""}, "municipality": {"Helsinki": "091"}},
    )
    assert found.of("team") == found.of("goal") == TableMapping()


def test_a_mapping_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert load(written(tmp_path, b"\xef\xbb\xbf" + WHOLE.encode()))[1] == []


def test_an_empty_mapping_says_nothing(tmp_path: Path) -> None:
    found, wrong = load(written(tmp_path, ""))
    assert wrong == [] and found == Mapping(digest=hashlib.sha256(b"").hexdigest())


WRONG = {
    "a table that is not": ("[asiakkuus]\n", ("asiakkuus", "mapping_key")),
    "a table the importer writes itself": ("[import_run]\n", ("import_run", "mapping_key")),
    "a setting that is not": ("psuedonymised = true\n", ("psuedonymised", "mapping_key")),
    "a table that is a text": ('client_case = "x"\n', ("client_case", "mapping_key")),
    "pseudonymised as a text": ('pseudonymised = "yes"\n', ("pseudonymised", "mapping_type")),
    "a key of a table that is not": ('[client_case]\nfiel = "x"\n', ("client_case.fiel", "mapping_key")),
    "a file that is a number": ("[client_case]\nfile = 1\n", ("client_case.file", "mapping_type")),
    "empty_allowed as a text": ('[client_case]\nempty_allowed = "no"\n', ("client_case.empty_allowed", "mapping_type")),
    "a column that is not": ('[client_case.columns]\ncaseid = "x"\n', ("client_case.columns.caseid", "mapping_key")),
    "a column that is worked out": ('[client_case.columns]\ncounty = "x"\n', ("client_case.columns.county", "mapping_key")),
    "a header that is a number": ("[client_case.columns]\ncase_id = 1\n", ("client_case.columns.case_id", "mapping_type")),
    "a constant that is a number": ("[client_case.constants]\nteam_id = 17\n", ("client_case.constants.team_id", "mapping_type")),
    "columns that are a text": ('[client_case]\ncolumns = "x"\n', ("client_case.columns", "mapping_key")),
    "values that are a text": ('[client_case.values]\nsex = "x"\n', ("client_case.values.sex", "mapping_type")),
    "a code that is not of the list": ('[client_case.values.sex]\n"N" = "nainen"\n', ("client_case.values.sex.N", "mapping_code")),
    "a code of totals": ('[client_case.values.sex]\n"N" = "all"\n', ("client_case.values.sex.N", "mapping_code")),
    "a code that is a number": ('[client_case.values.sex]\n"N" = 1\n', ("client_case.values.sex.N", "mapping_type")),
    "values of a column that is not": ('[client_case.values.gender]\n"N" = "female"\n', ("client_case.values.gender", "mapping_key")),
    "a column and a constant": (
        '[client_case.columns]\nteam_id = "T"\n[client_case.constants]\nteam_id = "T1"\n',
        ("client_case.columns.team_id", "mapping_twice"),
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_key_that_means_nothing_is_told_and_nothing_is_used(tmp_path: Path, case: str) -> None:
    content, place = WRONG[case]
    found, wrong = load(written(tmp_path, content))
    assert found is NONE
    assert [(one.column, one.rule) for one in wrong] == [place]
    assert wrong[0].file == "mapping.toml"
    assert all("{" not in wrong[0].how[language] for language in LANGUAGES)


def test_one_header_for_two_columns_is_told_of_both(tmp_path: Path) -> None:
    _, wrong = load(written(tmp_path, '[case_event.columns]\nevent_date = "Pvm"\nrecorded_at = " pvm"\n'))
    assert [(one.column, one.rule) for one in wrong] == [
        ("case_event.columns.event_date", "mapping_twice"),
        ("case_event.columns.recorded_at", "mapping_twice"),
    ]


def test_every_wrong_key_is_told_at_once(tmp_path: Path) -> None:
    _, wrong = load(written(tmp_path, "pseudonymised = 1\n[asiakkuus]\n[client_case]\nfile = 1\n"))
    assert [one.column for one in wrong] == ["pseudonymised", "asiakkuus", "client_case.file"]


def test_broken_toml_is_told_with_its_line(tmp_path: Path) -> None:
    found, wrong = load(written(tmp_path, 'pseudonymised = true\n[client_case\nfile = "x"\n'))
    assert found is NONE
    assert [(one.file, one.row, one.rule) for one in wrong] == [("mapping.toml", 2, "mapping_broken")]


def test_a_mapping_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    found, wrong = load(written(tmp_path, b'[client_case]\nfile = "J\xe4rvi.csv"\n'))
    assert found is NONE
    assert [(one.row, one.rule) for one in wrong] == [(2, "encoding")]


def test_a_mapping_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "mapping.toml")
