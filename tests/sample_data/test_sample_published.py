"""The published figures: complete, adding up where the sources say so, each with its source."""

from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select

from data_access.engine import fetch
from data_access.schema import METADATA
from tests.sample_data.conftest import IN_PICTURES, Read


@pytest.fixture(scope="module")
def figures(read: Read) -> pd.DataFrame:
    values = read("indicator_value")
    values["value"] = pd.to_numeric(values["value"])
    return values


def one(figures: pd.DataFrame, indicator: str, area: str, period: str, sex: str = "", age_class: str = "") -> float:
    keys = {"indicator": indicator, "area": area, "period": period, "sex": sex, "age_class": age_class}
    rows = figures[(figures[list(keys)] == pd.Series(keys)).all(axis=1)]
    assert len(rows) == 1, keys
    return float(rows["value"].iloc[0])


def test_rehabilitative_work_has_13_years_and_the_last_covers_11_months(figures: pd.DataFrame) -> None:
    starters = figures[figures["indicator"] == "rehabilitative_work_starters"].set_index("period")
    assert starters["value"].to_dict() == {
        "2011": 9351, "2012": 10828, "2013": 17368, "2014": 21396, "2015": 25733, "2016": 26270, "2017": 25963, "2018": 28515, "2019": 26037,
        "2020": 21223, "2021": 17576, "2022": 18161, "2023": 15504,
    }  # fmt: skip
    assert starters["period_months"].to_dict() == {period: "11" if period == "2023" else "" for period in starters.index}


def test_men_and_women_of_oulu_add_up_to_all_unemployed(figures: pd.DataFrame) -> None:
    sexes = [one(figures, "unemployed", "564", "2021-01", sex) for sex in ("", "male", "female")]
    assert sexes == [13988, 8364, 5624] and sexes[0] == sexes[1] + sexes[2]


@pytest.mark.parametrize(
    ("indicator", "area", "period", "value"),
    [
        ("unemployment_rate", "564", "2021-01", 14.1), ("unemployment_rate", "564", "2020-12", 14.5), ("laid_off", "564", "2021-01", 1720),
        ("unemployed_under_20", "564", "2021-01", 487), ("unemployed_under_25", "564", "2021-01", 2358),
        ("youth_unemployment_rate", "564", "2020-01", 16.7), ("unemployed_over_50", "564", "2021-01", 4023),
        ("unemployed_disabled_or_ill", "564", "2021-01", 1378), ("municipal_labour_market_support", "564", "2021-01", 1988425),
        ("long_term_share", "19", "2021", 34.2), ("unemployment_rate", "19", "2021", 9.3), ("employed", "19", "2021", 163920),
        ("population", "19", "2021", 416437), ("health_check_coverage", "19", "2021", 2.4), ("health_check_coverage", "20", "2021", 21),
        ("health_check_coverage", "13", "2021", 7.1), ("health_check_coverage", "SSS", "2019", 5.3), ("unemployed", "04", "2022-09", 14857),
        ("structural_unemployed", "SSS", "2023-09", 150000), ("unemployed", "SSS", "2026-01", 346400),
        ("long_term_unemployed", "SSS", "2026-01", 139600),
        ("unemployed_over_2_years", "SSS", "2026-01", 70100), ("unemployed_under_25", "SSS", "2026-01", 42300),
    ],
)  # fmt: skip
def test_a_published_figure_stands_as_published(figures: pd.DataFrame, indicator: str, area: str, period: str, value: float) -> None:
    assert one(figures, indicator, area, period) == value


def test_long_benefit_and_long_unemployment_are_kept_apart_as_two_definitions(figures: pd.DataFrame) -> None:
    over_300, over_1000, long_term = (
        one(figures, name, "564", "2021-01") for name in ("labour_market_support_over_300", "labour_market_support_over_1000", "long_term_unemployed")
    )
    assert (over_300, over_1000, long_term) == (4594, 2327, 4224)


def test_every_municipality_in_force_has_its_population(figures: pd.DataFrame) -> None:
    people = figures[(figures["indicator"] == "population") & (figures["area_type"] == "municipality")]
    assert len(people) == 308 and (people["value"] > 0).all()
    assert people.set_index("area").loc[["091", "297", "564"], "value"].tolist() == [664_028, 122_594, 211_848]
    assert set(people["licence"]) == {"CC BY 4.0"} and set(people["producer"]) == {"Tilastokeskus"}


def test_every_figure_names_its_source_and_a_known_indicator(figures: pd.DataFrame, read: Read) -> None:
    assert (figures[["source", "producer", "licence"]] != "").all(axis=None)
    assert set(figures["indicator"]) <= set(read("indicator")["indicator"])


def test_shares_and_rates_may_not_be_added_up(read: Read) -> None:
    indicators = read("indicator")
    assert (indicators.loc[indicators["unit"].isin(["percent", "index"]), "additive"] == "no").all()
    assert (indicators.loc[indicators["unit"].isin(["persons", "number", "euros"]), "additive"] == "yes").all()


def test_every_indicator_is_named_and_defined_in_three_languages(read: Read) -> None:
    indicators = read("indicator")
    texts = indicators[[f"{part}_{language}" for part in ("name", "definition") for language in ("fi", "sv", "en")]]
    assert len(indicators) >= 20 and (texts != "").all(axis=None)
    assert all(texts[column].is_unique for column in texts)


def test_programmes_run_in_the_six_counties_the_source_names(read: Read) -> None:
    areas = read("area_programme").groupby("programme")["area"].agg(set).to_dict()
    assert areas == {"work_ability_rrp": {"19", "13", "17", "05", "06", "09"}, "ips_rrp": {"15", "18", "05", "13", "17", "20"}}


def test_what_the_sources_show_only_in_pictures_is_left_out(written: Path, on_duckdb: Path) -> None:
    for table in IN_PICTURES:
        assert not (written / f"{table}.csv").exists(), table
        assert fetch(select(METADATA.tables[table])).empty, table


@pytest.mark.parametrize("table", ["maturity_status", "network_structure"])
def test_surveys_are_invented_say_so_and_leave_some_counties_out(read: Read, table: str) -> None:
    rows = read(table)
    assert set(rows["source"]) == {"Esimerkkiaineisto (keksitty)"}
    assert "2023-11" not in set(rows["version"]), "the classes of 11/2023 stand only in a picture of the sources"
    assert all(10 < len(set(survey["area"])) == len(survey) < 22 for _, survey in rows.groupby("version"))
