"""docs/data-contract.md, written from the schema and the code lists, so that what is promised is what is checked."""

from collections.abc import Iterable

from sqlalchemy import Column, Table

from data_access.codes import Code, codes
from data_access.fields import NULL_MARKERS, UNKNOWN, Field, field
from data_access.importing.contract import EARLIEST, LATEST, REQUIRED_TABLES, ROW_DATE, allowed, area_type_of, file_name, input_tables, inputs

INTRODUCTION = """# Data contract

Written by `python -m data_access contract` from `data_access/schema.py` and `data_access/reference/code_list.csv`; do not edit by hand.

## The files
- A folder with one CSV file a table, named after the table: {files}. Required: {required}. The others may be left out.
- UTF-8 (a byte order mark is allowed), columns parted by commas, values with a comma, a quotation mark or a line break in
  quotation marks, a quotation mark inside them written twice. Line ends of any system.
- The first row is the header. Every column of the contract is there, in any order, and no other; a column of which nothing is
  known is there and empty. Columns worked out at import may not be in a file.
- A missing value is empty or one of {nulls}. Spaces around a value are cut.
- Dates are `YYYY-MM-DD` between {earliest} and {latest}, months `YYYY-MM`. The decimal mark is a point; no thousands separators.
- Codes of areas keep their leading zeros: `049`. Leave the municipality empty where it is not known. A municipality that no longer
  exists is counted as the one it was merged into; the code as it came is kept in `municipality_recorded` (of a published figure, in `area`).
- Persons, cases, coordinators and the like are pseudonyms that stay the same from one import to the next. A value that looks like a
  personal identity code (henkilötunnus) anywhere refuses the whole folder. There is no column for a person's name or free text about
  a person.
- A folder is the whole truth: what it does not hold is no longer there after the import. It is published whole or not at all.

## What must hold between values
- A key names one row. What a row refers to is in its table.
- A code is in its list and was in use on the row's own date ({row_dates}).
- A case is not opened or closed before it was referred, nor closed before it was opened. No spell ends before it starts.
- `outcome` and `goal_result` of a case are for closed cases only.
- An event without a case names its team.
- An answer to a feedback item is on the scale of the item.
- In `area.csv` the rows of a code follow each other without a gap or an overlap. A municipality has a county and an employment area that
  are in force as long as it is, and one that ends has a successor. Teams and clients are in areas of the day of import. How to write
  a change of the division: [next-division.md](next-division.md).

## The tables
"""

APPENDIX = """## Appendix: code lists
A code is valid on the days given, both included; empty = no limit. `{unknown}` need not be written: leave the value empty.
"""


def contract() -> str:
    """The whole document, Markdown."""
    parts = [_introduction(), *(_table(table) for table in input_tables()), APPENDIX.format(unknown=UNKNOWN), *map(_list, _lists())]
    return "\n".join(parts)


def _introduction() -> str:
    names = ", ".join(f"`{file_name(table.name)}`" for table in input_tables())
    return INTRODUCTION.format(
        files=names,
        required=", ".join(f"`{file_name(name)}`" for name in REQUIRED_TABLES),
        nulls=", ".join(f"`{marker}`" for marker in NULL_MARKERS if marker),
        earliest=EARLIEST,
        latest=LATEST,
        row_dates=", ".join(f"`{table}.{column}`" for table, column in ROW_DATE.items()),
    )


def _table(table: Table) -> str:
    head = f"### {file_name(table.name)}\n{table.comment}. Key: {', '.join(f'`{name}`' for name in table.info['key'])}.\n"
    title = ("column", "type", "unit", "required", "allowed", "when missing", "meaning", "example")
    rows = _rows(title, (_column(table, column) for column in inputs(table).values()))
    made = [f"- `{column.name}`: {column.comment}" for column in table.columns if field(column).derived]
    return "\n".join([head, *rows, "", *(["Worked out at import:", *made, ""] if made else [])])


def _column(table: Table, column: Column) -> tuple[str, ...]:
    promise = field(column)
    required = "yes" if promise.required else "no"
    example = f"`{promise.example}`" if promise.example else ""
    promised = (promise.kind, promise.unit, required, _allowed(table, column, promise), _missing(promise))
    return f"`{column.name}`", *promised, column.comment or "", example


def _allowed(table: Table, column: Column, promise: Field) -> str:
    area_type = area_type_of(table.name, column)
    if promise.kind == "code":
        but = [code for code in codes(promise.codes) if code not in allowed(table.name, column.name)]
        return f"list [{promise.codes}](#{promise.codes})" + (f" but {', '.join(f'`{code}`' for code in but)}" if but else "")
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


def _missing(promise: Field) -> str:
    if promise.required:
        return "refused"
    return f"`{promise.default}`" if promise.default is not None else "stays missing"


def _lists() -> list[str]:
    """The lists the tables use, once each, in the order they are met."""
    return list(dict.fromkeys(field(column).codes for table in input_tables() for column in inputs(table).values() if field(column).codes))


def _list(name: str) -> str:
    rows = _rows(("code", "Finnish", "from", "to"), (_code(code) for code in codes(name).values()))
    return "\n".join([f"### {name}\n", *rows, ""])


def _code(code: Code) -> tuple[str, ...]:
    return f"`{code.code}`", code.names["fi"], str(code.valid_from or ""), str(code.valid_to or "")


def _rows(title: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [_line(title), _line(("---",) * len(title)), *map(_line, rows)]


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
