"""What a page is handed: it asks, says, and shows numbers, charts and tables, all from protected answers.

A page that holds a view needs nothing else of this package; how a number is written, hidden or explained is decided here.
"""

import math
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from charts.words import Words
from metrics import GRAINS, METRICS, Answer, Metric, Period, Question, Statistic, Unit, Viewer, ask, data_version
from metrics.ask import span
from metrics.dimensions import allowed, names
from texts import has, text
from ui import numbers
from ui.filters import Filters

MARKS = {Unit.SHARE: (0, "percent", 100.0), Unit.PERCENT: (1, "percent", 1.0), Unit.SCORE: (2, "", 1.0)}
# A ranking with more hidden rows than this, and a larger part of its classes hidden, says them in one row.
MANY_HIDDEN, MOST_HIDDEN = 4, 0.5


@st.cache_resource(max_entries=5000, show_spinner=False)
def _answer(key: str, _question: Question, _viewer: Viewer) -> Answer:
    """An answer kept by viewer, question and version of the data. It is shared between sessions: never changed."""
    return ask(_question, _viewer)


@dataclass(frozen=True)
class View:
    """One page for one viewer, in one language, with its filters."""

    viewer: Viewer
    language: str
    filters: Filters
    page: str = ""

    def say(self, key: str, **values: object) -> str:
        """Words of texts/*.toml."""
        return text(self.language, key, **values)

    @property
    def grain(self) -> str:
        """The time step that keeps numbers readable: months, but quarters where a part of the organisation is seen as a leader."""
        exact = str(self.viewer.role) == "coordinator"
        return "month" if exact or not self.filters.narrow or self.filters.period.grain in ("month", "quarter") else "quarter"

    @property
    def whole_country(self) -> "View":
        """The same view without the area chosen; a team and a project stay."""
        return replace(self, filters=self.filters.of_area())

    def narrowed(self, dimension: str, code: str) -> "View":
        """The same view of one area instead of the one chosen."""
        return replace(self, filters=self.filters.of_area(**{dimension: code}))

    def ask(self, metric: str, *by: str, period: Period | None = None, everywhere: bool = False, **where: str) -> Answer:
        """The answer to a metric by breakdowns, with the view's filters that the metric has; `everywhere` leaves the filters out."""
        can = allowed(METRICS[metric])
        kept = {} if everywhere else {name: value for name, value in self.filters.where.items() if name in can}
        question = Question(metric, by, tuple({**kept, **where}.items()), period or self.filters.period)
        return _answer(f"{self.viewer}|{question}|{data_version()}", question, self.viewer)

    def answers(self, *metrics: str) -> list[Answer]:
        """The single values of several metrics."""
        return [self.ask(metric) for metric in metrics]

    @property
    def months(self) -> tuple[str, str]:
        """First and last month of the data inside the period."""
        (first, last), (low, high) = span(), self.filters.period.months
        return max(first, low), min(last, high)

    # --- words ---

    def phrases(self, key: str, *names: str) -> dict[str, str]:
        """{name: words of key.name}."""
        return {name: self.say(f"{key}.{name}") for name in names}

    def unknown(self, dimension: str) -> list[str]:
        """The labels of the classes that say nothing is known."""
        return [self.label(dimension, code) for code in ("unknown",) if code in names(dimension)]

    def title(self, metric: Metric | str) -> str:
        """The title of a metric."""
        return self.say(f"metric.{metric if isinstance(metric, str) else metric.name}.title")

    def heading(self, key: str, *answers: Answer) -> str:
        """The title of a chart: its own words, or what is asked: the metric and its breakdowns."""
        own = f"chart.{key}.title"
        if has(self.language, own):
            return self.say(own)
        asked = answers[0].question
        return " – ".join([self.title(asked.metric), *(self.say(f"dimension.{name}") for name in asked.dimensions)])

    def label(self, dimension: str, code: str) -> str:
        """The name of a class."""
        if dimension in GRAINS:
            return numbers.bucket(code)
        return names(dimension).get(str(code), {}).get(self.language, str(code))

    def hidden_text(self, answer: Answer) -> str:
        """What stands for a hidden value. Under a limit where every small number is hidden and the others are rounded; else only that
        it is hidden, for it may be a larger number that would give a small one away."""
        if answer.rounded and answer.metric.statistic is Statistic.COUNT:
            return self.say("value.under", threshold=answer.threshold)
        return self.say("value.hidden")

    def count(self, n: float, answer: Answer) -> str:
        """The number behind a value, or that it is hidden."""
        if not math.isnan(n):
            return numbers.decimal(n, self.language)
        return self.say("value.under", threshold=answer.threshold) if answer.rounded else self.say("value.hidden")

    def show(self, value: float, answer: Answer, hidden: bool = False) -> str:
        """A value as it is written, or why it is not."""
        if hidden:
            return self.hidden_text(answer)
        return self.say("value.missing") if pd.isna(value) else numbers.shown(value, answer.metric.unit, self.language)

    def shown(self, answer: Answer) -> str:
        """The only value of an answer, with its unit."""
        unit = self.say(f"metric.{answer.metric.name}.unit")
        plain = self.show(answer.value, answer, answer.hidden)
        wordless = answer.hidden or pd.isna(answer.value) or answer.metric.unit in (Unit.SHARE, Unit.PERCENT) or not unit
        return plain if wordless else f"{plain}{numbers.NBSP}{unit}"

    def words(self, answer: Answer) -> Words:
        """The words and number format of a chart of this answer."""
        decimals, suffix, scale = MARKS.get(answer.metric.unit, (0, "", 1.0))
        point, thousands = numbers.MARKS[self.language]
        return Words(
            hidden_text=self.hidden_text(answer),
            missing_text=self.say("value.missing"),
            measure=self.title(answer.metric),
            decimals=decimals,
            suffix=self.say("value.percent_sign") if suffix else "",
            percent_sign=self.say("value.percent_sign"),
            scale=scale,
            decimal=point,
            thousands=thousands,
        )

    def period_text(self, *answers: Answer) -> str:
        """The months the answers cover."""
        return numbers.stretch(min(one.first_month for one in answers), max(one.last_month for one in answers))

    def unfinished(self, answer: Answer) -> set[str]:
        """The buckets of the answer's time breakdown that the data does not cover to their end."""
        ends = {"quarter": ("03", "06", "09", "12"), "year": ("12",)}.get(answer.question.grain)
        last = span()[1]
        if not ends or last[5:] in ends:
            return set()
        cut = last[:4] if answer.question.grain == "year" else f"{last[:4]}-Q{(int(last[5:]) + 2) // 3}"
        return {cut} & set(answer.frame[answer.question.grain])

    # --- frames ---

    def frame(self, answer: Answer) -> pd.DataFrame:
        """The answer with names for codes (time keeps its codes), in the order of the code lists."""
        frame = answer.frame
        for dimension in reversed(answer.question.by):
            place = {code: at for at, code in enumerate(names(dimension))} if dimension not in GRAINS else {}
            order = frame[dimension].map(place) if place else frame[dimension]
            frame = frame.loc[order.sort_values(kind="stable").index]
        labels = {one: frame[one].map(lambda code, one=one: self.label(one, code)) for one in answer.question.dimensions}
        return frame.assign(**labels).reset_index(drop=True)

    def ranking(self, answer: Answer) -> pd.DataFrame:
        """The answer with names, largest first; hidden classes after them, empty ones left out."""
        frame = self.frame(answer)
        frame = frame[frame["hidden"] | (frame["value"] > 0)]
        return frame.sort_values("value", ascending=False, kind="stable", na_position="last", ignore_index=True)

    def gathered(self, ranked: pd.DataFrame, dimension: str, most: int = 12) -> pd.DataFrame:
        """The first `most` rows; where most classes are hidden and many of them would be drawn, one row says how many they are."""
        hidden = ranked["hidden"]
        if hidden.head(most).sum() <= MANY_HIDDEN or hidden.mean() <= MOST_HIDDEN:
            return ranked.head(most)
        seen = ranked[~hidden].head(most - 1)
        one = ranked[hidden].head(1).assign(**{dimension: self.say("value.hidden_classes", n=int(hidden.sum()))})
        return pd.concat([seen, one], ignore_index=True)

    def largest_first(self, answer: Answer, most: int = 12) -> pd.DataFrame:
        """The answer as a chart draws it: `ranking`, `gathered`."""
        return self.gathered(self.ranking(answer), answer.question.dimensions[-1], most)

    def table(self, answer: Answer) -> pd.DataFrame:
        """The answer as a person reads it: names, values in words, and n where the value is not itself a count."""
        frame = self.frame(answer)
        time = {one: frame[one].map(numbers.bucket) for one in answer.question.by if one in GRAINS}
        columns = {self.say(f"dimension.{one}"): time.get(one, frame[one]) for one in answer.question.by}
        values = [self.show(value, answer, hidden) for value, hidden in zip(frame["value"], frame["hidden"], strict=True)]
        out = pd.DataFrame({**columns, self.title(answer.metric): values})
        if answer.metric.statistic not in (Statistic.COUNT, Statistic.FIGURE):
            out["n"] = [self.count(n, answer) for n in frame["n"]]
        return out
