"""Compares a candidate with what is in force and with what the sender told: what differs too much must be accepted by a person.

Only the parts that the delivery replaces are compared; a part that comes for the first time has nothing to be compared with.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from data_access.fields import field
from data_access.importing import before
from data_access.importing.checking import Checked
from data_access.importing.contract import inputs
from data_access.importing.deriving import GIVEN_UP
from data_access.importing.problems import Problem, problem
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
    """Cases whose status says another thing than their dates, by which they are counted: closed without a date of closing, waiting and opened."""
    over = f"status IN ({', '.join(map(text, GIVEN_UP))})"
    contradictions = (
        "status = 'waiting' AND opened_date IS NOT NULL",
        f"{over} AND opened_date IS NOT NULL AND closed_date IS NULL",
        f"NOT {over} AND closed_date IS NOT NULL",
        f"NOT {over} AND status <> 'waiting' AND opened_date IS NULL",
    )
    wrong = " OR ".join(f"({one})" for one in contradictions)
    rows = cases.good(["status", "opened_date", "closed_date"])
    counts = dict(work.rows(f"SELECT _file, count(*) FROM ({rows}) WHERE {wrong} GROUP BY 1"))
    for place, reading in enumerate(cases.typed.readings):
        if place in counts and reading.staged.source.kind != "kept":
            yield problem(reading.staged.source.name, "status_dates", column="status", count=counts[place])


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
