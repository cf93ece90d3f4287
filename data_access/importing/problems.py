"""What is wrong with a file, where, and how to mend it, in English and Finnish.

A problem never holds a value from a table about persons: the row and the column are enough to find it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

LISTED = 20

RULES = {
    "folder_empty": ("There is no CSV file of the contract in the folder.", "Kansiossa ei ole yhtään sopimuksen mukaista CSV-tiedostoa."),
    "file_missing": ("The file is required: add it.", "Tiedosto on pakollinen: lisää se."),
    "file_unknown": (
        "The contract has no such file: rename or remove it. Names are listed in docs/data-contract.md.",
        "Sopimus ei tunne tätä tiedostoa: nimeä se uudelleen tai poista se. Nimet ovat tiedostossa docs/data-contract.md.",
    ),
    "file_empty": ("The file is empty: write at least the header.", "Tiedosto on tyhjä: kirjoita ainakin otsikkorivi."),
    "no_rows": ("The file has a header but no rows: send the rows.", "Tiedostossa on otsikko mutta ei rivejä: lähetä rivit."),
    "encoding": ("The row is not UTF-8: save the file as UTF-8.", "Rivi ei ole UTF-8-merkistöä: tallenna tiedosto UTF-8-muodossa."),
    "nul_byte": ("The row holds a NUL byte: write the file again.", "Rivillä on NUL-tavu: muodosta tiedosto uudelleen."),
    "quote_open": (
        'A quotation mark " is opened and never closed: close it, or write it twice inside a quoted value.',
        'Lainausmerkki " jää auki: sulje se, tai kirjoita se kahdesti lainatun arvon sisällä.',
    ),
    "separator": ("The columns are parted by {mark}: part them by a comma.", "Sarakkeet on erotettu merkillä {mark}: erota ne pilkulla."),
    "header_absent": (
        "The first row names none of the columns of the contract: write the header first.",
        "Ensimmäisellä rivillä ei ole yhtään sopimuksen saraketta: kirjoita otsikkorivi ensimmäiseksi.",
    ),
    "header_missing": ("The column is missing: add it, empty where nothing is known.", "Sarake puuttuu: lisää se, tyhjänä jos tietoa ei ole."),
    "header_unknown": ("The contract has no such column: remove or rename it.", "Sopimus ei tunne tätä saraketta: poista tai nimeä se uudelleen."),
    "header_duplicate": ("The column is there {times} times: keep one.", "Sarake on tiedostossa {times} kertaa: jätä yksi."),
    "header_derived": (
        "The column is worked out at import: remove it from the file.",
        "Sarake lasketaan tuonnissa: poista se tiedostosta.",
    ),
    "field_count": (
        "The row has {found} fields and the header {expected}: look for a missing or an extra comma.",
        "Rivillä on {found} kenttää ja otsikossa {expected}: etsi puuttuva tai ylimääräinen pilkku.",
    ),
    "required": ("The value is missing: fill it.", "Arvo puuttuu: täytä se."),
    "team_or_case": ("A row without a case needs its team: fill team_id.", "Rivi ilman asiakkuutta tarvitsee tiimin: täytä team_id."),
    "not_date": ("Not a date: write YYYY-MM-DD, such as 2025-03-14{shown}.", "Ei päivämäärä: kirjoita VVVV-KK-PP, esimerkiksi 2025-03-14{shown}."),
    "not_month": ("Not a month: write YYYY-MM, such as 2025-03{shown}.", "Ei kuukausi: kirjoita VVVV-KK, esimerkiksi 2025-03{shown}."),
    "not_period": ("Not a period: write YYYY or YYYY-MM{shown}.", "Ei jakso: kirjoita VVVV tai VVVV-KK{shown}."),
    "not_whole": ("Not a whole number: write digits only{shown}.", "Ei kokonaisluku: kirjoita vain numerot{shown}."),
    "not_number": (
        "Not a number: write digits, with a point as the decimal mark{shown}.",
        "Ei luku: kirjoita numerot ja desimaalipisteeksi piste{shown}.",
    ),
    "range": ("Outside the range {low} to {high}{shown}.", "Ei välillä {low}–{high}{shown}."),
    "code_unknown": (
        "Not a code of the list {list}: use one of {codes}{shown}.",
        "Ei luettelon {list} koodi: käytä jotakin näistä: {codes}{shown}.",
    ),
    "code_not_valid": (
        "The code {code} was not in use on the row's date ({date}): it is valid {valid}.",
        "Koodi {code} ei ollut käytössä rivin päivänä ({date}): voimassa {valid}.",
    ),
    "reference": (
        "There is no such row in {target}: add it there or mend the value{shown}.",
        "Tällaista riviä ei ole tiedostossa {target}: lisää se sinne tai korjaa arvo{shown}.",
    ),
    "area_unknown": (
        "Not a code of a {type} in area.csv: keep leading zeros, or leave empty when not known{shown}.",
        "Ei aluetyypin {type} koodi (area.csv): säilytä etunollat, tai jätä tyhjäksi kun ei tiedossa{shown}.",
    ),
    "area_not_in_force": (
        "The {type} is not in force on the day of import ({date}): use a code of that day, or mend area.csv{shown}.",
        "Alue (tyyppi {type}) ei ole voimassa tuontipäivänä ({date}): käytä sen päivän koodia tai korjaa area.csv{shown}.",
    ),
    "area_overlap": (
        "Area {code} is already in force by an earlier row: let that row end (valid_to) on the day before.",
        "Alue {code} on voimassa jo aiemmalla rivillä: päätä aiempi rivi (valid_to) tätä edeltävään päivään.",
    ),
    "area_gap": (
        "Area {code} is in force on no row between the earlier one and this: let this begin on the day after the earlier one ends.",
        "Alue {code} ei ole voimassa aiemman rivin ja tämän välissä: aloita tämä rivi aiemman päättymistä seuraavasta päivästä.",
    ),
    "area_merged_in_force": (
        "A municipality with a successor has a last day: fill valid_to.",
        "Kunnalla, jolla on seuraaja, on viimeinen päivä: täytä valid_to.",
    ),
    "area_goes_on": (
        "The code goes on in a later row: leave the successor empty here, or remove the later row.",
        "Sama koodi jatkuu myöhemmällä rivillä: jätä seuraaja tästä tyhjäksi tai poista myöhempi rivi.",
    ),
    "area_without_successor": (
        "The municipality ends: fill the successor, or add the row with which the code goes on.",
        "Kunta päättyy: täytä seuraaja (successor) tai lisää rivi, jolla koodi jatkuu.",
    ),
    "area_home": (
        "Area {code}, which the municipality belongs to, is not in force on {date}: end this row before, and add a row with the new area.",
        "Alue {code}, johon kunta kuuluu, ei ole voimassa {date}: päätä tämä rivi ennen sitä ja lisää rivi, jolla on uusi alue.",
    ),
    "area_successor": (
        "The successor {code} is not a municipality in force on {date}, or leads back here: name the one the municipality is part of.",
        "Seuraaja {code} ei ole voimassa oleva kunta {date}, tai se johtaa takaisin tänne: merkitse kunta, johon tämä nyt kuuluu.",
    ),
    "key_duplicate": (
        "An earlier row has the same key ({key}): keep one of them.",
        "Aiemmalla rivillä on sama avain ({key}): jätä niistä yksi.",
    ),
    "date_order": ("The date is before {first}: mend one of them.", "Päivä on ennen saraketta {first}: korjaa jompikumpi."),
    "open_case": (
        "Only for a closed case: fill closed_date, or leave this empty.",
        "Vain päättyneelle asiakkuudelle: täytä closed_date tai jätä tämä tyhjäksi.",
    ),
    "hetu": (
        "The value looks like a personal identity code: replace it by a pseudonym in every file. It is not shown here and was not stored.",
        "Arvo näyttää henkilötunnukselta: korvaa se pseudonyymillä kaikissa tiedostoissa. Sitä ei näytetä tässä eikä ole tallennettu.",
    ),
    "more": ("and {count} more rows with the same problem.", "ja lisäksi {count} riviä, joilla on sama ongelma."),
}


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `row` counts as a person does (the header is row 1); None = the whole file. `rule` is a key of RULES."""

    file: str
    row: int | None
    column: str | None
    rule: str
    how: str
    how_fi: str

    def __str__(self) -> str:
        place = ", ".join([self.file, *([f"row {self.row}"] if self.row else []), *([f"column {self.column}"] if self.column else [])])
        return f"{place} [{self.rule}]: {self.how}\n    {self.how_fi}"


def no_words(row: int) -> dict[str, str]:
    """For sentences that say the same of every row."""
    return {}


@dataclass(frozen=True)
class Finding:
    """The rows of one table that break one rule in one column.

    `rows` are positions in the frame, in the order of the file; `words` gives what the sentence says of a row, and is asked only
    for the rows that are listed, because a file may be wrong in all its millions of rows.
    """

    column: str
    rule: str
    rows: np.ndarray
    words: Callable[[int], dict[str, str]] = no_words


def problem(file: str, rule: str, *, row: int | None = None, column: str | None = None, **words: object) -> Problem:
    """A problem with its sentences made from RULES. `shown` may hold the value, for public tables only."""
    english, finnish = RULES[rule]
    value = words.pop("shown", "")
    now, nyt = (f" (now: {value})", f" (nyt: {value})") if value else ("", "")
    return Problem(file, row, column, rule, english.format_map({**words, "shown": now}), finnish.format_map({**words, "shown": nyt}))


def listed(file: str, findings: Iterable[Finding], lines: Callable[[set[int]], dict[int, int]]) -> list[Problem]:
    """Findings as problems, at most LISTED for each and then how many more. `lines` turns positions into rows of the file."""
    some = [finding for finding in findings if len(finding.rows)]
    wanted = {int(row) for finding in some for row in finding.rows[:LISTED]}
    line = lines(wanted) if wanted else {}
    return [found for finding in some for found in _of(file, finding, line)]


def _of(file: str, finding: Finding, line: dict[int, int]) -> list[Problem]:
    first = [int(row) for row in finding.rows[:LISTED]]
    found = [problem(file, finding.rule, row=line[row], column=finding.column, **finding.words(row)) for row in first]
    return [*found, *more(file, finding.rule, finding.column, len(finding.rows) - len(first))]


def more(file: str, rule: str, column: str | None, count: int) -> list[Problem]:
    """The line that stands for problems beyond those listed; none where there are none."""
    words = problem(file, "more", count=count)
    return [Problem(file, None, column, rule, words.how, words.how_fi)] if count > 0 else []
