"""What the layers of the map say of an area on a day or in a survey: pure functions of the public tables. Nothing is assumed.

An area without a row is in no class: it is absent from what comes back, and the page says that nothing is known.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

COORDINATOR = "coordinator"


@dataclass(frozen=True)
class Posts:
    """How many posts of a team are coordinators' and how many others', and the full working times (FTE) they make."""

    coordinators: int
    others: int
    coordinator_fte: float
    other_fte: float


def versions(table: pd.DataFrame) -> list[str]:
    """The months of the surveys in a table with the column `version`, newest first."""
    return sorted({str(month) for month in table["version"]}, reverse=True)


def snapshots(table: pd.DataFrame, last: date) -> list[date]:
    """The days a table of spells (`from_date`) can be looked at: `last`, then the ends of earlier years back to its first day."""
    first = min((day for day in table["from_date"] if day <= last), default=last)
    return [last, *(date(year, 12, 31) for year in range(last.year - 1, first.year - 1, -1))]


def surveyed(table: pd.DataFrame, column: str, version: str) -> dict[str, str]:
    """County -> its class in one survey. `table`: `area`, `version` and the column of classes."""
    rows = table[table["version"] == version]
    return dict(zip(rows["area"], rows[column], strict=True))


def on_day(table: pd.DataFrame, day: date) -> pd.DataFrame:
    """The spells in force on a day: `from_date` and `to_date` (empty = goes on) are their first and last day."""
    running = [first <= day and (pd.isna(last) or day <= last) for first, last in zip(table["from_date"], table["to_date"], strict=True)]
    return table[pd.Series(running, index=table.index, dtype=bool)]


def programmes(table: pd.DataFrame, day: date) -> dict[str, tuple[str, ...]]:
    """County -> the programmes it is in on a day, each once."""
    return _listed(on_day(table, day), "area", "programme")


def regions(team_area: pd.DataFrame, today: Mapping[str, str], day: date) -> dict[str, tuple[str, ...]]:
    """Municipality of today -> the teams that serve it on a day. `today`: every municipality code -> the one it is in now.

    Their number is the length of the tuple; a municipality that no row names is absent, which does not mean that nobody serves it.
    """
    rows = on_day(team_area, day)
    return _listed(rows.assign(municipality=rows["municipality"].map(today)).dropna(subset=["municipality"]), "municipality", "team_id")


def posts(team_member: pd.DataFrame, day: date) -> dict[str, Posts]:
    """The posts of each team that has any on a day."""
    rows = on_day(team_member, day)
    own = rows["team_role"] == COORDINATOR
    return {str(team): _posts(group["fte"], own[group.index]) for team, group in rows.groupby("team_id")}


def teams_of(served: Mapping[str, Collection[str]], homes: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Area -> {team: how many of its municipalities the team serves}. `served`: `regions`; `homes`: municipality -> area."""
    counted: dict[str, dict[str, int]] = {}
    for municipality, teams in served.items():
        if area := homes.get(municipality):
            inside = counted.setdefault(area, {})
            for team in teams:
                inside[team] = inside.get(team, 0) + 1
    return counted


def of_parts(classes: Mapping[str, str], parts: Mapping[str, Iterable[str]]) -> dict[str, tuple[str | None, ...]]:
    """Area -> the different classes of the counties it lies in, in their order; None for those of which nothing is known."""
    return {area: tuple(dict.fromkeys(classes.get(county) for county in counties)) for area, counties in parts.items()}


def _listed(rows: pd.DataFrame, key: str, column: str) -> dict[str, tuple[str, ...]]:
    return {str(code): tuple(sorted(set(group))) for code, group in rows.groupby(key)[column]}


def _posts(fte: pd.Series, own: pd.Series) -> Posts:
    return Posts(int(own.sum()), int((~own).sum()), float(fte[own].sum()), float(fte[~own].sum()))
