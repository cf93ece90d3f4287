"""Finds the rows that break a rule: values, missing values, what must hold between columns, references to cases, and keys that stand twice.

One pass over a table gives all its wrong rows; only those that are listed are looked at again. What is left out of `Checked.good` is counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Table

from data_access.importing.checks import CASE_ASIDE, Check, checks_of, no_words, refers
from data_access.importing.contract import inputs
from data_access.importing.problems import LISTED, Problem, more, of_earlier, problem
from data_access.importing.twins import DIFFERENT, RENEWED, RULES, SAME, find_twins
from data_access.importing.typed import Typed
from data_access.importing.work import Work, name


@dataclass(frozen=True)
class Checked:
    """A table after its checks. `good` selects the rows to keep (a function of the columns wanted). By file, `aside` counts the rows set
    aside, `faulty` those of them with a fault of their own, `repeated` those read once. `bad` is the working table of the rows left out,
    empty where there is none."""

    typed: Typed
    bad: str
    problems: tuple[Problem, ...]
    aside: dict[int, int]
    faulty: dict[int, int]
    repeated: dict[int, int]

    def good(self, columns: Sequence[str]) -> str:
        """SQL of the rows that may be published."""
        rows = self.typed.select(columns)
        return f"SELECT t.* FROM ({rows}) AS t ANTI JOIN {self.bad} AS b ON b._file = t._file AND b._row = t._row" if self.bad else rows

    def left_out(self, column: str) -> str:
        """SQL of a column of the rows that may not."""
        rows = self.typed.select([column])
        return f"SELECT t.{name(column)} FROM ({rows}) AS t " + (
            f"SEMI JOIN {self.bad} AS b ON b._file = t._file AND b._row = t._row" if self.bad else "WHERE false"
        )


def checked(work: Work, typed: Typed, day: date) -> Checked:
    """Checks a table on the day of import. Cases must have been kept as the working tables `cases` and `cases_aside` before tables that
    refer to them."""
    if not typed.readings:
        return Checked(typed, "", (), {}, {}, {})
    bad, checks = f"bad_{typed.table.name}", checks_of(typed, day)
    _find(work, typed, checks, bad)
    find_twins(work, typed, bad)
    found = _problems(work, typed, checks, bad)
    aside = _by_file(work, f"SELECT _file, count(DISTINCT _row) FROM {bad} WHERE k NOT IN ({SAME}, {RENEWED}) GROUP BY _file")
    follows = [str(len(typed.faults) + place) for place, check in enumerate(checks) if check.rule == CASE_ASIDE]
    innocent = ", ".join([str(SAME), str(RENEWED), *follows])
    faulty = _by_file(work, f"SELECT _file, count(DISTINCT _row) FROM {bad} WHERE k NOT IN ({innocent}) GROUP BY _file")
    repeated = _by_file(work, f"SELECT _file, count(*) FROM {bad} WHERE k = {SAME} GROUP BY _file")
    return Checked(typed, bad if work.one(f"SELECT count(*) FROM {bad}") else "", tuple(found), aside, faulty, repeated)


def _find(work: Work, typed: Typed, checks: Sequence[Check], bad: str) -> None:
    """All wrong rows in one pass: `_file`, `_row`, `k` (a fault of a value, or a check counted on from there)."""
    first, of_case = len(typed.faults), refers(typed.table)
    columns = sorted({column for check in checks for column in _columns(typed.table, check)} | ({"case_id"} if of_case else set()))
    tests = ["CAST(NULL AS INTEGER)", *(f"CASE WHEN {check.wrong} THEN {first + place} END" for place, check in enumerate(checks))]
    marks = f"list_filter([{', '.join([*(name('_f_' + one) for one in typed.faulty), *tests])}], lambda x: x IS NOT NULL)"
    wrong = " OR ".join([*(f"{name('_f_' + one)} IS NOT NULL" for one in typed.faulty), *(check.wrong for check in checks)]) or "false"
    rows = f"SELECT _file, _row, {marks} AS found FROM ({typed.select(columns, faults=True)}) AS t {CASE if of_case else ''} WHERE {wrong}"
    work.sql.execute(f"CREATE TEMP TABLE {bad} AS SELECT _file, _row, unnest(found) AS k FROM ({rows})")


CASE = (
    "LEFT JOIN (SELECT case_id AS _case, referred_date AS _referred, false AS _aside FROM cases "
    "UNION ALL SELECT case_id, NULL, true FROM cases_aside) AS c ON c._case = t.case_id"
)


def _columns(table: Table, check: Check) -> set[str]:
    known = set(inputs(table))
    return {column for column in (check.column, *check.needs) if column in known}


def _by_file(work: Work, statement: str) -> dict[int, int]:
    return {int(file): int(count) for file, count in work.rows(statement)}


def _problems(work: Work, typed: Typed, checks: Sequence[Check], bad: str) -> list[Problem]:
    """The wrong rows as problems, the first of each kind listed with their rows, the others counted."""
    told = f"FROM {bad} WHERE k <> {RENEWED}"
    counts = {(file, k): count for file, k, count in work.rows(f"SELECT _file, k, count(*) {told} GROUP BY ALL ORDER BY ALL")}
    some = work.rows(f"SELECT _file, k, _row {told} QUALIFY row_number() OVER (PARTITION BY _file, k ORDER BY _row) <= {LISTED} ORDER BY ALL")
    found = []
    for (file, k), count in counts.items():
        rows = [row for of, kind, row in some if (of, kind) == (file, k)]
        found += _told(work, typed, checks, file, k, rows, count)
    return found


def _told(work: Work, typed: Typed, checks: Sequence[Check], file: int, k: int, rows: Sequence[int], count: int) -> list[Problem]:
    table, staged = typed.table, typed.readings[file].staged
    kept = staged.source.kind == "kept"
    lines = staged.lines(set(rows))
    first = len(typed.faults)
    rules = {**RULES, **({DIFFERENT: "key_in_force"} if kept and not table.info["public"] else {})}
    column, rule = (table.info["key"][0], rules[k]) if k < 0 else typed.faults[k] if k < first else (checks[k - first].column, checks[k - first].rule)

    def words(row: int) -> dict[str, str]:
        if k < 0:
            return {"key": ", ".join(table.info["key"])}
        if k < first:
            return typed.words(work, file, row, column)
        check = checks[k - first]
        return check.words(_row(work, typed, file, row, (column, *check.needs))) if check.words is not no_words else {}

    told = [problem(staged.source.name, rule, row=lines[row], column=column, public=table.info["public"], **words(row)) for row in rows]
    told = list(map(of_earlier, told)) if kept else told
    return [*told, *more(told[0], count - len(told))]


def _row(work: Work, typed: Typed, file: int, row: int, columns: Sequence[str]) -> dict[str, object]:
    found = work.rows(f"SELECT {', '.join(map(name, columns))} FROM ({typed.select(columns)}) WHERE _file = {file} AND _row = {row}")
    return dict(zip(columns, found[0], strict=True))
