"""The only reader of the facts. It takes a tally and a viewer, has the SQL built, and always protects what comes back.

Nothing turns the row rule or the protection off. Public tables are the one declared exemption from protection.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pandas as pd
from sqlalchemy import Table, select

from data_access import areas
from data_access.balance import aligned, together
from data_access.engine import fetch
from data_access.privacy import Profile, profile_of, protect
from data_access.schema import METADATA, client_case, import_run, import_table, measurement
from data_access.scope import NoAccess, Role, Viewer, row_rule
from data_access.statements import HIT, TIME, counted, listed, summed
from data_access.tally import Tally

SCOPE = {"county", "employment_area", "municipality", "team_id", "project", "coordinator_id"}


def count(tally: Tally, viewer: Viewer, *, least: str = "below") -> pd.DataFrame:
    """Protected counts: the cells that hold anything, with `time`, the columns of `by`, `n` (NaN where hidden) and `hidden`.

    With `tally.hits` there are also `hits` and `hits_hidden`; a numerator is hidden together with its complement. Where nothing
    is broken down there is always one row. `least` names the profile's limit below which counts are hidden. Raises NoAccess.
    """
    profile = profile_of(viewer)
    profile = profile if profile.exact else replace(profile, below=profile.limit(least))
    frame = fetch(counted(tally, viewer))
    if not tally.hits:
        return _released(frame, tally, profile)
    whole = frame.assign(one=1, key=frame["key"].map(int)).groupby(["one", *_cells(tally)], as_index=False, sort=False)[["n", "key"]].sum()
    return _with_hits(_released(whole, tally, profile), _released(frame, tally, profile, HIT), _shown(tally))


def balanced(flows_and_stock: tuple[Tally, Tally, Tally], place: int, viewer: Viewer) -> pd.DataFrame:
    """One of three tallies that add up (open at the start + opened - closed = open at the end), as `count` gives it.

    A number hidden alone in that line could be worked out from the others; so they are protected together.
    """
    profile, tally = profile_of(viewer), flows_and_stock[place]
    if not profile.holes:
        return count(tally, viewer)
    frames = aligned([fetch(counted(one, viewer)) for one in flows_and_stock], _cells(tally))
    before = {later.label: bucket.label for bucket, later in pairwise(tally.buckets)} if tally.time else {}
    by_class = not set(tally.columns) <= SCOPE

    def fitted(parts: list[pd.DataFrame], cells: list[str]) -> list[pd.DataFrame]:
        parents = _parents(cells, tally)

        def protected(which: int, forced: pd.Series) -> pd.Series:
            return protect(parts[which], cells, profile, parents, forced)["hidden"]

        hidden = together(parts, protected, before, profile.below, by_class=by_class)
        return [part.assign(hidden=mark) for part, mark in zip(parts, hidden, strict=True)]

    frames = [_sliced(frame, tally) for frame in fitted(frames, _cells(tally))]
    if tally.only or tally.keep:
        frames = fitted(frames, _shown(tally))
    asked = frames[place] if not _shown(tally) else frames[place][(frames[place]["n"] > 0) | frames[place]["hidden"]]
    return asked.assign(n=asked["n"].where(~asked["hidden"])).drop(columns="key").reset_index(drop=True)


def spread(tally: Tally, viewer: Viewer, *, least: str) -> pd.DataFrame:
    """How often each number occurs in the cells with enough rows for a mean or a median; `least` names the profile's limit.

    Columns: `time`, those of `by`, `number`, `times`. Cells with too few rows are left out. The frame holds true counts and must
    not leave metrics.ask.
    """
    frame = _sliced(fetch(listed(tally, viewer)), tally)
    keys = _shown(tally)
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
    return fetch(select(import_table).where(import_table.c.run == loaded()["run"]).order_by(import_table.c.table_name))


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


def _cells(tally: Tally) -> list[str]:
    return [*([TIME] if tally.time else []), *tally.columns]


def _shown(tally: Tally) -> list[str]:
    return [*([TIME] if tally.time else []), *tally.by]


def _released(frame: pd.DataFrame, tally: Tally, profile: Profile, *more: str) -> pd.DataFrame:
    """The counts that may be shown. What needs hiding among the siblings of a filter is found first, then what needs it in the slice."""
    cells, shown = [*_cells(tally), *more], [*_shown(tally), *more]
    frame = pd.DataFrame({"n": [0], "key": [0]}) if frame.empty and not cells else frame
    frame = frame.assign(n=frame["n"].astype(float))
    among_siblings = protect(frame, cells, profile, _parents(cells, tally))
    if not profile.holes or not (tally.only or tally.keep):
        return _sliced(among_siblings, tally).drop(columns="key")
    part = _sliced(frame.assign(hidden=among_siblings["hidden"]), tally)
    return protect(part, shown, profile, _parents(shown, tally), part["hidden"]).drop(columns="key")


def _sliced(frame: pd.DataFrame, tally: Tally) -> pd.DataFrame:
    """The part of a table that was asked; protection has seen the siblings before."""
    for column, value in tally.only:
        frame = frame[frame[column] == value]
    if tally.keep:
        frame = frame[frame[TIME].isin(tally.keep)]
    return frame.drop(columns=[column for column in tally.columns if column not in tally.by]).reset_index(drop=True)


def _with_hits(whole: pd.DataFrame, split: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Adds the protected numerator. The answer is one more cell column of `split`, so a small complement hides it as well."""
    on = ["one", *keys]
    split = split.assign(one=1)
    hits = split[split[HIT] == "yes"][[*on, "n", "hidden"]].rename(columns={"n": "hits", "hidden": "hits_hidden"})
    misses = split[split[HIT] == "no"][[*on, "hidden"]].rename(columns={"hidden": "misses_hidden"})
    out = whole.assign(one=1).merge(hits, how="left", on=on).merge(misses, how="left", on=on)
    hidden = out["hits_hidden"].eq(True) | out["misses_hidden"].eq(True) | out["hidden"]
    shown = out["hits"].where(out["hits_hidden"].notna(), 0.0).where(~hidden)
    return out.assign(hits=shown, hits_hidden=hidden).drop(columns=["one", "misses_hidden"])


def _parents(cells: Iterable[str], tally: Tally) -> dict[str, list[dict[str, str]]]:
    """The groups inside which a column's cells add up to a total that can be asked: a month's quarter, a municipality's areas, the
    classes of a share."""
    parents: dict[str, list[dict[str, str]]] = {}
    if TIME in cells:
        parents[TIME] = [{bucket.label: _above(bucket.label) for bucket in tally.buckets}]
    if "municipality" in cells:
        parents["municipality"] = areas.parents()
    for column, values in tally.groups:
        if column in cells:
            parents.setdefault(column, []).append(dict.fromkeys(values, "inside"))
    return parents


def _above(label: str) -> str:
    """The quarter of a month, the year of a quarter, nothing above a year."""
    if len(label) == len("2025-03"):
        return f"{label[:4]}-Q{(int(label[5:7]) + 2) // 3}" if label[5] != "Q" else label[:4]
    return ""
