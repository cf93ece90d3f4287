"""docs/data-contract.md, written from the schema, the code lists and the rules, so that what is promised is what is checked.

The prose is in contract_files/, with the numbers and names left open that the program knows.
"""

import re
from collections.abc import Iterable
from itertools import groupby
from string import Template

from sqlalchemy import Column, Table

from data_access.codes import Code, codes
from data_access.fields import NULL_MARKERS, UNKNOWN, Field, field
from data_access.importing import archive, comparing, formats, read_csv
from data_access.importing.before import FROM_CASE
from data_access.importing.contract import (
    BEFORE_REFERRAL,
    BOTH,
    CLOSED,
    DAYS_OF_STATUS,
    EARLIEST,
    LATEST,
    NO_DAY,
    OPENED,
    REQUIRED_TABLES,
    ROW_DATE,
    allowed,
    area_type_of,
    file_name,
    input_tables,
    inputs,
)
from data_access.importing.examples import DELIVERY, FOLDER, MAPPING, example
from data_access.importing.markdown import quoted, quoted_line, rows
from data_access.importing.problems import LISTED, Rule, Severity, rules

TITLE = ("column", "type", "unit", "required", "allowed", "when missing", "meaning", "example")
APPENDIX = f"""## Appendix: code lists
A code is valid on the days given, both included; empty = no limit. `{UNKNOWN}` need not be written: leave the value empty.
"""
EFFECTS = {
    Severity.REFUSE: "refused",
    Severity.CONFIRM: "to be confirmed",
    Severity.ASIDE: "row set aside",
    Severity.COLLAPSE: "read once",
    Severity.WARN: "told",
}
ASIDE, REFUSED = "row set aside", "delivery refused"
# What becomes of a missing value where neither a default nor a requirement says it.
WORKED_OUT = {
    ("case_event", "step"): "the usual step of the event",
    ("client_case", "outcome"): "by the dates: `open`, `not_opened`, or `unknown` of a closed case",
    ("client_case", "goal_result"): "`open`, or `unknown` of a case that is closed or never opened",
    ("area", "county"): f"stays missing; of a municipality: {REFUSED}",
    ("area", "employment_area"): f"stays missing; of a municipality: {REFUSED}",
}


def contract() -> str:
    """The whole document, Markdown."""
    parts = [_prose(), *(_table(table) for table in input_tables()), APPENDIX, *map(_list, _lists())]
    return "\n".join(parts)


def _prose() -> str:
    return Template(_file("prose.txt")).substitute(
        _comparisons(),
        summary=Template(_file("summary_fi.md")).substitute(required_fi=" ja ".join(quoted(map(file_name, REQUIRED_TABLES)))),
        required=_files(REQUIRED_TABLES),
        others=_files(table.name for table in input_tables() if table.name not in REQUIRED_TABLES),
        public=quoted_line(table.name for table in input_tables() if table.info["public"]),
        pseudonyms=quoted_line(dict.fromkeys(name for table in input_tables() for name, one in inputs(table).items() if field(one).pseudonym)),
        nulls=quoted_line(marker for marker in NULL_MARKERS if marker),
        open=quoted_line(map(str, formats.OPEN_ENDED)),
        earliest=f"`{EARLIEST}`",
        latest=f"`{LATEST}`",
        row_dates=quoted_line(f"{table}.{column}" for table, column in ROW_DATE.items()),
        statuses=_statuses(),
        before=quoted_line(BEFORE_REFERRAL["case_event"][1]),
        limit=f"{archive.MAX_BYTES / 1e9:g} GB",
        members=f"{archive.MAX_MEMBERS:,}".replace(",", " "),
        row=f"{read_csv.BLOCK >> 20}",
        listed=str(LISTED),
        mapping=MAPPING.read_text(encoding="utf-8"),
        example=_delivery(),
        rules=_rules(),
    )


def _statuses() -> str:
    """Which dates each status goes with; statuses of the same dates together."""
    words = {NO_DAY: "neither date", OPENED: "`opened_date` alone", CLOSED: "`closed_date` alone", BOTH: "both dates"}
    groups = groupby(DAYS_OF_STATUS, DAYS_OF_STATUS.__getitem__)
    return "; ".join(f"{quoted_line(some)} {' or '.join(words[one] for one in days)}" for days, some in groups)


def _comparisons() -> dict[str, str]:
    return {
        "fell": f"−{comparing.FELL:.0%}",
        "grew": f"+{comparing.GREW:.0%}",
        "overlap": f"{comparing.OVERLAP:.0%}",
        "aside": f"{comparing.MOST_ASIDE:.0%}",
        "few": str(comparing.FEW),
        "few_aside": str(comparing.FEW_ASIDE),
    }


def _file(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _files(tables: Iterable[str]) -> str:
    return quoted_line(map(file_name, tables))


def _delivery() -> str:
    """The files of the example, in the order of the contract and the controls last."""
    order = [*(file_name(table) for table in ("team", "client_case", "case_event")), "control.csv"]
    return "".join(f"`{name}`\n```\n{(DELIVERY / name).read_text(encoding='utf-8')}```\n\n" for name in order)


def _rules() -> str:
    order = list(EFFECTS)
    found = sorted(((name, rule) for name, rule in rules().items() if name != "more"), key=lambda one: (order.index(one[1].severity), one[0]))
    return "\n".join([*rows(("rule", "what happens", "sentence"), (_rule(name, rule) for name, rule in found)), ""])


def _rule(name: str, rule: Rule) -> tuple[str, ...]:
    sentence = re.sub(r"\{\w+\}", "…", rule.sentences["en"].replace("{shown}", ""))
    return f"`{name}`", EFFECTS[rule.severity], sentence.replace("|", "\\|")


def _table(table: Table) -> str:
    about = "" if table.info["public"] else " About persons."
    head = f"### {file_name(table.name)}\n{table.comment}.{about} Key: {quoted_line(table.info['key'])}.\n"
    lines = rows(TITLE, (_column(table, column) for column in inputs(table).values()))
    made = [f"- `{column.name}`: {column.comment}" for column in table.columns if field(column).derived]
    return "\n".join([head, *lines, "", *(["Worked out at import:", *made, ""] if made else [])])


def _column(table: Table, column: Column) -> tuple[str, ...]:
    promise = field(column)
    required = "yes" if promise.required else "no"
    promised = (promise.kind, promise.unit, required, _allowed(table, column, promise), _missing(table, column, promise))
    return f"`{column.name}`", *promised, column.comment or "", f"`{example(table, column)}`"


def _allowed(table: Table, column: Column, promise: Field) -> str:
    area_type = area_type_of(table.name, column)
    if promise.kind == "code":
        but = [code for code in codes(promise.codes) if code not in allowed(table.name, column.name)]
        return f"list [{promise.codes}](#{promise.codes})" + (f" but {quoted_line(but)}" if but else "")
    if area_type:
        return f"{area_type} of `area.csv`"
    if promise.refers:
        return f"key of `{file_name(promise.refers)}`"
    return _range(promise)


def _range(promise: Field) -> str:
    if promise.low is None and promise.high is None:
        return ""
    low, high = ("" if end is None else f"{end:g}" for end in (promise.low, promise.high))
    return f"{low} to {high}" if high else f"{low} or more"


def _missing(table: Table, column: Column, promise: Field) -> str:
    """What happens to a row without a value."""
    if promise.required:
        return REFUSED if table.info["public"] else ASIDE
    filled = WORKED_OUT.get((table.name, column.name)) or (f"`{promise.default}`" if promise.default is not None else "stays missing")
    if table.name == "client_case" or column.name not in FROM_CASE or "case_id" not in inputs(table):
        return filled
    if field(inputs(table)["case_id"]).required:
        return "taken from the case"
    return f"taken from the case; without a case: {ASIDE if column.name == 'team_id' else filled}"


def _lists() -> list[str]:
    """The lists the tables use, once each, in the order they are met."""
    return list(dict.fromkeys(field(column).codes for table in input_tables() for column in inputs(table).values() if field(column).codes))


def _list(name: str) -> str:
    lines = rows(("code", "Finnish", "Swedish", "English", "from", "to"), (_code(code) for code in codes(name).values()))
    return "\n".join([f"### {name}\n", *lines, ""])


def _code(code: Code) -> tuple[str, ...]:
    names = (code.names[language] for language in ("fi", "sv", "en"))
    return f"`{code.code}`", *names, str(code.valid_from or ""), str(code.valid_to or "")
