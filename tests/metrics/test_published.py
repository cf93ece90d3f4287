"""Rows of published figures: the newest of each area, their age, and series of whole periods."""

import pandas as pd
import pytest

from metrics.methods import published


def rows(*made: tuple[str, str, str, float | None, float | None]) -> pd.DataFrame:
    """(area type, area, period, months covered, value) of one indicator, whole population."""
    frame = pd.DataFrame(made, columns=["area_type", "area", "period", "period_months", "value"])
    months = frame["period_months"].fillna(12).astype(int).map("{:02d}".format)
    last = frame["period"].where(frame["period"].str.len() == 7, frame["period"] + "-" + months)
    return frame.assign(indicator="x", sex="all", age_class="all", period_month=last)


def test_the_newest_value_of_each_area_the_widest_area_first() -> None:
    figures = rows(
        ("municipality", "564", "2021-01", None, 3.0),
        ("county", "13", "2020", None, 1.0),
        ("county", "13", "2021", None, 2.0),
        ("country", "SSS", "2019", None, 9.0),
    )
    assert published.newest(figures)[["area", "period"]].to_numpy().tolist() == [["SSS", "2019"], ["13", "2021"], ["564", "2021-01"]]


def test_a_newer_period_without_a_value_does_not_hide_the_last_known() -> None:
    assert published.newest(rows(("county", "13", "2020", None, 1.0), ("county", "13", "2021", None, None)))["period"].tolist() == ["2020"]


@pytest.mark.parametrize(("month", "today", "months"), [("2021-12", "2026-10", 58), ("2026-01", "2026-10", 9), ("2026-10", "2026-10", 0)])
def test_age_is_counted_in_months_from_the_end_of_the_period(month: str, today: str, months: int) -> None:
    assert published.age(month, today) == months


def test_eleven_months_of_a_year_are_partial_and_a_whole_year_or_a_month_is_not() -> None:
    assert published.partial("2023", 11)
    assert not published.partial("2022", float("nan")) and not published.partial("2022", 12) and not published.partial("2023-11", 1)


def test_a_series_needs_three_whole_periods_of_one_kind() -> None:
    two_and_a_part = rows(("country", "SSS", "2021", None, 1.0), ("country", "SSS", "2022", None, 2.0), ("country", "SSS", "2023", 11, 3.0))
    assert published.long_series(two_and_a_part).empty
    mixed = rows(("country", "SSS", "2021", None, 1.0), ("country", "SSS", "2022", None, 2.0), ("country", "SSS", "2023-01", None, 3.0))
    assert published.long_series(mixed).empty
    three = rows(("county", "13", "2018", None, 1.0), ("county", "13", "2020", None, 2.0), ("county", "13", "2019", None, 3.0))
    assert published.long_series(three)["period"].tolist() == ["2018", "2019", "2020"]


def test_periods_nobody_published_are_in_the_row_of_periods() -> None:
    assert published.every_period("2019", "2021") == ["2019", "2020", "2021"]
    assert published.every_period("2020-11", "2021-01") == ["2020-11", "2020-12", "2021-01"]
