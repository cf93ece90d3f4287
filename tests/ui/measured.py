"""A database in force that holds no client, only what an import tells of itself, written by hand."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import insert

from data_access.engine import writer
from data_access.place import POINTER, settings
from data_access.schema import METADATA

SINCE = "2026-07-01T21:30:00+00:00"
RUN: dict[str, Any] = {
    "imported_at": SINCE,
    "imported_by": "anna",
    "source": "csv",
    "content_hash": "ab" * 32,
    "key_id": "k",
    "accepted": None,
    "attempt": "1",
    "sample": "yes",
    "first_month": "2026-01",
    "last_month": "2026-05",
    "last_day": date(2026, 5, 31),
}
# table, column -> rows, missing, unknown
Counts = dict[tuple[str, str], tuple[int, int, int]]


def in_force(
    columns: Counts | None = None,
    *,
    run: int = 1,
    files: Iterable[tuple[str, str, str]] = (),
    balance: Iterable[tuple[str, str, int]] = (),
    revised: Iterable[str] = (),
    teams: Iterable[tuple[str, str]] = (),
) -> None:
    """Puts such a database in force. `files` are (table, part, file), `balance` (team, month, difference), `teams` (team, name)."""
    folder = settings().folder
    folder.mkdir(parents=True, exist_ok=True)
    counted = {"rows_in": 100, "rows_aside": 3, "rows_repeated": 0, "since_run": run, "since": SINCE, "mapping": "", "sha256": "cd" * 32}
    content: dict[str, list[dict[str, Any]]] = {
        "import_run": [RUN],
        "import_column": [_keyed(("table_name", "column_name", "rows", "missing", "unknown"), (*at, *n)) for at, n in (columns or {}).items()],
        "import_file": [_keyed(("table_name", "part", "file"), one) | counted for one in files],
        "import_balance": [_keyed(("team_id", "month", "difference"), one) for one in balance],
        "import_revision": [{"month": month} for month in revised],
        "team": [{"team_id": team, "name": name, "county": "13", "kind": "work_ability_team", "part": ""} for team, name in teams],
    }
    name = f"tyopoyta.{run}.duckdb"
    with writer(folder / name).begin() as connection:
        METADATA.create_all(connection, checkfirst=False)
        for table, rows in content.items():
            if rows:
                connection.execute(insert(METADATA.tables[table]), [row if table == "team" else {"run": run, **row} for row in rows])
    (folder / POINTER).write_text(name, encoding="utf-8")


def _keyed(names: tuple[str, ...], values: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(names, values, strict=True))
