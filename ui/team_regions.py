"""The layer of coordinators' regions: which team serves a municipality, with how many posts, and how many teams work in an area.

A municipality that no row names is in no class: that nobody serves it is nowhere claimed.
"""

from collections.abc import Mapping
from datetime import date

from metrics import layer_tables
from metrics.methods import layers
from metrics.methods.layers import Posts
from ui import numbers
from ui.county_layers import SEVERAL, Told
from ui.maps import codes_of
from ui.view import View

MOST_COORDINATORS, MOST_TEAMS = 3, 4
NO_POSTS = "posts_unknown"


def told(view: View, level: str, day: date) -> Told:
    """The regions on a day: by municipality the coordinators of its team, by county and employment area how many teams there are."""
    home = layer_tables.belongs()
    served = layers.regions(layer_tables.table("team_area"), dict(home["municipality"]), day)
    served = {code: served[code] for code in codes_of("municipality") if code in served}
    posts = layers.posts(layer_tables.table("team_member"), day)
    teams = layers.teams_of(served, {code: code for code in served} if level == "municipality" else dict(home[level]))
    of = {area: _class(tuple(inside), posts) if level == "municipality" else _count(len(inside), MOST_TEAMS) for area, inside in teams.items()}
    more = {area: tuple(_line(view, team, n, posts, level) for team, n in inside.items()) for area, inside in teams.items()}
    return Told(_classes(view, level), of, more, view.say("layer.behind_teams"), view.say("layer.source_teams"), _finding(view, served, posts))


def region_of(day: date) -> dict[str, str]:
    """Municipality -> the teams that serve it on a day as one code (joined by "+"), for the borders of regions on the tile map."""
    today = dict(layer_tables.belongs()["municipality"])
    return {code: "+".join(teams) for code, teams in layers.regions(layer_tables.table("team_area"), today, day).items()}


def _classes(view: View, level: str) -> dict[str, str]:
    if level != "municipality":
        return {str(n): view.say(f"layer.teams_{n}") for n in range(1, MOST_TEAMS + 1)}
    codes = [*(str(n) for n in range(MOST_COORDINATORS + 1)), SEVERAL, NO_POSTS]
    return dict(zip(codes, (view.say(f"layer.coordinators_{code}") for code in codes), strict=True))


def _class(teams: tuple[str, ...], posts: Mapping[str, Posts]) -> str:
    """The class of a municipality: how many coordinators its only team has."""
    if len(teams) > 1:
        return SEVERAL
    return _count(posts[teams[0]].coordinators, MOST_COORDINATORS) if teams[0] in posts else NO_POSTS


def _count(n: int, most: int) -> str:
    return str(min(n, most))


def _line(view: View, team: str, municipalities: int, posts: Mapping[str, Posts], level: str) -> str:
    """One team in words; where it works in several municipalities of the area, in how many."""
    parts = [] if level == "municipality" else [view.say("layer.municipalities", n=municipalities)]
    parts.append(_posts(view, posts[team]) if team in posts else view.say("layer.no_posts"))
    return f"{view.label('team', team)}: {', '.join(parts)}"


def _posts(view: View, one: Posts) -> str:
    own, other = (numbers.decimal(fte, view.language, 1) for fte in (one.coordinator_fte, one.other_fte))
    return view.say("layer.posts", coordinators=one.coordinators, others=one.others, coordinator_fte=own, other_fte=other)


def _finding(view: View, served: Mapping[str, tuple[str, ...]], posts: Mapping[str, Posts]) -> str:
    working = {team for teams in served.values() for team in teams}
    coordinators = sum(posts[team].coordinators for team in working if team in posts)
    missing = len(codes_of("municipality")) - len(served)
    said = {"teams": len(working), "served": len(served), "coordinators": coordinators, "missing": missing}
    return view.say("layer.finding_teams", **said) if working else ""
