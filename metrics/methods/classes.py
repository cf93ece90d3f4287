"""Tables of classes made of several protected answers: every class in its row, parts beside their total, and no class given away.

Frames have the columns of the breakdowns, `value`, `hidden` and `n`. What is hidden stays hidden; nothing here looks behind it.
"""

from collections.abc import Collection, Iterable, Sequence

import pandas as pd

from data_access.tally import Test, Where
from metrics.model import Metric


def complete(frame: pd.DataFrame, column: str, codes: Sequence[str]) -> pd.DataFrame:
    """Counts with a row for each of `codes`, in their order. A class that is not in the frame holds nothing: 0, not hidden."""
    out = pd.DataFrame({column: list(codes)}).merge(frame, how="left", on=column)
    return out.assign(**{name: out[name].fillna(0.0).where(out["hidden"].ne(True)) for name in ("value", "n")}, hidden=out["hidden"].eq(True))


def with_total(parts: pd.DataFrame, wholes: pd.DataFrame, column: str) -> pd.DataFrame:
    """Adds `total`: the count of the row's class of `column` in `wholes`, NaN where that is hidden."""
    return parts.merge(wholes[[column, "value"]].rename(columns={"value": "total"}), how="left", on=column)


def blocks(share: Metric, column: str, codes: Sequence[str]) -> tuple[set[str], set[str], set[str]]:
    """The classes of `column` in a share's numerator, in the rest of its denominator, and outside of it."""
    counted = _passing(share.where, column, codes)
    hits = _passing((*share.where, *share.hits), column, codes)
    return hits, counted - hits, set(codes) - counted


def gives_away(counts: pd.DataFrame, column: str, sums: Iterable[tuple[Collection[str], float]], least: float) -> bool:
    """Whether sums that are shown elsewhere, (classes, their count), leave under `least` for the classes hidden in `counts`."""
    for classes, whole in sums:
        part = counts[counts[column].isin(classes)]
        if part["hidden"].any() and round(whole - part["value"].sum()) < least:
            return True
    return False


def _passing(conditions: Iterable[Where], column: str, codes: Sequence[str]) -> set[str]:
    mine = [one for one in conditions if one.column == column]
    return {code for code in codes if all((code in one.values) is (one.test is Test.IN) for one in mine)}
