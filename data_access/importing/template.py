"""An empty delivery to fill in: a CSV file for each table, one workbook with lists to choose from, and examples of the mapping and the controls.

The two forms lie in folders of their own, because a delivery holds each table once. Nothing that is there is overwritten.
"""

import errno
import os
from pathlib import Path

from data_access.importing.contract import REQUIRED_TABLES, file_name, input_tables, inputs
from data_access.importing.template_book import NAME, book

MAPPING = "mapping.toml"
CONTROL = "control.csv.example"
SEPARATOR = ";"  # what Excel parts fields by where the decimal mark is a comma

MAPPING_TEXT = """\
# Mitä lähettäjän tiedostot, sarakkeet ja koodit ovat tuontisopimuksessa. Poista # riviltä, jota tarvitset.
# Vad avsändarens filer, kolumner och koder är i importkontraktet. Ta bort # från den rad du behöver.
# What the sender's files, columns and codes are in the contract of the import. Remove the # of a line you need.

# Henkilöiden ja työntekijöiden tunnisteet ovat jo pseudonyymejä / är redan pseudonymer / are pseudonyms already
# pseudonymised = true

# [client_case]
# file = "asiakkuudet_*.csv"      # * = osa, esim. kuukausi / del, t.ex. månad / part, such as a month
# sheet = "Taul1"                 # työkirjan taulukko / arbetsbokens blad / sheet of a workbook
# empty_allowed = true            # saa olla ilman rivejä / får sakna rader / may have no rows

# [client_case.columns]           # sopimuksen sarake = oma otsikko / kontraktets kolumn = egen rubrik / column of the contract = own header
# case_id = "Asiakkuusnumero"

# [client_case.constants]         # sama arvo joka rivillä / samma värde på varje rad / one value for all rows
# team_id = "T13-1"

# [client_case.values.sex]        # oma koodi = sopimuksen koodi / egen kod = kontraktets kod / own code = code of the contract
# "N" = "female"
# "M" = "male"
"""
CONTROL_ROWS = (("file", "column", "value"), ("client_case.csv", "", "1250"), ("measurement.csv", "score", "48210,5"))


def write(folder: Path) -> list[Path]:
    """Writes the template and names its files: `csv/` with a file a table, mapping.toml and control.csv.example, and `xlsx/` with the workbook.

    CSV is UTF-8 with a mark and semicolons, which Excel opens by itself. Raises FileExistsError with the name of the first file that is there
    already, before anything is written; OSError.
    """
    texts = {folder / "csv" / name: text for name, text in _texts().items()}
    workbook = folder / "xlsx" / NAME
    for path in (*texts, workbook):
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8-sig" if path.suffix == ".csv" else "utf-8", newline="") as stream:
            stream.write(text)
    workbook.parent.mkdir(parents=True, exist_ok=True)
    with workbook.open("xb") as stream:
        book(input_tables(), REQUIRED_TABLES).save(stream)
    return [*texts, workbook]


def _texts() -> dict[str, str]:
    """The text of each file in `csv/` by its name."""
    headers = {file_name(table.name): _lines([tuple(inputs(table))]) for table in input_tables()}
    return {**headers, MAPPING: MAPPING_TEXT, CONTROL: _lines(list(CONTROL_ROWS))}


def _lines(rows: list[tuple[str, ...]]) -> str:
    return "".join(f"{SEPARATOR.join(row)}\r\n" for row in rows)
