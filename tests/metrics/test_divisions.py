"""How the two divisions meet, on the bundled municipality table: the numbers of the sources are computed, never typed."""

from collections import Counter

from data_access import areas
from metrics.library import crossing, pairs, relations
from metrics.methods.divisions import of_employment_areas, partners

TABLE = areas.reference()


def test_five_counties_are_coterminous_seven_split_and_ten_touched_by_crossing_areas() -> None:
    assert Counter(relations(TABLE).values()) == {"coterminous": 5, "split": 7, "crossed": 10, "aland": 1}
    assert len(crossing(TABLE)) == 5 and len(pairs(TABLE)) == 50


def test_the_45_employment_areas_are_told_apart_and_aland_is_not_among_them() -> None:
    kinds = of_employment_areas(pairs(TABLE), relations(TABLE), crossing(TABLE))
    assert Counter(kinds.values()) == {"inside": 35, "same": 5, "across": 5}


def test_one_area_alone_in_a_county_that_another_crosses_is_inside_not_the_same() -> None:
    kinds = of_employment_areas(pairs(TABLE), relations(TABLE), crossing(TABLE))
    names = areas.names(TABLE, "employment_area", "fi")
    assert {names[code] for code, kind in kinds.items() if kind == "across"} == {
        "Eteläinen Keski-Suomi", "Kainuu-Koillismaa", "Keski-Savo", "Kerava-Sipoo", "Suupohja",
    }  # fmt: skip
    assert relations(TABLE)["20"] == "crossed"  # Kainuu has one employment area, yet Kuusamo and Taivalkoski belong to it as well


def test_partners_of_an_area_are_those_it_shares_municipalities_with() -> None:
    across = partners(pairs(TABLE), "employment_area", "county")
    assert all((len(across[area]) > 1) == (area in crossing(TABLE)) for area in across)
