"""What is loaded, told in plain lines for the people who run the system."""

import pandas as pd
from sqlalchemy import select

from data_access.engine import NoData, fetch, location
from data_access.schema import import_run, import_table

NOTHING = "Nothing has been imported yet. Import a folder: python -m data_access import FOLDER"


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
        "Import": f"run {run['run']}, {run['imported_at']}, from folder {run['source']}",
        "Data": kind,
        "Months": f"{run['first_month']} to {run['last_month']}, latest day {run['last_day'] or 'in the future'}",
        "Contents": f"SHA-256 {run['content_hash']}",
    }
    return "\n".join([*(f"{name:<11}{value}" for name, value in head.items()), "", *_lines(tables)])


def _lines(tables: pd.DataFrame) -> list[str]:
    title = f"{'table':<24}{'rows':>12}  unknown codes"
    return [title, *(f"{row.table_name:<24}{row.rows:>12,}  {_share(row.unknown, row.code_values)}".replace(",", " ") for row in tables.itertuples())]


def _share(unknown: object, whole: object) -> str:
    counts = pd.Series([unknown, whole], dtype=float)
    return f"{counts[0] / counts[1]:.1%}" if counts[1] else "-"
