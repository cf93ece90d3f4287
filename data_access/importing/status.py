"""What is loaded, told in plain lines for the people who run the system."""

from datetime import date, datetime

import pandas as pd
from sqlalchemy import select

from data_access import areas
from data_access.engine import fetch
from data_access.place import NoData, location
from data_access.schema import METADATA, import_run, import_table

KINDS = {"county": "counties", "employment_area": "employment areas", "municipality": "municipalities"}
NOTHING = "Nothing has been imported yet. Import a delivery: python -m data_access import PATH"


def status() -> str:
    """The newest import: run, when, source, months, rows and unknown codes of each table. Raises Unreachable."""
    try:
        run = fetch(select(import_run).order_by(import_run.c.run.desc()).limit(1)).iloc[0]
    except NoData:
        return f"Database   {location()}\n{NOTHING}"
    tables = fetch(select(import_table).where(import_table.c.run == int(run["run"])))
    kind = "sample data (invented)" if run["sample"] == "yes" else "own data"
    head = {
        "Database": location(),
        "Import": f"run {run['run']}, {run['imported_at']}, by {run['imported_by']}, from {run['source']}",
        "Data": kind,
        "Months": f"{run['first_month']} to {run['last_month']}, latest day {run['last_day'] or 'in the future'}",
        "Areas": _areas(areas.day_of(datetime.fromisoformat(run["imported_at"]))),
        "Contents": f"SHA-256 {run['content_hash']}",
    }
    return "\n".join([*(f"{name:<11}{value}" for name, value in head.items()), "", *_lines(tables)])


def _areas(day: date) -> str:
    """What the division of the day of import consists of, and when it changes."""
    table = fetch(select(METADATA.tables["area"]))
    counts = areas.in_force(table, day).query("successor.isna()")["area_type"].value_counts()
    told = ", ".join(f"{counts.get(kind, 0)} {words}" for kind, words in KINDS.items())
    later = next((f"; changes on {turn}, import again then" for turn in areas.turns(table) if turn > day), "")
    return f"{told} in force on {day}{later}"


def _lines(tables: pd.DataFrame) -> list[str]:
    title = f"{'table':<24}{'rows':>12}  unknown codes"
    return [title, *(f"{row.table_name:<24}{row.rows:>12,}  {_share(row.unknown, row.code_values)}".replace(",", " ") for row in tables.itertuples())]


def _share(unknown: object, whole: object) -> str:
    counts = pd.Series([unknown, whole], dtype=float)
    return f"{counts[0] / counts[1]:.1%}" if counts[1] else "-"
