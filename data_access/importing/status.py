"""What is loaded, told in plain lines for the people who run the system, in the three languages."""

from datetime import date, datetime

import pandas as pd
from sqlalchemy import select

from data_access import areas
from data_access.engine import fetch
from data_access.importing.names import plain
from data_access.place import NoData, location
from data_access.schema import METADATA, import_run, import_table

TITLES = {
    "fi": ("Tietokanta", "Tuonti", "Aineisto", "Kuukaudet", "Alueet", "Sisältö"),
    "sv": ("Databas", "Import", "Data", "Månader", "Områden", "Innehåll"),
    "en": ("Database", "Import", "Data", "Months", "Areas", "Contents"),
}
COLUMNS = {
    "fi": ("taulu", "rivejä", "tuntemattomia koodeja"),
    "sv": ("tabell", "rader", "okända koder"),
    "en": ("table", "rows", "unknown codes"),
}
WORDS = {
    "fi": {
        "nothing": "Mitään ei ole vielä tuotu. Tuo toimitus: python -m data_access import POLKU",
        "run": "tuonti {run}, {imported_at}, tekijä {imported_by}, lähde {source}",
        "yes": "esimerkkiaineisto (keksitty)",
        "no": "oma aineisto",
        "months": "{first_month}–{last_month}, viimeisin päivä {last_day}",
        "future": "tulevaisuudessa",
        "areas": "{county} hyvinvointialuetta, {employment_area} työllisyysaluetta, {municipality} kuntaa voimassa {day}",
        "later": "; muuttuu {turn}, tuo silloin uudelleen",
    },
    "sv": {
        "nothing": "Ingenting har importerats än. Importera en leverans: python -m data_access import SÖKVÄG",
        "run": "import {run}, {imported_at}, av {imported_by}, från {source}",
        "yes": "exempeldata (påhittade)",
        "no": "egna data",
        "months": "{first_month}–{last_month}, senaste dag {last_day}",
        "future": "i framtiden",
        "areas": "{county} välfärdsområden, {employment_area} sysselsättningsområden, {municipality} kommuner gäller {day}",
        "later": "; ändras {turn}, importera då på nytt",
    },
    "en": {
        "nothing": "Nothing has been imported yet. Import a delivery: python -m data_access import PATH",
        "run": "run {run}, {imported_at}, by {imported_by}, from {source}",
        "yes": "sample data (invented)",
        "no": "own data",
        "months": "{first_month} to {last_month}, latest day {last_day}",
        "future": "in the future",
        "areas": "{county} counties, {employment_area} employment areas, {municipality} municipalities in force on {day}",
        "later": "; changes on {turn}, import again then",
    },
}


def status(language: str) -> str:
    """The newest import: run, when, source, months, rows and unknown codes of each table; `language` is fi, sv or en. Raises Unreachable."""
    words = WORDS[language]
    try:
        run = fetch(select(import_run).order_by(import_run.c.run.desc()).limit(1)).iloc[0]
    except NoData:
        return f"{_headed(TITLES[language][0], location())}\n{words['nothing']}"
    tables = fetch(select(import_table).where(import_table.c.run == int(run["run"])))
    told = (
        location(),
        words["run"].format(**run),
        words[run["sample"]],
        words["months"].format(**{**run, "last_day": run["last_day"] or words["future"]}),
        _areas(areas.day_of(datetime.fromisoformat(run["imported_at"])), language),
        f"SHA-256 {run['content_hash']}",
    )
    return "\n".join([*map(_headed, TITLES[language], told), "", *_lines(tables, language)])


def _headed(title: str, told: str) -> str:
    return plain(f"{title:<11}{told}")


def _areas(day: date, language: str) -> str:
    """What the division of the day of import consists of, and when it changes."""
    words, table = WORDS[language], fetch(select(METADATA.tables["area"]))
    counts = areas.in_force(table, day).query("successor.isna()")["area_type"].value_counts()
    kinds = {kind: counts.get(kind, 0) for kind in ("county", "employment_area", "municipality")}
    later = next((words["later"].format(turn=turn) for turn in areas.turns(table) if turn > day), "")
    return words["areas"].format(day=day, **kinds) + later


def _lines(tables: pd.DataFrame, language: str) -> list[str]:
    table, rows, unknown = COLUMNS[language]
    told = (f"{row.table_name:<24}{row.rows:>12,}  {_share(row.unknown, row.code_values)}".replace(",", " ") for row in tables.itertuples())
    return [f"{table:<24}{rows:>12}  {unknown}", *told]


def _share(unknown: object, whole: object) -> str:
    counts = pd.Series([unknown, whole], dtype=float)
    return f"{counts[0] / counts[1]:.1%}" if counts[1] else "-"
