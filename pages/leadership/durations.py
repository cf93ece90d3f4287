"""Unemployment durations: the published classes with those not known, beside the whole, against employment, and over time."""

import pandas as pd

from charts.bars import bars
from charts.dots import dots
from charts.stacked import stacked_share
from charts.trend import trend
from metrics import Period
from metrics.methods.intervals import with_interval
from ui import area_charts, blocks, durations, findings
from ui.durations import CLASS
from ui.view import View


def draw(view: View) -> None:
    """How long clients had been unemployed when they came, and how many of whom nobody knows."""
    counts = durations.classes(view.ask("cases_opened", CLASS))
    opened = view.ask("cases_opened")
    known, of_known, of_all = view.answers("duration_known_share", "over_three_years_of_known", "over_three_years_of_all")
    caution = durations.caution(view, known)
    blocks.head(view, durations.summary(view, counts, of_known, of_all))
    blocks.cards(view, of_known, of_all, known, opened, notes={answer.metric.name: caution for answer in (of_known, of_all)})
    left, right = blocks.two()
    with left:
        figure = bars(view.frame(counts), CLASS, words=view.words(counts), unknown=view.unknown(CLASS))
        table = durations.distribution(view, counts, of_known, of_all)
        blocks.chart(view, "duration_classes", figure, counts, finding=durations.largest(view, counts, opened), table=table)
    with right:
        _compared(view)
    left, right = blocks.two()
    with left:
        _employment(view)
    with right:
        _over_time(view)
    area_charts.by_area(view, "over_three_years_of_known", "over_three_years_of_all", "over_a_year_of_known", "duration_known_share")
    blocks.definitions(view, "over_three_years_of_known", "over_three_years_of_all", "over_a_year_of_known", "duration_known_share", "employed_share")


def _compared(view: View) -> None:
    """The selection beside the whole in the same period; where nothing is selected, the period beside all time."""
    whole = {"everywhere": True} if view.filters.narrow else {"period": Period()}
    rows, shares = {}, {}
    for asked in ({}, whole):
        by_class, opened, of_known = (
            view.ask("cases_opened", CLASS, **asked),
            view.ask("cases_opened", **asked),
            view.ask("over_three_years_of_known", **asked),
        )
        counts = durations.classes(by_class)
        name = durations.row_name(view, opened)
        rows[name], shares[name] = (counts, opened), of_known
    answers = [answer for pair in rows.values() for answer in pair]
    frame = durations.comparison(view, rows)
    figure = stacked_share(frame, "row", CLASS, "total", words=view.words(answers[0]), unknown=view.unknown(CLASS))
    finding = durations.compared(view, shares)
    blocks.chart(view, "duration_compared", figure, *answers, finding=finding, table=durations.comparison_table(view, rows))


def _employment(view: View) -> None:
    """Whether the duration goes with employment, among closed cases."""
    shares = view.ask("employed_share", CLASS)
    figure = dots(with_interval(view.frame(shares)), CLASS, words=view.words(shares), n="n")
    blocks.chart(view, "duration_employment", figure, shares, finding=durations.employment(view, shares))


def _over_time(view: View) -> None:
    """Long unemployment among the known, with how many are known: the one cannot be read without the other."""
    names = ("over_a_year_of_known", "duration_known_share")
    answers = [durations.over_time(view.ask(name, view.grain), view.ask(name)) for name in names]
    frame = pd.concat([answer.frame.assign(series=view.title(answer.metric)) for answer in answers], ignore_index=True)
    long = answers[0]
    figure = trend(
        frame,
        view.grain,
        series="series",
        words=view.words(long),
        incomplete=view.unfinished(long),
        incomplete_text=view.say("chart.incomplete"),
    )
    blocks.chart(view, "duration_over_time", figure, *answers, finding=findings.latest(view, long))
