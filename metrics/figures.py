"""Published figures as answers: no protection, because they are public. One answer never mixes levels of area, sexes or lengths of time.

A figure is taken from the level it was published at, or added up from municipalities where it may be and every one of them is there.
A county or employment area counts only with the border it has in the division in force. What cannot be told for one of the two divisions
is refused, and `why_not` says why.
"""

from enum import StrEnum

import pandas as pd

from data_access import areas, gate
from data_access.tally import Tally, Test, Where
from metrics.dimensions import AREAS
from metrics.model import Metric, Question, Statistic, label

SPLITS = ("sex", "age_class")
ROW = ("area", "period", "period_months")
LONGEST = {"month": 1, "quarter": 3, "year": 12}
FOUND = ["months", "first_month", "last_month", "published", "value"]


class WhyNot(StrEnum):
    """Why a figure has no value for any area of a level.

    NOT_ADDITIVE: a rate, mean or median that is known for other areas, from which this level cannot be worked out. NOT_EVERY_MUNICIPALITY:
    a count that some municipalities lack. NOT_PUBLISHED: known neither for this level nor by municipality.
    """

    NOT_ADDITIVE = "not_additive"
    NOT_EVERY_MUNICIPALITY = "not_every_municipality"
    NOT_PUBLISHED = "not_published"


def read(metric: Metric, question: Question) -> pd.DataFrame:
    """One row a class with `value`, `hidden` (always False), `n` (NaN), and the months the figure is of (`first_month`, `last_month`).

    Without a time breakdown all rows are of one period: the one known for the most classes, the newest of those. With one they are of
    one length, and each bucket holds the newest figure that lies inside it; a year is no month, and eleven months are no year.
    """
    keys = list(question.dimensions)
    found = pd.concat([_as_published(metric, question), _added_up(metric, question)], ignore_index=True)
    low, high = question.period.months
    found = found[(found["first_month"] >= low) & (found["last_month"] <= high)]
    if question.grain:
        found = found[found["months"] <= LONGEST[question.grain]]
        found = found.assign(time=[label(month, question.grain) for month in found["last_month"]])
        found = _fullest(found, ["published", "months"], ["time", *keys])
        parts = [_fullest(part, ["first_month"], keys) for _, part in found.groupby("time")]
        found, keys = pd.concat(parts) if parts else found, ["time", *keys]
    else:
        found = _fullest(found, ["published", "months", "last_month"], keys)
    if found.empty and not keys:
        found = pd.DataFrame({"value": [float("nan")]})
    return found.assign(hidden=False, n=float("nan")).reset_index(drop=True)


def why_not(metric: Metric, level: str) -> WhyNot | None:
    """Why a metric cannot be told by `level` (county, employment_area or municipality) at any time; None where it can.

    What is counted from cases always can: it is recounted from the municipality of each row.
    """
    if metric.statistic is not Statistic.FIGURE or len(read(metric, Question(metric.name, (level,)))):
        return None
    elsewhere = [kind for kind in AREAS if len(_rows(metric, Question(metric.name), kind))]
    if elsewhere and not metric.additive:
        return WhyNot.NOT_ADDITIVE
    return WhyNot.NOT_EVERY_MUNICIPALITY if "municipality" in elsewhere else WhyNot.NOT_PUBLISHED


def months(frame: pd.DataFrame) -> tuple[str, str] | None:
    """First and last month of the figures in a frame of `read`; None where there is none."""
    return (frame["first_month"].min(), frame["last_month"].max()) if "first_month" in frame and len(frame) else None


def level(question: Question) -> str:
    """The kind of area whose own rows answer the question; empty where only parts of two kinds of areas would."""
    asked = _areas(question)
    if "municipality" in asked or not asked:
        return "municipality" if asked else "country"
    return asked.pop() if len(asked) == 1 else ""


def _as_published(metric: Metric, question: Question) -> pd.DataFrame:
    """The rows of the level asked. Municipalities that have merged since are added up where that is allowed, else left out."""
    rows = _rows(metric, question, level(question))
    keys = [*question.dimensions, *FOUND[:-2]]
    rows = rows.assign(own=(rows["area_type"] != "municipality") | (rows["area"] == rows["municipality"]))
    grouped = rows.groupby(keys, as_index=False).agg(value=("number", "sum"), rows=("number", "size"), own=("own", "all"))
    return grouped[(grouped["rows"] == 1) & grouped["own"] | metric.additive].assign(published=True)[[*question.dimensions, *FOUND]]


def _added_up(metric: Metric, question: Question) -> pd.DataFrame:
    """Sums over municipalities, for the classes of which every municipality is there."""
    keys = [*question.dimensions, *FOUND[:-2]]
    if not metric.additive or "municipality" in _areas(question):
        return pd.DataFrame(columns=[*question.dimensions, *FOUND]).astype({"months": int, "value": float, "published": bool})
    rows = _rows(metric, question, "municipality")
    grouped = rows.groupby(keys, as_index=False).agg(value=("number", "sum"), there=("municipality", "nunique"))
    expected = _expected(question)
    by = [name for name in AREAS if name in question.dimensions]
    wanted = grouped.merge(expected.groupby(by).size().rename("all").reset_index(), how="left", on=by)["all"] if by else len(expected)
    return grouped[grouped["there"] == wanted].assign(published=False)[[*question.dimensions, *FOUND]]


def _rows(metric: Metric, question: Question, area_type: str) -> pd.DataFrame:
    """The published rows of one level that have a value: their areas and splits, `months` covered, `first_month`, `last_month`, `number`."""
    whole = tuple((name, "all") for name in SPLITS if name not in question.dimensions and name not in dict(question.where))
    parts = tuple(Where(name, ("all",), Test.NOT_IN) for name in SPLITS if name in question.dimensions)
    tally = Tally(
        table=metric.table,
        date=metric.date,
        by=(*AREAS, *SPLITS, *ROW),
        only=(*question.where, *whole),
        where=(*metric.where, Where("area_type", (area_type,)), Where("area_in_force", ("yes",)), *parts),
        value=metric.value,
    )
    rows = gate.published(tally)
    rows = rows[rows["missing"] == 0]
    covered = rows["period_months"].astype(float).fillna(rows["period"].str.len().map({4: 12.0}).fillna(1.0)).astype(int)
    first = [_before(month, length - 1) for month, length in zip(rows["period_month"], covered, strict=True)]
    rows = rows.assign(months=covered, first_month=pd.Series(first, index=rows.index, dtype=object), last_month=rows["period_month"])
    return _whole(rows.assign(area_type=area_type)) if area_type == "municipality" else rows.assign(area_type=area_type)


def _whole(rows: pd.DataFrame) -> pd.DataFrame:
    """Without the municipalities of today of which only a part that merged is there. Where today's code is newer than the figure, the
    parts are all there can be."""
    newer = pd.Series(rows["municipality"].map(areas.begun()), dtype=object) > rows["last_month"]
    own = (rows["area"] == rows["municipality"]) | newer
    return rows[own.groupby([rows[name] for name in ("municipality", *SPLITS, *ROW[1:])], dropna=False).transform("any")]


def _expected(question: Question) -> pd.DataFrame:
    """The municipalities of today in the areas the question filters by."""
    table = areas.current()
    now = table[(table["area_type"] == "municipality") & table["successor"].isna()]
    for name, value in question.where:
        now = now[now[name] == value] if name in AREAS else now
    return now


def _areas(question: Question) -> set[str]:
    return set(AREAS) & {*question.dimensions, *(name for name, _ in question.where)}


def _fullest(frame: pd.DataFrame, by: list[str], keys: list[str]) -> pd.DataFrame:
    """The part of the frame, split by `by`, that knows the most classes; of equals the newest, then the longest, then the published."""

    def rank(part: pd.DataFrame) -> tuple[object, ...]:
        known = len(part[keys].drop_duplicates()) if keys else 1
        return (known, *(part[name].max() for name in ("last_month", "months", "published")))

    return max((part for _, part in frame.groupby(by)), key=rank, default=frame)


def _before(month: str, steps: int) -> str:
    """The month `steps` months before "2023-11"."""
    place = int(month[:4]) * 12 + int(month[5:7]) - 1 - steps
    return f"{place // 12}-{place % 12 + 1:02d}"
