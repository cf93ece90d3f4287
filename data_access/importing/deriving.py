"""Works out the derived columns of checked tables, as SQL from the typed rows into the candidate, so that no question needs a join.

Only events that were held count towards the path of a case. What happened before the referral reaches a step but measures no waiting time.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd
from sqlalchemy import Table

from data_access import areas
from data_access.codes import bounds
from data_access.fields import UNKNOWN, field
from data_access.importing.arrow import as_arrow
from data_access.importing.before import RECORDED
from data_access.importing.checking import Checked
from data_access.importing.contract import OVER, inputs, usual_step
from data_access.importing.dictionaries import AREA, PROJECT, TEAM, as_type, make_types, of_list
from data_access.importing.figures import figures
from data_access.importing.pseudonyms import record_key_sql
from data_access.importing.work import Work, name, text
from data_access.schema import METADATA

PERSON = ("sex", "age_class")
STEPS = range(2, 7)
MEETINGS = ("INTAKE", "CONTACT")
DAYS = {
    ("client_case", "days_in_service"): ("opened_date", "closed_date"),
    ("case_event", "days_to_record"): ("event_date", "recorded_at"),
    ("service_episode", "days_to_start"): ("referred_date", "started_date"),
    ("service_episode", "days_in_service"): ("started_date", "ended_date"),
    ("job_spell", "days_in_job"): ("from_date", "to_date"),
}
AGE = "(year(coalesce(f.opened_date, f.referred_date)) - f.birth_year)"
NEVER = f"(f.opened_date IS NULL AND (f.closed_date IS NOT NULL OR f.status IN ({', '.join(map(text, OVER))})))"


def keep_places(work: Work, area: pd.DataFrame, day: date) -> None:
    """Keeps as `places` where each municipality code there has been belongs in the division of the day. `area` is the typed table of areas."""
    belongs = areas.belongs(areas.in_force(area.astype(object), day)).rename_axis("code").reset_index().astype("string")
    make_types(work, {AREA: {*area["area"].dropna(), *belongs.stack().dropna()}})
    work.sql.register("_belongs", belongs)
    typed = ", ".join(f"{as_type(AREA, str(one))} AS {one}" for one in belongs if one != "code")
    work.sql.execute(f"CREATE TEMP TABLE places AS SELECT code, {typed} FROM _belongs")
    work.sql.unregister("_belongs")


def keep_cases(work: Work, cases: Checked, key: bytes) -> None:
    """Keeps as `cases` what the rows of other tables take from their case, and as `cases_aside` the cases set aside. `teams` must be there."""
    wanted = ["case_id", "person_id", "referred_date", "opened_date", "birth_year", "sex", "team_id", "coordinator_id", "project", "municipality"]
    person = {"sex": _default("client_case", "sex"), "age_class": _class("age_class", AGE)}
    scope = {**_own_scope(), **{column: as_type(of_list(column), sql) for column, sql in person.items()}}
    del scope[RECORDED]
    scope["person_key"] = record_key_sql(key, "person", "f.person_id")
    columns = ", ".join(f"{sql} AS {name(column)}" for column, sql in scope.items())
    work.sql.execute(
        f"CREATE TEMP TABLE cases AS SELECT f.case_id, f.person_id, f.referred_date, {columns} FROM ({cases.good(wanted)}) AS f {_PLACED}"
    )
    work.sql.execute(f"CREATE TEMP TABLE cases_aside AS SELECT DISTINCT case_id FROM ({cases.left_out('case_id')}) ANTI JOIN cases USING (case_id)")


def keep_timeline(work: Work) -> None:
    """Keeps as `timeline` and `first_services` what became of each case, from the events and episodes in the candidate: furthest step, days to
    each step, first service."""
    days = ", ".join(f"min(days) FILTER (step = '{step}' AND days >= 0) AS days_to_step_{step}" for step in STEPS)
    meeting = f"min(days) FILTER (event_code IN ({', '.join(map(text, MEETINGS))}) AND days >= 0) AS days_to_first_meeting"
    work.sql.execute(
        f"CREATE TEMP TABLE timeline AS SELECT case_id, max(step) AS reached_step, max(event_date) AS last_event_date, {days}, {meeting} FROM ("
        "SELECT e.case_id, e.event_code, e.event_date, e.step, e.event_date - c.referred_date AS days "
        "FROM new.case_event AS e JOIN cases AS c ON c.case_id = e.case_id WHERE e.status = 'held') GROUP BY case_id"
    )
    work.sql.execute(
        "CREATE TEMP TABLE first_services AS SELECT case_id, arg_min(service, {'day': started_date, 'id': episode_id}) AS service "
        "FROM new.service_episode WHERE started_date IS NOT NULL GROUP BY case_id"
    )


def insert(work: Work, found: Checked, key: bytes, day: date, area: pd.DataFrame) -> None:
    """Writes the good rows of a table into the candidate, with all its columns."""
    table = found.typed.table
    if table.name == "indicator_value":
        frame = work.sql.execute(found.good(list(inputs(table)))).df().rename(columns={"_part": "part"})
        work.sql.register("_rows", as_arrow(table, figures(_filled(table, frame), area, day)))
        work.sql.execute(f"INSERT INTO new.{table.name} SELECT {', '.join(name(column.name) for column in table.columns)} FROM _rows")
        work.sql.unregister("_rows")
        return
    derived = {**_dates(table), **_scoped(table), **_own(table, key), "part": "f._part"}
    columns = [derived.get(column.name) or _default(table.name, column.name) for column in table.columns]
    names = ", ".join(name(column.name) for column in table.columns)
    wanted = [one for one in inputs(table) if one != "person_id"]  # made a pseudonym once, in `cases`
    work.sql.execute(f"INSERT INTO new.{table.name} ({names}) SELECT {', '.join(columns)} FROM ({found.good(wanted)}) AS f {_joined(table)}")


_PLACED = "LEFT JOIN places AS p ON p.code = f.municipality LEFT JOIN teams AS t ON t.team_id = f.team_id"
_CASE = "LEFT JOIN cases AS c ON c.case_id = f.case_id"
_PATH = (
    "JOIN cases AS k ON k.case_id = f.case_id LEFT JOIN timeline AS l ON l.case_id = f.case_id LEFT JOIN first_services AS s ON s.case_id = f.case_id"
)


def _joined(table: Table) -> str:
    if not _has_scope(table):
        return ""
    return f"{_PLACED} {_PATH if table.name == 'client_case' else _CASE if 'case_id' in table.columns else ''}"


def _has_scope(table: Table) -> bool:
    return RECORDED in table.columns


def _default(table: str, column: str) -> str:
    """A column of the sender, with the contract's default where it is missing and has one."""
    default = field(METADATA.tables[table].columns[column]).default
    return f"f.{name(column)}" if default is None else f"coalesce(f.{name(column)}, {text(default)})"


def _own_scope() -> dict[str, str]:
    """The keys of scope of a row that stands for itself: its municipality today, or the county of its team where that is not known."""
    unknown = as_type(AREA, text(UNKNOWN))
    return {
        "team_id": as_type(TEAM, "f.team_id"),
        "coordinator_id": f"coalesce(f.coordinator_id, {text(UNKNOWN)})",
        "project": as_type(PROJECT, "coalesce(f.project, 'none')"),
        RECORDED: as_type(AREA, f"coalesce(f.municipality, {text(UNKNOWN)})"),
        "municipality": f"coalesce(p.municipality, {unknown})",
        "county": f"coalesce(p.county, t.county, {unknown})",
        "employment_area": f"coalesce(p.employment_area, {unknown})",
    }


def _scoped(table: Table) -> dict[str, str]:
    """The keys of scope and person, from the case where the row has one."""
    if not _has_scope(table):
        return {}
    own = _own_scope()
    if table.name == "client_case" or "case_id" not in table.columns:
        return own
    of_case = {column: f"coalesce(c.{column}, {sql})" for column, sql in own.items()}
    person = {column: f"coalesce(c.{column}, {as_type(of_list(column), text(UNKNOWN))})" for column in PERSON}
    alone = {RECORDED: f"CASE WHEN f.case_id IS NULL THEN {own[RECORDED]} END"}
    return {**of_case, **person, "person_key": "c.person_key", **alone}


def _dates(table: Table) -> dict[str, str]:
    """Each `x_month` from `x_date`, and the durations of DAYS; a duration against the order of time is no duration."""
    months = {f"{column.removesuffix('_date')}_month": column for column in inputs(table) if column.endswith("_date")}
    found = {month: f"strftime(f.{column}, '%Y-%m')" for month, column in months.items() if month in table.columns}
    for (owner, column), (first, last) in DAYS.items():
        if owner == table.name:
            found[column] = f"CASE WHEN f.{last} >= f.{first} THEN f.{last} - f.{first} END"
    return found


def _own(table: Table, key: bytes) -> dict[str, str]:
    """What only this table has, and the keyed hash of the row's identity."""
    found = {}
    if "record_key" in table.columns:
        found["record_key"] = record_key_sql(key, table.name, " || '|' || ".join(f"f.{name(one)}" for one in table.info["key"]))
    if table.name == "case_event":
        found["step"] = f"coalesce(f.step, {usual_step('f.event_code')})"
    return {**found, **(_case_columns() if table.name == "client_case" else {})}


def _case_columns() -> dict[str, str]:
    path = [*(f"days_to_step_{step}" for step in STEPS), "days_to_first_meeting", "last_event_date"]
    return {
        "person_id": "k.person_id",
        "person_key": "k.person_key",
        "age_at_start": AGE,
        "age_class": _class("age_class", AGE),
        "unemployment_class": _class("unemployment_class", "f.unemployment_months"),
        "outcome": f"coalesce(f.outcome, CASE WHEN {NEVER} THEN 'not_opened' WHEN f.closed_date IS NOT NULL THEN '{UNKNOWN}' ELSE 'open' END)",
        "goal_result": f"coalesce(f.goal_result, CASE WHEN {NEVER} OR f.closed_date IS NOT NULL THEN '{UNKNOWN}' ELSE 'open' END)",
        "first_service": "coalesce(s.service, 'none')",
        "reached_step": f"coalesce(l.reached_step, {as_type(of_list('step'), text('1'))})",
        **{column: f"l.{column}" for column in path},
    }


def _class(list_name: str, expression: str) -> str:
    """The class of a number; `unknown` where it is missing or outside all."""
    tests = " ".join(f"WHEN {expression} >= {low} AND {expression} < {_number(high)} THEN {text(code)}" for low, high, code in bounds(list_name))
    return f"(CASE {tests} ELSE {text(UNKNOWN)} END)"


def _number(value: float) -> str:
    return "'infinity'::DOUBLE" if value == float("inf") else repr(value)


def _filled(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    defaults: Mapping[str, str] = {one: str(field(column).default) for one, column in inputs(table).items() if field(column).default is not None}
    return frame.fillna(dict(defaults))
