"""Keys and references: a key names one row, and what a row refers to is there.

A reference into a file that could not be read is not judged, so one missing file does not make a million problems.
"""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute
from sqlalchemy import Column, Table

from data_access.fields import field
from data_access.importing.contract import area_type_of, file_name, inputs, of_the_day
from data_access.importing.division import outside
from data_access.importing.problems import Finding


def link_findings(table: Table, frame: pd.DataFrame, frames: Mapping[str, pd.DataFrame | None], day: date) -> list[Finding]:
    """Duplicate keys, rows referred to that are not there, and areas that do not exist, or not on the day of import.

    `frames` holds all tables, None = unreadable.
    """
    found = _duplicates(table, frame)
    for name, column in inputs(table).items():
        area_type = area_type_of(table.name, column)
        if area_type:
            found += _areas(table, column, frame[name], area_type, frames["area"], day)
        elif field(column).refers and field(column).refers != "area":
            found += _references(table, column, frame[name], frames)
    return [*found, *(_typed_areas(frame, frames["area"]) if table.name == "indicator_value" else [])]


def places(wanted: pd.Series, known: pd.Series) -> np.ndarray:
    """Position in `known` (values unique) of each value of `wanted`; -1 where it is missing or not there."""
    here, there = (pa.array(names, pa.string(), from_pandas=True) for names in (wanted, known))
    found = compute.index_in(here, value_set=there, skip_nulls=True)
    return compute.fill_null(found, -1).to_numpy(zero_copy_only=False)


def _duplicates(table: Table, frame: pd.DataFrame) -> list[Finding]:
    key = list(table.info["key"])
    whole = frame[[name for name in key if field(table.columns[name]).required]].notna().all(axis=1)
    rows = np.flatnonzero(frame.duplicated(key, keep="first") & whole)
    return [Finding(key[0], "key_duplicate", rows, lambda row: {"key": ", ".join(key)})]


def _references(table: Table, column: Column, values: pd.Series, frames: Mapping[str, pd.DataFrame | None]) -> list[Finding]:
    target = field(column).refers
    known = frames.get(target, pd.DataFrame())
    if known is None:
        return []
    there = known[column.name] if column.name in known else pd.Series([], dtype=object)
    words = {"target": file_name(target)}
    return [Finding(column.name, "reference", _absent(values, there, field(column).default), lambda row: words | _shown(table, values, row))]


def _areas(table: Table, column: Column, values: pd.Series, area_type: str, areas: pd.DataFrame | None, day: date) -> list[Finding]:
    if areas is None:
        return []
    rows = _absent(values, areas.loc[(areas["area_type"] == area_type).to_numpy(), "area"], field(column).default)
    wrong = np.flatnonzero(values.isin(outside(areas, area_type, day))) if of_the_day(table) else np.array([], dtype=np.int64)
    words = lambda row: {"type": area_type, "date": day.isoformat()} | _shown(table, values, row)  # noqa: E731
    return [Finding(column.name, "area_unknown", rows, words), Finding(column.name, "area_not_in_force", wrong, words)]


def _typed_areas(frame: pd.DataFrame, areas: pd.DataFrame | None) -> list[Finding]:
    """Published figures name the type of area beside its code."""
    if areas is None:
        return []
    pairs, known = (rows["area_type"].astype(object).str.cat(rows["area"].astype(object), sep=" ") for rows in (frame, areas))
    words = lambda row: {"type": str(frame["area_type"].iat[row]), "shown": str(frame["area"].iat[row])}  # noqa: E731
    return [Finding("area", "area_unknown", _absent(pairs, known, None), words)]


def _absent(values: pd.Series, known: pd.Series, default: str | None) -> np.ndarray:
    """Rows with a value that is neither known nor the word for a missing one."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        allowed = {*known.dropna(), default}
        bad = [place for place, value in enumerate(values.cat.categories) if value not in allowed]
        return np.flatnonzero(np.isin(values.cat.codes.to_numpy(), bad))
    return np.flatnonzero((places(values, known.drop_duplicates()) < 0) & values.notna().to_numpy())


def _shown(table: Table, values: pd.Series, row: int) -> dict[str, str]:
    return {"shown": str(values.iat[row])} if table.info["public"] else {}
