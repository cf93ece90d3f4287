"""Turns one value into the type of its column, or says why it cannot be in it.

Columns of few values are judged value by value, not row by row: ten million dates are a few thousand different days.
"""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from sqlalchemy import Column, Table

from data_access.fields import NULL_MARKERS, Field, field
from data_access.importing import formats
from data_access.importing.contract import EARLIEST, LATEST, allowed, area_type_of, file_name
from data_access.importing.formats import Wrong, cleaned
from data_access.importing.personal import is_free_text, is_hetu, looks_named, looks_personal

LARGEST = 2**31 - 1
BOOLEANS = {"true": "yes", "false": "no"}
AREA_DIGITS = {"municipality": 3, "county": 2, "employment_area": 2}


@dataclass(frozen=True)
class Fault:
    """Why a value is kept out: a rule of rules.toml and the words of its sentence."""

    rule: str
    words: dict[str, str]


def judge(table: Table, column: Column, value: object, known: frozenset[str] | None = None) -> object:
    """The value in our type (str, int, float or date), None where it is missing, or the Fault that keeps it out.

    `value` is text, or typed as it came from Parquet. `known` are the keys a column may refer to.
    """
    promise = field(column)
    try:
        found = _read(table, column, promise, value)
    except Wrong as wrong:
        return _fault(table, wrong.rule, value)
    if isinstance(found, Fault) or found is None:
        return found
    if known is not None and found not in known and found != promise.default:
        return _fault(table, "reference", value, target=file_name(promise.refers))
    return found


def _read(table: Table, column: Column, promise: Field, value: object) -> object:
    plain = cleaned(value) if isinstance(value, str) else value
    if plain is None or plain in NULL_MARKERS or (isinstance(plain, float) and math.isnan(plain) and promise.kind not in ("number", "whole")):
        return None
    if isinstance(plain, str) and is_hetu(plain):
        return Fault("hetu", {})
    if isinstance(plain, str) and table.info["public"] and looks_personal(plain):
        return Fault("personal_value", {})
    if promise.kind == "date":
        return _date(table, promise, value, _day(plain))
    if promise.kind in ("whole", "number"):
        return _number(table, promise, value, plain)
    return _words(table, column, promise, plain)


def _words(table: Table, column: Column, promise: Field, plain: object) -> object:
    text = _text(plain)
    if table.info["public"] and looks_personal(text):  # a number may be one of a phone
        return Fault("personal_value", {})
    if promise.kind == "month":
        return f"{plain:%Y-%m}" if isinstance(plain, date) and plain.day == 1 else formats.month(text)
    if promise.kind == "code":
        return _code(table, column, promise, text)
    if (table.name, column.name) == ("indicator_value", "period"):
        return _period(text)
    area_type = area_type_of(table.name, column)
    if area_type and text.isdigit() and len(text) < AREA_DIGITS[area_type]:  # 49 may be 049, and a program that dropped a zero drops more
        return _fault(table, "area_unknown", plain, type=area_type)
    if not table.info["public"] and (looks_personal(text) or is_free_text(text)):
        return Fault("personal_value", {})
    return _identifier(promise, text) if promise.pseudonym or not table.info["public"] else text


def _identifier(promise: Field, text: str) -> object:
    """The text, unless it is none: rounded by a spreadsheet, an error, or, where it is to be a pseudonym, the name of a person."""
    if promise.pseudonym and looks_named(text):
        return Fault("personal_value", {})
    rules = {formats.ROUNDED: "id_digits", formats.NO_VALUE: "cell_error"}
    return next((Fault(rule, {}) for pattern, rule in rules.items() if re.fullmatch(pattern, text)), text)


def _day(plain: object) -> date:
    if isinstance(plain, datetime):
        return formats.local_day(plain)
    return plain if isinstance(plain, date) else formats.day(_text(plain))


def _date(table: Table, promise: Field, value: object, found: date) -> object:
    if found in formats.OPEN_ENDED and not promise.required:
        return None
    return found if EARLIEST <= found <= LATEST else _fault(table, "range", value, low=str(EARLIEST), high=str(LATEST))


def _number(table: Table, promise: Field, value: object, plain: object) -> object:
    """A number within its range; one that is not finite is in none."""
    found: float
    if isinstance(plain, str):
        found = formats.whole(plain) if promise.kind == "whole" else formats.number(plain)
    elif isinstance(plain, int | float | Decimal) and not isinstance(plain, bool):
        found = plain if isinstance(plain, int) else float(plain)
    else:
        raise Wrong(f"not_{promise.kind}")
    if isinstance(found, float) and promise.kind == "whole" and math.isfinite(found) and not found.is_integer():
        raise Wrong("not_whole")
    low, high = -LARGEST if promise.low is None else promise.low, LARGEST if promise.high is None else promise.high
    if not low <= found <= high:
        return _fault(table, "range", value, low=f"{low:.10g}", high=f"{high:.10g}")
    return int(found) if promise.kind == "whole" else float(found)


def _code(table: Table, column: Column, promise: Field, text: str) -> object:
    codes = allowed(table.name, column.name)
    folded = BOOLEANS.get(text.casefold(), text.casefold()) if promise.codes == "yes_no" else text.casefold()
    found = text if text in codes else _folded(table.name, column.name).get(folded)
    return found or _fault(table, "code_unknown", text, list=promise.codes, codes=", ".join(codes))


@cache
def _folded(table: str, column: str) -> dict[str, str]:
    return {code.casefold(): code for code in allowed(table, column)}


def _period(text: str) -> str:
    if len(text) == len("2025") and text.isdigit():
        return text
    try:
        return formats.month(text)
    except Wrong as wrong:
        raise Wrong("not_period") from wrong


def _text(plain: object) -> str:
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    if isinstance(plain, float | Decimal) and math.isfinite(plain) and plain == int(plain):
        return str(int(plain))
    return str(plain)


def _fault(table: Table, rule: str, value: object, **words: str) -> Fault:
    """Only a public table may show the value: elsewhere even a wrong code could be somebody's name."""
    return Fault(rule, {**words, "shown": str(value)} if table.info["public"] else words)
