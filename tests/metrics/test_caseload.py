"""Own cases: the published figures of the pilot exactly, due days at month ends, and nobody else's cases."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data_access import gate
from metrics import NoAccess, Question, Role, Viewer, ask, caseload
from metrics.library import loaded

PILOT = Viewer.parse("coordinator:TYTTI-1")
TODAY = date(2026, 3, 15)


def _case(case_id: str, **changed: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "referred_date": date(2026, 1, 1),
        "opened_date": date(2026, 1, 10),
        "closed_date": None,
        "last_event_date": date(2026, 3, 1),
    }
    plain |= {"outcome": "open", "days_to_first_meeting": 12.0, "age_at_start": 40, "project": "none"}
    row = plain | {"case_id": case_id} | changed
    months = {f"{end}_month": f"{row[f'{end}_date']:%Y-%m}" if row[f"{end}_date"] else None for end in ("opened", "closed")}
    return row | months


@pytest.fixture
def cases(monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    """Seven cases, one for each way to be on a list or not."""
    rows = [
        _case("met"),
        _case("not_opened_yet", opened_date=None, days_to_first_meeting=None, referred_date=date(2026, 2, 1)),
        _case("not_met_yet", days_to_first_meeting=None, referred_date=date(2025, 12, 1)),
        _case("turned_down", opened_date=None, days_to_first_meeting=None, outcome="not_opened"),
        _case("month_end", opened_date=date(2025, 8, 31), last_event_date=date(2026, 1, 13), project="TYTTI"),
        _case("measured", opened_date=date(2025, 8, 31), last_event_date=date(2026, 1, 14)),
        _case("closed", opened_date=date(2025, 1, 1), closed_date=date(2025, 5, 1), outcome="education"),
    ]
    monkeypatch.setattr(gate, "my_cases", lambda viewer: pd.DataFrame(rows))
    points = pd.DataFrame({"case_id": ["measured", "month_end"], "planned_point": ["6", "0"]})
    monkeypatch.setattr(gate, "my_measurements", lambda viewer: points)
    return caseload.own_cases(PILOT, TODAY)


def test_who_has_not_been_met_waits_longest_wait_first(cases: pd.DataFrame) -> None:
    assert list(caseload.waiting(cases)["case_id"]) == ["not_met_yet", "not_opened_yet"]
    assert list(caseload.waiting(cases)["days_waiting"]) == [104, 42]


def test_the_measurement_of_a_case_opened_on_the_last_day_of_august_is_due_on_the_last_day_of_february(cases: pd.DataFrame) -> None:
    due = caseload.due(cases)
    assert list(due["case_id"]) == ["month_end"]
    assert due["measure_due"].iloc[0] == pd.Timestamp(2026, 2, 28)
    assert due["days_late"].iloc[0] == 15


@pytest.mark.parametrize(("today", "on_the_list"), [(date(2026, 1, 28), False), (date(2026, 1, 29), True)])
def test_a_measurement_comes_on_the_list_thirty_days_before_it_is_due(cases: pd.DataFrame, today: date, on_the_list: bool) -> None:
    assert ("month_end" in set(caseload.due(caseload.own_cases(PILOT, today))["case_id"])) is on_the_list


def test_quiet_means_more_than_sixty_days(cases: pd.DataFrame) -> None:
    assert list(caseload.quiet(cases)["case_id"]) == ["month_end"]
    assert cases.set_index("case_id")["days_quiet"]["measured"] == caseload.QUIET_DAYS


def test_filters_hold_for_the_lists(cases: pd.DataFrame) -> None:
    assert list(caseload.own_cases(PILOT, TODAY, {"project": "TYTTI"})["case_id"]) == ["month_end"]


def test_ages_are_of_the_cases_open_in_the_period(cases: pd.DataFrame) -> None:
    aged = cases.assign(age_at_start=[20, 30, 40, 50, 60, 70, 81])
    assert caseload.ages(aged, "2025-01", "2025-05") == caseload.Spread(81, 81, 81, 1)
    assert caseload.ages(aged, "2025-06", "2025-12") == caseload.Spread(60, 70, 65, 2)
    assert caseload.ages(aged, "2024-01", "2024-12") is None
    never_closed = aged.assign(closed_month=None)
    assert caseload.ages(never_closed, "2025-01", "2025-12") == caseload.Spread(60, 81, (60 + 70 + 81) / 3, 3)


def test_the_ends_of_a_protected_distribution_are_not_told() -> None:
    hidden = pd.DataFrame({"answer": ["1", "10"], "value": [float("nan"), 9.0], "hidden": [True, False]})
    with pytest.raises(ValueError, match="protected"):
        caseload.answered(hidden)


@pytest.mark.parametrize("viewer", [Viewer(Role.MANAGER), Viewer(Role.STEERING_GROUP)], ids=str)
def test_nobody_but_a_coordinator_has_cases(on_duckdb: Path, viewer: Viewer) -> None:
    for read in (lambda: caseload.own_cases(viewer, TODAY), lambda: gate.my_measurements(viewer)):
        with pytest.raises(NoAccess):
            read()


def test_today_stands_still_on_sample_data_only(on_duckdb: Path) -> None:
    state = loaded()
    assert caseload.reference_day(state) == state["last_day"]
    assert caseload.reference_day(state | {"sample": "no"}) >= date(2026, 1, 1)


def test_the_coordinator_of_the_pilot_sees_the_published_ages_and_answers(on_duckdb: Path) -> None:
    own = caseload.own_cases(PILOT, loaded()["last_day"])
    ages = caseload.ages(own, "2023-01", "2026-12")
    answers = caseload.answered(ask(Question("recommendation_answers", ("answer",)), PILOT).frame)
    assert ages == caseload.Spread(19, 61, 37, 96)
    assert answers and (answers.lowest, answers.highest, answers.n) == (1, 10, 46)
    assert answers.mean == pytest.approx(ask(Question("recommendation_mean"), PILOT).value)
    assert round(answers.mean, 2) == 7.54


def test_lists_and_metrics_count_the_same(on_duckdb: Path) -> None:
    viewer = Viewer.parse("coordinator:K13-1")
    own = caseload.own_cases(viewer, loaded()["last_day"])
    assert own["is_open"].sum() == ask(Question("cases_open"), viewer).value > 0
    assert own["opened_date"].notna().sum() == ask(Question("cases_opened"), viewer).value
    waiting = caseload.waiting(own)
    assert waiting["opened_date"].isna().sum() == ask(Question("cases_waiting"), viewer).value


def test_two_coordinators_share_no_case(on_duckdb: Path) -> None:
    mine, theirs = (set(caseload.own_cases(Viewer.parse(f"coordinator:{who}"), TODAY)["case_id"]) for who in ("K13-1", "K13-2"))
    assert mine and theirs and not mine & theirs
