"""Parts of a whole from protected answers: shares, the rest that is not shown one by one, and what else has to be hidden when totals
stand beside the parts. Frames in, frames out; what is hidden stays hidden."""

from collections.abc import Collection, Sequence

import pandas as pd

from metrics.methods.flows import OTHER

Total = tuple[Collection[str], float]


def of_whole(frame: pd.DataFrame, whole: float) -> pd.DataFrame:
    """Counts as shares: `value` becomes the share of `whole`, `n` the count behind it."""
    return frame.assign(n=frame["value"], value=frame["value"] / whole if whole else float("nan"))


def largest(frame: pd.DataFrame, column: str, most: int, without: Collection[str] = ()) -> list[str]:
    """The codes of the `most` largest classes that may be shown, largest first."""
    seen = frame[~frame["hidden"] & (frame["value"] > 0) & ~frame[column].isin(without)]
    return list(seen.nlargest(most, "value")[column])


def top_and_rest(parts: pd.DataFrame, whole: pd.DataFrame, time: str, column: str, top: Sequence[str]) -> pd.DataFrame:
    """Counts by `time` of the classes in `top`, and of OTHER: what the shown ones leave over of `whole`, hidden classes included.

    `parts` has `time`, `column`, `value`, `hidden`; `whole` the same without `column`. A class without a row in a bucket counts 0.
    """
    grid = pd.MultiIndex.from_product([whole[time], top], names=[time, column])
    out = parts.set_index([time, column])[["value", "hidden"]].reindex(grid).reset_index()
    out = out.assign(hidden=out["hidden"].eq(True))
    out["value"] = out["value"].where(out["value"].notna() | out["hidden"], 0.0)
    shown = out.groupby(time)["value"].sum().reindex(whole[time]).to_numpy()
    rest = whole[[time, "hidden"]].assign(value=(whole["value"] - shown).clip(lower=0))
    rest[column] = OTHER
    return pd.concat([out, rest], ignore_index=True) if rest["value"].gt(0).any() or rest["hidden"].any() else out


def planned_and_started(shares: pd.DataFrame, whole: tuple[float, float], column: str, most: int) -> pd.DataFrame:
    """One row for each of the `most` largest classes whose share may be shown, and OTHER for all the rest together.

    `shares` has `column`, `value` (share started), `hidden`, `n` (referred); `whole` is (referred, share started) of all. Columns out:
    `column`, `referred`, `started`, `value` (share not started), `n`, `hidden`.
    """
    seen = shares[~shares["hidden"] & shares["value"].notna()].nlargest(most, "n").reset_index(drop=True)
    out = pd.DataFrame({column: seen[column], "referred": seen["n"], "started": (seen["value"] * seen["n"]).round()})
    referred = whole[0] - out["referred"].sum()
    started = round(whole[0] * whole[1]) - out["started"].sum() if whole[1] == whole[1] else float("nan")
    if referred > 0 and 0 <= started <= referred:
        out.loc[len(out)] = {column: OTHER, "referred": referred, "started": started}
    return out.assign(value=1 - out["started"] / out["referred"], n=out["referred"], hidden=False)


def by_group(pairs: pd.DataFrame, hits: pd.DataFrame, totals: pd.DataFrame, row: str, part: str, name: str) -> pd.DataFrame:
    """Counts by `row` and `part` beside each row's `total`: the parts of `pairs`, the part `name` made of the share `hits`, and OTHER
    for what they leave over.

    `pairs` has `row`, `part`, `value`, `hidden`; `hits` has `row`, `value` (share), `n`, `hidden`; `totals` has `row`, `value`. In a
    row with hidden parts OTHER is hidden with them.
    """
    one = hits.assign(value=(hits["value"] * hits["n"]).round())
    one[part] = name
    out = pd.concat([frame[[row, part, "value", "hidden"]] for frame in (one, pairs)], ignore_index=True)
    sizes = totals.set_index(row)["value"]
    out = out[out[row].isin(sizes.index)]
    shown = out.groupby(row)["value"].sum().reindex(sizes.index, fill_value=0.0)
    left = (sizes - shown).clip(lower=0).where(~sizes.index.isin(out.loc[out["hidden"], row]))
    rest = pd.DataFrame({row: sizes.index, part: OTHER, "value": left.to_numpy(), "hidden": left.isna().to_numpy()})
    both = pd.concat([out, rest], ignore_index=True)
    return both.assign(total=both[row].map(sizes))


def tighten(frame: pd.DataFrame, column: str, totals: Sequence[Total], below: int) -> pd.DataFrame:
    """Hides more where a total shown beside the parts would give a hidden part away.

    Each of `totals` is (codes, their sum as shown elsewhere); no code is in two of them. While the hidden parts of one add up to
    less than `below`, its smallest shown part is hidden as well.
    """
    out = frame.copy()
    for codes, total in totals:
        inside = out[column].isin(codes)
        while (out["hidden"] & inside).any() and total - out.loc[inside & ~out["hidden"], "value"].sum() < below:
            shown = out[inside & ~out["hidden"] & (out["value"] > 0)]
            if shown.empty:
                break
            place = shown["value"].idxmin()
            out.loc[place, ["value", "n"]] = float("nan")
            out.loc[place, "hidden"] = True
    return out
