"""What must hold of the area table in time: one row for each code on each day, and on the day of import and every later day on which
the division changes, homes and successors that are there.

Takes the typed frame of area.csv; a row that lacks its key was refused before and is not judged here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data_access.areas import in_force, today, turns

HOMES = ("county", "employment_area")
KEY = ["area_type", "area"]


def no_words(row: int) -> dict[str, str]:
    """For sentences that say the same of every row."""
    return {}


@dataclass(frozen=True)
class Finding:
    """The rows of the table that break one rule in one column: positions in the frame; `words` gives what the sentence says of a row."""

    column: str
    rule: str
    rows: np.ndarray
    words: Callable[[int], dict[str, str]] = no_words


def division_findings(areas: pd.DataFrame, day: date) -> list[Finding]:
    """All rules of the area table. What is to come is judged only where the periods are in order, so one mistake gives one problem."""
    table = areas.astype(object)
    table = table[table[[*KEY, "valid_from"]].notna().all(axis=1)]
    found = [*_periods(table), *_homes(table), *_nowhere(table), *_mergers(table)]
    return found if any(len(one.rows) for one in found) else _to_come(table, day)


def outside(areas: pd.DataFrame, day: date) -> dict[str, frozenset[str]]:
    """By type of area, the codes of the table that a row of the day of import may not hold: not yet in force, or ended without a successor."""
    known = areas[["area_type", "area", "valid_from"]].astype(object)
    division = in_force(areas.astype(object), day)
    there = {*zip(division["area_type"], division["area"], strict=True)}
    out: dict[str, set[str]] = {}
    for kind, code, first in known[known["area"].notna()].itertuples(index=False):
        out.setdefault(str(kind), set())
        if pd.notna(first) and (kind, code) not in there:
            out[str(kind)].add(str(code))
    return {kind: frozenset(codes) for kind, codes in out.items()}


def _periods(table: pd.DataFrame) -> Iterator[Finding]:
    """The rows of one code follow each other day by day."""
    rows = table.assign(valid_from=pd.to_datetime(table["valid_from"]), valid_to=pd.to_datetime(table["valid_to"])).sort_values("valid_from")
    before = rows.groupby(KEY)[["valid_from", "valid_to"]].shift()
    later = before["valid_from"].notna() & (before["valid_from"] < rows["valid_from"])
    expected = before["valid_to"] + pd.Timedelta(days=1)
    for rule, wrong in ("area_overlap", ~(rows["valid_from"] >= expected)), ("area_gap", rows["valid_from"] > expected):
        yield Finding("valid_from", rule, _places(rows[later & wrong]), lambda row: {"code": str(table["area"][row])})


def _homes(table: pd.DataFrame) -> Iterator[Finding]:
    for name in HOMES:
        yield Finding(name, "required", _places(table[(table["area_type"] == "municipality") & table[name].isna()]))


def _nowhere(table: pd.DataFrame) -> Iterator[Finding]:
    """Homes and successors that the table has on no day at all."""
    for name, kind in (*((home, home) for home in HOMES), ("successor", "municipality")):
        wrong = table[table[name].notna() & ~table[name].isin(_known(table, kind))]
        yield Finding(name, "area_unknown", _places(wrong), _shown(table, name, kind))


def _mergers(table: pd.DataFrame) -> Iterator[Finding]:
    """A successor stands in the last row of a municipality that has an end, and in no other."""
    first = pd.to_datetime(table["valid_from"])
    newest = first == first.groupby([table[one] for one in KEY]).transform("max")
    ends, merged = table["valid_to"].notna(), table["successor"].notna()
    yield Finding("valid_to", "area_merged_in_force", _places(table[merged & ~ends]))
    yield Finding("successor", "area_goes_on", _places(table[merged & ~newest]))
    yield Finding("successor", "area_without_successor", _places(table[(table["area_type"] == "municipality") & newest & ends & ~merged]))


def _to_come(table: pd.DataFrame, day: date) -> list[Finding]:
    """Homes and successors on the day of import and on each later day on which the division changes; a row is told of once."""
    first: dict[tuple[str, str], dict[int, date]] = {}
    for one in (day, *(turn for turn in turns(table) if turn > day)):
        for column, rule, rows in _on(table, in_force(table, one)):
            told = first.setdefault((column, rule), {})
            told |= {int(row): told.get(int(row), one) for row in rows}
    return [Finding(column, rule, np.array(sorted(told)), _words(table, column, told)) for (column, rule), told in first.items()]


def _shown(table: pd.DataFrame, column: str, kind: str) -> Callable[[int], dict[str, str]]:
    return lambda row: {"type": kind, "shown": str(table[column][row])}


def _words(table: pd.DataFrame, column: str, told: dict[int, date]) -> Callable[[int], dict[str, str]]:
    return lambda row: {"code": str(table[column][row]), "date": told[row].isoformat()}


def _on(table: pd.DataFrame, division: pd.DataFrame) -> Iterator[tuple[str, str, np.ndarray]]:
    """(column, rule, rows) of what is wrong on one day. A code that is nowhere in the table was told of before."""
    towns = division[division["area_type"] == "municipality"]
    for name in HOMES:
        missing = _known(table, name) - _known(division, name)
        yield name, "area_home", _places(towns[towns["successor"].isna() & towns[name].isin(missing)])
    there, merged = _known(division, "municipality"), towns[towns["successor"].notna()]
    absent = merged["successor"].isin(_known(table, "municipality") - there)
    ends = merged["area"].map(today(division))
    circle = ends.isin(merged.loc[merged["successor"].isin(there), "area"])
    yield "successor", "area_successor", _places(merged[absent | circle])


def _known(table: pd.DataFrame, area_type: str) -> set[str]:
    return set(table.loc[table["area_type"] == area_type, "area"])


def _places(rows: pd.DataFrame) -> np.ndarray:
    return np.sort(rows.index.to_numpy(dtype=np.int64))
