"""Every metric is known by the columns it rests on, and what is empty by nature is never called unknown."""

import pytest

from data_access.fields import input_columns
from data_access.schema import METADATA
from metrics import METRICS
from metrics.model import Metric, Statistic
from metrics.resting import gaps, rests_on, weakest
from tests.ui.measured import Counts, in_force

# 100 referrals, 80 of them opened, 60 of them closed; of the closed 15 have an outcome that is not known.
CASES: Counts = {
    ("client_case", "referred_date"): (100, 0, 0),
    ("client_case", "opened_date"): (100, 20, 0),
    ("client_case", "closed_date"): (100, 40, 0),
    ("client_case", "outcome"): (100, 0, 15),
    ("client_case", "unemployment_months"): (100, 32, 0),
    ("client_case", "birth_year"): (100, 1, 0),
    ("case_event", "event_date"): (500, 0, 0),
    ("case_event", "recorded_at"): (500, 50, 0),
    ("service_episode", "referred_date"): (90, 0, 0),
    ("service_episode", "started_date"): (90, 60, 0),
}


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.name)
def test_every_metric_rests_on_columns_of_the_contract(metric: Metric) -> None:
    places = rests_on(metric)
    assert places
    for table, column in places:
        assert column in [one.name for one in input_columns(METADATA.tables[table])], (table, column)


def test_what_a_metric_tells_apart_comes_before_what_places_it_in_time() -> None:
    assert rests_on(METRICS["employed_share"]) == (("client_case", "outcome"), ("client_case", "closed_date"))
    assert rests_on(METRICS["over_three_years_of_known"])[0] == ("client_case", "unemployment_months")
    assert rests_on(METRICS["recording_lag"]) == (("case_event", "recorded_at"), ("case_event", "event_date"))
    assert rests_on(METRICS["wait_to_first_meeting"]) == (("case_event", "event_date"), ("client_case", "referred_date"))


def test_an_open_case_has_no_outcome_and_that_is_not_unknown() -> None:
    in_force(CASES)
    assert weakest(METRICS["employed_share"]).share == 15 / 60
    assert weakest(METRICS["cases_closed"]).share == weakest(METRICS["cases_opened"]).share == 0


def test_an_outcome_left_empty_in_the_files_counts_as_unknown_only_where_the_case_has_ended() -> None:
    in_force({**CASES, ("client_case", "outcome"): (100, 52, 3)})
    assert weakest(METRICS["employed_share"]).share == 15 / 60


def test_an_empty_value_that_means_not_known_counts() -> None:
    in_force(CASES)
    assert weakest(METRICS["duration_known_share"]).share == 0.32
    assert weakest(METRICS["recording_lag"]).share == 0.1
    assert weakest(METRICS["mean_age"]).share == 0.01


def test_a_service_that_has_not_started_is_no_gap() -> None:
    in_force(CASES)
    assert weakest(METRICS["started_share"]).share == weakest(METRICS["wait_to_service_start"]).share == 0


def test_the_weakest_column_is_named_and_the_first_where_all_is_known() -> None:
    in_force(CASES)
    gap = weakest(METRICS["over_a_year_of_known"])
    assert (gap.table, gap.column, gap.unknown, gap.rows) == ("client_case", "unemployment_months", 32, 100)
    assert weakest(METRICS["cases_open"]).column == "opened_date"


def test_a_published_figure_is_not_blamed_for_what_other_indicators_lack() -> None:
    in_force({("indicator_value", "indicator"): (10, 0, 0), ("indicator_value", "value"): (10, 9, 0)})
    figures = [metric for metric in METRICS.values() if metric.statistic is Statistic.FIGURE]
    assert figures and all(weakest(metric).share == 0 for metric in figures)


def test_a_metric_of_a_table_without_rows_lacks_nothing() -> None:
    in_force({("client_case", "outcome"): (0, 0, 0), ("client_case", "closed_date"): (0, 0, 0)})
    assert weakest(METRICS["employed_share"]).share == weakest(METRICS["job_starts"]).share == 0


def test_gaps_follow_the_data_in_force() -> None:
    in_force(CASES)
    assert gaps()["client_case", "unemployment_months"].unknown == 32
    in_force({**CASES, ("client_case", "unemployment_months"): (100, 2, 0)}, run=2)
    assert gaps()["client_case", "unemployment_months"].unknown == 2
