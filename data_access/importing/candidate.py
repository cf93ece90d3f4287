"""Builds the candidate: types and checks every table, works out what is derived, fills the log, and says what speaks against publishing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Table

from data_access.importing import before
from data_access.importing.batch import Batch
from data_access.importing.checking import Checked, checked
from data_access.importing.checks import CASE_ASIDE, refers
from data_access.importing.comparing import aside_problems, control_problems, previous_problems, status_problems
from data_access.importing.contract import file_name, input_tables, inputs
from data_access.importing.deriving import insert, keep_cases, keep_places, keep_timeline
from data_access.importing.dictionaries import AREA, PROJECT, TEAM, as_type, make_code_types, make_types
from data_access.importing.division import division_findings, outside
from data_access.importing.judging import Known, typed
from data_access.importing.measuring import COUNTED_BY_MONTH, Stamp, measure, month_counts, write_revisions
from data_access.importing.problems import LISTED, Problem, Severity, more, problem
from data_access.importing.report import FileReport, Outcome, Report
from data_access.importing.steps import Stage, Step, Tell
from data_access.importing.work import Work
from data_access.schema import client_case

# Tables are checked after those they refer to.
FIRST = ("area", "team", "project", "indicator", "agreement_goal", "client_case", "case_event", "service_episode")


@dataclass(frozen=True)
class Built:
    """A candidate as built: rows of each table in force after it, what became of each file, and every problem."""

    rows: dict[str, int]
    files: tuple[FileReport, ...]
    problems: tuple[Problem, ...]
    content_hash: str

    def report(self, accept: Collection[str], outcome: Outcome = Outcome.REFUSED, run: int | None = None) -> Report:
        """The report of the import; a refused one tells of no rows in force."""
        asked = {one.rule for one in self.problems if one.severity is Severity.CONFIRM}
        accepted = tuple(sorted(asked if "all" in accept else asked & set(accept)))
        return Report(outcome, run, self.rows if outcome is not Outcome.REFUSED else {}, self.files, self.problems, accepted, self.content_hash)


def build(work: Work, batch: Batch, run: int, told: Stamp, now: datetime, key: bytes, tell: Tell) -> Built:
    """Fills the candidate. Nothing is derived from a batch that has something to refuse: its problems are told instead."""
    found, area, problems = _checked(work, batch, key, tell)
    problems = [*batch.problems, *problems]
    files = _files(batch, found)
    if any(one.severity is Severity.REFUSE for one in problems):
        return Built({}, files, tuple(one for one in problems if one.rule != CASE_ASIDE), told.content_hash)
    filled = sorted((one for one in found.values() if one.typed.readings), key=lambda one: one.typed.table.name == client_case.name)
    for place, one in enumerate(filled):
        tell(Step(Stage.WRITE, one.typed.table.name, place / len(filled)))
        if one.typed.table.name == client_case.name:  # the last, for it says what its events and services made of each case
            keep_timeline(work)
        insert(work, one, key, batch.day, area)
    tell(Step(Stage.COMPARE))
    problems += _compared(work, batch, found)
    rows = measure(work, run, told, _in_force(batch, files, run, told), before.history(), now)
    write_revisions(work, run, _revised(work))
    return Built(rows, files, tuple(problems), told.content_hash)


def _checked(work: Work, batch: Batch, key: bytes, tell: Tell) -> tuple[dict[str, Checked], pd.DataFrame, list[Problem]]:
    """Every table typed and checked, in an order in which what is referred to comes first."""
    found: dict[str, Checked] = {}
    problems: list[Problem] = []
    area, known = pd.DataFrame(), Known({}, day=batch.day)
    make_code_types(work)
    order = sorted(input_tables(), key=lambda table: FIRST.index(table.name) if table.name in FIRST else len(FIRST))
    for place, table in enumerate(order):
        tell(Step(Stage.CHECK, table.name, place / len(order)))
        readings = [one for one in batch.readings[table.name] if one.staged.file is not None]
        if len(readings) < len(batch.readings[table.name]) or _lacks(table, found):
            continue
        one = found[table.name] = checked(work, typed(work, table, readings, known, key), batch.day)
        problems += [*one.problems, *_refused(one)]
        if table.name == "area":
            area, known = _division(work, one, batch, problems)
            keep_places(work, area, batch.day)
        elif table.name == "client_case":
            keep_cases(work, one, key)
        elif table.name in ("team", "project", "indicator", "agreement_goal"):
            known = _knowing(work, one, known)
        elif table.name == "indicator_value":
            problems += _typed_areas(work, one, area)
    return found, area, problems


def _lacks(table: Table, found: dict[str, Checked]) -> bool:
    """A table that leans on a file that could not be read is not judged, so one missing file does not make a million problems."""
    needs = {"client_case": {"area", "team", "project"}, "area": set()}.get(table.name, {"area"} | ({"client_case"} if refers(table) else set()))
    return not needs <= set(found)


def _division(work: Work, one: Checked, batch: Batch, problems: list[Problem]) -> tuple[pd.DataFrame, Known]:
    """The table of areas with its own rules, and what may be referred to in it."""
    frame = work.sql.execute(f"{one.typed.select(list(inputs(one.typed.table)))} ORDER BY ALL").df()
    frame = frame.sort_values(["_file", "_row"], ignore_index=True)
    staged = one.typed.readings[0].staged
    for finding in division_findings(frame, batch.day):
        rows = [int(row) for row in finding.rows]
        lines = staged.lines({int(frame["_row"][row]) for row in rows[:LISTED]})
        told = [
            problem(staged.source.name, finding.rule, row=lines[int(frame["_row"][row])], column=finding.column, public=True, **finding.words(row))
            for row in rows[:LISTED]
        ]
        problems += [*told, *(more(told[0], len(rows) - len(told)) if told else [])]
    codes = {str(kind): frozenset(rows["area"].dropna()) for kind, rows in frame.groupby("area_type")}
    return frame, Known({}, codes, outside(frame, batch.day), batch.day)


def _knowing(work: Work, one: Checked, known: Known) -> Known:
    """What may be referred to, with the keys of one more table. A wrong row of it refuses the delivery, and is no reason to refuse others."""
    table = one.typed.table
    key = table.info["key"][0]
    keys = frozenset(value for (value,) in work.rows(f"SELECT DISTINCT {key} FROM ({one.typed.select([key])})") if value is not None)
    if table.name in (TEAM, PROJECT):
        make_types(work, {table.name: keys})
    if table.name == TEAM:
        county, rows = as_type(AREA, "any_value(county)"), one.typed.select(["team_id", "county"])
        work.sql.execute(f"CREATE TEMP TABLE teams AS SELECT team_id, {county} AS county FROM ({rows}) GROUP BY 1")
    return Known({**known.keys, table.name: keys}, known.areas, known.ended, known.day)


def _refused(one: Checked) -> list[Problem]:
    """Columns that are wrong as a whole: two notations in one column, a constant of the mapping that cannot be."""
    public = one.typed.table.info["public"]
    return [
        problem(one.typed.readings[file].staged.source.name, fault.rule, row=None, column=column, public=public, **fault.words)
        for file, column, fault in one.typed.refused
    ]


def _typed_areas(work: Work, one: Checked, area: pd.DataFrame) -> list[Problem]:
    """Published figures name the type of area beside its code."""
    known = set(zip(area["area_type"], area["area"], strict=True))
    pairs = work.rows(f"SELECT _file, min(_row), area_type, area FROM ({one.good(['area_type', 'area'])}) GROUP BY ALL ORDER BY ALL")
    wrong = [(file, row, kind, code) for file, row, kind, code in pairs if (kind, code) not in known]
    return [_area_unknown(one, *entry) for entry in wrong[:LISTED]]


def _area_unknown(one: Checked, file: int, row: int, kind: str, code: str) -> Problem:
    staged = one.typed.readings[file].staged
    return problem(staged.source.name, "area_unknown", row=staged.lines({row})[row], column="area", public=True, type=kind, shown=code)


def _files(batch: Batch, found: dict[str, Checked]) -> tuple[FileReport, ...]:
    """What became of each file that was delivered."""
    reports = []
    for table, readings in batch.readings.items():
        for place, reading in enumerate(readings):
            staged, one = reading.staged, found.get(table)
            if staged.source in batch.sources:
                aside = staged.aside + (one.aside.get(place, 0) if one else 0)
                repeated = one.repeated.get(place, 0) if one else 0
                source = staged.source
                reports.append(FileReport(source.table, source.part, source.name, source.sha256, staged.rows_in, aside, repeated))
    return tuple(reports)


def _compared(work: Work, batch: Batch, found: dict[str, Checked]) -> list[Problem]:
    problems = []
    for table, one in found.items():
        parts = frozenset(source.part for source in batch.sources if source.table == table)
        problems += [*aside_problems(one), *control_problems(work, one, batch.controls)]
        problems += status_problems(work, one) if table == "client_case" else ()
        if parts:
            name = next((source.name for source in batch.sources if source.table == table), file_name(table))
            problems += previous_problems(work, table, parts, name, batch.folder)
    return problems


def _in_force(batch: Batch, files: Sequence[FileReport], run: int, told: Stamp) -> list[dict[str, Any]]:
    """The rows of import_file: kept ones as they were, delivered ones with their counts."""
    counts = {(one.table, one.part): one for one in files}
    new = {"since_run": run, "since": told.imported_at}
    rows = []
    for row in batch.in_force:
        one = counts.get((row["table_name"], row["part"]))
        counted = {"rows_in": one.rows_in, "rows_aside": one.rows_aside, "rows_repeated": one.rows_repeated} if one else {}
        rows.append({**{key: value for key, value in row.items() if key != "run"}, **({**new, **counted} if one else {})})
    return rows


def _revised(work: Work) -> list[str]:
    """Months that were over in the import before and whose numbers are now others."""
    earlier = {place: before.class_counts(table, column, before.row_counts(table)) for place, (table, column) in enumerate(COUNTED_BY_MONTH)}
    last = max((month for counts in earlier.values() for month in counts if month), default="")
    now = {place: month_counts(work, table, column) for place, (table, column) in enumerate(COUNTED_BY_MONTH)}
    changed = {month for place in earlier for month in {*earlier[place], *now[place]} if earlier[place].get(month, 0) != now[place].get(month, 0)}
    return sorted(month for month in changed if month and month < last)
