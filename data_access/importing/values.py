"""Turns the text of one column into its type and finds the values that break the promise of the column.

Columns of few values are judged value by value, not row by row: ten million dates are a few thousand different days.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import Column, Table

from data_access.fields import Field, field
from data_access.importing.contract import EARLIEST, LATEST, allowed
from data_access.importing.problems import Finding

LARGEST = 2**31 - 1
HETU = r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]"
_HETU = re.compile(HETU)
# The blocks of digits inside a UUID can look like a personal identity code.
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True)
class Fault:
    """Why a value is refused: a rule of problems.RULES and the words of its sentence."""

    rule: str
    words: dict[str, str]


def is_hetu(text: str) -> bool:
    """Whether a Finnish personal identity code may be in the text."""
    return bool(_HETU.search(_UUID.sub("", text)))


def judge(table: Table, column: Column, text: str) -> object:
    """The value a text stands for (str, int, float or date), or the Fault that keeps it out."""
    promise = field(column)
    if is_hetu(text):
        return Fault("hetu", {})
    try:
        value = PARSERS[promise.kind](text)
    except ValueError:
        return _fault(table, f"not_{promise.kind}", text)
    if promise.kind == "code" and text not in allowed(table.name, column.name):
        return _fault(table, "code_unknown", text, list=promise.codes, codes=", ".join(allowed(table.name, column.name)))
    if (table.name, column.name) == ("indicator_value", "period") and not PERIOD.fullmatch(text):
        return _fault(table, "not_period", text)
    low, high = _range(promise)
    return value if low is None or low <= value <= high else _fault(table, "range", text, low=str(low), high=str(high))  # type: ignore[operator]


def typed(table: Table, column: Column, texts: pd.Series) -> tuple[pd.Series, list[Finding]]:
    """A column in its type (dates datetime64, numbers float64, the rest text; refused values missing) and what was refused in it."""
    required = field(column).required and texts.isna().any()
    missing = [Finding(column.name, "required", np.flatnonzero(texts.isna()))] if required else []
    if not isinstance(texts.dtype, pd.CategoricalDtype):
        rows = np.array([row for row in map(int, np.flatnonzero(texts.str.contains(HETU, na=False))) if is_hetu(str(texts.iat[row]))], dtype=np.int64)
        return texts.mask(texts.index.isin(rows)) if len(rows) else texts, [*missing, Finding(column.name, "hetu", rows)]
    judged = [judge(table, column, text) for text in texts.cat.categories]
    return _typed(field(column).kind, texts, judged), [*missing, *_findings(column.name, texts, judged)]


def _typed(kind: str, texts: pd.Series, judged: list[object]) -> pd.Series:
    """Row by row from value by value; one more value at the end stands for what is missing."""
    values = [None if isinstance(value, Fault) else value for value in judged]
    places = texts.cat.codes.to_numpy()
    if kind == "date":
        return pd.Series(np.array([*values, None], dtype="datetime64[s]")[places])
    if kind in ("whole", "number"):
        return pd.Series(np.array([*values, None], dtype=float)[places])
    return texts.cat.remove_categories([text for text, value in zip(texts.cat.categories, judged, strict=True) if isinstance(value, Fault)])


def _findings(name: str, texts: pd.Series, judged: list[object]) -> list[Finding]:
    faults = {place: value for place, value in enumerate(judged) if isinstance(value, Fault)}
    if not faults:
        return []
    places = texts.cat.codes.to_numpy()
    found = []
    for rule in dict.fromkeys(fault.rule for fault in faults.values()):
        rows = np.flatnonzero(np.isin(places, [place for place, fault in faults.items() if fault.rule == rule]))
        found.append(Finding(name, rule, rows, lambda row: dict(faults[int(places[row])].words)))
    return found


def _fault(table: Table, rule: str, text: str, **words: str) -> Fault:
    """Only a public table may show the value: elsewhere even a wrong code could be somebody's name."""
    return Fault(rule, {**words, "shown": text} if table.info["public"] else words)


def _range(promise: Field) -> tuple[object, object]:
    if promise.kind == "date":
        return EARLIEST, LATEST
    if promise.kind in ("whole", "number") and (promise.low is not None or promise.high is not None):
        return promise.low if promise.low is not None else -LARGEST, promise.high if promise.high is not None else LARGEST
    return None, None


def _date(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _matching(pattern: str, make: Callable[[str], object]) -> Callable[[str], object]:
    def parse(text: str) -> object:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise ValueError(text)
        return make(text)

    return parse


PARSERS: dict[str, Callable[[str], object]] = {
    "text": str,
    "code": str,
    "date": _date,
    "month": _matching(r"\d{4}-(0[1-9]|1[0-2])", str),
    "whole": _matching(r"-?\d+", int),
    "number": _matching(r"-?\d+(\.\d+)?", float),
}
