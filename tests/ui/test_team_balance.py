"""The months of each team: a sentence, rows of marks and a table; by how many cases a month is off is nowhere."""

import pandas as pd
import pytest

from metrics import Viewer
from metrics.loads import team_balance as loaded
from tests.ui.measured import in_force
from texts import LANGUAGES
from ui import team_balance
from ui.filters import NONE
from ui.view import View

MANAGER = View(Viewer.parse("manager"), "fi", NONE, "data_quality")
MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025, 2026) for month in range(1, 13)]
TEAMS = [("T1", "Työkyvyn tuen tiimi, Espoo"), ("T2", "Työkyvyn tuen tiimi, Porvoo"), ("T3", "Työkyvyn tuen tiimi, Porvoo")]


def _balance(**broken: list[str]) -> pd.DataFrame:
    in_force(teams=TEAMS, balance=[(team, month, 7 if month in broken.get(team, []) else 0) for team, _ in TEAMS for month in MONTHS])
    return team_balance.newest(loaded())


def test_how_many_cases_a_month_is_off_by_does_not_leave_the_gate() -> None:
    assert set(_balance(T1=["2026-01"]).columns) == {"team_id", "month", "holds"}


def test_the_newest_two_years_are_looked_at() -> None:
    balance = _balance(T1=["2024-12"])
    assert balance["month"].min() == "2025-01" and balance["holds"].all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_sentence_says_whether_all_adds_up(language: str) -> None:
    view = View(Viewer.parse("manager"), language, NONE, "data_quality")
    in_force()
    assert team_balance.verdict(view, loaded()) == view.say("team_balance.nothing")
    balance = pd.DataFrame({"team_id": ["T1", "T2"], "month": "2026-01", "holds": [True, True]})
    assert team_balance.verdict(view, balance) == view.say("team_balance.holds", of="2", all="2")
    assert team_balance.verdict(view, balance.assign(holds=[True, False])) == view.say("team_balance.broken", broken="1", of="2", teams="1", all="2")


def test_a_team_with_a_month_that_does_not_add_up_is_drawn_first_and_the_shared_beginning_of_names_is_left_out() -> None:
    drawn = team_balance.rows(MANAGER, _balance(T3=["2026-01"]))
    assert list(drawn["team"].unique()) == ["Porvoo (T3)", "Espoo", "Porvoo (T2)"]
    assert drawn.loc[~drawn["holds"], ["team", "month"]].to_numpy().tolist() == [["Porvoo (T3)", "2026-01"]]


def test_months_that_do_not_add_up_are_listed_by_team() -> None:
    balance = _balance(T1=["2025-05"], T2=["2025-03", "2026-01"])
    broken = team_balance.table(MANAGER, balance, broken_only=True)
    assert broken.to_numpy().tolist() == [["Työkyvyn tuen tiimi, Porvoo (T2)", 24, "3/2025, 1/2026"], ["Työkyvyn tuen tiimi, Espoo", 24, "5/2025"]]
    assert team_balance.table(MANAGER, balance).iloc[2, 2] == MANAGER.say("team_balance.none")


def test_many_teams_leave_the_chart_short_and_say_so() -> None:
    balance = pd.DataFrame({"team_id": [f"T{n:03d}" for n in range(120)], "month": "2026-01", "holds": [n != 99 for n in range(120)]})
    in_force()
    drawn = team_balance.rows(MANAGER, balance)
    assert drawn["team"].nunique() == team_balance.TEAMS and drawn["team"].iloc[0] == "T099"
    assert "100" in team_balance.left_out(MANAGER, balance) and team_balance.left_out(MANAGER, balance.head(20)) == ""
    assert len(team_balance.table(MANAGER, balance)) == 120
