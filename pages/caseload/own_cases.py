"""Own cases: who waits, what is due, who has been quiet, and the own figures exactly. For coordinators; leaders get one sentence."""

from datetime import date

import pandas as pd
import streamlit as st

from charts.bars import bars, columns
from metrics import Role, caseload
from metrics.library import loaded
from ui import blocks, findings, numbers, own
from ui.view import View
from ui.worklists import rows, worklist

ALWAYS = ("case_id", "days_quiet", "last_event_date", "status", "municipality")
EVENTS = ("consultations", "cancelled_bookings", "health_checks")


def draw(view: View) -> None:
    """The lists first, because they are the day's work; then the own figures."""
    if view.viewer.role is not Role.COORDINATOR:
        blocks.head(view)
        st.info(view.say("page.own_cases.not_yours"), icon=":material/lock:")
        return
    today = caseload.reference_day(loaded())
    cases = caseload.own_cases(view.viewer, today, view.filters.where)
    blocks.head(view, own.summary(view, cases))
    _persons(view, cases)
    _lists(view, cases, today)
    _work(view)
    left, right = blocks.two()
    with left:
        _onward(view)
    with right:
        _durations(view)
    _feedback(view)
    blocks.definitions(view, "clients", "cases_open", "cases_waiting", *EVENTS, "onward_referrals", "duration_known_share", "recommendation_mean")


def _persons(view: View, cases: pd.DataFrame) -> None:
    blocks.cards(view, *view.answers("clients", "cases_opened", "cases_closed", "cases_open"))
    ages = caseload.ages(cases, *view.months)
    if ages:
        st.markdown(own.ages(view, ages))


def _lists(view: View, cases: pd.DataFrame, today: date) -> None:
    st.caption(own.counted_to(view, cases, today))
    worklist(view, "waiting", caseload.waiting(cases), ("case_id", "days_waiting", "referred_date", "referral_source", "opened_date", "status"))
    worklist(
        view,
        "due",
        caseload.due(cases),
        ("case_id", "days_late", "measure_due", "opened_date", "days_quiet", "municipality"),
        window=caseload.WINDOW_DAYS,
        months=caseload.MEASURE_AFTER_MONTHS,
    )
    worklist(view, "quiet", caseload.quiet(cases), (*ALWAYS, "opened_date"), days=caseload.QUIET_DAYS)
    still = cases[cases["is_open"]].sort_values("days_quiet", ascending=False, kind="stable")
    opened = st.expander(view.say("worklist.all.title", n=numbers.decimal(len(still), view.language)), key="list_all", on_change="rerun")
    if opened.open:
        with opened:
            rows(view, still, (*ALWAYS, "opened_date", "measure_due"))


def _work(view: View) -> None:
    st.subheader(view.say("page.own_cases.events"), anchor=False)
    st.markdown(view.say("page.own_cases.events_about"))
    blocks.cards(view, *view.answers(*EVENTS))


def _onward(view: View) -> None:
    answer = view.ask("onward_referrals", "service")
    figure = bars(view.largest_first(answer), "service", words=view.words(answer))
    blocks.chart(view, "own_onward", figure, answer, finding=own.onward(view, *view.answers("onward_referrals", "health_checks")))


def _durations(view: View) -> None:
    answer = view.ask("cases_opened", "unemployment_class")
    figure = bars(view.frame(answer), "unemployment_class", words=view.words(answer), unknown=view.unknown("unemployment_class"))
    finding = own.durations(view, *view.answers("duration_known_share", "over_three_years_of_known", "over_three_years_of_all"))
    blocks.chart(view, "own_durations", figure, answer, finding=finding)


def _feedback(view: View) -> None:
    answer, average = view.ask("recommendation_answers", "answer"), view.ask("recommendation_mean")
    spread = caseload.answered(answer.frame)
    frame = own.scale(answer)
    figure = columns(frame, "answer", words=view.words(answer))
    finding = own.feedback(view, spread, average) if spread else findings.nothing(view, answer)
    blocks.chart(view, "own_feedback", figure, answer, finding=finding, table=own.scale_table(view, frame, answer))
