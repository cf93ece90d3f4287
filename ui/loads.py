"""The loads in words: when, who, from where, what became of each, its files, and its problems as a file for whoever made the export."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

from metrics import Role
from texts import has
from ui import coarse, numbers, quality
from ui.view import View

SHORT = 12
BAD = ("refused", "failed", "stopped")
SEVERITIES = ("refuse", "confirm", "aside", "collapse", "warn")
LOAD = ("when", "outcome", "source", "who", "rows_in", "rows_aside", "warned", "hash")
FILE = ("table", "file", "rows_in", "rows_aside", "rows_repeated", "hash")
IN_FORCE = ("table", "file", "since", "rows_in", "rows_aside", "hash")
# A load has files of many tables: its sums are told as those of the table that is protected most.
ANY = "client_case"
Row = Mapping[Hashable, Any]


def trouble(view: View, attempts: pd.DataFrame, loaded: Mapping[str, Any]) -> str:
    """One sentence where the newest load was refused or failed and older data is shown; else empty. A dry run is no load."""
    real = attempts[attempts["outcome"] != "checked"]
    newest = None if real.empty else real.iloc[0]
    if newest is None or newest["outcome"] not in BAD:
        return ""
    values = {
        "when": quality.short_moment(view, newest["began_at"]),
        "source": newest["source"],
        "shown": quality.short_moment(view, loaded["imported_at"]),
    }
    return view.say(f"loads.trouble.{newest['outcome']}", reason=_reason(view, newest["reason"]), **values).replace("  ", " ")


def name(view: View, attempt: Row) -> str:
    """A load as it is chosen from a list: its moment and what became of it."""
    return f"{quality.short_moment(view, attempt['began_at'])}: {outcome(view, attempt)}"


def outcome(view: View, attempt: Row) -> str:
    """What became of a load, in words."""
    return view.say(f"loads.outcome.{attempt['outcome']}")


def listed(view: View, attempts: pd.DataFrame, *, whole: bool = False) -> pd.DataFrame:
    """The loads as rows for reading; `whole` gives the hashes in full."""
    return _frame(view, LOAD, [_load(view, row, whole=whole) for row in attempts.to_dict("records")])


def of_load(view: View, files: pd.DataFrame, *, whole: bool = False) -> pd.DataFrame:
    """The files of one load as rows for reading."""
    return _frame(view, FILE, [_file(view, row, FILE, whole=whole) for row in files.to_dict("records")])


def in_force(view: View, files: pd.DataFrame, *, whole: bool = False) -> pd.DataFrame:
    """The files in force as rows for reading, with since when."""
    return _frame(view, IN_FORCE, [_file(view, row, IN_FORCE, whole=whole) for row in files.to_dict("records")])


def problems(view: View, found: pd.DataFrame) -> pd.DataFrame:
    """The problems of one load as they are sent back: file, row, column, rule, what happened, how to mend, how many rows."""
    columns: dict[str, Iterable[object]] = {
        "file": found["file"],
        "row": found["row"].map(_whole),
        "column": found["column_name"].fillna(""),
        "rule": found["rule"],
        "happened": [_happened(view, severity) for severity in found["severity"]],
        "how": found[view.language],
        "rows": found["rows"].map(_whole),
    }
    return pd.DataFrame({view.say(f"loads.problem.{name}"): list(values) for name, values in columns.items()})


def short(digest: object, *, whole: bool = False) -> str:
    """The beginning of a SHA-256, or all of it; empty where there is none."""
    text = digest if isinstance(digest, str) else ""
    return text if whole or len(text) <= SHORT else f"{text[:SHORT]}…"


def _frame(view: View, columns: tuple[str, ...], rows: list[list[str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[view.say(f"loads.column.{one}") for one in columns])


def _load(view: View, row: Row, *, whole: bool) -> list[str]:
    counts = [_shown(view, ANY, row["rows_in"]), *(_faults(view, ANY, row[one]) for one in ("rows_aside", "warned"))]
    who = [str(row[one] or "") for one in ("source", "imported_by")]
    return [quality.short_moment(view, row["began_at"]), outcome(view, row), *who, *counts, short(row["content_hash"], whole=whole)]


def _file(view: View, row: Row, columns: tuple[str, ...], *, whole: bool) -> list[str]:
    table = str(row["table_name"])
    part = f" ({row['part']})" if row["part"] else ""
    cells = {
        "table": f"{view.say(f'table.{table}')}{part}",
        "file": str(row["file"]),
        "since": quality.short_moment(view, row["since"]) if "since" in row else "",
        "rows_in": _shown(view, table, row["rows_in"]),
        "rows_aside": _faults(view, table, row["rows_aside"]),
        "rows_repeated": _faults(view, table, row["rows_repeated"]),
        "hash": short(row["sha256"], whole=whole),
    }
    return [cells[one] for one in columns]


def _shown(view: View, table: str, n: object) -> str:
    return "" if _nothing(n) else coarse.shown(view, table, int(n))  # type: ignore[call-overload]


def _faults(view: View, table: str, n: object) -> str:
    """How many rows have a fault: exactly for the manager, who gets them one by one to send them back."""
    if _nothing(n) or view.viewer.role is not Role.MANAGER:
        return _shown(view, table, n)
    return numbers.decimal(float(n), view.language)  # type: ignore[arg-type]


def _whole(n: object) -> str:
    return "" if _nothing(n) else str(int(n))  # type: ignore[call-overload]


def _nothing(n: object) -> bool:
    return bool(pd.isna(n))  # type: ignore[call-overload]


def _happened(view: View, severity: str) -> str:
    return view.say(f"loads.severity.{severity}") if severity in SEVERITIES else severity


def _reason(view: View, reason: object) -> str:
    """What was in the way, where there are words for it."""
    key = f"loads.reason.{reason}"
    return view.say(key) if has(view.language, key) else ""
