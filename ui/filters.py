"""The filters of every page: one period, one area or team, one project. Each is one value or all."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from metrics import Period, Role, Viewer, dimensions
from metrics.ask import span
from metrics.dimensions import names
from metrics.model import calendar
from texts import text
from ui import address, numbers

ALL = "all"
AREAS = {"hva": "county", "ta": "employment_area", "kunta": "municipality", "tiimi": "team"}
NOT_AN_AREA = ("all", "unknown")


@dataclass(frozen=True)
class Filters:
    """What is filtered: a period and at most one value of an area dimension or team, and of project."""

    period: Period
    where: Mapping[str, str]

    @property
    def narrow(self) -> bool:
        """Whether the view is of a part of the organisation, where monthly numbers get small."""
        return bool(self.where)

    def of_area(self, **area: str) -> "Filters":
        """The same filters with another area, or with none."""
        return replace(self, where={name: value for name, value in self.where.items() if name not in dimensions.AREAS} | area)


def choose(viewer: Viewer, language: str) -> Filters:
    """Draws the three choices in one row and returns what is chosen."""
    first, last = span()
    with st.container(horizontal=True, key="filters"):
        period = address.select("aika", text(language, "filter.period"), periods(first, last, language), default_period(viewer, last))
        area = address.select("alue", text(language, "filter.area"), areas(language), ALL)
        project = address.select("hanke", text(language, "filter.project"), projects(language), ALL)
    return Filters(Period.parse(period), {**_area(area), **({} if project == ALL else {"project": project})})


NONE = Filters(Period(ALL), {})


def defaults(viewer: Viewer) -> dict[str, str]:
    """What the URL does not need to say."""
    return {"aika": default_period(viewer, span()[1]), "alue": ALL, "hanke": ALL, "lang": "fi", "rooli": str(Role.MANAGER)}


def default_period(viewer: Viewer, last: str) -> str:
    """Leaders start from the newest year; a coordinator from all of the own work."""
    return ALL if viewer.role is Role.COORDINATOR else last[:4]


def periods(first: str, last: str, language: str) -> dict[str, str]:
    """All time, then years, quarters and months, newest first."""
    found = {ALL: f"{text(language, 'filter.all_time')} ({numbers.stretch(first, last)})"}
    for grain in ("year", "quarter", "month"):
        for bucket in reversed(calendar(grain, first, last)):
            found[bucket.label] = numbers.bucket(bucket.label)
    return found


def areas(language: str) -> dict[str, str]:
    """The whole country, then counties, employment areas, municipalities and teams, each with a code of its own kind."""
    found = {ALL: text(language, "filter.whole_country")}
    for prefix, dimension in AREAS.items():
        kind = text(language, f"filter.kind.{dimension}")
        for code, name in names(dimension).items():
            if code not in NOT_AN_AREA:
                found[f"{prefix}-{code}"] = name[language] if dimension in ("county", "team") else f"{name[language]} ({kind})"
    return found


def projects(language: str) -> dict[str, str]:
    """All work, then each project."""
    return {ALL: text(language, "filter.all_work")} | {code: name[language] for code, name in names("project").items()}


def sentence(filters: Filters, viewer: Viewer, language: str, months: tuple[str, str]) -> str:
    """In words what is shown: whose, where, when."""
    parts = [numbers.stretch(*months)]
    parts += [names(dimension)[code][language] for dimension, code in filters.where.items()]
    if not filters.where:
        parts.append(text(language, "filter.whole_country"))
    who = text(language, f"filter.shown.{viewer.role}", ident=viewer.ident)
    return f"{who}: {' · '.join(parts)}"


def _area(code: str) -> dict[str, str]:
    prefix, _, value = code.partition("-")
    return {AREAS[prefix]: value} if prefix in AREAS else {}
