"""What looks like somebody's identity is found in Python and in SQL alike, and the identifiers systems make are let be."""

import hashlib
import unicodedata
import uuid

import duckdb
import pytest

from data_access.codes import lists
from data_access.importing.contract import input_tables, inputs
from data_access.importing.personal import (
    free_text_sql,
    header_is_personal,
    is_free_text,
    is_hetu,
    looks_named,
    looks_personal,
    masked,
    named_sql,
    personal_sql,
)
from data_access.importing.problems import rules

PERSONAL = [
    "131052-308T",
    "131052+308T",
    "131052A308T",
    "131052B308T",
    "131052F308T",
    "131052Y308T",
    "131052U308T",
    "131052-308t",
    "131052a308t",
    "010199-1234",
    "P131052-308T",
    "_131052-308T_",
    "asiakas 131052-308T siirretty",
    "ä131052-308Tä",
    "131052-308T\n",
    "131052-308T001",
    "9131052-308T",
    "131052/308T",
    "131052_308T",
    "131052 308t",
    "131052308T",
    "13.10.1952-308T",
    "13.10.52-308T",
    "13101952-308T",
    "131052\u200b-308T",
    "131052\t-\t308T",
    "\uff11\uff13\uff11\uff10\uff15\uff12-\uff13\uff10\uff18T",
    "\u0661\u0663\u0661\u0660\u0665\u0662-308T",
    "\u06f1\u06f3\u06f1\u06f0\u06f5\u06f2A\u06f3\u06f0\u06f8T",
    "131052\v-308T",
    "131052\u2028-308T",
    "131052\u0336-308T",
    "131052\x02-308T",
    "131052\x9f-308T",
    "131052\u00ad-308T",
    "131052a308t0000000",
    "(040) 123 4567",
    "040/1234567",
    "040.123.4567",
    "+46701234567",
    "358401234567",
    "matti.meikalainen@example.fi",
    "Matti <matti@kunta.example.fi>",
    "äiti@posti.fi",
    "040 123 4567",
    "0401234567",
    "050-1234567",
    "0451 23 45 67",
    "044 12 34 567",
    "+358 40 123 4567",
    "+358401234567",
    "+358 (0)40 123 4567",
    "00358401234567",
    "09 1234 567",
    "(09) 1234567",
    "013 123 456",
    "puh. 040 1234567",
]
HARMLESS = [
    "",
    "C000123",
    "E0000456",
    "T13-1",
    "TYTTI",
    "049",
    "20250314-1234",
    "250314-12345",
    "131052-308S001",
    "131052/308S",
    "131052308S",
    "14.3.2025-001A",
    "131052/3089",
    "990099-123A",
    "2025-03-14",
    "14.3.2025",
    "2026-03-29T03:30:00+02:00",
    "2025-03-14 04:30:00.000",
    "46300",
    "0,05",
    "1 234 567",
    "0 100",
    "-2",
    "0000123456",
    "0200001234",
    "0300123",
    "0912345678",
    "9007199254740993",
    "14.3.2025 klo 9.05",
    "team@",
    "a@b",
    "P" + "131052a3085" * 3,
    "131052A3085131052A3085",
    str(uuid.UUID("13105213-1052-a308-a131-052a308a1310")),
    hashlib.sha256(b"x").hexdigest(),
    hashlib.md5(b"x", usedforsecurity=False).hexdigest().upper(),
]

OF_PERSONS = """
nimi Nimi NIMI etunimi Etunimet sukunimi SUKUNIMI asiakkaan_nimi asiakkaannimi AsiakkaanNimi asiakkaan-nimi kutsumanimi
hetu HETU asiakkaan_hetu henkilötunnus henkilotunnus Henkilötunnus syntymäaika syntymaaika syntymäpäivä osoite katuosoite
kotiosoite lähiosoite postinumero puhelin puhelinnumero matkapuhelin gsm GSM_1 sähköposti sahkoposti Sähköpostiosoite email e-mail
förnamn efternamn fornamn namn Klientnamn personbeteckning personnummer födelsetid adress gatuadress telefon telefonnummer e-post
name Name first_name firstName LastName full_name surname client_name address street_address phone phone_number mobile SSN
vapaateksti vapaa_teksti huomio huomiot Huom. kommentti kommentit muistiinpano muistiinpanot lisätieto lisätiedot free_text
freetext note notes comment comments case_notes fritext anteckningar anmärkning kommentar date_of_birth birth_date username
kirjaus Kertomus Selite Beskrivning s-posti sposti Tfn hlötunnus Yhteyshenkilö Postinro Nimi1 puh1 phone1 email2 osoite1 hetu2
team_member_name tiimin_jäsenen_nimi yksikön_esimiehen_nimi event_client_name service_first_name
"""
OF_THINGS = """
kunnan_nimi kuntanimi KunnanNimi tiimin_nimi palvelun_nimi yksikön_nimi hankkeen_nimi team_name service_name name_se kommunnamn
asiakasnumero asiakkuus_id syntymävuosi födelseår kotikunta sukupuoli tulopäivä ammattinimike tila vaihe colour huone tiimi
telma hotelli postitus memorial filename tapahtuman_nimi Koodin_nimi katuma
"""


@pytest.mark.parametrize("text", PERSONAL)
def test_what_looks_personal_is_found(text: str) -> None:
    assert looks_personal(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_systems_write_is_let_be(text: str) -> None:
    assert not looks_personal(text)


@pytest.mark.parametrize("text", PERSONAL)
def test_what_looks_personal_is_cut_out_of_names(text: str) -> None:
    assert not looks_personal(masked(f"{text}.csv"))


@pytest.mark.parametrize("text", ["Virtanen Matti", "Virtanen, Matti", "Matti Virtanen", "Åsa Ek-Öberg", "Matti Juhani Virtanen"])
def test_an_identifier_written_as_a_name_is_found(text: str) -> None:
    assert looks_named(text)


@pytest.mark.parametrize("text", ["", "Virtanen", "C000123", "TYTTI-1", "Tiimi 1", "TE Kuopio", "team a", "Kuopion tiimi", "virtanen matti"])
def test_an_identifier_that_is_no_name_is_let_be(text: str) -> None:
    assert not looks_named(text)


def test_no_code_of_the_contract_looks_personal() -> None:
    assert not [code for codes in lists().values() for code in codes if looks_personal(code) or is_free_text(code)]


def test_no_hash_looks_personal() -> None:
    hashes = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(20_000)]
    assert not [text for text in hashes if is_hetu(text) or is_hetu(text.upper()) or is_hetu(f"P{text[:24]}") or is_hetu(text[:16])]


def test_sql_and_python_agree() -> None:
    texts = [*PERSONAL, *HARMLESS, *(f"x{text} y" for text in (*PERSONAL, *HARMLESS)), *(text * 2 for text in PERSONAL)]
    texts += [unicodedata.normalize("NFD", text) for text in PERSONAL] + [
        "a b c d e",
        "a b c d",
        "x" * 80,
        "x" * 81,
        "ä" * 81,
        "a\u00a0b c d e",
        "Virtanen Matti",
    ]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT unnest(?::VARCHAR[]) AS x", [texts])
        found = connection.execute(f"SELECT x, {personal_sql('x')}, {free_text_sql('x')}, {named_sql('x')} FROM t").fetchall()
    assert len(found) == len(texts)
    assert [(text, looks_personal(text), is_free_text(text), looks_named(text)) for text in texts] == found


def test_a_missing_value_is_nothing_in_sql() -> None:
    with duckdb.connect() as connection:
        assert connection.execute(
            f"SELECT count(*) FROM (SELECT NULL::VARCHAR AS x) WHERE {personal_sql('x')} OR {free_text_sql('x')}"
        ).fetchone() == (0,)


@pytest.mark.parametrize(
    "header",
    [
        *OF_PERSONS.split(),
        "Personal identity code",
        "Vapaa teksti",
        "Date of birth",
        "  Etunimi ",
        unicodedata.normalize("NFD", "Henkilötunnus"),
    ],
)
def test_headers_of_persons_and_of_free_text_are_known(header: str) -> None:
    assert header_is_personal(header)


@pytest.mark.parametrize(
    "header",
    [
        *OF_THINGS.split(),
        "",
        "1",
    ],
)
def test_headers_of_things_are_let_be(header: str) -> None:
    assert not header_is_personal(header)


def test_no_column_of_the_contract_is_called_personal_but_two_of_public_tables() -> None:
    """A bare `name` and `note` are refused in the files of other tables; where the contract has them nobody asks."""
    found = {(table.name, column) for table in input_tables() for column in table.columns.keys() if header_is_personal(column)}  # noqa: SIM118
    assert found == {("team", "name"), ("goal_status", "note")}
    assert all(table.info["public"] for table in input_tables() for column in inputs(table) if (table.name, column) in found)


def test_both_rules_refuse_and_say_so() -> None:
    assert {rules()[rule].severity for rule in ("personal_column", "personal_value", "hetu")} == {"refuse"}
