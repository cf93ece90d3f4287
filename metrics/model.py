"""The closed grammar: a metric is declared once, a question is a frozen value, an answer holds nothing unprotected.

Longer than most files, because the words of the grammar are one idea and are read together.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import pandas as pd

from data_access.tally import GRAINS, Bucket, Clock, Where

MOST_BREAKDOWNS = 3


class GrammarError(ValueError):
    """The question is outside the grammar; the message says what is allowed instead."""


class Unit(StrEnum):
    """What a value is counted in."""

    PERSONS = "persons"
    CASES = "cases"
    EVENTS = "events"
    REFERRALS = "referrals"
    SERVICES = "services"
    ANSWERS = "answers"
    DAYS = "days"
    SHARE = "share"
    SCORE = "score"
    POINTS = "points"
    EUROS = "euros"
    PERCENT = "percent"
    NUMBER = "number"


class Better(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Statistic(StrEnum):
    """How the value is made of what is counted."""

    COUNT = "count"
    SHARE = "share"
    MEDIAN = "median"
    P90 = "p90"
    MEAN = "mean"
    NPS = "nps"
    FIGURE = "figure"


@dataclass(frozen=True)
class Metric:
    """A measure, from one table.

    `date` places a row in time (with `until` and `clock` for spells), `where` says which rows count, `hits` is the numerator of a
    share, `value` the column of a median, mean or published figure. `balance` names the two flows and the stock that add up, of which
    the metric is one or counts rows. `grouped` says that the classes of a share are hidden so that the share can be shown (without
    it the share gives way). `additive`: a published figure may be added up over areas. `lag_months` is how late it is known. Title,
    definition and exclusions are in texts/*.toml under metric.<name>.
    """

    name: str
    table: str
    date: str
    unit: Unit
    statistic: Statistic = Statistic.COUNT
    better: Better = Better.NEITHER
    where: tuple[Where, ...] = ()
    hits: tuple[Where, ...] = ()
    value: str = ""
    persons: bool = False
    until: str = ""
    clock: Clock = Clock.AT
    balance: tuple[str, str, str] | tuple[()] = ()
    grouped: bool = False
    additive: bool = True
    lag_months: int = 1


@dataclass(frozen=True)
class Period:
    """All time, or one whole year, quarter or month: `all`, `2025`, `2025-Q3`, `2025-09`."""

    text: str = "all"

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Raises GrammarError for anything but the four forms."""
        if re.fullmatch(r"all|[0-9]{4}|[0-9]{4}-Q[1-4]|[0-9]{4}-(0[1-9]|1[0-2])", text):
            return cls(text)
        raise GrammarError(f"'{text}' is not a period. Use all, a year 2025, a quarter 2025-Q3 or a month 2025-09.")

    @property
    def grain(self) -> str:
        """month, quarter or year; empty for all time."""
        if self.text == "all":
            return ""
        return {4: "year"}.get(len(self.text), "quarter" if "Q" in self.text else "month")

    @property
    def months(self) -> tuple[str, str]:
        """First and last month; far ends for all time."""
        if self.grain == "year":
            return f"{self.text}-01", f"{self.text}-12"
        if self.grain == "quarter":
            year, quarter = self.text.split("-Q")
            return f"{year}-{3 * int(quarter) - 2:02d}", f"{year}-{3 * int(quarter):02d}"
        return ("0000-00", "9999-99") if not self.grain else (self.text, self.text)


ALL = Period()


@dataclass(frozen=True)
class Question:
    """A metric, its breakdowns (at most three, at most one of time) and its filters (one value each), in a period."""

    metric: str
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    period: Period = ALL

    def __post_init__(self) -> None:
        names = [name for name, _ in self.where]
        if len(self.by) > MOST_BREAKDOWNS or len(set(self.by)) < len(self.by) or len(set(names)) < len(names):
            raise GrammarError(f"At most {MOST_BREAKDOWNS} breakdowns, each once, and one value for each filter.")
        if sum(name in GRAINS for name in self.by) > 1 or any(name in GRAINS for name in names):
            raise GrammarError("At most one of month, quarter and year as a breakdown; for one month, quarter or year use the period.")
        object.__setattr__(self, "where", tuple(sorted(self.where)))

    @property
    def grain(self) -> str:
        """The time breakdown, or an empty text."""
        return next((name for name in self.by if name in GRAINS), "")

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The breakdowns that are not time."""
        return tuple(name for name in self.by if name not in GRAINS)

    @property
    def months(self) -> tuple[str, str]:
        """First and last month of what is counted: whole buckets of the time breakdown, so perhaps more than the period."""
        low, high = self.period.months
        coarser = self.period.grain and self.grain and GRAINS.index(self.grain) > GRAINS.index(self.period.grain)
        return Period(label(low, self.grain)).months if coarser else (low, high)

    def __str__(self) -> str:
        parts = [self.metric, *(f"by {name}" for name in self.by), *(f"{name}={value}" for name, value in self.where), self.period.text]
        return " ".join(parts)


@dataclass(frozen=True)
class Answer:
    """What may be shown: `frame` has one row a class with the breakdown columns (codes), `value` (float, NaN where hidden or not
    there), `hidden` and `n` (the protected number behind, NaN where hidden). Counts under `threshold` are hidden; `rounded` tells
    whether the others were rounded at random. `first_month` and `last_month` bound what was counted."""

    question: Question
    metric: Metric
    frame: pd.DataFrame = field(compare=False)
    threshold: int
    rounded: bool
    first_month: str
    last_month: str

    @cached_property
    def value(self) -> float:
        """The only value of a question without breakdowns."""
        return float(self.frame["value"].iloc[0])

    @property
    def hidden(self) -> bool:
        """Whether the only value is hidden."""
        return bool(self.frame["hidden"].iloc[0])

    @property
    def n(self) -> float:
        """The protected number behind the only value."""
        return float(self.frame["n"].iloc[0])


def calendar(grain: str, first: str, last: str) -> tuple[Bucket, ...]:
    """The buckets of a grain from month `first` to month `last`, both included; one bucket for all where there is no grain."""
    if not grain:
        return (Bucket("all", first, last),)
    months = [f"{at // 12}-{at % 12 + 1:02d}" for at in range(_number(first), _number(last) + 1)]
    labels = {month: label(month, grain) for month in months}
    return tuple(Bucket(name, *_ends([month for month in months if labels[month] == name])) for name in dict.fromkeys(labels.values()))


def label(month: str, grain: str) -> str:
    """The label of the bucket a month lies in: 2025-03, 2025-Q1 or 2025."""
    return {"month": month, "quarter": f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}", "year": month[:4]}[grain]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _ends(months: list[str]) -> tuple[str, str]:
    return months[0], months[-1]
