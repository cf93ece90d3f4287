"""Rates per inhabitant from protected counts: hidden stays hidden, nothing is divided by the wrong number."""

import math

import pandas as pd

from metrics.methods.rates import every_area, per_inhabitants

PEOPLE = pd.DataFrame({"county": ["01", "02", "03"], "value": [20_000.0, 50_000.0, 0.0], "hidden": False})


def counts(*rows: tuple[str, float, bool]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["county", "value", "hidden"])


def test_the_rate_is_the_count_over_the_inhabitants() -> None:
    rates = per_inhabitants(counts(("01", 30.0, False), ("02", 25.0, False)), PEOPLE, "county").set_index("county")
    assert rates["value"].to_dict() == {"01": 15.0, "02": 5.0}
    assert rates["n"].to_dict() == {"01": 30.0, "02": 25.0}


def test_a_hidden_count_gives_a_hidden_rate_and_no_number() -> None:
    row = per_inhabitants(counts(("01", math.nan, True)), PEOPLE, "county").iloc[0]
    assert row["hidden"] and pd.isna(row["value"]) and pd.isna(row["n"])


def test_a_number_in_a_hidden_row_is_dropped() -> None:
    assert math.isnan(per_inhabitants(counts(("01", 3.0, True)), PEOPLE, "county")["value"].iloc[0])


def test_an_area_nobody_was_counted_in_has_rate_zero() -> None:
    assert per_inhabitants(counts(("01", 30.0, False)), PEOPLE, "county").set_index("county").loc["02", "value"] == 0


def test_unknown_places_and_places_without_inhabitants_are_left_out() -> None:
    assert list(per_inhabitants(counts(("unknown", 9.0, False), ("03", 1.0, False)), PEOPLE, "county")["county"]) == ["01", "02"]


def test_absent_areas_counted_nobody_but_have_no_mean() -> None:
    frame = pd.DataFrame({"county": ["02"], "value": [7.0], "n": [7.0], "hidden": [False]})
    assert every_area(frame, "county", ["01", "02"], counted=True)["value"].tolist() == [0.0, 7.0]
    assert every_area(frame, "county", ["01", "02"], counted=False)["value"].isna().tolist() == [True, False]


def test_a_hidden_area_stays_hidden_when_all_areas_are_listed() -> None:
    frame = pd.DataFrame({"county": ["02"], "value": [math.nan], "n": [math.nan], "hidden": [True]})
    made = every_area(frame, "county", ["01", "02"], counted=True)
    assert made["hidden"].tolist() == [False, True] and math.isnan(made["value"].iloc[1])


def test_a_figure_nobody_published_for_an_area_is_not_known_and_not_hidden() -> None:
    made = per_inhabitants(counts(("01", 30.0, False)), PEOPLE, "county", counted=False)
    assert made[made["county"] == "02"][["value", "n"]].isna().all(axis=None) and not made["hidden"].any()
