"""The lines of a table that add up to a total somebody can ask for: pure functions of a tally and of its frames."""

from collections.abc import Iterable

import pandas as pd

from data_access import areas
from data_access.statements import HIT, TIME
from data_access.tally import Tally


def cells(tally: Tally) -> list[str]:
    """The columns of the whole table: time, breakdowns and filters."""
    return [*([TIME] if tally.time else []), *tally.columns]


def shown(tally: Tally) -> list[str]:
    """The columns of what was asked: time and breakdowns."""
    return [*([TIME] if tally.time else []), *tally.by]


def sliced(frame: pd.DataFrame, tally: Tally) -> pd.DataFrame:
    """The part of a table that was asked; protection has seen the siblings before."""
    for column, value in tally.only:
        frame = frame[frame[column] == value]
    if tally.keep:
        frame = frame[frame[TIME].isin(tally.keep)]
    return frame.drop(columns=[column for column in tally.columns if column not in tally.by]).reset_index(drop=True)


def with_hits(whole: pd.DataFrame, split: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Adds the protected numerator. The answer is one more cell column of `split`, so a small complement hides it as well."""
    on = ["one", *keys]
    split = split.assign(one=1)
    hits = split[split[HIT] == "yes"][[*on, "n", "hidden"]].rename(columns={"n": "hits", "hidden": "hits_hidden"})
    misses = split[split[HIT] == "no"][[*on, "hidden"]].rename(columns={"hidden": "misses_hidden"})
    out = whole.assign(one=1).merge(hits, how="left", on=on).merge(misses, how="left", on=on)
    hidden = out["hits_hidden"].eq(True) | out["misses_hidden"].eq(True) | out["hidden"]
    shown = out["hits"].where(out["hits_hidden"].notna(), 0.0).where(~hidden)
    return out.assign(hits=shown, hits_hidden=hidden).drop(columns=["one", "misses_hidden"])


def parents(columns: Iterable[str], tally: Tally) -> dict[str, list[dict[str, str]]]:
    """The groups inside which a column's cells add up to a total that can be asked: a month's quarter, a municipality's areas, the
    classes of a share."""
    found: dict[str, list[dict[str, str]]] = {}
    if TIME in columns:
        found[TIME] = [{bucket.label: _above(bucket.label) for bucket in tally.buckets}]
    if "municipality" in columns:
        found["municipality"] = areas.parents()
    for column, values in tally.groups:
        if column in columns:
            found.setdefault(column, []).append(dict.fromkeys(values, "inside"))
    return found


def _above(label: str) -> str:
    """The quarter of a month, the year of a quarter, nothing above a year."""
    if len(label) == len("2025-03"):
        return f"{label[:4]}-Q{(int(label[5:7]) + 2) // 3}" if label[5] != "Q" else label[:4]
    return ""
