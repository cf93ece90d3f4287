"""What is told of a candidate: rows and months, how complete each column is, whether the months of each team add up, what was revised."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
from sqlalchemy import Column

from data_access.areas import day_of
from data_access.fields import UNKNOWN, field
from data_access.importing.arrow import code_lists, type_of
from data_access.importing.contract import inputs, is_identity
from data_access.importing.work import Work, literal, name, text
from data_access.schema import INPUT_TABLES, METADATA

MONTHS = {"client_case": ("referred_month", "opened_month", "closed_month"), "case_event": ("event_month",)}
COUNTED_BY_MONTH = (("client_case", "opened_month"), ("client_case", "closed_month"), ("case_event", "event_month"))
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Stamp:
    """Who imported what and when, as import_run keeps it."""

    imported_at: str
    imported_by: str
    source: str
    content_hash: str
    key_id: str
    accepted: str
    attempt: str
    sample: str


def stamp(now: datetime, **told: str) -> Stamp:
    """The stamp of an import at a moment that knows its time zone."""
    return Stamp(imported_at=now.astimezone(UTC).isoformat(timespec="seconds"), **told)


def measure(work: Work, run: int, told: Stamp, files: Rows, before: Mapping[str, Rows], now: datetime) -> dict[str, int]:
    """Fills the log tables and the code lists of the candidate; gives the rows of each table. `before` are the log rows to carry along."""
    rows = {table: work.one(f"SELECT count(*) FROM new.{table}") for table in INPUT_TABLES}
    complete = [one for table in INPUT_TABLES for one in _columns(work, run, table, rows[table])]
    _write(work, "import_run", [*before.get("import_run", []), {"run": run, **asdict(told), **_covered(work, day_of(now))}])
    _write(work, "import_file", [{"run": run, **one} for one in files])
    _write(work, "import_column", complete)
    _write(work, "import_table", [*before.get("import_table", []), *(_table(run, table, rows[table], complete) for table in INPUT_TABLES)])
    _write(work, "import_balance", _balance(work, run))
    insert_arrow(work, "code_list", code_lists(METADATA.tables["code_list"]))
    return rows


def insert_arrow(work: Work, table: str, content: pa.Table) -> None:
    """Writes an Arrow table with the columns of the schema into the candidate."""
    work.sql.register("_content", content)
    work.sql.execute(f"INSERT INTO new.{table} ({', '.join(map(name, content.column_names))}) FROM _content")
    work.sql.unregister("_content")


def month_counts(work: Work, table: str, column: str) -> dict[str, int]:
    """Rows of the candidate in each month."""
    return dict(work.rows(f"SELECT {column}, count(*) FROM new.{table} WHERE {column} IS NOT NULL GROUP BY 1"))


def write_revisions(work: Work, run: int, months: list[str]) -> None:
    """Fills import_revision."""
    _write(work, "import_revision", [{"run": run, "month": month} for month in months])


def _write(work: Work, table: str, rows: Rows) -> None:
    columns = METADATA.tables[table].columns
    insert_arrow(work, table, pa.table({one.name: pa.array([row[one.name] for row in rows], type_of(one)) for one in columns}))


def _columns(work: Work, run: int, table: str, rows: int) -> Rows:
    """How many rows of a table have no value in a column, and how many say that it is not known."""
    columns = inputs(METADATA.tables[table])
    asked = [f"count({name(one)}), {_says(table, column)}" for one, column in columns.items()]
    counts = work.rows(f"SELECT {', '.join(asked)} FROM new.{table}")[0]
    pairs = zip(columns, counts[::2], counts[1::2], strict=True)
    return [
        {"run": run, "table_name": table, "column_name": one, "rows": rows, "missing": rows - there, "unknown": unknown}
        for one, there, unknown in pairs
    ]


def _says(table: str, column: Column) -> str:
    """SQL of how many rows say that a value is not known; an identifier does not say it."""
    says = field(column).kind in ("code", "text") and not is_identity(METADATA.tables[table], column)
    return f"count(*) FILTER ({name(column.name)} = {text(UNKNOWN)})" if says else "0"


def _table(run: int, table: str, rows: int, columns: Rows) -> dict[str, Any]:
    """Rows of a table, and its values of code columns: unknown and in all."""
    coded = [column for column, promise in inputs(METADATA.tables[table]).items() if field(promise).kind == "code"]
    unknown = sum(one["unknown"] for one in columns if one["table_name"] == table and one["column_name"] in coded)
    return {"run": run, "table_name": table, "rows": rows, "unknown": unknown, "code_values": len(coded) * rows}


def _covered(work: Work, today: date) -> dict[str, Any]:
    """First and last month with a case or an event, and the latest day about a client that is not in the future. Planned events do not count."""
    months = " UNION ALL ".join(f"SELECT {column} AS m FROM new.{table}{_happened(table)}" for table, columns in MONTHS.items() for column in columns)
    first, last = work.rows(f"SELECT min(m), max(m) FROM ({months})")[0]
    clients = [table for table in INPUT_TABLES if not METADATA.tables[table].info["public"]]
    days = " UNION ALL ".join(
        f"SELECT max({name(column.name)}) FILTER ({name(column.name)} <= {literal(today)}) AS d FROM new.{table}{_happened(table)}"
        for table in clients
        for column in METADATA.tables[table].columns
        if column.name.endswith("_date")
    )
    return {"first_month": first, "last_month": last, "last_day": work.rows(f"SELECT max(d) FROM ({days})")[0][0]}


def _happened(table: str) -> str:
    return " WHERE status <> 'planned'" if table == "case_event" else ""


def _balance(work: Work, run: int) -> Rows:
    """By team and month what open at the start + opened - closed differs from open at the end by, where a case was opened or closed.

    Flow and stock are counted apart, as the pages count them: a case that was closed and never opened makes a difference.
    """
    moved = "SELECT team_id, opened_month AS month FROM new.client_case UNION SELECT team_id, closed_month FROM new.client_case"
    stock = (
        "SELECT m.team_id, m.month, sum(n) FILTER (c.opened_month < m.month AND (c.closed_month IS NULL OR c.closed_month >= m.month)) AS start, "
        "sum(n) FILTER (c.opened_month = m.month) AS opened, sum(n) FILTER (c.closed_month = m.month) AS closed, "
        "sum(n) FILTER (c.opened_month <= m.month AND (c.closed_month IS NULL OR c.closed_month > m.month)) AS ended "
        f"FROM (SELECT * FROM ({moved}) WHERE month IS NOT NULL) AS m JOIN flows AS c ON c.team_id = m.team_id GROUP BY m.team_id, m.month"
    )
    weighed = (
        "WITH flows AS (SELECT team_id, opened_month, closed_month, count(*) AS n FROM new.client_case GROUP BY ALL) "
        "SELECT team_id, month, coalesce(start, 0) + coalesce(opened, 0) - coalesce(closed, 0) - coalesce(ended, 0) AS difference "
        f"FROM ({stock}) ORDER BY team_id, month"
    )
    return [{"run": run, "team_id": team, "month": month, "difference": int(difference)} for team, month, difference in work.rows(weighed)]
