"""The code lists of reference/code_list.csv: names, order, validity and what the importer needs to know of a code.

Names are looked up, never made: a code that is not in its list has no name here.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "reference" / "code_list.csv"
LANGUAGES = ("fi", "sv", "en")


@dataclass(frozen=True)
class Code:
    """One code with its `names` (fi, sv, en). It is valid on days from `valid_from` to `valid_to`, both included; None = no limit."""

    code: str
    names: dict[str, str]
    sort: int
    valid_from: date | None
    valid_to: date | None
    detail: str


@cache
def lists() -> dict[str, dict[str, Code]]:
    """All code lists by name, each in the order of the screen."""
    found: dict[str, list[Code]] = {}
    with FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["list"], []).append(_code(row))
    return {name: {code.code: code for code in sorted(members, key=lambda code: code.sort)} for name, members in found.items()}


def codes(name: str) -> dict[str, Code]:
    """The codes of one list by code, in the order of the screen. Raises KeyError for a list that does not exist."""
    return lists()[name]


@cache
def bounds(name: str) -> tuple[tuple[float, float, str], ...]:
    """The classes of a list of classes as (lower bound, upper bound, code); the lower bound belongs to the class, the upper does not."""
    return tuple((*map(float, code.detail.split(",")), code.code) for code in codes(name).values() if code.detail)  # type: ignore[misc]


def _code(row: dict[str, str]) -> Code:
    names = {language: row[f"name_{language}"] for language in LANGUAGES}
    return Code(row["code"], names, int(row["sort"]), _day(row["valid_from"]), _day(row["valid_to"]), row["detail"])


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
