"""Judges the values of staged files against the contract: the few different values of a column one by one, identifiers as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from sqlalchemy import Column, Table

from data_access.fields import NULL_MARKERS
from data_access.fields import field as promise_of
from data_access.importing.contract import area_type_of, inputs, is_identity, of_the_day
from data_access.importing.formats import BLANKS
from data_access.importing.lookups import looked_up
from data_access.importing.personal import is_hetu, looks_personal
from data_access.importing.pseudonyms import pseudonym, pseudonym_sql
from data_access.importing.typed import Reading, Typed, sql_type
from data_access.importing.values import Fault, judge
from data_access.importing.work import Work, literal, name, text

NUL = "\0"  # neither SQL nor PostgreSQL can hold one
# A few letters and then digits, or a hash: neither a null marker nor anybody's identity can look like this.
NUMBERED, HASHED = "[A-Za-z]{1,8}[0-9]{1,20}", "[A-Z]?[0-9a-f]{24,128}"


@dataclass(frozen=True)
class Known:
    """What columns may refer to: keys of tables by table, codes of areas by type, and those of them that are not in force."""

    keys: Mapping[str, frozenset[str]]
    areas: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ended: Mapping[str, frozenset[str]] = field(default_factory=dict)
    day: date = date.max


def _cleaned(expression: str) -> str:
    """An identifier without blanks around it, in one form of its letters; null where it is missing."""
    trimmed = f"trim(nfc_normalize(CAST({expression} AS VARCHAR)), {text(BLANKS)})"
    return f"CASE WHEN {trimmed} NOT IN ({', '.join(map(text, NULL_MARKERS))}) THEN {trimmed} END"


def typed(work: Work, table: Table, readings: Sequence[Reading], known: Known, key: bytes) -> Typed:
    """Judges every value of a table that is not an identifier. Sources that could not be read are left out by the caller."""
    found = Typed(table, readings)
    found.simple.update(_simple(work, found))
    for place, reading in enumerate(readings):
        for column in inputs(table).values():
            found.expressions[place, column.name] = _expression(work, found, place, reading, column, known, key)
    return found


def _expression(work: Work, found: Typed, place: int, reading: Reading, column: Column, known: Known, key: bytes) -> str:
    constant, kind = reading.mapping.constants.get(column.name), sql_type(column)
    if column.name not in reading.staged.known and constant is None:
        return f"CAST(NULL AS {kind})"
    if constant is not None:
        return _constant(found, place, reading, column, constant, known, key)
    if is_identity(found.table, column):
        whose, raw = promise_of(column).pseudonym, f"r.{name(column.name)}"
        plain = f"nullif({raw}, '')" if column.name in found.simple else _cleaned(raw)
        if whose and not reading.pseudonymised:
            found.pseudonyms[place, column.name] = pseudonym_sql(key, whose, plain)
        return plain
    judged = partial(_judged, found.table, column, reading=reading, known=known, key=key)
    shorter = not found.table.info["public"] and column.name not in reading.mapping.values and kind == "DATE"
    return looked_up(work, found, place, column, judged, shorter=shorter)


def _simple(work: Work, found: Typed) -> set[str]:
    """The identifiers that are simple in every row: one look at them spares each later one the cleaning and the search for identities."""
    ids = {column.name for column in inputs(found.table).values() if is_identity(found.table, column)}
    for reading in (one for one in found.readings if ids):
        there = sorted(ids & set(reading.staged.known))
        tests = [f"coalesce(bool_and({_is_simple(name(one))}), true)" for one in there]
        kinds = {str(one[0]): str(one[1]) for one in work.rows(f"DESCRIBE SELECT * FROM read_parquet({text(str(reading.staged.file))})")}
        asked = [test if kinds[one] == "VARCHAR" else "false" for test, one in zip(tests, there, strict=True)]
        answers = work.rows(f"SELECT {', '.join(asked)} FROM read_parquet({text(str(reading.staged.file))})")[0] if asked else ()
        ids -= {one for one, answer in zip(there, answers, strict=True) if not answer}
    return ids


def _is_simple(one: str) -> str:
    """One pattern after the other: both at once take a third longer."""
    return f"CASE WHEN {one} = '' OR regexp_full_match({one}, {text(NUMBERED)}) THEN true ELSE regexp_full_match({one}, {text(HASHED)}) END"


def _constant(found: Typed, place: int, reading: Reading, column: Column, constant: str, known: Known, key: bytes) -> str:
    value = _judged(found.table, column, constant, reading=reading, known=known, key=key)
    if isinstance(value, Fault):
        found.refused.append((place, column.name, value))
        value = None
    return f"CAST({literal(value)} AS {sql_type(column)})"


def _judged(table: Table, column: Column, raw: object, *, reading: Reading, known: Known, key: bytes) -> object:
    """One value in our terms: translated, without personal data, in its type, referring to what is there, a pseudonym where it must be."""
    if isinstance(raw, str):
        if is_hetu(raw):
            return Fault("hetu", {})
        if looks_personal(raw):
            return Fault("personal_value", {})
        raw = reading.mapping.values.get(column.name, {}).get(raw.strip(BLANKS), raw)
        if NUL in raw:
            return Fault("nul_byte", {})
    promise, area_type = promise_of(column), area_type_of(table.name, column)
    refers = known.keys.get(promise.refers) if promise.refers != "area" else None
    value = judge(table, column, raw, refers)
    if isinstance(value, Fault) or value is None:
        return value
    if area_type and value != promise.default:
        return _area(table, column, str(value), area_type, known)
    if promise.pseudonym and not reading.pseudonymised and value != promise.default:
        return pseudonym(key, promise.pseudonym, str(value))
    return value


def _area(table: Table, column: Column, code: str, area_type: str, known: Known) -> object:
    if table.name == "area":  # division.py judges it
        return code
    words = {"type": area_type, "date": known.day.isoformat(), "shown": code}
    if code not in known.areas.get(area_type, ()):
        return Fault("area_unknown", words)
    return Fault("area_not_in_force", words) if of_the_day(table) and code in known.ended.get(area_type, frozenset()) else code
