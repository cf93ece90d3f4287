"""Rows of published figures as a page needs them: the newest of each area, their age, and series of equal periods."""

import pandas as pd

SERIES = ["indicator", "area_type", "area", "sex", "age_class"]
LEVELS = ("country", "county", "employment_area", "municipality")
WHOLE_YEAR = 12


def newest(figures: pd.DataFrame) -> pd.DataFrame:
    """The newest row with a value for each indicator, area, sex and age class, countries first and the newest first among equals."""
    known = figures[figures["value"].notna()].sort_values("period_month", kind="stable")
    last = known.groupby(SERIES, as_index=False).tail(1)
    order = last.assign(level=last["area_type"].map(LEVELS.index), split=(last["sex"] != "all") | (last["age_class"] != "all"))
    order = order.sort_values("period_month", ascending=False, kind="stable").sort_values(["level", "split"], kind="stable")
    return order.drop(columns=["level", "split"]).reset_index(drop=True)


def age(period_month: str, today: str) -> int:
    """Whole months from the last month of a period to the month `today`: "2021-12" in "2026-10" is 58."""
    return _count(today) - _count(period_month)


def partial(period: str, covered: float) -> bool:
    """Whether a yearly figure covers only some months of its year and must not be compared with whole years."""
    return len(period) == len("2023") and not pd.isna(covered) and covered < WHOLE_YEAR


def long_series(figures: pd.DataFrame, least: int = 3) -> pd.DataFrame:
    """The whole-population rows of areas with at least `least` whole periods of one kind (`yearly` or not), in order of time."""
    known = figures[figures["value"].notna() & (figures["sex"] == "all") & (figures["age_class"] == "all")]
    cut = [partial(period, covered) for period, covered in zip(known["period"], known["period_months"], strict=True)]
    known = known.assign(yearly=known["period"].str.len() == len("2023"), whole=[not one for one in cut])
    enough = known.groupby([*SERIES, "yearly"])["whole"].transform("sum") >= least
    order = known[enough].sort_values(["indicator", "area_type", "area", "period_month"], kind="stable")
    return order.drop(columns="whole").reset_index(drop=True)


def every_period(first: str, last: str) -> list[str]:
    """All years or months from the first to the last, so that a time axis shows the ones without a figure as gaps."""
    if len(first) == len("2023"):
        return [str(year) for year in range(int(first), int(last) + 1)]
    return [f"{at // 12}-{at % 12 + 1:02d}" for at in range(_count(first), _count(last) + 1)]


def _count(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1
