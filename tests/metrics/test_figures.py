"""Published figures: taken from the level they were published at, added up only when whole, never mixing sexes or lengths of time."""

from pathlib import Path

import pandas as pd
import pytest

from data_access import areas, gate, tally
from data_access.tally import Tally
from metrics import Period, Question, Role, Viewer, ask, figures
from metrics.catalogue.indicators import METRICS
from metrics.model import Unit

MANAGER = Viewer(Role.MANAGER)
UNITS = {"persons": Unit.PERSONS, "percent": Unit.PERCENT, "euros": Unit.EUROS, "number": Unit.NUMBER, "index": Unit.NUMBER}
KEYS = ("area_type", "area", "municipality", "county", "employment_area", "sex", "age_class", "period", "period_months", "period_month")


def found(metric: str, *by: str, period: str = "all", **where: str) -> dict[object, float]:
    """The answer as {class or classes: value}; {} without breakdowns holds one value under ()."""
    answer = ask(Question(metric, by, tuple(where.items()), Period.parse(period)), MANAGER)
    keys = [tuple(row) if len(by) > 1 else row[0] if by else () for row in answer.frame[list(by)].itertuples(index=False)]
    return dict(zip(keys, answer.frame["value"], strict=True))


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Rows (area type, area, period, months covered, value) that stand for the public table. A and B are all of county 01."""
    rows: list[tuple[object, ...]] = []
    home = {"A": "01", "B": "01", "old": "01"}

    def frame() -> pd.DataFrame:
        made = []
        for kind, area, period, covered, number in rows:
            place = "B" if area == "old" else str(area)
            own = (place, home[str(area)], "all") if kind == "municipality" else ("all", area if kind == "county" else "all", "all")
            last = str(period) if len(str(period)) == 7 else f"{period}-{int(str(covered or 12)):02d}"
            made.append((kind, area, *own, "all", "all", period, covered, last, number, int(number is None)))
        return pd.DataFrame(made, columns=[*KEYS, "number", "missing"])

    def answer(asked: Tally) -> pd.DataFrame:
        out = frame()
        for where in asked.where:
            if where.column in KEYS:
                out = out[out[where.column].isin(where.values) == (where.test is tally.Test.IN)]
        for column, value in asked.only:
            out = out[out[column] == value]
        return out[[*asked.by, "period_month", "number", "missing"]].astype({"period_months": float, "number": float})

    area = pd.DataFrame({"area_type": "municipality", "area": ["A", "B"], "county": "01", "employment_area": "01", "successor": None})
    monkeypatch.setattr(gate, "published", answer)
    monkeypatch.setattr(areas, "current", lambda: area)
    monkeypatch.setattr(areas, "begun", lambda: {"A": "2009-01", "B": "2009-01"})
    return rows


def read(metric: str, *by: str, **where: str) -> list[tuple[object, ...]]:
    declared = next(one for one in METRICS if one.name == metric)
    frame = figures.read(declared, Question(metric, by, tuple(where.items())))
    grain = {"time" if name in ("month", "quarter", "year") else name: name for name in by}
    return [tuple(row) for row in frame[[*grain, "value"]].itertuples(index=False)]


@pytest.mark.usefixtures("on_duckdb")
class TestOnTheBundledFigures:
    def test_a_municipality_count_is_added_up_to_any_area(self) -> None:
        assert found("population", "county")["13"] == found("population", county="13")[()] == 247_689
        assert found("population")[()] == sum(found("population", "municipality").values()) == sum(found("population", "employment_area").values())

    def test_a_figure_published_for_the_area_answers_its_own_year(self) -> None:
        assert found("population", county="19", period="2021") == {(): 416_437}
        assert found("population", county="19") == {(): 416_543}

    def test_the_months_of_the_figure_are_said_not_those_of_the_question(self) -> None:
        answer = ask(Question("population", ("county",)), MANAGER)
        assert (answer.first_month, answer.last_month) == ("2022-01", "2022-12")

    def test_one_town_does_not_stand_for_its_county_or_the_country(self) -> None:
        assert found("unemployed", "county") == {"04": 14_857}
        assert found("unemployed") == {(): 346_400}
        assert found("laid_off", "county") == {} and pd.isna(found("laid_off")[()])

    def test_men_and_women_are_beside_each_other_never_beside_all(self) -> None:
        assert found("unemployed", "sex", municipality="564") == {"male": 8364, "female": 5624}
        assert found("unemployed", municipality="564") == {(): 13_988}
        assert found("unemployed", municipality="564", sex="male") == {(): 8364}

    def test_a_figure_of_young_men_answers_only_for_young_men(self) -> None:
        assert found("at_risk_of_exclusion_18_24", "sex", "age_class", county="19") == {("male", "18-24"): 21.5}
        assert pd.isna(found("at_risk_of_exclusion_18_24", county="19")[()])
        assert found("at_risk_of_exclusion_18_24", "sex", county="19") == {}

    def test_years_stand_beside_whole_years_only(self) -> None:
        years = found("rehabilitative_work_starters", "year")
        assert (years["2011"], years["2018"], years["2022"]) == (9351, 28_515, 18_161)
        assert list(years) == [str(year) for year in range(2011, 2023)]

    def test_eleven_months_are_answered_alone_with_their_months(self) -> None:
        answer = ask(Question("rehabilitative_work_starters", period=Period("2023")), MANAGER)
        assert (answer.value, answer.first_month, answer.last_month) == (15_504, "2023-01", "2023-11")

    def test_months_are_no_years_and_years_no_months(self) -> None:
        assert found("youth_unemployment_rate", "month", municipality="564") == {"2020-01": 16.7, "2020-12": 19.9, "2021-01": 19.2}
        assert found("health_check_coverage", "month") == found("health_check_coverage", "quarter") == {}

    def test_a_quarter_and_a_year_hold_the_newest_of_their_months(self) -> None:
        assert found("unemployment_rate", "quarter", municipality="564") == {"2020-Q4": 14.5, "2021-Q1": 14.1}
        assert found("labour_market_support_over_300", "year", municipality="564") == {"2020": 4468, "2021": 4594}

    def test_areas_side_by_side_are_of_one_period(self) -> None:
        assert found("long_term_unemployed", "municipality") == {"092": 5662, "245": 660}
        assert found("long_term_unemployed", municipality="564") == {(): 4224}

    def test_a_rate_is_never_added_up(self) -> None:
        assert found("health_check_coverage", "county", period="2021") == {"13": 7.1, "19": 2.4, "20": 21}
        assert found("health_check_coverage", "county", "year")["13", "2016"] == 0.4
        assert pd.isna(found("unemployment_rate")[()])


def test_a_sum_needs_every_municipality(published: list[tuple[object, ...]]) -> None:
    published += [("municipality", "A", "2024", None, 10), ("municipality", "B", "2024", None, 5), ("municipality", "A", "2025", None, 11)]
    assert read("population", "county") == [("01", 15)]
    assert read("population", "year", "county") == [("2024", "01", 15)]


def test_a_secret_municipality_leaves_the_sum_out(published: list[tuple[object, ...]]) -> None:
    published += [("municipality", "A", "2024", None, 10), ("municipality", "B", "2024", None, None)]
    assert read("population", "county") == []
    assert read("population", "municipality") == [("A", 10)]


def test_merged_municipalities_are_added_up_but_their_rates_left_out(published: list[tuple[object, ...]]) -> None:
    published += [("municipality", "B", "2020", None, 4), ("municipality", "old", "2020", None, 3)]
    assert read("population", "municipality") == [("B", 7)]
    assert read("unemployment_rate", "municipality") == []


def test_a_part_that_merged_does_not_stand_for_the_whole(published: list[tuple[object, ...]]) -> None:
    published += [("municipality", "old", "2020", None, 3), ("municipality", "A", "2020", None, 10)]
    assert read("population", "municipality") == [("A", 10)]
    assert read("population", "county") == []
    assert read("unemployment_rate", "municipality") == [("A", 10)]


def test_parts_are_all_there_is_of_a_municipality_newer_than_the_figure(published: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(areas, "begun", lambda: {"A": "2009-01", "B": "2021-01"})
    published += [("municipality", "old", "2020", None, 3), ("municipality", "A", "2020", None, 10)]
    assert read("population", "municipality") == [("A", 10), ("B", 3)]
    assert read("population", "county") == [("01", 13)]
    assert read("unemployment_rate", "municipality") == [("A", 10)]


def test_a_year_and_its_december_are_two_figures(published: list[tuple[object, ...]]) -> None:
    published += [("county", "01", "2024", None, 6.0), ("county", "01", "2024-12", None, 8.0)]
    assert read("unemployment_rate", "year", "county") == [("2024", "01", 6.0)]
    assert read("unemployment_rate", "month", "county") == [("2024-12", "01", 8.0)]


def test_the_metrics_agree_with_the_bundled_indicators(sample_dir: Path) -> None:
    table = pd.read_csv(sample_dir / "indicator.csv", dtype=str).set_index("indicator")
    said = {one.name: (one.unit, one.better, str(one.lag_months), "yes" if one.additive else "no") for one in METRICS}
    rows = table.loc[list(said)]
    written = zip(rows["unit"].map(UNITS), rows["better"], rows["expected_lag_months"], rows["additive"], strict=True)
    assert said == dict(zip(said, written, strict=True))


def test_every_indicator_with_a_figure_is_a_metric(sample_dir: Path) -> None:
    assert {one.name for one in METRICS} == set(pd.read_csv(sample_dir / "indicator_value.csv", dtype=str)["indicator"])
