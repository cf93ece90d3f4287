"""Municipalities, employment areas and wellbeing services counties: which belongs to which, and how their borders meet.

Everything but `reference()` and `parents()` is a pure function of a frame like reference/area.csv (text, missing values None).
An abolished municipality counts as the one it was merged into, so history is told on today's map.
"""

from functools import cache
from pathlib import Path

import pandas as pd

FILE = Path(__file__).parent / "reference" / "area.csv"
ALAND = "91"
COTERMINOUS, SPLIT, CROSSED, APART = "coterminous", "split", "crossed", "aland"


@cache
def reference() -> pd.DataFrame:
    """The bundled areas: one row an area, all columns text, missing values None. Do not change the frame."""
    frame = pd.read_csv(FILE, dtype=str, keep_default_na=False).apply(lambda column: column.str.strip()).astype(object)
    return frame.where(frame != "", None)


def today(areas: pd.DataFrame) -> dict[str, str]:
    """Every municipality code there has been -> the code of the municipality it is in today."""
    rows = _of(areas, "municipality")
    merged = {code: into for code, into in zip(rows["area"], rows["successor"], strict=True) if isinstance(into, str)}
    return {code: _last(code, merged) for code in rows["area"]}


def belongs(areas: pd.DataFrame) -> pd.DataFrame:
    """Indexed by every municipality code there has been: today's `municipality`, its `county` and `employment_area`."""
    rows = _of(areas, "municipality").drop_duplicates("area", keep="last").set_index("area")
    now = pd.Series(today(areas), dtype=object)
    return pd.DataFrame({"municipality": now, "county": now.map(rows["county"]), "employment_area": now.map(rows["employment_area"])})


def names(areas: pd.DataFrame, area_type: str, language: str) -> dict[str, str]:
    """Code -> name of the areas of one type, in fi, sv or en."""
    rows = _of(areas, area_type)
    return dict(zip(rows["area"], rows[f"name_{language}"], strict=True))


def pairs(areas: pd.DataFrame) -> pd.DataFrame:
    """One row for each mainland county and employment area that share municipalities of today.

    Columns: `county`, `employment_area`, `municipalities` (how many they share). Åland is left out: it is both at once.
    """
    rows = _of(areas, "municipality")
    rows = rows[rows["successor"].isna() & (rows["county"] != ALAND)]
    return rows.groupby(["county", "employment_area"], as_index=False).agg(municipalities=("area", "nunique"))


def crossing(areas: pd.DataFrame) -> tuple[str, ...]:
    """Employment areas of the mainland that lie in more than one county."""
    counties = pairs(areas).groupby("employment_area")["county"].nunique()
    return tuple(sorted(counties[counties > 1].index))


def relations(areas: pd.DataFrame) -> dict[str, str]:
    """County -> how it meets the employment areas.

    `coterminous`: one employment area and the same border; `split`: several whole employment areas inside the same outer border;
    `crossed`: touched by an employment area that also lies in another county; `aland`: kept apart, it has rules of its own.
    """
    across = set(crossing(areas))
    touched = pairs(areas).groupby("county")["employment_area"].agg(set)
    mainland = {str(county): _relation(inside, across) for county, inside in touched.items()}
    return mainland | {county: APART for county in _of(areas, "county")["area"] if county == ALAND}


@cache
def parents() -> list[dict[str, str]]:
    """The areas a bundled municipality is counted in: [municipality -> county, municipality -> employment area]."""
    table = belongs(reference())
    return [dict(table[column]) for column in ("county", "employment_area")]


def _relation(inside: set[str], across: set[str]) -> str:
    if inside & across:
        return CROSSED
    return COTERMINOUS if len(inside) == 1 else SPLIT


def _of(areas: pd.DataFrame, area_type: str) -> pd.DataFrame:
    return areas[areas["area_type"] == area_type]


def _last(code: str, merged: dict[str, str]) -> str:
    """Follows mergers to their end; a table that runs in a circle stops where it began."""
    seen = {code}
    while code in merged and merged[code] not in seen:
        code = merged[code]
        seen.add(code)
    return code
