"""Referrals: from where clients come and how it ends for them, and where they are referred onward and what has started."""

from dataclasses import replace

import streamlit as st

from charts.bars import bars, grouped
from charts.stacked import stacked_share
from charts.trend import trend
from metrics import Answer
from metrics.methods.flows import OTHER
from metrics.methods.parts import largest, top_and_rest
from ui import area_charts, blocks, findings, onward, shares, sources
from ui.view import View

SOURCE = sources.SOURCE
MOST_LINES, MOST_ROWS, MOST_DOTS, MOST_SERVICES = 5, 8, 12, 10


def draw(view: View) -> None:
    """Where from, and how it ended; where to, and what started."""
    referrals, redirected, referred, started = view.answers("referrals", "redirected_share", "onward_referrals", "started_share")
    said = [shares.told(view, "page.referrals.finding", referrals, redirected), shares.told(view, "page.referrals.started", referred, started)]
    blocks.head(view, " ".join(filter(None, said)))
    blocks.cards(view, referrals, redirected, referred, started, view.ask("wait_to_service_start"))
    _over_time(view, referrals)
    left, right = blocks.two()
    with left:
        answer = view.ask("referrals", SOURCE)
        shares.parts(view, "sources_ranked", answer, referrals.value, view.ranking(answer), findings.largest(view, answer, referrals))
    with right:
        _employed(view)
    _outcomes(view)
    _onward(view, started)
    area_charts.by_area(view, "referrals", "redirected_share", "onward_referrals", "started_share", "wait_to_service_start")
    blocks.definitions(view, "referrals", "redirected_share", "onward_referrals", "started_share", "wait_to_service_start", "persons_referred_onward")


def _over_time(view: View, whole: Answer) -> None:
    """The largest sources as lines of their own, all others as one."""
    by_source = view.ask("referrals", SOURCE)
    top = largest(by_source.frame, SOURCE, MOST_LINES, without=findings.NO_CLASS)
    answer = sources.readable(view, "referrals", SOURCE, top)
    grain = answer.question.grain
    over_time = view.ask("referrals", grain)
    frame = top_and_rest(answer.frame, over_time.frame, grain, SOURCE, top)
    labels = {OTHER: view.say(f"chart.sources_over_time.{'rest_hidden' if answer.frame['hidden'].any() else 'rest'}")} | {
        code: view.label(SOURCE, code) for code in top
    }
    named = frame.assign(**{SOURCE: frame[SOURCE].map(labels)})
    words, late = view.words(answer), view.unfinished(answer)
    figure = trend(named, grain, series=SOURCE, words=words, incomplete=late, incomplete_text=view.say("chart.incomplete"), height=400)
    finding = sources.top_finding(view, by_source, whole, top)
    blocks.chart(view, "sources_over_time", figure, answer, finding=finding, table=sources.over_time_table(view, named, answer))


def _employed(view: View) -> None:
    """Not in the order of the share but of the number behind it: this is no league table."""
    answer = view.ask("employed_share", SOURCE)
    named = view.frame(answer).sort_values("n", ascending=False, na_position="last").head(MOST_DOTS)
    shares.compared(view, "source_employed", answer, named, view.ask("employed_share"))


def _outcomes(view: View) -> None:
    """The finest table of the page: one sentence where nearly all of it is hidden."""
    closed = view.ask("cases_closed", SOURCE)
    frame = sources.against_outcome(view, MOST_ROWS)
    drawn = sources.worth_drawing(frame)
    if drawn.empty and (closed.frame["hidden"] | closed.frame["value"].gt(0)).any():
        st.caption(view.say("chart.source_outcome.too_few"))
        return
    words = replace(view.words(closed), hidden_text=view.say("chart.source_outcome.hidden"))
    rest = sources.outcome_name(view, OTHER)
    figure = stacked_share(drawn, SOURCE, "outcome", "total", words=words, unknown=[rest], ordered=False)
    finding = sources.outcome_finding(view, frame, closed)
    table = sources.outcome_table(view, frame, words)
    blocks.chart(view, "source_outcome", figure, closed, finding=shares.no_cause(view, finding), table=table)


def _onward(view: View, started: Answer) -> None:
    st.header(view.say("page.referrals.onward"), anchor=False)
    said = shares.told(view, "page.referrals.persons", *view.answers("onward_referrals", "persons_referred_onward", "health_checks"))
    st.markdown(f"{said} {view.say('page.referrals.not_persons')}")
    share = view.ask("started_share", "service")
    frame = onward.planned(view, share, started, MOST_SERVICES)
    words = shares.empty_words(view, share)
    counts = replace(view.words(view.ask("onward_referrals")), missing_text=words.missing_text)
    finding = shares.told(view, "chart.planned_started.finding", view.ask("onward_referrals"), started) or findings.nothing(view, share)
    left, right = blocks.two()
    with left:
        figure = grouped(onward.side_by_side(view, frame), "service", "series", words=counts, horizontal=True)
        blocks.chart(view, "planned_started", figure, share, finding=finding, table=onward.table(view, frame))
    with right:
        figure = bars(frame, "service", words=words, n="n")
        blocks.chart(view, "not_started", figure, share, finding=onward.waiting_finding(view, started), table=onward.table(view, frame))
        _reasons(view, onward.not_started(started))


def _reasons(view: View, waiting: float) -> None:
    answer = view.ask("onward_referrals", "reason")
    frame = onward.reasons(view, answer, waiting)
    shares.parts(view, "not_started_reasons", answer, waiting, frame, onward.reasons_finding(view, frame, answer, waiting))
