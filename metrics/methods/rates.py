"""Counts by area divided by the inhabitants of the area: pure functions of answer frames. What is hidden stays hidden."""

from collections.abc import Collection

import pandas as pd

PER = 10_000


def per_inhabitants(counts: pd.DataFrame, population: pd.DataFrame, area: str, per: int = PER, *, counted: bool = True) -> pd.DataFrame:
    """One row for each area with inhabitants: `value` = n / inhabitants x `per`, `hidden`, `n` (the protected count), `inhabitants`.

    Frames of two answers: columns `area`, `value`, `hidden`. An area no count names counted nobody: 0; a figure nobody published
    (`counted` false) is not known: NaN. A count without a known number of inhabitants (the class "not known", an area without a figure)
    is left out, never divided by something else.
    """
    people = population.loc[population["value"] > 0, [area, "value"]].rename(columns={"value": "inhabitants"})
    found = people.merge(counts[[area, "value", "hidden"]].rename(columns={"value": "n"}), how="left", on=area)
    hidden = found["hidden"].eq(True)
    n = found["n"].where(found["hidden"].notna(), 0.0 if counted else float("nan")).where(~hidden)
    return found.assign(n=n, value=n / found["inhabitants"] * per, hidden=hidden)[[area, "value", "hidden", "n", "inhabitants"]]


def every_area(frame: pd.DataFrame, area: str, codes: Collection[str], *, counted: bool) -> pd.DataFrame:
    """The frame with exactly the areas of `codes`, in their order: one it does not name counted nobody (0), or has no value."""
    out = frame.set_index(area).reindex(list(codes)).rename_axis(area).reset_index()
    absent = ~out[area].isin(frame[area])
    fill = 0.0 if counted else float("nan")
    return out.assign(value=out["value"].where(~absent, fill), n=out["n"].where(~absent, fill), hidden=out["hidden"].eq(True))
