"""What must hold between the columns of one row: dates in order, codes in use on the day, nothing said of a case that goes on.

Works on typed frames; a value that was already refused is missing here, so one mistake gives one problem.
"""

from datetime import date
from functools import reduce

import numpy as np
import pandas as pd
from sqlalchemy import Table

from data_access.codes import Code, codes
from data_access.fields import field
from data_access.importing.contract import ONLY_WHEN_CLOSED, ORDER, ROW_DATE, allowed, inputs
from data_access.importing.problems import Finding


def row_findings(table: Table, frame: pd.DataFrame) -> list[Finding]:
    """All rules between columns that the table has."""
    name = table.name
    return [*_order(name, frame), *_validity(table, frame), *_open_cases(name, frame), *_caseless(table, frame), *_answers(name, frame)]


def _order(table: str, frame: pd.DataFrame) -> list[Finding]:
    """A date may not come before the first known of the dates it follows."""
    found = []
    for later, earlier in ORDER.get(table, {}).items():
        known = reduce(lambda first, second: first.fillna(second), (frame[name] for name in earlier))
        rows = np.flatnonzero(frame[later] < known)
        found.append(Finding(later, "date_order", rows, lambda row, names=earlier: {"first": _first_known(frame, names, row)}))  # type: ignore[misc]
    return found


def _first_known(frame: pd.DataFrame, names: tuple[str, ...], row: int) -> str:
    return next(name for name in names if frame[name].notna().iat[row])


def _validity(table: Table, frame: pd.DataFrame) -> list[Finding]:
    """Codes that existed only for a time must be in use on the row's own date."""
    when = ROW_DATE.get(table.name)
    if when is None:
        return []
    dated = [column.name for column in inputs(table).values() if field(column).kind == "code" and _has_dates(codes(field(column).codes))]
    return [_out_of_use(name, frame[name], frame[when], allowed(table.name, name)) for name in dated]


def _has_dates(entries: dict[str, Code]) -> bool:
    return any(entry.valid_from or entry.valid_to for entry in entries.values())


def _out_of_use(name: str, column: pd.Series, days: pd.Series, entries: dict[str, Code]) -> Finding:
    places, known = column.cat.codes.to_numpy(), [entries[code] for code in column.cat.categories]
    first = np.array([*(entry.valid_from or date.min for entry in known), date.min], dtype="datetime64[s]")[places]
    last = np.array([*(entry.valid_to or date.max for entry in known), date.max], dtype="datetime64[s]")[places]
    wrong = (days.to_numpy() < first) | (days.to_numpy() > last)
    return Finding(name, "code_not_valid", np.flatnonzero(wrong), lambda row: _validity_words(known[places[row]], days.to_numpy()[row]))


def _validity_words(entry: Code, day: np.datetime64) -> dict[str, str]:
    return {"code": entry.code, "date": str(day.astype("datetime64[D]")), "valid": f"{entry.valid_from or ''}–{entry.valid_to or ''}"}


def _open_cases(table: str, frame: pd.DataFrame) -> list[Finding]:
    if table != "client_case":
        return []
    going_on = frame["closed_date"].isna()
    return [Finding(name, "open_case", np.flatnonzero(going_on & frame[name].notna())) for name in ONLY_WHEN_CLOSED]


def _caseless(table: Table, frame: pd.DataFrame) -> list[Finding]:
    """Where the case is not given, the team places the row."""
    wanted = inputs(table)
    if "case_id" not in wanted or field(wanted["case_id"]).required or "team_id" not in wanted:
        return []
    return [Finding("team_id", "team_or_case", np.flatnonzero(frame["case_id"].isna() & frame["team_id"].isna()))]


def _answers(table: str, frame: pd.DataFrame) -> list[Finding]:
    """An answer must be on the scale of its own item."""
    if table != "feedback_answer":
        return []
    scale = {code: entry.detail.split(",") for code, entry in codes("feedback_item").items()}
    low, high = (frame["item"].astype(object).map({code: float(ends[end]) for code, ends in scale.items()}) for end in (0, 1))
    wrong = (frame["value"] < low) | (frame["value"] > high)
    return [Finding("value", "range", np.flatnonzero(wrong), lambda row: dict(zip(("low", "high"), scale[str(frame["item"].iat[row])], strict=True)))]
