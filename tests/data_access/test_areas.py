"""Areas: mergers, and how the borders of counties and employment areas meet."""

from collections import Counter

import pandas as pd

from data_access import areas

REFERENCE = areas.reference()


def municipalities(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    """A small country: (municipality, county, employment area, successor)."""
    frame = pd.DataFrame([{"area": a, "county": c, "employment_area": e, "successor": s} for a, c, e, s in rows])
    counties = pd.DataFrame({"area_type": "county", "area": sorted({row[1] for row in rows})})
    return pd.concat([frame.assign(area_type="municipality"), counties], ignore_index=True)


def test_the_published_classes_come_out_of_the_municipality_table() -> None:
    relations = areas.relations(REFERENCE)
    assert Counter(relations.values()) == {"coterminous": 5, "split": 7, "crossed": 10, "aland": 1}
    assert len(areas.crossing(REFERENCE)) == 5
    assert len(areas.pairs(REFERENCE)) == 50
    assert areas.pairs(REFERENCE)["municipalities"].sum() == 308 - 16
    assert relations["91"] == "aland"


def test_kainuu_has_one_employment_area_and_is_not_coterminous() -> None:
    pairs = areas.pairs(REFERENCE)
    assert pairs[pairs["county"] == "20"]["employment_area"].tolist() == ["10"]
    assert areas.relations(REFERENCE)["20"] == "crossed"


def test_a_small_country_has_one_county_of_each_kind() -> None:
    country = municipalities(
        ("001", "01", "11", None),
        ("002", "02", "21", None),
        ("003", "02", "22", None),
        ("004", "03", "31", None),
        ("005", "04", "31", None),
        ("006", "04", "41", None),
        ("007", "91", "46", None),
        ("008", "01", "31", "004"),
    )
    assert areas.relations(country) == {"01": "coterminous", "02": "split", "03": "crossed", "04": "crossed", "91": "aland"}
    assert areas.crossing(country) == ("31",)
    assert len(areas.pairs(country)) == 6


def test_a_merged_municipality_is_followed_to_todays() -> None:
    country = municipalities(("001", "01", "11", "002"), ("002", "02", "21", "003"), ("003", "03", "31", None))
    assert areas.today(country) == {"001": "003", "002": "003", "003": "003"}
    assert areas.belongs(country).loc["001"].to_dict() == {"municipality": "003", "county": "03", "employment_area": "31"}


def test_mergers_in_a_circle_end() -> None:
    country = municipalities(("001", "01", "11", "002"), ("002", "01", "11", "001"))
    assert set(areas.today(country)) == {"001", "002"}


def test_the_mergers_of_the_reference_are_known() -> None:
    today = areas.today(REFERENCE)
    assert {code: today[code] for code in ("588", "911", "099", "049")} == {"588": "507", "911": "541", "099": "214", "049": "049"}


def test_names_are_in_the_language_asked() -> None:
    assert areas.names(REFERENCE, "municipality", "sv")["049"] == "Esbo"
    assert areas.names(REFERENCE, "county", "fi")["13"] == "Pohjois-Savon hyvinvointialue"


def test_every_municipality_has_parents_that_exist() -> None:
    county, employment_area = areas.parents()
    assert set(county) == set(employment_area) and len(county) == 311
    assert set(county.values()) == set(areas.names(REFERENCE, "county", "fi"))
    assert set(employment_area.values()) == set(areas.names(REFERENCE, "employment_area", "fi"))
