"""The traps the source documents set, on the bundled sample: what was published comes out, and what may not be mixed up is not."""

import pandas as pd
import pytest

from data_access import gate
from metrics import GRAINS, Period, Question, Viewer, ask, library
from metrics.methods import flows

PILOT, MANAGER = Viewer.parse("coordinator:TYTTI-1"), Viewer.parse("manager")
TYTTI = (("project", "TYTTI"),)
DURATIONS = {"0-3": 1, "3-6": 3, "6-12": 5, "12-24": 6, "24-36": 4, "36-": 31, "unknown": 46}
pytestmark = pytest.mark.usefixtures("on_duckdb")


def pilot(metric: str, *by: str, viewer: Viewer = PILOT) -> dict[str, float]:
    """The pilot's numbers by one breakdown, or under "" without one; nothing hidden."""
    frame = ask(Question(metric, by, TYTTI), viewer).frame
    assert not frame["hidden"].any()
    return dict(zip(frame[by[0]] if by else [""], frame["value"], strict=True))


@pytest.mark.parametrize("viewer", [PILOT, MANAGER], ids=str)
def test_96_clients_are_neither_consultations_nor_bookings(viewer: Viewer) -> None:
    assert pilot("clients", viewer=viewer) == pilot("cases_opened", viewer=viewer) == {"": 96}
    assert pilot("consultations", viewer=viewer) == {"": 250} and pilot("cancelled_bookings", viewer=viewer) == {"": 23}
    assert pilot("health_checks", viewer=viewer) == {"": 39}


def test_the_coordinator_sees_the_durations_as_they_were_published() -> None:
    assert pilot("cases_opened", "unemployment_class") == DURATIONS


def test_a_manager_does_not_see_the_classes_of_one_three_and_four_persons_and_sees_all_others() -> None:
    frame = ask(Question("cases_opened", ("unemployment_class",), TYTTI), MANAGER).frame
    assert set(frame.loc[frame["hidden"], "unemployment_class"]) == {"0-3", "3-6", "24-36"}
    seen = frame[~frame["hidden"]]
    assert dict(zip(seen["unemployment_class"], seen["value"], strict=True)) == {"6-12": 5, "12-24": 6, "36-": 31, "unknown": 46}


@pytest.mark.parametrize("viewer", [PILOT, MANAGER], ids=str)
def test_over_three_years_is_62_percent_of_the_known_and_32_of_all(viewer: Viewer) -> None:
    assert pilot("over_three_years_of_known", viewer=viewer) == {"": 31 / 50}
    assert pilot("over_three_years_of_all", viewer=viewer) == {"": pytest.approx(0.323, abs=0.0005)}
    assert pilot("duration_known_share", viewer=viewer) == {"": 50 / 96}


def test_onward_referrals_overlap_and_are_not_a_number_of_persons() -> None:
    assert pilot("onward_referrals", "service") == {"team_physician": 67, "other_phc_physician": 14}
    persons = pilot("persons_referred_onward")[""]
    assert persons < 67 + 14 and persons < 67 + 14 + 39
    assert ask(Question("health_checks", ("sex",), TYTTI), PILOT).frame["value"].sum() == 39


@pytest.mark.parametrize("viewer", [PILOT, MANAGER], ids=str)
def test_the_mean_of_recommendation_is_754_and_no_net_promoter_score(viewer: Viewer) -> None:
    assert pilot("recommendation_answers", viewer=viewer) == {"": 46}
    assert round(pilot("recommendation_mean", viewer=viewer)[""], 2) == 7.54
    score = pilot("recommendation_nps", viewer=viewer)[""]
    assert score == pytest.approx(100 * (16 - 11) / 46) and score != pytest.approx(7.54, abs=0.5)


def test_the_year_2023_of_rehabilitative_work_is_eleven_months_and_stands_in_no_series_of_years() -> None:
    years = ask(Question("rehabilitative_work_starters", ("year",)), MANAGER).frame
    assert years["year"].tolist() == [str(year) for year in range(2011, 2023)]
    part = ask(Question("rehabilitative_work_starters", (), (), Period.parse("2023")), MANAGER)
    assert (part.value, part.first_month, part.last_month) == (15504, "2023-01", "2023-11")
    figures = library.published_figures()
    marked = figures[(figures["indicator"] == "rehabilitative_work_starters") & (figures["period"] == "2023")]
    assert marked["period_months"].tolist() == [11]


def test_the_unemployed_of_oulu_are_the_men_and_the_women() -> None:
    oulu = (("municipality", "564"),)
    by_sex = ask(Question("unemployed", ("sex",), oulu, Period.parse("2021-01")), MANAGER).frame.set_index("sex")["value"]
    assert by_sex.to_dict() == {"male": 8364, "female": 5624}
    assert ask(Question("unemployed", (), oulu, Period.parse("2021-01")), MANAGER).value == 13988 == by_sex.sum()


def test_long_term_share_and_unemployment_rate_have_different_denominators() -> None:
    ostrobothnia = (("county", "19"),)
    values = [ask(Question(name, (), ostrobothnia, Period.parse("2021")), MANAGER).value for name in ("long_term_share", "unemployment_rate")]
    assert values == [34.2, 9.3]


def test_people_on_long_benefit_and_long_term_unemployed_are_two_numbers() -> None:
    oulu = (("municipality", "564"),)
    values = [
        ask(Question(name, (), oulu, Period.parse("2021-01")), MANAGER).value for name in ("labour_market_support_over_300", "long_term_unemployed")
    ]
    assert values == [4594, 4224]


def test_one_employment_area_does_not_make_a_county_coterminous() -> None:
    areas = library.area_table()
    kainuu = areas.loc[(areas["area_type"] == "county") & areas["name_fi"].str.startswith("Kainuu"), "area"].iloc[0]
    inside = areas[(areas["area_type"] == "municipality") & (areas["county"] == kainuu) & areas["valid_to"].isna()]
    assert inside["employment_area"].nunique() == 1
    assert library.relations(areas)[kainuu] == "crossed"


@pytest.mark.parametrize("grain", GRAINS)
def test_what_was_open_and_came_and_went_is_what_is_open_for_every_coordinator(grain: str) -> None:
    for name in ["TYTTI-1", *gate.coordinators()[::9]]:
        frame = balance(Viewer.parse(f"coordinator:{name}"), grain)
        assert len(frame) and frame["holds"].eq(True).all(), name


def test_for_a_manager_the_balance_holds_wherever_all_four_numbers_are_shown() -> None:
    for team in ask(Question("cases_opened", ("team",)), MANAGER).frame["team"][::6]:
        assert balance(MANAGER, "quarter", ("team", str(team)))["holds"].ne(False).all(), team


def balance(viewer: Viewer, grain: str, *where: tuple[str, str]) -> pd.DataFrame:
    """Start, opened, closed and end of each bucket in which anything happened; where nothing was open at the end the stock is 0."""
    opened, closed, stock = (ask(Question(name, (grain,), where), viewer).frame for name in ("cases_opened", "cases_closed", "cases_open"))
    whole = stock.set_index(grain).reindex(sorted({*opened[grain], *closed[grain], *stock[grain]}))
    whole = whole.assign(value=whole["value"].where(whole["hidden"].notna(), 0.0), hidden=whole["hidden"].eq(True))
    return flows.balance(opened, closed, whole.rename_axis(grain).reset_index(), grain)


def test_no_age_of_the_pilot_is_outside_19_to_61_and_their_mean_is_37() -> None:
    mean = ask(Question("mean_age", (), TYTTI), PILOT)
    assert (mean.value, mean.n) == (37, 96)
    cases = gate.my_cases(PILOT)
    assert (cases["age_at_start"].min(), cases["age_at_start"].max()) == (19, 61)
