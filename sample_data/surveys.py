"""Invented answers to two surveys of how work-ability support is organised in counties, so that their layers can be tried.

The real classes of 11/2023 stand only in a picture of the sources: they are not guessed, and every row here says that it is invented.
"""

from sample_data.places import counties
from sample_data.write import Record

SOURCE = "Esimerkkiaineisto (keksitty)"
_MATURITY = ("coordinated_partial", "done_not_in_structures", "coordinated_full", "not_involved", "rrp_running")
# What became of a class from the first survey to the second; projects of the RRP ended in 2025.
_LATER = {"rrp_running": "coordinated_partial", "coordinated_partial": "coordinated_full"}
# Structure, coverage and coordination that go together.
_KINDS = (
    ("multiprofessional_team", "whole_county", "county_level"), ("network", "most", "local"), ("single_workers", "part", "no_coordination"),
    ("multiprofessional_team", "most", "county_level"), ("network", "part", "no_coordination"), ("single_workers", "none", "no_coordination"),
    ("multiprofessional_team", "part", "local"),
)  # fmt: skip
# A survey and which counties did not answer it: one of every `step`, counted from `start`.
_FIRST, _SECOND = ("2025-06", 4, 1), ("2026-01", 6, 3)


def maturity_records() -> list[Record]:
    """Rows of `maturity_status`."""
    first = {county: _MATURITY[place % len(_MATURITY)] for place, county in enumerate(counties())}
    second = {county: _LATER.get(code, code) for county, code in first.items()}
    return [
        {"area": county, "version": survey[0], "maturity": classes[county], "source": SOURCE}
        for survey, classes in ((_FIRST, first), (_SECOND, second))
        for county in _answered(survey)
    ]


def structure_records() -> list[Record]:
    """Rows of `network_structure`, of the second survey only."""
    kinds = {county: _KINDS[place % len(_KINDS)] for place, county in enumerate(counties())}
    named = {county: dict(zip(("structure", "coverage", "coordination"), kind, strict=True)) for county, kind in kinds.items()}
    return [{"area": county, "version": _SECOND[0], **named[county], "source": SOURCE} for county in _answered(_SECOND)]


def _answered(survey: tuple[str, int, int]) -> list[str]:
    _, step, start = survey
    return [county for place, county in enumerate(counties()) if place % step != start]
