"""The grammar is closed: whatever is outside it is refused with a sentence that says what is allowed."""

import dataclasses

import pytest

from metrics import METRICS, GrammarError, NoAccess, Period, Question, Viewer, ask
from metrics.dimensions import allowed
from metrics.model import calendar, label
from tests.metrics.small import MANAGER, PILOT, STEERING

LEADERS = [MANAGER, STEERING]


@pytest.mark.parametrize(
    "by",
    [("county", "sex", "outcome", "team"), ("month", "year"), ("quarter", "month", "sex"), ("sex", "sex")],
    ids="-".join,
)
def test_too_many_or_double_breakdowns_are_refused(by: tuple[str, ...]) -> None:
    with pytest.raises(GrammarError, match="At most"):
        Question("cases_opened", by)


def test_a_filter_has_one_value_and_time_is_no_filter() -> None:
    with pytest.raises(GrammarError, match="one value for each filter"):
        Question("cases_opened", (), (("county", "13"), ("county", "17")))
    with pytest.raises(GrammarError, match="period"):
        Question("cases_opened", (), (("month", "2025-01"),))


@pytest.mark.parametrize(
    "text", ["", "2025-13", "2025-00", "2025-Q5", "2025-Q0", "25", "2025-9", "2024-2025", "2025-01-01", "viime vuosi", "2025\n", "all "]
)
def test_a_period_is_all_a_year_a_quarter_or_a_month(text: str) -> None:
    with pytest.raises(GrammarError, match="is not a period"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "grain", "months"),
    [
        ("2025", "year", ("2025-01", "2025-12")),
        ("2025-Q3", "quarter", ("2025-07", "2025-09")),
        ("2025-09", "month", ("2025-09", "2025-09")),
        ("all", "", ("0000-00", "9999-99")),
    ],
)
def test_a_period_knows_its_months(text: str, grain: str, months: tuple[str, str]) -> None:
    period = Period.parse(text)
    assert (period.grain, period.months) == (grain, months)


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize(
    ("question", "words"),
    [
        (Question("no_such_metric"), "is not a metric"),
        (Question("cases_opened", ("service_hours",)), "cannot be broken down"),
        (Question("consultations", ("outcome",)), "cannot be broken down"),
        (Question("cases_opened", (), (("item", "recommend"),)), "cannot be broken down or filtered"),
        (Question("cases_opened", (), (("county", "99"),)), "is not a value of county"),
        (Question("cases_opened", (), (("sex", "' OR 1=1 --"),)), "is not a value of sex"),
        (Question("cases_opened", (), (("referral_source", ""),)), "is not a value"),
    ],
    ids=str,
)
def test_what_is_not_known_is_refused_with_what_is_allowed(question: Question, words: str) -> None:
    with pytest.raises(GrammarError, match=words):
        ask(question, MANAGER)


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize("viewer", LEADERS, ids=str)
@pytest.mark.parametrize("metric", [name for name in METRICS if "coordinator" in allowed(METRICS[name])])
def test_figures_of_single_workers_are_refused_to_leaders(metric: str, viewer: Viewer) -> None:
    for question in (Question(metric, ("coordinator",)), Question(metric, (), (("coordinator", "TYTTI-1"),))):
        with pytest.raises(NoAccess, match="team"):
            ask(question, viewer)


@pytest.mark.usefixtures("on_small")
def test_a_coordinator_who_filters_by_another_sees_nothing() -> None:
    own, other = (ask(Question("clients", (), (("coordinator", name),)), PILOT) for name in ("TYTTI-1", "K01-1"))
    assert (own.value, other.value) == (96, 0)


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize("viewer", [*LEADERS, PILOT], ids=str)
@pytest.mark.parametrize("metric", METRICS)
def test_an_answer_holds_no_raw_column(metric: str, viewer: Viewer) -> None:
    for by in ((), ("county",), ("month", "sex")):
        if set(by) <= set(allowed(METRICS[metric])):
            answer = ask(Question(metric, by), viewer)
            assert list(answer.frame) == [*by, "value", "hidden", "n"]
            assert answer.frame.loc[answer.frame["hidden"], "value"].isna().all() and answer.frame["hidden"].dtype == bool
            assert all(isinstance(code, str) for name in by for code in answer.frame[name])
            assert {field.name for field in dataclasses.fields(answer)} == {
                "question", "metric", "frame", "threshold", "rounded", "first_month", "last_month",
            }  # fmt: skip


@pytest.mark.usefixtures("on_small")
@pytest.mark.parametrize(
    ("by", "period", "months"),
    [
        ((), "2025-Q2", ("2025-04", "2025-06")),
        (("month",), "2025-Q2", ("2025-04", "2025-06")),
        (("year",), "2025-Q2", ("2025-01", "2025-12")),
        (("quarter",), "2025-05", ("2025-04", "2025-06")),
        (("sex",), "2025-05", ("2025-05", "2025-05")),
    ],
    ids=str,
)
def test_an_answer_says_which_months_were_counted(by: tuple[str, ...], period: str, months: tuple[str, str]) -> None:
    answer = ask(Question("cases_opened", by, (), Period.parse(period)), PILOT)
    assert (answer.first_month, answer.last_month) == months


def test_the_order_of_filters_does_not_matter() -> None:
    one, other = (Question("clients", (), tuple(pairs)) for pairs in ([("sex", "male"), ("county", "13")], [("county", "13"), ("sex", "male")]))
    assert one == other and str(one) == str(other) == "clients county=13 sex=male all"


def test_a_calendar_has_every_bucket_and_cuts_the_last_at_the_data() -> None:
    buckets = calendar("quarter", "2024-11", "2025-04")
    assert [(one.label, one.first, one.last) for one in buckets] == [
        ("2024-Q4", "2024-11", "2024-12"),
        ("2025-Q1", "2025-01", "2025-03"),
        ("2025-Q2", "2025-04", "2025-04"),
    ]
    assert [one.label for one in calendar("month", "2024-12", "2025-01")] == ["2024-12", "2025-01"]
    assert [one.label for one in calendar("", "2024-12", "2025-01")] == ["all"]
    assert label("2025-10", "quarter") == "2025-Q4"
