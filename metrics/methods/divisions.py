"""How the two divisions of the country meet, told for employment areas: a pure function of the municipality table's pairs."""

from collections.abc import Collection, Mapping

import pandas as pd

SAME, INSIDE, ACROSS = KINDS = ("same", "inside", "across")


def of_employment_areas(pairs: pd.DataFrame, relations: Mapping[str, str], crossing: Collection[str]) -> dict[str, str]:
    """Employment area -> `same` (the border of its county), `inside` one county, or `across` the border of two or more.

    `pairs`: one row for each county and employment area that share municipalities; `relations`: county -> relation.
    """
    home = dict(zip(pairs["employment_area"], pairs["county"], strict=True))
    alone = {area: SAME if relations[county] == "coterminous" else INSIDE for area, county in home.items()}
    return alone | dict.fromkeys(crossing, ACROSS)


def partners(pairs: pd.DataFrame, area: str, other: str) -> dict[str, list[str]]:
    """Each area of one division -> the codes of the other that it shares municipalities with."""
    return {str(code): sorted(group[other]) for code, group in pairs.groupby(area)}
