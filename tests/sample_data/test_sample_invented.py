"""The invented cases: consistent in time, valid in their codes, spread over the country."""

import csv
from pathlib import Path

import pandas as pd
import pytest

import data_access
from data_access.fields import field, input_columns
from data_access.schema import METADATA
from tests.sample_data.conftest import CASES, Read

REFERENCE = Path(data_access.__file__).parent / "reference"
DATED = {"client_case": "referred_date", "case_event": "event_date", "service_episode": "referred_date", "status_spell": "from_date",
         "measurement": "measured_date", "goal": "set_date", "job_spell": "from_date", "feedback_answer": "answered_date"}  # fmt: skip
OF_A_CASE = ("case_event", "service_episode", "status_spell", "job_spell", "measurement", "goal")
LAST = "2026-10-31"


def code_rows() -> dict[str, dict[str, dict[str, str]]]:
    with (REFERENCE / "code_list.csv").open(encoding="utf-8", newline="") as file:
        lists: dict[str, dict[str, dict[str, str]]] = {}
        for row in csv.DictReader(file):
            lists.setdefault(row["list"], {})[row["code"]] = row
    return lists


@pytest.mark.parametrize("table", DATED)
def test_every_code_is_in_its_list_and_in_use_on_the_day_of_the_row(read: Read, table: str) -> None:
    rows, lists = read(table), code_rows()
    for column in input_columns(METADATA.tables[table]):
        if field(column).kind == "code":
            for code, days in rows[rows[column.name] != ""].groupby(column.name)[DATED[table]]:
                entry = lists[field(column).codes][str(code)]
                assert days.between(entry["valid_from"] or "0", entry["valid_to"] or "9").all(), (column.name, code)


def test_the_change_of_2025_shows_in_the_sources(read: Read) -> None:
    cases = read("client_case")
    before = set(cases.loc[cases["referred_date"] < "2025", "referral_source"])
    after = set(cases.loc[cases["referred_date"] >= "2025", "referral_source"])
    assert {"te_services", "typ", "municipal_experiment"} <= before - after
    assert {"employment_services", "tym"} <= after - before


def test_dates_of_a_case_come_in_order_and_end_with_the_data(read: Read) -> None:
    cases = read("client_case")
    opened, closed = cases[cases["opened_date"] != ""], cases[cases["closed_date"] != ""]
    assert (opened["opened_date"] >= opened["referred_date"]).all()
    assert (closed["opened_date"] != "").all() and (closed["closed_date"] >= closed["opened_date"]).all()
    for table in DATED:
        rows = read(table)
        for column in (name for name in rows.columns if name.endswith("_date") or name == "recorded_at"):
            assert rows.loc[rows[column] != "", column].between("2023-01-01", LAST).all(), (table, column)


def test_an_outcome_is_given_for_every_closed_case_and_no_other(read: Read) -> None:
    cases = read("client_case")
    for name in ("outcome", "goal_result"):
        assert ((cases[name] != "") == (cases["closed_date"] != "")).all()


def test_the_status_agrees_with_the_dates(read: Read) -> None:
    cases = read("client_case")
    never, over = cases["opened_date"] == "", cases["closed_date"] != ""
    assert set(cases.loc[never, "status"]) == {"waiting", "redirected", "interrupted"}
    assert set(cases.loc[over, "status"]) == {"closed", "interrupted"}
    assert set(cases.loc[~never & ~over, "status"]) == {"in_assessment", "planned", "in_services", "in_follow_up"}


@pytest.mark.parametrize("table", OF_A_CASE)
def test_nothing_of_a_case_happens_before_its_referral_or_its_opening_or_after_its_closing(read: Read, table: str) -> None:
    rows = read(table)
    joined = rows[rows["case_id"] != ""].merge(read("client_case"), on="case_id", suffixes=("", "_of_case"), validate="many_to_one")
    day = joined[DATED[table]]
    assert len(joined) == (rows["case_id"] != "").sum() > 0
    referred = joined["referred_date_of_case"] if "referred_date_of_case" in joined else joined["referred_date"]
    assert (day >= referred).all()
    late = {"status_spell": "9", "job_spell": "9", "measurement": LAST}.get(table)
    assert (day <= joined["closed_date"].where(joined["closed_date"] != "", late or "9")).all() or late
    early = joined["event_code"].isin(["REF_RECV", "REF_REJ"]) if table == "case_event" else pd.Series(False, index=joined.index)
    assert (joined.loc[~early, "opened_date"] != "").all() and (day[~early] >= joined.loc[~early, "opened_date"]).all()


def test_ends_do_not_come_before_beginnings(read: Read) -> None:
    for table, first, last in (("service_episode", "referred_date", "started_date"), ("service_episode", "started_date", "ended_date"),
                               ("status_spell", "from_date", "to_date"), ("job_spell", "from_date", "to_date"), ("goal", "set_date", "scored_date"),
                               ("case_event", "event_date", "recorded_at")):  # fmt: skip
        rows = read(table)
        assert (rows.loc[rows[last] != "", last] >= rows.loc[rows[last] != "", first]).all(), (table, last)


def test_no_person_has_two_cases_at_once_and_some_come_back(read: Read) -> None:
    cases, events = read("client_case"), read("case_event")
    turned_away = events[events["event_code"] == "REF_REJ"].set_index("case_id")["event_date"]
    cases["last"] = cases["closed_date"].where(cases["closed_date"] != "", cases["case_id"].map(turned_away).fillna(cases["referred_date"]))
    cases["goes_on"] = cases["status"].isin(["waiting", "in_assessment", "planned", "in_services", "in_follow_up"])
    ordered = cases.sort_values(["person_id", "referred_date"])
    same = ordered["person_id"] == ordered["person_id"].shift()
    assert same.sum() == int(CASES * 0.10) + int(CASES * 0.02)
    assert (ordered["referred_date"] > ordered["last"].shift())[same].all()
    assert not ordered["goes_on"].shift()[same].any()


def test_a_returning_person_keeps_sex_and_year_of_birth(read: Read) -> None:
    persons = read("client_case").groupby("person_id")[["sex", "birth_year", "team_id"]].nunique()
    assert (persons == 1).all(axis=None)


def test_every_mainland_county_has_cases_and_aland_none(read: Read) -> None:
    cases, teams = read("client_case"), read("team")
    served = set(cases.merge(teams, on="team_id")["county"])
    assert served == {*(f"{number:02d}" for number in range(1, 22)), "90"}


def test_a_case_belongs_to_a_team_that_serves_its_municipality(read: Read) -> None:
    cases = read("client_case")
    pairs = set(zip(*(read("team_area")[name] for name in ("team_id", "municipality")), strict=True))
    known = cases[cases["municipality"] != ""]
    assert set(zip(known["team_id"], known["municipality"], strict=True)) <= pairs
    assert 0 < (cases["municipality"] == "").sum() < 0.05 * len(cases)


def test_some_wait_some_were_turned_away_and_about_a_quarter_of_the_opened_go_on(read: Read) -> None:
    cases = read("client_case")[lambda rows: rows["project"] != "TYTTI"]
    opened = cases[cases["opened_date"] != ""]
    assert 0.2 < (opened["closed_date"] == "").mean() < 0.35
    assert 0.04 < (cases["status"] == "redirected").mean() < 0.12
    assert (cases["status"] == "waiting").any()


def test_two_thirds_or_more_of_onward_referrals_start_and_only_the_others_have_a_reason(read: Read) -> None:
    episodes = read("service_episode")
    started = episodes["started_date"] != ""
    assert 0.6 < started.mean() < 0.8
    assert (episodes.loc[started, "not_started_reason"] == "").all() and (episodes.loc[~started, "not_started_reason"] != "").all()


def test_leaving_does_not_count_as_the_last_step(read: Read) -> None:
    events, cases = read("case_event"), read("client_case").set_index("case_id")
    closings = events[events["event_code"] == "CASE_CLOSE"]
    away = closings["case_id"].map(cases["outcome"]).isin(["dropped_out", "moved", "died"])
    assert away.any() and (closings.loc[away, "step"] == "2").all() and (closings.loc[~away, "step"] == "").all()


def test_july_and_december_are_quiet(read: Read) -> None:
    months = read("client_case")[lambda rows: rows["project"] != "TYTTI"]["referred_date"].str[5:7].value_counts()
    assert months.rank()["07"] == 1
    assert months["12"] < months["09"]
