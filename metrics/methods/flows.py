"""Stock and flow, funnel and Sankey links from protected counts: pure functions of answer frames. What is hidden stays hidden."""

import pandas as pd

OTHER = "other_classes"
JUNCTION = "hidden_links"


def balance(opened: pd.DataFrame, closed: pd.DataFrame, stock: pd.DataFrame, time: str) -> pd.DataFrame:
    """One row a bucket: `start`, `opened`, `closed`, `end` (NaN where hidden), and `holds`: start + opened - closed = end, None where
    a number needed is hidden. Frames: columns `time`, `value`. A bucket with no row in a flow counts 0 there."""
    out = stock[[time, "value", "hidden"]].rename(columns={"value": "end", "hidden": "end_hidden"})
    for name, flow in (("opened", opened), ("closed", closed)):
        out = out.merge(flow[[time, "value", "hidden"]].rename(columns={"value": name, "hidden": f"{name}_hidden"}), how="left", on=time)
        out[f"{name}_hidden"] = out[f"{name}_hidden"].eq(True)
        out[name] = out[name].where(out[name].notna() | out[f"{name}_hidden"], 0.0)
    before = out["end"].shift(1)
    out["start"] = before.where(out.index > 0, out["end"] - out["opened"] + out["closed"])
    moved = out["start"] + out["opened"] - out["closed"]
    out["holds"] = (moved == out["end"]).astype(object).where(moved.notna() & out["end"].notna(), None)
    return out[[time, "start", "opened", "closed", "end", "holds", "opened_hidden", "closed_hidden", "end_hidden"]]


def funnel(frame: pd.DataFrame, step: str, steps: list[str]) -> pd.DataFrame:
    """How many came at least as far as each step, from counts by the furthest step reached. A hidden count hides every sum it is in,
    unless the sum can be had from the other end of the table without it."""
    counts = frame.set_index(step)["value"].reindex(steps)
    hidden = frame.set_index(step)["hidden"].reindex(steps).eq(True)
    counts = counts.where(counts.notna() | hidden, 0.0)
    reached = counts[::-1].cumsum(skipna=False)[::-1]
    return pd.DataFrame({step: steps, "value": reached.to_numpy(), "hidden": reached.isna().to_numpy()})


def sides(frame: pd.DataFrame, column: str, whole: float, most: int) -> pd.Series:
    """The `most` largest classes that may be shown, with their counts, and OTHER with what is left of `whole`."""
    seen = frame[~frame["hidden"] & (frame["value"] > 0)].nlargest(most, "value").set_index(column)["value"]
    rest = max(0.0, whole - seen.sum())
    return pd.concat([seen, pd.Series({OTHER: rest})]) if rest else seen


def links(pairs: pd.DataFrame, source: str, target: str, sources: pd.Series, targets: pd.Series) -> pd.DataFrame:
    """Links between two sides as `source`, `target`, `value`; `sources` and `targets` are the counts of the nodes (see `sides`).

    Classes without a node of their own are part of OTHER. What is hidden runs through JUNCTION, so that every node keeps its own
    count and each cut through the links adds up to the whole. `pairs` has the columns `source`, `target`, `value`, `hidden`.
    """
    seen = pairs[~pairs["hidden"] & (pairs["value"] > 0)]
    ends = {
        "source": seen[source].where(seen[source].isin(sources.index), OTHER),
        "target": seen[target].where(seen[target].isin(targets.index), OTHER),
    }
    known = pd.DataFrame({**ends, "value": seen["value"]}).groupby(["source", "target"], as_index=False, sort=False).sum()
    out = sources.sub(known.groupby("source")["value"].sum(), fill_value=0).clip(lower=0)
    into = targets.sub(known.groupby("target")["value"].sum(), fill_value=0).clip(lower=0)
    through = [pd.DataFrame({"source": out.index, "target": JUNCTION, "value": out.to_numpy()})]
    through += [pd.DataFrame({"source": JUNCTION, "target": into.index, "value": into.to_numpy()})]
    together = pd.concat([known, *through], ignore_index=True)
    return together[together["value"] > 0].reset_index(drop=True)
