"""The pilot: every published figure of the Pohjois-Savo team comes out exactly, whatever the seed."""

import pandas as pd
import pytest

from sample_data.pilot import pilot

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module", params=[1, 2, 77])
def tables(request: pytest.FixtureRequest) -> Tables:
    return {name: pd.DataFrame(rows).fillna("") for name, rows in pilot(request.param).items()}


def test_there_are_96_clients_each_with_one_opened_case(tables: Tables) -> None:
    cases = tables["client_case"]
    assert len(cases) == cases["person_id"].nunique() == cases["case_id"].nunique() == 96
    assert (cases["opened_date"] != "").all()


def test_ages_run_from_19_to_61_with_mean_37(tables: Tables) -> None:
    cases = tables["client_case"]
    ages = cases["opened_date"].str[:4].astype(int) - cases["birth_year"].astype(int)
    assert (ages.min(), ages.max(), ages.mean()) == (19, 61, 37)


def test_unemployment_durations_are_the_published_classes(tables: Tables) -> None:
    months = pd.to_numeric(tables["client_case"]["unemployment_months"])
    counts = pd.cut(months, [0, 3, 6, 12, 24, 36, 10_000], right=False).value_counts(sort=False)
    assert counts.tolist() == [1, 3, 5, 6, 4, 31]
    assert months.isna().sum() == 46


def test_closings_leave_no_duration_class_too_small_to_show(tables: Tables) -> None:
    cases = tables["client_case"]
    months = pd.to_numeric(cases["unemployment_months"]).fillna(-1)
    classes = pd.cut(months, [-1, 0, 3, 6, 12, 24, 36, 10_000], right=False)
    counts = pd.crosstab(classes, cases["closed_date"] != "")
    touched = counts[counts[True] > 0]
    assert touched[True].tolist() == [6, 6]
    assert (touched[False] >= 5).all()


def test_bookings_and_consultations_are_not_persons(tables: Tables) -> None:
    events = tables["case_event"]
    loose = events[events["case_id"] == ""]
    assert loose["event_code"].value_counts().to_dict() == {"CONSULT": 250, "CANCEL": 23}
    assert (loose.loc[loose["event_code"] == "CANCEL", "status"] == "cancelled").all()
    assert (loose.loc[loose["event_code"] == "CONSULT", "status"] == "held").all()
    assert set(zip(loose["team_id"], loose["coordinator_id"], loose["project"], strict=True)) == {("T13-TYTTI", "TYTTI-1", "TYTTI")}
    assert not events.loc[events["case_id"] != "", "event_code"].isin(["CONSULT", "CANCEL"]).any()


def test_onward_referrals_are_67_and_14_and_39_of_the_67_came_from_a_health_check(tables: Tables) -> None:
    episodes, events = tables["service_episode"], tables["case_event"]
    assert episodes["service"].value_counts().to_dict() == {"team_physician": 67, "other_phc_physician": 14}
    checks = events[events["event_code"] == "HEALTH_CHECK"]
    assert len(checks) == checks["case_id"].nunique() == 39 and (checks["status"] == "held").all()
    assert set(checks["case_id"]) <= set(episodes.loc[episodes["service"] == "team_physician", "case_id"])


def test_the_referrals_overlap_so_that_their_sum_is_no_number_of_persons(tables: Tables) -> None:
    assert tables["service_episode"]["case_id"].nunique() < 67 + 14


def test_feedback_has_46_answers_with_mean_754_from_1_to_10(tables: Tables) -> None:
    answers = tables["feedback_answer"]
    recommend = answers.loc[answers["item"] == "recommend", "value"].astype(int)
    assert (len(recommend), recommend.sum(), recommend.min(), recommend.max()) == (46, 347, 1, 10)
    assert round(recommend.mean(), 2) == 7.54
    statements = answers.loc[answers["item"] != "recommend"]
    assert statements.groupby("item").size().tolist() == [46] * 5
    assert statements["value"].astype(int).between(1, 5).all()


def test_everything_lies_between_august_2023_and_6_may_2024(tables: Tables) -> None:
    for name, rows in tables.items():
        days = [column for column in rows.columns if column.endswith("_date") or column == "recorded_at"]
        written = pd.concat([rows[column] for column in days])
        assert written[written != ""].between("2023-08-01", "2024-05-06").all(), name


def test_the_one_coordinator_and_the_project_are_on_every_case_and_form(tables: Tables) -> None:
    for name in ("client_case", "feedback_answer"):
        assert set(tables[name]["coordinator_id"]) == {"TYTTI-1"} and set(tables[name]["project"]) == {"TYTTI"}


def test_most_clients_live_in_kuopio(tables: Tables) -> None:
    assert (tables["client_case"]["municipality"] == "297").sum() > 48
