"""Areas: mergers, and how the borders of counties and employment areas meet."""

from collections import Counter
from datetime import UTC, date, datetime

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


def towns(*rows: tuple[str, str, str, str, str | None, str | None]) -> pd.DataFrame:
    """A table with days: (municipality, county, employment area, first day, last day, successor)."""
    names = ["area", "county", "employment_area", "valid_from", "valid_to", "successor"]
    return pd.DataFrame(rows, columns=names, dtype=object).assign(area_type="municipality")


MERGER = towns(("001", "01", "11", "2009-01-01", "2026-12-31", "002"), ("002", "02", "21", "2009-01-01", None, None))
MOVE = towns(("001", "01", "11", "2009-01-01", "2026-12-31", None), ("001", "01", "12", "2027-01-01", None, None))


def test_a_municipality_is_itself_to_its_last_day_and_its_successor_from_the_next() -> None:
    for day, home in (date(2026, 12, 31), "001"), (date(2027, 1, 1), "002"):
        division = areas.in_force(MERGER, day)
        assert areas.today(division)["001"] == home
        assert areas.pairs(division)["municipalities"].sum() == (2 if home == "001" else 1)


def test_what_becomes_of_a_row_later_is_not_of_its_day() -> None:
    assert areas.in_force(MERGER, date(2026, 12, 31))[["valid_to", "successor"]].isna().all(axis=None)


def test_a_row_that_follows_moves_the_municipality_and_the_borders_of_both_areas() -> None:
    homes = [areas.belongs(areas.in_force(MOVE, day)).loc["001", "employment_area"] for day in (date(2026, 12, 31), date(2027, 1, 1))]
    assert homes == ["11", "12"]
    assert areas.moved(MOVE, date(2026, 12, 31)) == {}
    assert areas.moved(MOVE, date(2027, 1, 1)) == {("employment_area", code): date(2027, 1, 1) for code in ("11", "12")}


def test_the_division_turns_where_a_row_begins_and_on_the_day_after_one_ends() -> None:
    assert areas.turns(MERGER) == [date(2009, 1, 1), date(2027, 1, 1)]
    assert areas.turns(MOVE) == [date(2009, 1, 1), date(2027, 1, 1)]


def test_the_mergers_of_the_reference_moved_no_border_of_a_county_or_employment_area() -> None:
    assert areas.moved(REFERENCE, date(2026, 10, 1)) == {}


def test_in_the_reference_pertunmaa_is_itself_until_the_end_of_2024() -> None:
    homes = [areas.today(areas.in_force(REFERENCE, day))["588"] for day in (date(2024, 12, 31), date(2025, 1, 1))]
    assert homes == ["588", "507"]


def test_the_day_of_a_moment_is_that_of_finland() -> None:
    assert areas.day_of(datetime(2026, 12, 31, 22, tzinfo=UTC)) == date(2027, 1, 1)
    assert areas.day_of(datetime(2026, 12, 31, 21, 59, tzinfo=UTC)) == date(2026, 12, 31)


def test_where_nothing_is_loaded_the_bundled_areas_of_today_are_in_force() -> None:
    assert areas.current().equals(areas.in_force(REFERENCE, areas.day_of(datetime.now(UTC))))


def test_every_municipality_has_parents_that_exist() -> None:
    county, employment_area = areas.parents()
    assert set(county) == set(employment_area) and len(county) == 311
    assert set(county.values()) == set(areas.names(REFERENCE, "county", "fi"))
    assert set(employment_area.values()) == set(areas.names(REFERENCE, "employment_area", "fi"))
