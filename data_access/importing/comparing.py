"""Compares a candidate with what is in force and with what the sender told: what differs too much must be accepted by a person.

Only the parts that the delivery replaces are compared; a part that comes for the first time has nothing to be compared with.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from data_access.fields import field
from data_access.importing import before
from data_access.importing.checking import Checked
from data_access.importing.contract import BOTH, CLOSED, DAYS_OF_STATUS, NO_DAY, OPENED, inputs
from data_access.importing.problems import LISTED, Problem, more, problem
from data_access.importing.staged import Control
from data_access.importing.work import Work, name, text
from data_access.schema import METADATA

FELL, GREW, OVERLAP, MOST_ASIDE = 0.30, 0.50, 0.50, 0.05
# Below this many rows a change of a few is not worth a question.
FEW = 50
FEW_ASIDE = 10
FILLED_IN = ("unknown", "none", "all", "open", "not_opened")
IDS = {"client_case": "person_id"}


def aside_problems(found: Checked) -> Iterator[Problem]:
    """Files of which too large a share would be set aside for faults of their own: a few among many, or all."""
    for place, reading in enumerate(found.typed.readings):
        staged = reading.staged
        count = found.faulty.get(place, 0) + staged.aside
        if count > max(FEW_ASIDE, MOST_ASIDE * staged.rows_in) or count == staged.rows_in > 1:
            yield problem(staged.source.name, "too_many_aside", share=_percent(count / staged.rows_in), limit=_percent(MOST_ASIDE))


def control_problems(work: Work, found: Checked, controls: Sequence[Control]) -> Iterator[Problem]:
    """Numbers of rows and sums that are not what the sender told."""
    for place, reading in enumerate(found.typed.readings):
        source = reading.staged.source
        for control in (one for one in controls if one.name == source.name):
            if control.column is None:
                if reading.staged.rows_in != control.value:
                    yield problem(source.name, "control_rows", now=reading.staged.rows_in, told=f"{control.value:g}")
                continue
            rows = found.typed.select([control.column])
            total = work.rows(f"SELECT coalesce(sum(CAST({name(control.column)} AS DOUBLE)), 0) FROM ({rows}) WHERE _file = {place}")[0][0]
            if abs(total - control.value) > 1e-6 * max(1.0, abs(control.value)):
                yield problem(source.name, "control_sum", column=control.column, now=f"{total:g}", told=f"{control.value:g}")


def status_problems(work: Work, cases: Checked) -> Iterator[Problem]:
    """Delivered cases whose status and days contradict each other (DAYS_OF_STATUS). They are kept as they are: only the sender knows which is
    right, and was told of those in force when they came."""
    there = f"CASE WHEN opened_date IS NULL THEN {_either(CLOSED, NO_DAY)} ELSE {_either(BOTH, OPENED)} END"
    tests = " OR ".join(f"(status = {text(status)} AND days NOT IN ({', '.join(map(text, days))}))" for status, days in DAYS_OF_STATUS.items())
    rows = cases.good(["status", "opened_date", "closed_date"])
    wrong = (
        "SELECT _file, _row, count(*) OVER of_file AS n, row_number() OVER (of_file ORDER BY _row) AS place "
        f"FROM (SELECT *, {there} AS days FROM ({rows})) WHERE {tests} WINDOW of_file AS (PARTITION BY _file)"
    )
    found = work.rows(f"SELECT _file, _row, n FROM ({wrong}) WHERE place <= {LISTED} ORDER BY ALL")
    for file, group in groupby(found, key=lambda one: int(one[0])):
        staged, some = cases.typed.readings[file].staged, list(group)
        if staged.source.kind != "kept":
            lines = staged.lines({row for _, row, _ in some})
            told = [problem(staged.source.name, "status_dates", row=lines[row], column="status") for _, row, _ in some]
            yield from (*told, *more(told[0], some[0][2] - len(told)))


def _either(closed: str, not_closed: str) -> str:
    return f"CASE WHEN closed_date IS NULL THEN {text(not_closed)} ELSE {text(closed)} END"


def previous_problems(work: Work, table: str, parts: frozenset[str], file: str, folder: Path) -> Iterator[Problem]:
    """What differs too much from the rows in force that the delivered `parts` of a table replace."""
    earlier = before.row_counts(table)
    replaced = frozenset(earlier) if "" in parts else frozenset(earlier) & parts
    had = sum(earlier[part] for part in replaced)
    if not had:
        return
    among = "true" if "" in parts else f"part IN ({', '.join(map(text, sorted(replaced)))})"
    has = work.one(f"SELECT count(*) FROM new.{table} WHERE {among}")
    yield from _rows(file, had, has)
    if not METADATA.tables[table].info["public"]:
        yield from _classes(work, table, replaced, among, file)
    if table in IDS:
        yield from _ids(work, table, IDS[table], replaced, among, file, folder)


def _rows(file: str, had: int, has: int) -> Iterator[Problem]:
    if max(had, has) < FEW:
        return
    if has < had * (1 - FELL):
        yield problem(file, "rows_fell", now=has, before=had, limit=_percent(FELL))
    if has > had * (1 + GREW):
        yield problem(file, "rows_grew", now=has, before=had, limit=_percent(GREW))


def _classes(work: Work, table: str, replaced: frozenset[str], among: str, file: str) -> Iterator[Problem]:
    """Codes with a fair number of rows that are gone altogether."""
    for column in (one for one, promise in inputs(METADATA.tables[table]).items() if field(promise).kind == "code"):
        now: Mapping[str, int] = dict(work.rows(f"SELECT {name(column)}, count(*) FROM new.{table} WHERE {among} GROUP BY 1"))
        for code, count in before.class_counts(table, column, replaced).items():
            if count >= FEW and code not in now and code not in FILLED_IN:
                yield problem(file, "class_vanished", column=column, code=code, before=count)


def _ids(work: Work, table: str, column: str, replaced: frozenset[str], among: str, file: str, folder: Path) -> Iterator[Problem]:
    """Identifiers of which most are new: the key of the pseudonyms may be another."""
    kept = folder / f"ids_{table}.parquet"
    had = before.ids(table, column, replaced, kept)
    if had < FEW:
        return
    there = work.one(
        f"SELECT count(*) FROM read_parquet({text(str(kept))}) AS o SEMI JOIN (SELECT {name(column)} FROM new.{table} WHERE {among}) AS n "
        f"ON n.{name(column)} = o.{name(column)}"
    )
    if there < OVERLAP * had:
        yield problem(file, "ids_changed", column=column, share=_percent(there / had), limit=_percent(OVERLAP))


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"
