"""Counties and municipalities of the mainland and the code lists, read from the reference files of the application."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

import data_access
from sample_data.clock import DAYS, day_number

_REFERENCE = Path(data_access.__file__).parent / "reference"
_ALAND = "91"


@dataclass(frozen=True)
class Municipality:
    """A municipality in force, with its county and its inhabitants on 31.12.2022."""

    code: str
    name: str
    county: str
    population: int


@cache
def municipalities() -> tuple[Municipality, ...]:
    """Every municipality in force that has a population, Åland included."""
    rows = _read("area.csv")
    return tuple(
        Municipality(row["area"], row["name_fi"], row["county"], int(row["population"]))
        for row in rows
        if row["area_type"] == "municipality" and row["population"] and not row["valid_to"]
    )


@cache
def counties() -> dict[str, tuple[Municipality, ...]]:
    """Municipalities of each mainland county (Helsinki is one), largest first."""
    codes = sorted({m.county for m in municipalities()} - {_ALAND})
    return {code: tuple(sorted((m for m in municipalities() if m.county == code), key=lambda m: -m.population)) for code in codes}


def validity(list_name: str, codes: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """First and last day number on which each code of a list may be used. KeyError for a code the list does not have."""
    rows = {row["code"]: row for row in _read("code_list.csv") if row["list"] == list_name}
    first = [day_number(date.fromisoformat(rows[code]["valid_from"])) if rows[code]["valid_from"] else 0 for code in codes]
    last = [day_number(date.fromisoformat(rows[code]["valid_to"])) if rows[code]["valid_to"] else DAYS for code in codes]
    return np.array(first), np.array(last)


@cache
def _read(name: str) -> tuple[dict[str, str], ...]:
    with (_REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
