"""What layers say of areas on a day or in a survey: by hand-made tables, and the published facts in the sample."""

from datetime import date

import pandas as pd
import pytest

from metrics import layer_tables
from metrics.methods import layers

DAY = date(2026, 6, 30)
SURVEYS = pd.DataFrame({"area": ["01", "02", "01"], "version": ["2025-06", "2025-06", "2026-01"], "maturity": ["a", "b", "c"]})
NOBODY = pd.DataFrame({"from_date": [], "to_date": []})


def spells(*rows: tuple[object, ...], **columns: int) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*columns, "from_date", "to_date"]).astype(object)


def served(*rows: tuple[object, ...]) -> pd.DataFrame:
    return spells(*rows, team_id=0, municipality=1)


def test_versions_come_newest_first_and_each_once() -> None:
    assert layers.versions(SURVEYS) == ["2026-01", "2025-06"]
    assert layers.versions(SURVEYS.head(0)) == []


def test_a_survey_tells_of_its_own_counties_only() -> None:
    assert layers.surveyed(SURVEYS, "maturity", "2025-06") == {"01": "a", "02": "b"}
    assert layers.surveyed(SURVEYS, "maturity", "2026-01") == {"01": "c"}, "what county 02 was in an earlier survey is not its class now"


def test_first_and_last_day_belong_to_a_spell_and_an_empty_end_goes_on() -> None:
    rows = spells(("x", date(2026, 6, 30), date(2026, 6, 30)), ("y", date(2026, 1, 1), None), ("z", date(2026, 7, 1), None), name=0)
    assert list(layers.on_day(rows, DAY)["name"]) == ["x", "y"]
    assert list(layers.on_day(rows, date(2026, 7, 1))["name"]) == ["y", "z"]


def test_no_rows_are_no_areas() -> None:
    assert layers.on_day(NOBODY, DAY).empty
    assert layers.regions(served(), {}, DAY) == {}
    assert layers.posts(spells(team_id=0, team_role=1, fte=2), DAY) == {}


def test_days_to_look_at_are_the_last_one_and_the_ends_of_years_back_to_the_first_row() -> None:
    rows = spells(("x", date(2024, 5, 1), None), ("y", date(2030, 1, 1), None), name=0)
    assert layers.snapshots(rows, DAY) == [DAY, date(2025, 12, 31), date(2024, 12, 31)]
    assert layers.snapshots(rows.head(0), DAY) == [DAY]


def test_a_county_may_be_in_several_programmes_and_leaves_one() -> None:
    rows = spells(("01", "ips", date(2024, 1, 1), None), ("01", "rrp", date(2023, 1, 1), date(2025, 12, 31)), area=0, programme=1)
    assert layers.programmes(rows, date(2025, 12, 31)) == {"01": ("ips", "rrp")}
    assert layers.programmes(rows, DAY) == {"01": ("ips",)}


def test_a_region_is_told_by_municipalities_of_today() -> None:
    rows = served(("A", "588", date(2023, 1, 1), None), ("B", "507", date(2023, 1, 1), None), ("C", "999", date(2023, 1, 1), None))
    assert layers.regions(rows, {"588": "507", "507": "507"}, DAY) == {"507": ("A", "B")}


def test_posts_are_counted_by_team_and_coordinators_apart() -> None:
    rows = spells(
        ("A", "coordinator", 1.0, date(2023, 1, 1), None),
        ("A", "coordinator", 0.5, date(2023, 1, 1), None),
        ("A", "coordinator", 1.0, date(2023, 1, 1), date(2025, 1, 1)),
        ("A", "nurse", 0.8, date(2023, 1, 1), None),
        ("B", "physician", 0.3, date(2023, 1, 1), None),
        team_id=0, team_role=1, fte=2,
    )  # fmt: skip
    found = layers.posts(rows, DAY)
    assert found == {"A": layers.Posts(2, 1, 1.5, 0.8), "B": layers.Posts(0, 1, 0.0, 0.3)}


def test_teams_of_an_area_are_counted_with_their_municipalities() -> None:
    regions = {"1": ("A",), "2": ("A", "B"), "3": ("B",), "4": ("C",)}
    assert layers.teams_of(regions, {"1": "x", "2": "x", "3": "y"}) == {"x": {"A": 2, "B": 1}, "y": {"B": 1}}


def test_an_area_in_two_counties_has_both_classes_and_what_is_not_known() -> None:
    parts = {"p": ["01", "02"], "q": ["01", "03"], "r": ["03"], "s": ["01", "04"]}
    assert layers.of_parts({"01": "a", "02": "b", "04": "a"}, parts) == {"p": ("a", "b"), "q": ("a", None), "r": (None,), "s": ("a",)}


@pytest.mark.usefixtures("on_small")
def test_the_programmes_run_in_the_counties_the_source_names() -> None:
    found = layers.programmes(layer_tables.table("area_programme"), date(2024, 5, 30))
    inside = {name: {county for county, programmes in found.items() if name in programmes} for name in layer_tables.classes("programme")}
    assert inside == {"work_ability_rrp": {"19", "13", "17", "05", "06", "09"}, "ips_rrp": {"15", "18", "05", "13", "17", "20"}}


@pytest.mark.usefixtures("on_small")
def test_every_mainland_municipality_is_served_and_the_pilot_beside_its_county_team() -> None:
    today = dict(layer_tables.belongs()["municipality"])
    rows = layer_tables.table("team_area")
    pilot = {code for code, teams in layers.regions(rows, today, date(2024, 9, 30)).items() if "T13-TYTTI" in teams}
    assert len(layers.regions(rows, today, DAY)) == 292 and len(pilot) == 19
    assert not any("T13-TYTTI" in teams for teams in layers.regions(rows, today, date(2024, 10, 1)).values())


@pytest.mark.usefixtures("on_small")
def test_the_last_day_is_that_of_the_data_and_the_maturity_has_its_five_classes() -> None:
    assert layer_tables.last_day() == date(2026, 10, 31)
    assert len(layer_tables.classes("maturity")) == 5
    assert [len(layer_tables.classes(f"team_{name}")) for name in ("structure", "coverage", "coordination")] == [3, 4, 3]
