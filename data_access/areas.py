"""Municipalities, employment areas and wellbeing services counties: which belongs to which on which day, and how their borders meet.

`current()`, `begun()` and `parents()` read what is loaded. Everything else is a pure function of a frame like reference/area.csv (missing
values None or NaN): of the whole table with its days (`turns`, `in_force`, `moved`), or of the division of one day that `in_force`
gives. An abolished municipality counts as the one it was merged into, so history is told on today's map.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
from sqlalchemy import select

from data_access.engine import data_version, fetch
from data_access.place import NoData
from data_access.schema import METADATA, import_run

HELSINKI = ZoneInfo("Europe/Helsinki")
FILE = Path(__file__).parent / "reference" / "area.csv"
ALAND = "91"
COTERMINOUS, SPLIT, CROSSED, APART = "coterminous", "split", "crossed", "aland"


@cache
def reference() -> pd.DataFrame:
    """The bundled areas: one row an area, all columns text, missing values None. Do not change the frame."""
    frame = pd.read_csv(FILE, dtype=str, keep_default_na=False).apply(lambda column: column.str.strip()).astype(object)
    return frame.where(frame != "", None)


def current() -> pd.DataFrame:
    """The division everything is counted by: that of the day of the newest import; the bundled one, today, where nothing is loaded.

    A frame as `in_force` gives it. Do not change it. Raises Unreachable.
    """
    try:
        return _loaded(data_version())
    except NoData:
        return in_force(reference(), day_of(datetime.now(UTC)))


def begun() -> dict[str, str]:
    """Municipality code -> the month in which it came into use, in the table that is loaded. Raises NoData or Unreachable."""
    return _begun(data_version())


@lru_cache(maxsize=4)
def _loaded(version: str) -> pd.DataFrame:
    newest = fetch(select(import_run.c.imported_at).order_by(import_run.c.run.desc()).limit(1))
    return in_force(fetch(select(METADATA.tables["area"])), day_of(datetime.fromisoformat(newest["imported_at"].iloc[0])))


@lru_cache(maxsize=4)
def _begun(version: str) -> dict[str, str]:
    rows = _of(fetch(select(METADATA.tables["area"])), "municipality")
    return {str(code): f"{day:%Y-%m}" for code, day in _days(rows)[0].groupby(rows["area"]).min().items()}


def day_of(moment: datetime) -> date:
    """The day in Finland of a moment that knows its time zone."""
    return moment.astimezone(HELSINKI).date()


def turns(areas: pd.DataFrame) -> list[date]:
    """The days, in order, on which the division is another than on the day before: a row begins, or one has ended."""
    first, last = _days(areas)
    return sorted({day.date() for day in pd.concat([first, last + pd.Timedelta(days=1)]).dropna()})


def in_force(areas: pd.DataFrame, day: date) -> pd.DataFrame:
    """The division of one day, in the columns of `areas`: the rows in force, and the last row of each municipality that has ended.

    A row has a `successor` if and only if its municipality has ended; in rows in force `valid_to` and `successor` are emptied, because
    what becomes of them later is not of this day. Rows not yet in force and other areas that have ended are left out.
    """
    (first, last), moment = _days(areas), pd.Timestamp(day)
    now = (first <= moment) & ~(last < moment)
    codes = areas["area_type"].str.cat(areas["area"], sep=" ")
    newest = last == last.where(last < moment).groupby(codes).transform("max")
    past = (areas["area_type"] == "municipality") & newest & ~codes.isin(codes[now])
    later = areas[["valid_to", "successor"]].astype(object).where(~now, None)
    return areas.assign(valid_to=later["valid_to"], successor=later["successor"])[now | past]


def moved(areas: pd.DataFrame, day: date) -> dict[tuple[str, str], date]:
    """("county" or "employment_area", code) -> the last day up to `day` from which it has had another border than before.

    A merger inside an area moves no border of it; a municipality that goes over to another area moves both.
    """
    found: dict[tuple[str, str], date] = {}
    for turn in (turn for turn in turns(areas) if turn <= day):
        before, after = (belongs(in_force(areas, one)) for one in (turn - timedelta(days=1), turn))
        for level in ("county", "employment_area"):
            homes = pd.DataFrame({"before": before[level], "after": after[level]}).dropna()
            other = homes[homes["before"] != homes["after"]]
            found |= {(level, code): turn for code in {*other["before"], *other["after"]}}
    return found


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


def parents() -> list[dict[str, str]]:
    """The areas a municipality is counted in by the division in force: [municipality -> county, municipality -> employment area]."""
    table = belongs(current())
    return [dict(table[column].dropna()) for column in ("county", "employment_area")]


def _relation(inside: set[str], across: set[str]) -> str:
    if inside & across:
        return CROSSED
    return COTERMINOUS if len(inside) == 1 else SPLIT


def _days(areas: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """First and last day of each row as dates; NaT where there is none."""
    first, last = (pd.to_datetime(areas[name].astype(object)) for name in ("valid_from", "valid_to"))
    return first, last


def _of(areas: pd.DataFrame, area_type: str) -> pd.DataFrame:
    return areas[areas["area_type"] == area_type]


def _last(code: str, merged: dict[str, str]) -> str:
    """Follows mergers to their end; a table that runs in a circle stops where it began."""
    seen = {code}
    while code in merged and merged[code] not in seen:
        code = merged[code]
        seen.add(code)
    return code
