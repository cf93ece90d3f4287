"""Referral sources over time and against outcomes: which of them can be drawn, and their table twins."""

import pandas as pd

from charts.words import Words
from metrics import Answer
from metrics.methods.flows import OTHER
from metrics.methods.parts import by_group, largest
from ui import findings, numbers
from ui.view import View

SOURCE, OUTCOME = "referral_source", "outcome"
EMPLOYED = "employed"
OUTCOMES = ("education", "vocational_rehabilitation", "pension", "other_service", "goal_reached", "dropped_out")
STEPS = {"": ("month", "quarter", "year"), "year": ("month", "quarter"), "quarter": ("month",), "month": ("month",)}
MOST_BUCKETS, MOST_HIDDEN, NEARLY_ALL = 24, 0.1, 0.9


def readable(view: View, metric: str, dimension: str, shown: list[str]) -> Answer:
    """The metric by time and class in the finest time step that fits a line chart and hides little of the classes in `shown`."""
    steps = STEPS[view.filters.period.grain]
    for step in steps:
        answer = view.ask(metric, step, dimension)
        inside = answer.frame[answer.frame[dimension].isin(shown)]
        if answer.frame[step].nunique() <= MOST_BUCKETS and not inside["hidden"].mean() > MOST_HIDDEN:
            break
    return answer


def against_outcome(view: View, most: int) -> pd.DataFrame:
    """Closed cases of the `most` largest sources by group of outcome, names for codes; see metrics.methods.parts.by_group."""
    totals, pairs, employed = view.ask("cases_closed", SOURCE), view.ask("cases_closed", SOURCE, OUTCOME), view.ask("employed_share", SOURCE)
    top = largest(totals.frame, SOURCE, most, without=("unknown",))
    rows = totals.frame.set_index(SOURCE).loc[top].reset_index()
    parts = pairs.frame[pairs.frame[OUTCOME].isin(OUTCOMES) & pairs.frame[SOURCE].isin(top)]
    frame = by_group(parts, employed.frame, rows, SOURCE, OUTCOME, EMPLOYED)
    order = {code: place for place, code in enumerate((EMPLOYED, *OUTCOMES, OTHER))}
    rank = {code: place for place, code in enumerate(top)}
    frame = frame.sort_values([SOURCE, OUTCOME], key=lambda codes: codes.map(rank | order), ignore_index=True)
    named = {SOURCE: frame[SOURCE].map(lambda code: view.label(SOURCE, code)), OUTCOME: frame[OUTCOME].map(lambda code: outcome_name(view, code))}
    return frame.assign(**named)


def worth_drawing(frame: pd.DataFrame) -> pd.DataFrame:
    """The sources of which some outcome may be shown; none where nearly every outcome is hidden."""
    told = frame[frame["hidden"] | (frame["value"] > 0)]
    if told["hidden"].mean() > NEARLY_ALL:
        return frame.head(0)
    return frame[frame[SOURCE].isin(told.loc[~told["hidden"], SOURCE])]


def outcome_name(view: View, code: str) -> str:
    """The name of an outcome or of a group of them."""
    return view.say(f"chart.source_outcome.{code}") if code in (EMPLOYED, OTHER) else view.label(OUTCOME, code)


def outcome_table(view: View, frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """One row a source: n, and the share of each group of outcomes."""
    texts = [
        words.hidden_text if hidden else numbers.percent(value / total, view.language)
        for value, hidden, total in zip(frame["value"], frame["hidden"], frame["total"], strict=True)
    ]
    wide = (
        frame.assign(text=texts)
        .pivot(index=SOURCE, columns=OUTCOME, values="text")
        .reindex(index=frame[SOURCE].unique(), columns=frame[OUTCOME].unique())
    )
    sizes = frame.drop_duplicates(SOURCE).set_index(SOURCE)["total"].map(lambda size: numbers.decimal(size, view.language))
    wide = wide.fillna(numbers.percent(0, view.language))
    wide.insert(0, "n", sizes)
    return wide.rename_axis(None, axis="columns").rename_axis(view.say(f"dimension.{SOURCE}")).reset_index()


def outcome_finding(view: View, frame: pd.DataFrame, answer: Answer) -> str:
    """How many of the largest source's cases ended in work."""
    if frame.empty:
        return findings.nothing(view, answer)
    top = frame.iloc[0]
    if top["hidden"]:
        return view.say("chart.source_outcome.few")
    share, n = numbers.percent(top["value"] / top["total"], view.language), numbers.decimal(top["total"], view.language)
    return view.say("chart.source_outcome.finding", name=top[SOURCE], share=share, n=n)


def top_finding(view: View, answer: Answer, whole: Answer, top: list[str]) -> str:
    """How much of all comes from the largest sources together."""
    if not top or whole.hidden or not whole.value:
        return findings.nothing(view, answer)
    counts = answer.frame.set_index(SOURCE)["value"]
    share = numbers.percent(min(1.0, counts[top].sum() / whole.value), view.language)
    return view.say("chart.sources_over_time.finding", count=len(top), share=share, name=view.label(SOURCE, top[0]), whole=view.shown(whole))


def over_time_table(view: View, named: pd.DataFrame, answer: Answer) -> pd.DataFrame:
    """One row a period, one column a line of the chart."""
    grain = answer.question.grain
    texts = [view.show(value, answer, hidden) for value, hidden in zip(named["value"], named["hidden"], strict=True)]
    wide = named.assign(text=texts).pivot(index=grain, columns=SOURCE, values="text").reindex(columns=named[SOURCE].unique())
    wide.insert(0, view.say(f"dimension.{grain}"), [view.label(grain, code) for code in wide.index])
    return wide.rename_axis(None, axis="columns").reset_index(drop=True)
