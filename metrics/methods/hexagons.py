"""Municipalities as equal hexagons: a pure function from a table of places to GeoJSON that is drawn like any other outlines.

The degrees are of no place on earth. They lie round the equator, where a web map neither stretches nor shears a tile.
"""

from typing import Any

import pandas as pd

HALF = 0.15
RISE = 0.0866  # HALF / sqrt(3), so that the hexagons are regular
GRID = 0.0001
CORNERS = ((0, -2), (1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1), (0, -2))


def collection(places: pd.DataFrame) -> dict[str, Any]:
    """A feature collection with one hexagon for each row, north up; its member `grid` is the step (degrees) of its coordinates.

    `places`: `area`, `name`, `column`, `row` (0 = southernmost); even rows lie half a tile to the east. Properties `area`, `name`,
    `approximate`. Neighbours have exactly the same corners, so that a border between two can be told from the coast.
    """
    # Whole steps of half a tile and of a third of a row: sums of them are exact, and rounded once.
    across = 2 * places["column"] + (places["row"] % 2 == 0)
    up = 3 * places["row"]
    across, up = across - (across.min() + across.max()) // 2, up - (up.min() + up.max()) // 2
    named = zip(places["area"], places["name"], across, up, strict=True)
    return {"type": "FeatureCollection", "grid": GRID, "features": [_tile(*one) for one in named]}


def _tile(area: str, name: str, across: int, up: int) -> dict[str, Any]:
    ring = [[round((across + x) * HALF, 4), round((up + y) * RISE, 4)] for x, y in CORNERS]
    told = {"area": area, "name": name, "approximate": True}
    return {"type": "Feature", "properties": told, "geometry": {"type": "Polygon", "coordinates": [ring]}}
