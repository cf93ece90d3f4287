"""The only reader of the facts. It takes a tally and a viewer, has the SQL built, and always protects what comes back.

Nothing turns the row rule or the protection off. Public tables are the one declared exemption from protection. It is longer than
other files, so that whatever reads a fact stands in one place.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import pairwise

import pandas as pd
from sqlalchemy import Table, select

from data_access import lines, linked
from data_access.balance import aligned, together
from data_access.engine import data_version, fetch
from data_access.privacy import Profile, profile_of, protect
from data_access.schema import IMPORT_TABLES, METADATA, client_case, import_run, import_table, measurement
from data_access.scope import NoAccess, Role, Viewer, row_rule
from data_access.statements import HIT, counted, listed, summed
from data_access.tally import Tally

SCOPE = {"county", "employment_area", "municipality", "team_id", "project", "coordinator_id"}


def count(tally: Tally, viewer: Viewer, *, least: str = "below") -> pd.DataFrame:
    """Protected counts: the cells that hold anything, with `time`, the columns of `by`, `n` (NaN where hidden) and `hidden`.

    With `tally.hits` there are also `hits` and `hits_hidden`; a numerator is hidden together with its complement. Where nothing
    is broken down there is always one row. `least` names the profile's limit below which counts are hidden. Raises NoAccess.
    """
    profile = profile_of(viewer)
    profile = profile if profile.exact else replace(profile, below=profile.limit(least))
    if profile.holes and linked.level_of(tally):
        released = partial(_of_areas, tally, viewer, profile)
    else:
        frame = fetch(counted(tally, viewer))
        released = partial(_released, frame, tally, profile)
    return lines.with_hits(released(), released(HIT), lines.shown(tally)) if tally.hits else released()


def balanced(flows_and_stock: tuple[Tally, Tally, Tally], place: int, viewer: Viewer) -> pd.DataFrame:
    """One of three tallies that add up (open at the start + opened - closed = open at the end), as `count` gives it.

    A number hidden alone in that line could be worked out from the others; so they are protected together.
    """
    profile, tally = profile_of(viewer), flows_and_stock[place]
    if not profile.holes:
        return count(tally, viewer)
    if linked.level_of(tally):
        return _areas_together(flows_and_stock, place, viewer, profile)
    frames = aligned([fetch(counted(one, viewer)) for one in flows_and_stock], lines.cells(tally))
    frames = [lines.sliced(frame, tally) for frame in _fitted(frames, lines.cells(tally), tally, profile)]
    if tally.only or tally.keep:
        frames = _fitted(frames, lines.shown(tally), tally, profile)
    return _shown_or_hidden(frames[place], lines.shown(tally))


def spread(tally: Tally, viewer: Viewer, *, least: str) -> pd.DataFrame:
    """How often each number occurs in the cells with enough rows for a mean or a median; `least` names the profile's limit.

    Columns: `time`, those of `by`, `number`, `times`. Cells with too few rows are left out. The frame holds true counts and must
    not leave metrics.ask.
    """
    frame = lines.sliced(fetch(listed(tally, viewer)), tally)
    keys = lines.shown(tally)
    rows = frame.groupby(keys, dropna=False)["times"].transform("sum") if keys else pd.Series(frame["times"].sum(), index=frame.index)
    return frame[rows >= getattr(profile_of(viewer), least)].reset_index(drop=True)


def published(tally: Tally) -> pd.DataFrame:
    """Figures of a public table: the columns of `by`, `period_month`, `number` (sum), `missing` (values that are not there)."""
    return fetch(summed(_public(tally.table), tally))


def my_cases(viewer: Viewer) -> pd.DataFrame:
    """The coordinator's own cases, one row each, without person pseudonyms. Raises NoAccess for anybody else."""
    if viewer.role is not Role.COORDINATOR:
        raise NoAccess("Only a coordinator has cases of their own.")
    wanted = [column for column in client_case.c if column.name not in ("person_id", "person_key", "record_key", "coordinator_id")]
    return fetch(select(*wanted).where(row_rule(client_case, viewer)).order_by(client_case.c.opened_date, client_case.c.case_id))


def my_measurements(viewer: Viewer) -> pd.DataFrame:
    """At which planned points the coordinator's own cases have been measured: case_id, planned_point; no scores. Raises NoAccess
    for anybody else."""
    if viewer.role is not Role.COORDINATOR:
        raise NoAccess("Only a coordinator has cases of their own.")
    wanted = select(measurement.c.case_id, measurement.c.planned_point).where(row_rule(measurement, viewer))
    return fetch(wanted.distinct().order_by(measurement.c.case_id, measurement.c.planned_point))


def rows(table: str) -> pd.DataFrame:
    """All rows of a public table. Raises NoAccess for any other."""
    return fetch(select(_public(table)))


def loaded() -> dict[str, object]:
    """The newest import: run, imported_at, source, content_hash, sample, first_month, last_month, last_day."""
    newest = fetch(select(import_run).order_by(import_run.c.run.desc()).limit(1))
    return {str(name): value for name, value in newest.astype(object).iloc[0].items()}


def loaded_tables() -> pd.DataFrame:
    """Rows and unknown code values of each table in the newest import."""
    return of_newest(import_table.name)


def of_newest(table: str) -> pd.DataFrame:
    """What the newest import tells of itself in one of IMPORT_TABLES: files in force, columns, balance, revisions. Raises NoAccess for
    any other table."""
    if table not in IMPORT_TABLES:
        raise NoAccess(f"{table} does not tell of an import.")
    found = METADATA.tables[table]
    return fetch(select(found).where(found.c.run == loaded()["run"]).order_by(*(found.c[key] for key in found.info["key"])))


def coordinators() -> list[str]:
    """The coordinator pseudonyms in the data, for the choice of role on sample data. Raises NoAccess with any other data."""
    if loaded()["sample"] != "yes":
        raise NoAccess("The list of coordinators is for sample data only.")
    column = client_case.c.coordinator_id
    return [str(name) for name in fetch(select(column).where(column != "unknown").distinct().order_by(column))["coordinator_id"]]


def _public(name: str) -> Table:
    table = METADATA.tables[name]
    if not table.info["public"]:
        raise NoAccess(f"{name} is not public.")
    return table


def _released(frame: pd.DataFrame, tally: Tally, profile: Profile, *more: str) -> pd.DataFrame:
    """The counts that may be shown. What needs hiding among the siblings of a filter is found first, then what needs it in the slice."""
    whole, wanted = [*lines.cells(tally), *more], [*lines.shown(tally), *more]
    frame = _numbers(frame, tally, whole)
    among_siblings = protect(frame, whole, profile, lines.parents(whole, tally))
    if not profile.holes or not (tally.only or tally.keep):
        return lines.sliced(among_siblings, tally).drop(columns="key")
    part = lines.sliced(frame.assign(hidden=among_siblings["hidden"]), tally)
    return protect(part, wanted, profile, lines.parents(wanted, tally), part["hidden"]).drop(columns="key")


def _numbers(frame: pd.DataFrame, tally: Tally, cells: Sequence[str]) -> pd.DataFrame:
    """The counts of a table by `cells`; without the numerator where that is not among them, and one row where nothing is broken down."""
    if tally.hits and HIT not in cells:
        frame = frame.assign(one=1, key=frame["key"].map(int)).groupby(["one", *cells], as_index=False, sort=False)[["n", "key"]].sum()
    frame = pd.DataFrame({"n": [0], "key": [0]}) if frame.empty and not cells else frame
    return frame.assign(n=frame["n"].astype(float))


def _of_areas(tally: Tally, viewer: Viewer, profile: Profile, *more: str) -> pd.DataFrame:
    """Counts by areas alone: the tables of both divisions are protected with each other, and what was asked is cut from them."""
    steps = _counting(viewer, profile, more)
    tables, level = _counts_by_area(linked.at(tally, linked.PAIR), viewer, profile, more, data_version()), linked.level_of(tally)
    whole = tables.get(level) or linked.municipalities(tally, tables[linked.PAIR], *steps, profile.below, more)
    return _asked_of(whole[0], tally, *more)


@lru_cache(maxsize=128)
def _counts_by_area(tally: Tally, viewer: Viewer, profile: Profile, more: tuple[str, ...], version: str) -> linked.Tables:
    """Kept until the data changes, for the questions about one division and the other. The frames are shared: never changed."""
    return linked.divisions(tally, *_counting(viewer, profile, more), profile.below, more)


def _counting(viewer: Viewer, profile: Profile, more: tuple[str, ...]) -> tuple[linked.Read, linked.Fit]:
    def read(whole: Tally) -> list[pd.DataFrame]:
        return [_numbers(fetch(counted(whole, viewer)), whole, [*lines.cells(whole), *more])]

    def fit(whole: Tally, parts: list[pd.DataFrame]) -> list[pd.DataFrame]:
        cells, frame = [*lines.cells(whole), *more], parts[0]
        marks = protect(frame, cells, profile, lines.parents(cells, whole), frame.get("hidden"), linked.harmless(frame, whole))["hidden"]
        return [frame.assign(hidden=marks)]

    return read, fit


def _areas_together(flows_and_stock: Sequence[Tally], place: int, viewer: Viewer, profile: Profile) -> pd.DataFrame:
    """A flow or the stock by areas: hidden together with the two others at each level, and each of the three with its other levels."""
    tally, level = flows_and_stock[place], linked.level_of(flows_and_stock[place])
    steps = _balancing(flows_and_stock, viewer, profile)
    tables = _flows_by_area(tuple(linked.at(one, linked.PAIR) for one in flows_and_stock), viewer, profile, data_version())
    whole = tables.get(level) or linked.municipalities(tally, tables[linked.PAIR], *steps, profile.below)
    return _asked_of(whole[place], tally)


@lru_cache(maxsize=128)
def _flows_by_area(flows_and_stock: tuple[Tally, ...], viewer: Viewer, profile: Profile, version: str) -> linked.Tables:
    """As _counts_by_area, of the three that add up."""
    return linked.divisions(flows_and_stock[0], *_balancing(flows_and_stock, viewer, profile), profile.below)


def _balancing(flows_and_stock: Sequence[Tally], viewer: Viewer, profile: Profile) -> tuple[linked.Read, linked.Fit]:
    def read(whole: Tally) -> list[pd.DataFrame]:
        tallies = [replace(one, by=whole.by, only=whole.only, keep=()) for one in flows_and_stock]
        return aligned([fetch(counted(one, viewer)) for one in tallies], lines.cells(whole))

    def fit(whole: Tally, parts: list[pd.DataFrame]) -> list[pd.DataFrame]:
        return _fitted(parts, lines.cells(whole), whole, profile)

    return read, fit


def _fitted(parts: list[pd.DataFrame], cells: list[str], tally: Tally, profile: Profile) -> list[pd.DataFrame]:
    """Inflow, outflow and stock with their marks, made to fit each other."""
    groups = lines.parents(cells, tally)
    before = {later.label: bucket.label for bucket, later in pairwise(tally.buckets)} if tally.time else {}

    def protected(which: int, forced: pd.Series) -> pd.Series:
        harmless = linked.harmless(parts[which], tally) if linked.level_of(tally) else None
        return protect(parts[which], cells, profile, groups, forced, harmless)["hidden"]

    hidden = together(parts, protected, before, profile.below, by_class=not set(tally.columns) <= SCOPE)
    return [part.assign(hidden=mark) for part, mark in zip(parts, hidden, strict=True)]


def _asked_of(frame: pd.DataFrame, tally: Tally, *more: str) -> pd.DataFrame:
    """What was asked, cut from a whole table of areas. Rows of an unknown municipality in several areas are one row again."""
    part = lines.sliced(frame.drop(columns="key"), replace(tally, by=(*tally.by, *more)))
    part = part[[*lines.shown(tally), *more, "n", "hidden"]]
    keys = [*lines.shown(tally), *more]
    if keys and part.duplicated(keys).any():
        part = part.groupby(keys, as_index=False, sort=False).agg(n=("n", "sum"), hidden=("hidden", "any"))
    return _shown_or_hidden(part, keys)


def _shown_or_hidden(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    asked = frame[(frame["n"] > 0) | frame["hidden"]] if keys else frame
    return asked.assign(n=asked["n"].where(~asked["hidden"])).drop(columns="key", errors="ignore").reset_index(drop=True)
