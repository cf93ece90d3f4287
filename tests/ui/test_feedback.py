"""The page of feedback on the published pilot: 7,54 is a mean of 0-10 and never a net promoter score."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from metrics import Period, Viewer
from ui import feedback
from ui.filters import Filters
from ui.view import View

pytestmark = pytest.mark.usefixtures("on_duckdb")
RECOMMENDED = [0, 1, 1, 1, 1, 3, 4, 7, 12, 7, 9]


def pilot(role: str) -> View:
    return View(Viewer.parse(role), "fi", Filters(Period(), {"project": "TYTTI"}), "feedback")


@pytest.mark.parametrize("role", ["manager", "coordinator:TYTTI-1"])
def test_the_mean_never_stands_under_the_name_of_the_net_promoter_score(role: str) -> None:
    page = AppTest.from_string(
        f"""
from metrics import Period, Viewer
from pages.leadership import feedback
from ui.filters import Filters
from ui.view import View
feedback.draw(View(Viewer.parse("{role}"), "fi", Filters(Period(), {{"project": "TYTTI"}}), "feedback"))
""",
        default_timeout=60,
    ).run()
    assert not page.exception
    shown = {metric.label: metric.value for metric in page.metric}
    assert shown["Suosittelun keskiarvo (0–10)"] == "7,54"
    assert shown["Nettosuositteluindeksi (NPS)"] == "11"
    words = "\n".join(str(one.value) for one in [*page.markdown, *page.caption, *page.subheader])
    assert "7,54" in words
    assert not [line for line in words.splitlines() if re.search(r"NPS|ettosuositteluindeksi", line) and "7,54" in line]


def test_the_scores_are_the_numbers_0_to_10_and_not_the_words_of_the_statements() -> None:
    view = pilot("coordinator:TYTTI-1")
    answer = feedback.scores(view.ask("recommendation_answers", "answer"))
    assert answer.frame["value"].tolist() == RECOMMENDED
    assert feedback.score_table(view, answer).iloc[:, 0].tolist() == [str(score) for score in range(11)]
    assert "8: 12 vastausta" in feedback.commonest(view, answer, view.ask("recommendation_answers"))


def test_every_statement_has_its_own_n_and_its_answers_add_up_to_it() -> None:
    view = pilot("coordinator:TYTTI-1")
    frame = feedback.statements(view, view.ask("statement_answers", "item", "answer"), view.ask("statement_answers", "item"))
    sums = frame.groupby("item").agg({"value": "sum", "total": ["min", "max"]})
    assert (sums == 46).all(axis=None) and len(sums) == 5
    assert set(frame["answer"]) <= set(feedback.steps(view))


def test_a_statement_with_too_few_answers_has_words_instead_of_numbers() -> None:
    view = pilot("manager")
    answer = view.ask("statement_answers", "item", "answer")
    frame = pd.DataFrame(
        {"item": "Tulin kuulluksi", "answer": feedback.steps(view)[-1], "value": [float("nan")], "hidden": True, "total": float("nan")}
    )
    assert feedback.statement_table(view, frame, answer).iloc[0].tolist() == ["Tulin kuulluksi", "peitetty", "0", "0", "0", "0", "peitetty"]


def test_the_share_over_all_statements_is_hidden_where_it_tells_the_hidden_one() -> None:
    view = pilot("coordinator:TYTTI-1")
    shares = view.ask("agree_share", "item")
    one = shares.frame["item"] == "was_heard"
    fitted = replace(shares, frame=shares.frame.assign(hidden=one, value=shares.frame["value"].where(~one)))
    whole = view.ask("agree_share")
    assert feedback.overall(replace(whole, threshold=40), fitted).hidden
    assert feedback.overall(replace(whole, threshold=5), fitted).hidden  # the sum less what is shown is the hidden one
    two = replace(fitted, frame=fitted.frame.assign(hidden=fitted.frame["item"].isin(["was_heard", shares.frame["item"].iloc[-1]])))
    two = replace(two, frame=two.frame.assign(value=two.frame["value"].where(~two.frame["hidden"])))
    assert two.frame["hidden"].sum() == 2
    assert not feedback.overall(replace(whole, threshold=5), two).hidden
    assert feedback.overall(replace(whole, threshold=90), two).hidden


def test_each_period_of_the_mean_carries_its_n() -> None:
    view = pilot("coordinator:TYTTI-1")
    answer = view.ask("recommendation_mean", "year")
    label = feedback.period_with_n(view, answer)
    counts = dict(zip(answer.frame["year"], answer.frame["n"], strict=True))
    assert sum(counts.values()) == 46
    assert label("2023") == f"2023<br>n = {counts['2023']:.0f}"
