"""The page of durations on the published pilot: those not known are never left out, and nothing hidden can be worked out."""

from dataclasses import replace

import pandas as pd
import pytest

from metrics import Answer, Period, Viewer
from ui import durations
from ui.durations import CLASS
from ui.filters import Filters
from ui.numbers import NBSP
from ui.view import View

pytestmark = pytest.mark.usefixtures("on_duckdb")
PUBLISHED = {"0-3": 1, "3-6": 3, "6-12": 5, "12-24": 6, "24-36": 4, "36-": 31, "unknown": 46}
SHARES = ("duration_known_share", "over_three_years_of_known", "over_three_years_of_all")


def pilot(role: str) -> View:
    return View(Viewer.parse(role), "fi", Filters(Period(), {"project": "TYTTI"}), "durations")


def by_class(view: View) -> dict[str, float | None]:
    frame = durations.classes(view.ask("cases_opened", CLASS)).frame
    return {code: None if hidden else value for code, value, hidden in zip(frame[CLASS], frame["value"], frame["hidden"], strict=True)}


def summary(view: View) -> str:
    counts = durations.classes(view.ask("cases_opened", CLASS))
    _, of_known, of_all = view.answers(*SHARES)
    return durations.summary(view, counts, of_known, of_all)


def test_the_pilots_coordinator_sees_every_published_class() -> None:
    assert by_class(pilot("coordinator:TYTTI-1")) == PUBLISHED


@pytest.mark.parametrize("where", [{"project": "TYTTI"}, {"project": "TYTTI", "county": "13"}, {"team": "T13-TYTTI"}])
def test_a_manager_sees_the_same_but_the_classes_of_one_three_and_four_persons(where: dict[str, str]) -> None:
    view = View(Viewer.parse("manager"), "fi", Filters(Period(), where), "durations")
    assert by_class(view) == {code: None if count < 5 else count for code, count in PUBLISHED.items()}


@pytest.mark.parametrize("role", ["manager", "coordinator:TYTTI-1"])
def test_both_shares_with_their_fractions_and_those_not_known_stand_in_one_sentence(role: str) -> None:
    said = summary(pilot(role)).replace(NBSP, " ")
    assert "yli 3 v on 62 % tunnetuista (31/50) ja 32 % kaikista (31/96), ei tiedossa 46" in said


def test_a_key_number_says_beside_it_that_more_than_a_fifth_is_not_known() -> None:
    view = pilot("manager")
    assert f"48{NBSP}%" in durations.caution(view, view.ask("duration_known_share"))


def test_nothing_needs_saying_where_nearly_every_duration_is_known() -> None:
    view = pilot("coordinator:TYTTI-1")
    everybody = view.ask("duration_known_share", unemployment_class="36-")
    assert everybody.value == 1
    assert durations.caution(view, everybody) == ""


def test_the_share_that_would_tell_the_four_persons_of_two_to_three_years_is_hidden_and_so_is_each_of_its_periods() -> None:
    view = pilot("manager")
    year, three = view.ask("over_a_year_of_known"), view.ask("over_three_years_of_known")
    assert year.hidden and year.frame[["value", "n"]].isna().all(axis=None)
    assert (three.value, three.n) == (31 / 50, 50)
    series = pilot("coordinator:TYTTI-1").ask("over_a_year_of_known", "year")
    told = durations.over_time(series, year).frame
    assert told["hidden"].all() and told[["value", "n"]].isna().all(axis=None) and len(told) == len(series.frame)
    assert durations.over_time(series, three) is series


def test_those_not_known_have_a_row_even_where_there_are_none() -> None:
    view = pilot("coordinator:TYTTI-1")
    counts = durations.classes(view.ask("cases_opened", CLASS, unemployment_class="36-"))
    table = durations.distribution(view, counts, *view.answers(*SHARES[1:]))
    assert table.iloc[-1, :2].tolist() == ["Ei tiedossa", "0"]


def test_the_table_gives_each_class_as_a_share_of_the_known_and_of_all() -> None:
    view = pilot("coordinator:TYTTI-1")
    counts = durations.classes(view.ask("cases_opened", CLASS))
    table = durations.distribution(view, counts, *view.answers(*SHARES[1:]))
    assert table.iloc[5].tolist() == ["Yli 3 v", "31", f"62{NBSP}%", f"32{NBSP}%"]
    assert table.iloc[6].tolist() == ["Ei tiedossa", "46", "–", f"48{NBSP}%"]


def test_the_selection_stands_beside_the_whole_with_its_own_n() -> None:
    view = pilot("manager")
    rows = {}
    for everywhere in (False, True):
        opened = view.ask("cases_opened", everywhere=everywhere)
        rows[durations.row_name(view, opened)] = (durations.classes(view.ask("cases_opened", CLASS, everywhere=everywhere)), opened)
    assert list(rows) == ["Pohjois-Savon työkyvyn tuen tiimi (TYTTI)", "Koko maa"]
    frame = durations.comparison(view, rows)
    totals = frame.groupby("row", sort=False)["total"].unique()
    assert totals.iloc[0].tolist() == [96] and totals.iloc[1][0] > 96
    assert frame.groupby("row").size().tolist() == [len(PUBLISHED)] * 2


@pytest.mark.parametrize(("long", "said"), [(0.10, "suurempi kuin sattuma"), (0.26, "voi olla sattumaa")])
def test_a_difference_in_employment_is_weighed_against_chance(long: float, said: str) -> None:
    view = pilot("manager")
    answer = view.ask("employed_share", CLASS)
    frame = pd.DataFrame({CLASS: ["0-3", "36-", "unknown"], "value": [0.3, long, 0.9], "n": [150.0, 400.0, 90.0], "hidden": False})
    sentence = durations.employment(view, _with(answer, frame))
    assert said in sentence and f"30{NBSP}%" in sentence and f"90{NBSP}%" not in sentence


def _with(answer: Answer, frame: pd.DataFrame) -> Answer:
    return replace(answer, frame=frame)


def test_a_count_hidden_for_the_sake_of_another_is_not_said_to_be_under_five() -> None:
    view = pilot("coordinator:TYTTI-1")
    counts = durations.classes(view.ask("cases_opened", CLASS))
    hidden = counts.frame[CLASS].isin(["36-", "unknown"])
    partly = _with(counts, counts.frame.assign(hidden=hidden, value=counts.frame["value"].where(~hidden)))
    said = durations.summary(view, partly, *view.answers(*SHARES[1:]))
    assert "(n = 50)" in said and "ei tiedossa: peitetty" in said
    assert "alle" not in said
