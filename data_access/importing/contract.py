"""The contract of the import as the importer asks it: which files, which columns, which codes, and what must hold between columns.

Columns, types and units come from data_access/schema.py; here are only the rules that one column cannot state of itself.
"""

from datetime import date
from functools import cache

from sqlalchemy import Column, Table

from data_access.codes import Code, codes
from data_access.fields import field, input_columns
from data_access.schema import INPUT_TABLES, METADATA

REQUIRED_TABLES = ("client_case", "team")
EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)

# The day on which the codes of a row must be in use.
ROW_DATE = {
    "client_case": "referred_date",
    "case_event": "event_date",
    "service_episode": "referred_date",
    "status_spell": "from_date",
    "job_spell": "from_date",
    "measurement": "measured_date",
    "goal": "set_date",
    "feedback_answer": "answered_date",
}

# A date may not come before the first of the named dates that is known.
ORDER: dict[str, dict[str, tuple[str, ...]]] = {
    "client_case": {"opened_date": ("referred_date",), "closed_date": ("opened_date", "referred_date")},
    "service_episode": {"started_date": ("referred_date",), "ended_date": ("started_date", "referred_date")},
    "status_spell": {"to_date": ("from_date",)},
    "job_spell": {"to_date": ("from_date",)},
    "goal": {"scored_date": ("set_date",)},
    "area": {"valid_to": ("valid_from",)},
    "team_area": {"to_date": ("from_date",)},
    "team_member": {"to_date": ("from_date",)},
    "project": {"to_date": ("from_date",)},
    "area_programme": {"to_date": ("from_date",)},
}

# Dates of what has happened: none lies after the day of import (an event that is planned may).
FUTURE = {
    "client_case": ("referred_date", "opened_date", "closed_date"),
    "case_event": ("event_date", "recorded_at"),
    "status_spell": ("from_date",),
    "measurement": ("measured_date",),
    "goal": ("set_date", "scored_date"),
    "feedback_answer": ("answered_date",),
}

# Dates that do not come before the referral of the case, but for the events by which the need was seen and the referral made.
BEFORE_REFERRAL: dict[str, tuple[str, tuple[str, ...]]] = {
    "case_event": ("event_date", ("NEED_ID", "REF_SENT", "REF_RECV", "CONSULT", "NETWORK_MTG")),
    "service_episode": ("referred_date", ()),
}

# Columns that hold an area, and of which type.
AREA_COLUMNS = {"municipality": "municipality", "successor": "municipality", "county": "county", "employment_area": "employment_area"}
COUNTY_TABLES = ("area_programme", "maturity_status", "network_structure", "recommendation_status")

# Codes the importer gives itself; in a file they would contradict the dates.
WORKED_OUT = {("client_case", "outcome"): ("open", "not_opened"), ("client_case", "goal_result"): ("open",)}
ONLY_WHEN_CLOSED = ("outcome", "goal_result")
# The statuses of a case that is over, and which of its days each status may have: none, of opening, of closing, or both.
OVER = ("closed", "redirected", "interrupted")
NO_DAY, OPENED, CLOSED, BOTH = "", "opened", "closed", "opened closed"
DAYS_OF_STATUS = {
    "waiting": (NO_DAY,),
    "in_assessment": (NO_DAY, OPENED),
    "planned": (NO_DAY, OPENED),
    "in_services": (OPENED,),
    "in_follow_up": (OPENED,),
    "closed": (BOTH,),
    "redirected": (NO_DAY, CLOSED, BOTH),
    "interrupted": (NO_DAY, CLOSED, BOTH),
}


def file_name(table: str) -> str:
    """The file a table is read from."""
    return f"{table}.csv"


def input_tables() -> tuple[Table, ...]:
    """The tables a sender may bring, in the order of the contract."""
    return tuple(METADATA.tables[name] for name in INPUT_TABLES)


def derived_names(table: Table) -> set[str]:
    """Columns that are worked out at import and may not be in a file."""
    return {column.name for column in table.columns if field(column).derived}


@cache
def allowed(table: str, column: str) -> dict[str, Code]:
    """The codes a file may hold in a code column: the list without totals (for tables about persons) and without what is worked out."""
    owner = METADATA.tables[table]
    banned = {*WORKED_OUT.get((table, column), ()), *(() if owner.info["public"] else ("all",))}
    return {code: entry for code, entry in codes(field(owner.columns[column]).codes).items() if code not in banned}


def area_type_of(table: str, column: Column) -> str | None:
    """The type of area a column holds codes of, or None."""
    if column.name == "area" and table in COUNTY_TABLES:
        return "county"
    return None if field(column).derived else AREA_COLUMNS.get(column.name)


def of_the_day(table: Table) -> bool:
    """Whether the areas of a table must be those of the day of import: clients and teams are placed on its map, published history is not."""
    return table.name == "team" or not table.info["public"]


def is_identity(table: Table, column: Column) -> bool:
    """Whether nearly every row has its own value: keys and pseudonyms of facts, against columns of few values repeated over and over."""
    promise = field(column)
    if table.info["public"]:
        return False
    return promise.kind == "text" and (column.name in table.info["key"] or column.name == "person_id" or promise.refers == "client_case")


def inputs(table: Table) -> dict[str, Column]:
    """The columns of a file by name."""
    return {column.name: column for column in input_columns(table)}


def usual_step(column: str) -> str:
    """SQL of the step of the path an event usually belongs to, from the column of its code; null where it belongs to none."""
    known = " ".join(f"WHEN '{code}' THEN '{entry.detail}'" for code, entry in codes("event").items() if entry.detail)
    return f"CASE {column} {known} END"
