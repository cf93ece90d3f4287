"""The log of imports: what the newest one was, and the rows that tell of one.

A log that cannot be read (nothing there, a damaged file, an older schema) counts as empty: a new import must always be possible.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from data_access.areas import day_of
from data_access.engine import fetch
from data_access.fields import UNKNOWN, field
from data_access.importing.arrow import type_of
from data_access.importing.contract import inputs
from data_access.place import NoData, Unreachable
from data_access.schema import IMPORT_TABLES, INPUT_TABLES, METADATA, import_run, import_table

MONTHS = {"client_case": ("referred_month", "opened_month", "closed_month"), "case_event": ("event_month",)}
Row = dict[str, Any]
Rows = list[Row]


@dataclass(frozen=True)
class Stamp:
    """What is told of an import: where it came from, what time it covers, and the counts of each table."""

    imported_at: str
    source: str
    content_hash: str
    sample: str
    first_month: str
    last_month: str
    last_day: date | None
    tables: tuple[tuple[str, int, int, int], ...]


def stamp(frames: Mapping[str, pd.DataFrame], source: str, content_hash: str, now: datetime, *, sample: bool) -> Stamp:
    """The stamp of derived tables. Planned events do not lengthen the time covered."""
    happened = {**frames, "case_event": frames["case_event"][frames["case_event"]["status"] != "planned"]}
    months = sorted({month for name, columns in MONTHS.items() for column in columns for month in happened[name][column].dropna().unique()})
    tables = tuple((name, len(frames[name]), *_unknown(name, frames[name])) for name in INPUT_TABLES)
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    return Stamp(at, source, content_hash, "yes" if sample else "no", months[0], months[-1], _last_day(happened, day_of(now)), tables)


def newest() -> Row | None:
    """The newest import, or None."""
    return max(history().get(import_run.name, []), key=lambda row: row["run"], default=None)


def rows_of(run: int) -> dict[str, int]:
    """Rows of each table in one import."""
    return {row["table_name"]: row["rows"] for row in history().get(import_table.name, []) if row["run"] == run}


def history() -> dict[str, Rows]:
    """The rows of the log tables as they are now."""
    try:
        return {name: fetch(select(METADATA.tables[name])).replace({np.nan: None}).to_dict("records") for name in IMPORT_TABLES}  # type: ignore[misc]
    except (NoData, Unreachable, DBAPIError):
        return {}


def log_tables(told: Stamp, run: int, before: Mapping[str, Rows]) -> dict[str, pa.Table]:
    """The log tables with `before` and the rows of this run."""
    facts = {item.name: getattr(told, item.name) for item in fields(told) if item.name != "tables"}
    names = [column.name for column in METADATA.tables["import_table"].columns]
    counted = [dict(zip(names, (run, *counts), strict=True)) for counts in told.tables]
    new: dict[str, Rows] = {"import_run": [{"run": run, **facts}], "import_table": counted}
    return {name: _table(name, [*before.get(name, []), *rows]) for name, rows in new.items()}


def _table(name: str, rows: Rows) -> pa.Table:
    columns = METADATA.tables[name].columns
    return pa.table({column.name: pa.array([row[column.name] for row in rows], type_of(column)) for column in columns})


def _unknown(name: str, frame: pd.DataFrame) -> tuple[int, int]:
    """Values of the sender's code columns that say `unknown`, and how many such values there are in all."""
    coded = [column for column, promise in inputs(METADATA.tables[name]).items() if field(promise).kind == "code"]
    return int(sum((frame[column] == UNKNOWN).sum() for column in coded)), len(coded) * len(frame)


def _last_day(frames: Mapping[str, pd.DataFrame], today: date) -> date | None:
    """The latest date about a client that is not in the future."""
    clients = [frame for table, frame in frames.items() if not METADATA.tables[table].info["public"]]
    dated = [frame[name] for frame in clients for name in frame.columns if name.endswith("_date")]
    days = [column[column <= pd.Timestamp(today)].max() for column in dated]
    known = [day.date() for day in days if pd.notna(day)]
    return max(known, default=None)
