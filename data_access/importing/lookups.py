"""Judges the different values of a column, each once, and keeps what came of them as a working table that the rows are joined with.

The values are never all in memory: ten million rows may have ten million different moments.
"""

from collections.abc import Callable, Iterator
from datetime import date

import pyarrow as pa
from sqlalchemy import Column

from data_access.importing.arrow import python_values, type_of
from data_access.importing.notations import Notations
from data_access.importing.typed import Typed, alias_of, sql_type
from data_access.importing.values import Fault
from data_access.importing.work import Work, name, text

BATCH = 100_000
# Moments, and what alone says which day they are in Finland: the day where they have no zone (2025-03-14T09:05:30, 14.3.2025 9.05), and the hour too
# where their zone differs from Finland's by whole hours (2025-03-14T22:30:00Z).
_MINUTES = r"[:.][0-5]\d(?:[:.][0-5]\d(?:[.,]\d+)?)?"
_DAY = rf"^(\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}\.\d{{1,2}}\.\d{{4}})[T ](?:[01]?\d|2[0-3]){_MINUTES}$"
_HOUR = rf"^((?:19[3-9]|20\d)\d-\d{{2}}-\d{{2}})[T ]([01]\d|2[0-3]){_MINUTES}(Z|[+-]\d{{2}}(?::?00)?)$"
Judge = Callable[[object], object]


def looked_up(work: Work, found: Typed, place: int, column: Column, judge: Judge, *, shorter: bool, by: str = "") -> str:
    """SQL of a judged column of the file at a place. Many moments are judged without their minutes where `shorter` allows it; `by` is then the SQL
    of what is judged."""
    raw = by or f"r.{name(column.name)}"
    lookup = _Lookup(work, found, place, column, judge)
    for number, batch in enumerate(_different(work, f"SELECT DISTINCT {raw} AS raw FROM {found.rows(place)} AS r WHERE {raw} IS NOT NULL")):
        if number and shorter and (by := _shorter(raw, batch.type)):
            return looked_up(work, found, place, column, judge, shorter=False, by=by)
        lookup.take(batch)
    return lookup.expression(raw)


def _different(work: Work, statement: str) -> Iterator[pa.Array]:
    """In batches, on a connection of its own: another statement on the same one would end the reading."""
    with work.sql.cursor() as sql:
        for batch in sql.execute(statement).to_arrow_reader(BATCH):
            yield batch.column(0)


def _shorter(raw: str, kind: pa.DataType) -> str:
    """SQL of a moment without the part of its time that does not say which day it is; empty for what is no text, or has a zone and is none."""
    if pa.types.is_timestamp(kind):
        return f"CAST({raw} AS DATE)" if kind.tz is None else ""
    hour = f"regexp_replace({raw}, {text(_HOUR)}, '\\1T\\2:00\\3')"
    return f"coalesce(nullif(regexp_extract({raw}, {text(_DAY)}, 1), ''), {hour})" if pa.types.is_string(kind) else ""


class _Lookup:
    """The judged values of a column: raw value, value and number of the fault. No table is needed where each value is as it came, or a day as
    ISO writes it."""

    def __init__(self, work: Work, found: Typed, place: int, column: Column, judge: Judge) -> None:
        self._work, self._found, self._place, self._column, self._judge = work, found, place, column, judge
        self._name = f"look_{place}_{found.table.name}_{column.name}"
        self._notations = Notations(found.table, column)
        self._held: tuple[pa.Array, list[object]] | None = None
        self._as_it_came, self._iso = True, sql_type(column) == "DATE"
        self._empty = self._wrong = self._written = False

    def take(self, batch: pa.Array) -> None:
        """Judges more values."""
        if self._held:
            self._write(*self._held)
        raws = python_values(batch)
        values = [self._judge(raw) for raw in raws]
        self._held = batch, values
        self._notations.see(raws, values)
        pairs = list(zip(raws, values, strict=True))
        self._as_it_came = self._as_it_came and batch.type == type_of(self._column) and all(value == (raw or None) for raw, value in pairs)
        self._iso = self._iso and all(raw == (value.isoformat() if isinstance(value, date) else "") for raw, value in pairs)
        self._empty = self._empty or "" in raws
        self._wrong = self._wrong or any(isinstance(value, Fault) for value in values)

    def expression(self, raw: str) -> str:
        """SQL of the column, with its working table where one is needed."""
        key = self._place, self._column.name
        self._found.refused += [(*key, fault) for fault in self._notations.faults()]
        if self._held is None:
            return f"CAST(NULL AS {sql_type(self._column)})"
        if self._as_it_came or self._iso:
            if self._written:
                self._work.sql.execute(f"DROP TABLE {self._name}")
            there = f"nullif({raw}, '')" if self._empty else raw
            return there if self._as_it_came else f"CAST({there} AS DATE)"
        self._write(*self._held)
        self._found.lookups[key] = self._name, raw
        if self._wrong:
            self._found.refused_in[key] = self._judge
        return f"{alias_of(self._column.name)}.value"

    def _write(self, raw: pa.Array, values: list[object]) -> None:
        good = pa.array([None if isinstance(value, Fault) else value for value in values], type_of(self._column))
        faults = pa.array([self._number(value) if isinstance(value, Fault) else None for value in values], pa.int32())
        self._work.sql.register("_judged", pa.table({"raw": raw, "value": good, "fault": faults}))
        self._work.sql.execute(f"INSERT INTO {self._name} FROM _judged" if self._written else f"CREATE TEMP TABLE {self._name} AS FROM _judged")
        self._work.sql.unregister("_judged")
        self._written = True

    def _number(self, fault: Fault) -> int:
        entry = self._column.name, fault.rule
        if entry not in self._found.faults:
            self._found.faults.append(entry)
        return self._found.faults.index(entry)
