"""Referrals and outcomes as the pages say them, on the sample data: parts beside totals, findings, what is left unsaid."""

from dataclasses import replace

import pandas as pd
import pytest

from metrics import Period, Role, Viewer
from ui import onward, outcomes, shares, sources
from ui.filters import Filters
from ui.view import View

pytestmark = pytest.mark.usefixtures("on_duckdb")

MANAGER = Viewer(Role.MANAGER)
PILOT = Viewer(Role.COORDINATOR, "TYTTI-1")


def _view(viewer: Viewer, period: str = "all", **where: str) -> View:
    return View(viewer, "fi", Filters(Period.parse(period), where), "outcomes")


def test_the_coordinators_outcomes_add_up_to_the_closed_cases_exactly() -> None:
    view = _view(PILOT)
    frame, whole = outcomes.by_outcome(view), view.ask("cases_closed")
    assert frame["value"].sum() == whole.value == 12
    assert outcomes.adds_up(view, frame, whole) == view.say("chart.outcome_parts.adds_up", whole=view.shown(whole))


SOME_COUNTIES = ("13", "18", "21", "90")


@pytest.mark.parametrize("period", ["all", "2025", "2026"])
def test_the_answers_do_not_give_an_outcome_away_in_large_middling_and_small_counties(period: str) -> None:
    told = {county: _told(_view(MANAGER, period, county=county)) for county in SOME_COUNTIES}
    assert {county: found for county, found in told.items() if found} == {}


def _told(view: View) -> list[set[str]]:
    """Hidden outcomes of which the shares, taken from each other and from the whole, leave only one or under five in all."""
    frame, whole = outcomes.by_outcome(view).set_index("outcome"), view.ask("cases_closed")
    if whole.hidden or not frame["hidden"].any():
        return []
    answers = [answer for answer in view.answers(*outcomes.SHARES) if not answer.hidden and answer.n]
    sums = [(set(answer.metric.hits[0].values), round(answer.value * answer.n)) for answer in answers]
    rest = set(frame.index).difference(*(codes for codes, _ in sums)), whole.value - sum(hits for _, hits in sums)
    others = [(set(frame.index) - codes, whole.value - hits) for codes, hits in sums]
    found = []
    for codes, total in [*sums, *others, rest]:
        part = frame[frame.index.isin(codes)]
        if part["hidden"].sum() == 1 or (part["hidden"].any() and total - part["value"].sum() < 5):
            found.append(set(part.index[part["hidden"]]))
    return found


@pytest.mark.parametrize(("hidden", "rows"), [(9, 4), (4, 7), (3, 6)])
def test_many_hidden_classes_are_one_row_and_few_are_rows_of_their_own(hidden: int, rows: int) -> None:
    frame = pd.DataFrame({"reason": list("abc") + list("ghijklmno")[:hidden], "value": [9.0, 8, 7] + [float("nan")] * hidden})
    drawn = _view(MANAGER).gathered(frame.assign(hidden=frame["value"].isna()), "reason")
    assert len(drawn) == rows and drawn["reason"].tolist()[:3] == list("abc")
    assert (drawn["reason"].iloc[-1] == "Peitettyjä luokkia: 9") is (hidden == 9)
    assert drawn["hidden"].iloc[-1] and pd.isna(drawn["value"].iloc[-1])


def test_outcomes_of_sources_are_not_drawn_where_nearly_all_are_hidden() -> None:
    few, many = (sources.against_outcome(_view(MANAGER, "2026", **where), 8) for where in ({"county": "13"}, {}))
    assert len(few) and sources.worth_drawing(few).empty
    assert sources.worth_drawing(many).equals(many)


def test_a_sentence_is_left_out_where_its_number_is_hidden() -> None:
    view = _view(MANAGER, project="TYTTI")
    assert shares.told(view, "page.outcomes.employed", view.ask("employed_share")) == ""
    assert "17" in shares.told(_view(PILOT), "page.outcomes.employed", _view(PILOT).ask("employed_share"))


def test_the_newest_whole_quarter_is_said_with_its_n_and_the_unfinished_one_is_not() -> None:
    view = _view(MANAGER, "2026")
    answer = view.ask("employed_share", "quarter")
    n = answer.frame.set_index("quarter")["n"]
    said = shares.latest(view, "chart.employed_over_time", answer)
    assert said.startswith("Q3/2026") and f"n = {n['2026-Q3']:.0f}" in said and "Q2/2026" in said and "Q4" not in said


def test_a_small_share_gets_a_decimal_so_that_it_does_not_read_as_none() -> None:
    view = _view(MANAGER)
    answer = view.ask("referrals", "referral_source")
    assert shares.words(view, answer, pd.Series([0.004, 0.5])).number(0.4) == "0,4\u00a0%"
    assert shares.words(view, answer, pd.Series([0.04, 0.5])).number(50) == "50\u00a0%"


def test_the_pilots_onward_referrals_are_67_and_14_of_which_the_reasons_explain_those_not_started() -> None:
    view = _view(PILOT)
    whole = view.ask("started_share")
    frame = onward.planned(view, view.ask("started_share", "service"), whole, 10)
    assert dict(zip(frame["service"], frame["referred"], strict=True)) == {"Tiimin lääkäri": 67, "Muu perusterveydenhuollon lääkäri": 14}
    waiting = onward.not_started(whole)
    reasons = onward.reasons(view, view.ask("onward_referrals", "reason"), waiting)
    assert waiting == (frame["referred"] - frame["started"]).sum() == reasons["value"].sum() == 12
    assert "Jonossa, 12 (100\u00a0%" in onward.reasons_finding(view, reasons, view.ask("onward_referrals", "reason"), waiting)


def test_where_the_share_started_is_hidden_nothing_is_said_of_those_not_started() -> None:
    view = _view(MANAGER, "2026", county="18")
    whole, answer = view.ask("started_share"), view.ask("onward_referrals", "reason")
    assert whole.hidden
    assert onward.waiting_finding(view, whole) == view.say("finding.hidden")
    assert onward.reasons_finding(view, onward.reasons(view, answer, onward.not_started(whole)), answer, onward.not_started(whole)) in (
        view.say("finding.hidden"),
        view.say("finding.empty"),
    )


def test_time_is_counted_in_steps_that_hide_little_and_fit_a_line_chart() -> None:
    top = ["employment_services", "adult_social_work"]
    assert sources.readable(_view(MANAGER, "2026"), "referrals", "referral_source", top).question.grain == "month"
    assert sources.readable(_view(MANAGER, "all"), "referrals", "referral_source", top).question.grain == "quarter"
    assert sources.readable(_view(MANAGER, "2026", county="13"), "referrals", "referral_source", top).question.grain == "quarter"
    assert sources.readable(_view(MANAGER, "2026-Q2", county="13"), "referrals", "referral_source", top).question.grain == "month"


def test_outcomes_by_source_add_up_to_the_sources_closed_cases_or_leave_a_hidden_rest() -> None:
    frame = sources.against_outcome(_view(MANAGER, "2026"), 8)
    assert frame["referral_source"].nunique() == 8
    for _, row in frame.groupby("referral_source"):
        assert row["hidden"].any() or row["value"].sum() == row["total"].iloc[0]


def test_each_source_has_a_row_in_the_table_with_its_n_and_words_where_hidden() -> None:
    view = _view(MANAGER, "2026")
    words = replace(view.words(view.ask("cases_closed", "referral_source")), hidden_text="peitetty")
    table = sources.outcome_table(view, sources.against_outcome(view, 8), words)
    assert len(table) == 8 and table["n"].iloc[0] == "254" and (table == "peitetty").any(axis=None)
