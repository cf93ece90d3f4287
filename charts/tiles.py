"""The country as equal marks: outlines of groups of tiles, and circles round the seats of municipalities.

Drawn by charts.area_map like other outlines. A tile or a circle says which municipality, never how large it is or where its border runs.
"""

import math
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from charts.outlines import Box, Ring, area_code, box_of

Point = tuple[float, float]
Edge = tuple[Point, Point]
CORNERS = 16
SEAT_GRID = 0.001
SEAT_LATITUDE = 62.0
KM_OF_A_DEGREE = 111.32


def groups(tiles: dict[str, Any], group_of: Mapping[str, str]) -> dict[str, Any]:
    """The outlines of groups of tiles (counties, employment areas): a feature for each group, in pieces where its tiles do not touch.

    `tiles`: GeoJSON of tiles whose neighbours share exact corners. `group_of`: area code of a tile -> code of its group; a tile it
    does not name is in none. Only edges towards another group, no group or the sea are left. Properties `area`, `name`, `approximate`.
    """
    members: dict[str, list[list[Edge]]] = {}
    for tile in tiles["features"]:
        if group := group_of.get(area_code(tile)):
            members.setdefault(group, []).append(_edges(tile["geometry"]["coordinates"][0]))
    features = [_feature(group, "MultiPolygon", [_outline(piece) for piece in _pieces(members[group])]) for group in sorted(members)]
    return {**tiles, "features": features}


def box(tiles: dict[str, Any]) -> Box:
    """What must be seen whole of tiles."""
    return box_of(tiles, margin=0.15)


def seats(points: pd.DataFrame, radius_km: float = 6.0) -> dict[str, Any]:
    """GeoJSON circles of 16 corners round the seats of municipalities. `points`: `area`, `lon`, `lat` (WGS84) and, if there, `name`.

    All are equally large on a web map: `radius_km` at 62 degrees north, fewer kilometres further north. Points without a place are left out.
    """
    placed = points.dropna(subset=["lon", "lat"])
    named = placed["name"] if "name" in placed else placed["area"]
    rows = zip(placed["area"], named, placed["lon"].astype(float), placed["lat"].astype(float), strict=True)
    wide = radius_km / (KM_OF_A_DEGREE * math.cos(math.radians(SEAT_LATITUDE)))
    features = [_feature(str(area), "Polygon", [_circle(lon, lat, wide)], str(name)) for area, name, lon, lat in rows]
    return {"type": "FeatureCollection", "grid": SEAT_GRID, "features": features}


def _feature(area: str, kind: str, coordinates: list[Any], name: str = "") -> dict[str, Any]:
    told = {"area": area, "name": name or area, "approximate": True}
    return {"type": "Feature", "properties": told, "geometry": {"type": kind, "coordinates": coordinates}}


def _edges(ring: Ring) -> list[Edge]:
    return [((start[0], start[1]), (end[0], end[1])) for start, end in pairwise(ring)]


def _pieces(rings: list[list[Edge]]) -> list[list[Edge]]:
    """The edges of tiles that touch each other, piece by piece."""
    at = {edge: place for place, ring in enumerate(rings) for edge in ring}
    left, pieces = set(range(len(rings))), []
    for first in range(len(rings)):
        waiting, piece = [first] if first in left else [], []
        left.discard(first)
        while waiting:
            ring = rings[waiting.pop()]
            piece.extend(ring)
            touching = {at[end, start] for start, end in ring if (end, start) in at} & left
            left -= touching
            waiting.extend(touching)
        if piece:
            pieces.append(piece)
    return pieces


def _outline(edges: Iterable[Edge]) -> list[Ring]:
    """The rings of one piece, its outer one first: edges that two of its tiles share go, the others are put end to end."""
    inside = set(edges)
    after = {start: end for start, end in inside if (end, start) not in inside}
    rings: list[Ring] = []
    while after:
        start = min(after)
        ring, here = [list(start)], after.pop(start)
        while here != start:
            ring.append(list(here))
            here = after.pop(here)
        rings.append([*ring, list(start)])
    # The westernmost corner of a piece is on its outer ring, and the search begins there.
    return rings


def _circle(lon: float, lat: float, wide: float) -> Ring:
    high = wide * math.cos(math.radians(lat))
    turns = [2 * math.pi * corner / CORNERS for corner in range(CORNERS)]
    ring = [[round(lon + wide * math.cos(turn), 3), round(lat + high * math.sin(turn), 3)] for turn in turns]
    return [*ring, ring[0]]
