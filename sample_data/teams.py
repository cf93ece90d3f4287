"""Teams, the municipalities they serve, their posts, projects and programmes.

The pilot team and the programme areas come from the sources; every other team is invented. No post carries a name.
"""

from dataclasses import dataclass
from functools import cache

from sample_data.places import Municipality, counties
from sample_data.write import Record

PILOT_TEAM = "T13-TYTTI"
PILOT_PROJECT = "TYTTI"
PILOT_COUNTY = "13"
_MEETING = "Verkostotapaaminen 30.5.2024"
_PROGRAMMES = {"work_ability_rrp": ("19", "13", "17", "05", "06", "09"), "ips_rrp": ("15", "18", "05", "13", "17", "20")}
# Invented projects: county, first and last day.
EXAMPLE_PROJECTS = {"ESIM-1": ("05", "2024-01-01", "2025-12-31"), "ESIM-2": ("08", "2025-01-01", "")}


@dataclass(frozen=True)
class Team:
    """An invented team: the municipalities it serves and the pseudonyms of its coordinators."""

    team_id: str
    county: str
    place: str
    municipalities: tuple[Municipality, ...]
    coordinators: tuple[str, ...]


@cache
def teams() -> tuple[Team, ...]:
    """One to three teams a county, more where more people live; a county of fewer municipalities shares them between its teams."""
    return tuple(team for county, places in counties().items() for team in _county_teams(county, places))


def _county_teams(county: str, places: tuple[Municipality, ...]) -> list[Team]:
    people = sum(place.population for place in places)
    count = 1 + (people > 150_000) + (people > 400_000)
    shares = _shared_out(places, count)
    posts = [min(4, 1 + sum(place.population for place in share) // 90_000) for share in shares]
    names = iter(range(1, 100))
    return [
        Team(f"T{county}-{n}", county, _place(shares, n), share, tuple(f"K{county}-{next(names)}" for _ in range(post)))
        for n, (share, post) in enumerate(zip(shares, posts, strict=True), start=1)
    ]


def _shared_out(places: tuple[Municipality, ...], count: int) -> list[tuple[Municipality, ...]]:
    """Municipalities, largest first, each to the team that serves fewest people so far."""
    if len(places) < count:
        return [places] * count
    shares: list[list[Municipality]] = [[] for _ in range(count)]
    for place in places:
        min(shares, key=lambda share: sum(other.population for other in share)).append(place)
    return [tuple(share) for share in shares]


def _place(shares: list[tuple[Municipality, ...]], n: int) -> str:
    name = shares[n - 1][0].name
    return f"{name} {n}" if [share[0].name for share in shares].count(name) > 1 else name


def team_records() -> list[Record]:
    """Rows of `team`."""
    pilot = {"team_id": PILOT_TEAM, "name": "Työkyvyn tuen tiimi, TYTTI", "county": PILOT_COUNTY, "kind": "work_ability_team"}
    invented = [
        {"team_id": team.team_id, "name": f"Työkyvyn tuen tiimi, {team.place}", "county": team.county, "kind": "work_ability_team"}
        for team in teams()
    ]
    return [pilot, *invented]


def team_area_records() -> list[Record]:
    """Rows of `team_area`. Which municipalities the pilot served is not in the sources: the whole county is assumed."""
    pilot = [
        {"team_id": PILOT_TEAM, "municipality": place.code, "from_date": "2023-08-01", "to_date": "2024-09-30"} for place in counties()[PILOT_COUNTY]
    ]
    invented = [{"team_id": team.team_id, "municipality": place.code, "from_date": "2023-01-01"} for team in teams() for place in team.municipalities]
    return [*pilot, *invented]


def team_member_records() -> list[Record]:
    """Rows of `team_member`. Of the pilot's posts only the physician's half post is in the sources."""
    pilot = _posts(PILOT_TEAM, {"physician": (0.5,), "nurse": (1.0,), "coordinator": (1.0,)}, "2023-08-01", "2024-09-30")
    invented = [
        post
        for team in teams()
        for post in _posts(
            team.team_id, {"physician": (0.3,), "nurse": (1.0,), "coordinator": (1.0,) * len(team.coordinators), "coach": (0.8,)}, "2023-01-01"
        )
    ]
    return [*pilot, *invented]


def _posts(team_id: str, posts: dict[str, tuple[float, ...]], first: str, last: str = "") -> list[Record]:
    flat = [(role, fte) for role, shares in posts.items() for fte in shares]
    return [
        {"member_id": f"M-{team_id}-{n}", "team_id": team_id, "team_role": role, "fte": str(fte), "from_date": first, "to_date": last}
        for n, (role, fte) in enumerate(flat, start=1)
    ]


def project_records() -> list[Record]:
    """Rows of `project`: the pilot and two invented projects that say so in their names."""
    pilot = {
        "project": PILOT_PROJECT, "name_fi": "Pohjois-Savon työkyvyn tuen tiimi (TYTTI)",
        "name_sv": "Norra Savolax team för stöd för arbetsförmågan (TYTTI)",
        "name_en": "North Savo work ability support team (TYTTI)", "from_date": "2023-08-01", "to_date": "2024-09-30", "source": _MEETING,
    }  # fmt: skip
    invented = [
        {
            "project": code, "name_fi": f"Esimerkkihanke {n}", "name_sv": f"Exempelprojekt {n}", "name_en": f"Example project {n}",
            "from_date": first, "to_date": last, "source": "Keksitty esimerkki",
        }
        for n, (code, (_, first, last)) in enumerate(EXAMPLE_PROJECTS.items(), start=1)
    ]  # fmt: skip
    return [pilot, *invented]


def area_programme_records() -> list[Record]:
    """Rows of `area_programme`. The source names the areas but not the first day, so the row says what was assumed."""
    return [
        {"area": area, "programme": programme, "from_date": "2023-01-01", "source": f"{_MEETING}; alkupäivä ei lähteessä, merkitty 1.1.2023"}
        for programme, areas in _PROGRAMMES.items()
        for area in areas
    ]
