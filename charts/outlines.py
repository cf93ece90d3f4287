"""Geometry of the bundled outlines for drawing only: thinner polygons, stripes for hidden areas, the view that shows a box whole.

Never compute areas, distances or memberships from these outlines: they are generalised (see the licence note of the data).
"""

import math
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import Any

import numpy as np

Ring = list[list[float]]
Box = tuple[float, float, float, float]
FINLAND: Box = (19.0, 59.5, 32.0, 70.1)
# Reaches out to sea, where the hover text of the inset has its place.
HELSINKI_REGION: Box = (24.0, 59.35, 25.9, 60.75)
TILE = 512


def area_code(feature: dict[str, Any]) -> str:
    """The code of a feature as the area table writes it: property `area`."""
    return str(feature["properties"]["area"])


def thin(geometry: dict[str, Any], step: float = 0.01) -> list[list[Ring]]:
    """The polygons of a (Multi)Polygon with points rounded to a grid of `step` degrees and repeats dropped.

    Rounding, unlike other simplifications, treats the border shared by two areas alike, so no slivers open between them.
    """
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    thinned = [[kept for ring in polygon if len(kept := _thin_ring(ring, step)) >= 4] for polygon in polygons]
    return [polygon for polygon in thinned if polygon]


def shapes_of(outlines: dict[str, Any], step: float) -> dict[str, list[list[Ring]]]:
    """The thinned polygons of each feature by area code. Outlines that name the `grid` of their coordinates are kept as they are."""
    kept = outlines.get("grid", step)
    return {area_code(feature): thin(feature["geometry"], kept) for feature in outlines["features"]}


def rings(polygons: Iterable[list[Ring]]) -> list[Ring]:
    """All rings of the polygons in one list."""
    return [ring for polygon in polygons for ring in polygon]


def borders(areas: Iterable[list[list[Ring]]]) -> list[Ring]:
    """The lines of all areas, a border between two of them once: drawn twice, its dashes would fill each other's gaps."""
    seen: set[tuple[tuple[float, ...], tuple[float, ...]]] = set()
    lines: list[Ring] = []
    for ring in (ring for polygons in areas for ring in rings(polygons)):
        points = [tuple(point) for point in ring]
        going = False
        for start, end in pairwise(points):
            fresh = (start, end) not in seen and (end, start) not in seen
            if fresh and not going:
                lines.append([list(start)])
            if fresh:
                lines[-1].append(list(end))
                seen.add((start, end))
            going = fresh
    return lines


def grid_step(pixels: float) -> float:
    """The grid (degrees) to thin to when a degree of longitude takes `pixels`: about half a pixel, 0.02 for the whole country."""
    return min(0.02, max(0.002, round(0.5 / pixels, 3)))


def box_of(outlines: dict[str, Any], codes: Collection[str] | None = None, margin: float = 0.1) -> Box:
    """(west, south, east, north) around the features with `codes`, or all; FINLAND when none is found."""
    chosen = [feature for feature in outlines["features"] if codes is None or area_code(feature) in codes]
    points = [point for feature in chosen for ring in rings(thin(feature["geometry"], outlines.get("grid", 0.05))) for point in ring]
    if not points:
        return FINLAND
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    return west - margin, south - margin / 2, east + margin, north + margin / 2


def view(box: Box, width: int, height: int) -> dict[str, float]:
    """Longitude, latitude and zoom at which `box` lies whole within width x height pixels (web Mercator)."""
    west, south, east, north = box
    low, high = _mercator(south), _mercator(north)
    zoom = math.log2(min(width / (TILE * (east - west) / 360), height / (TILE * (high - low))))
    latitude = math.degrees(2 * math.atan(math.exp((low + high) / 2 * 2 * math.pi)) - math.pi / 2)
    return {"longitude": (west + east) / 2, "latitude": latitude, "zoom": zoom - 0.04}


def tall(box: Box, width: int) -> int:
    """Pixels from south to north when `box` is `width` pixels wide (web Mercator)."""
    west, south, east, north = box
    return math.ceil((_mercator(north) - _mercator(south)) * 360 / (east - west) * width)


def stripes(polygons: list[list[Ring]], spacing: float, slope: float = 0.5) -> list[Ring]:
    """Line pieces of a slope that lie inside the polygons, about `spacing` degrees of latitude apart."""
    edges = _edges(polygons)
    if not len(edges):
        return []
    across = edges[:, :, 1] - slope * edges[:, :, 0]
    low, high = np.floor(across.min() / spacing), np.ceil(across.max() / spacing)
    return [piece for step in np.arange(low, high + 1) for piece in _cut((step + 0.5) * spacing, edges, across)]


def label_point(polygons: list[list[Ring]]) -> tuple[list[float], float]:
    """Where a label sits inside the largest polygon, and how wide (degrees of longitude) the area is there."""
    outer = max((polygon[0] for polygon in polygons), key=_extent)
    edges = _edges([[outer]])
    ys = np.array(outer)[:, 1]
    options = [_widest(level, edges) for level in np.quantile([ys.min(), ys.max()], (0.35, 0.45, 0.5, 0.55, 0.65))]
    x, y, width = max(options, key=lambda option: option[2])
    return [round(x, 3), round(y, 3)], width


def _thin_ring(ring: Ring, step: float) -> Ring:
    grid = np.rint(np.asarray(ring)[:, :2] / step).astype(int)
    kept = grid[np.r_[True, (np.diff(grid, axis=0) != 0).any(axis=1)]]
    return (kept * step).round(4).tolist()


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (2 * math.pi)


def _edges(polygons: list[list[Ring]]) -> np.ndarray:
    """All edges as an array (edge, end, coordinate)."""
    pairs = [np.stack([np.asarray(ring)[:-1], np.asarray(ring)[1:]], axis=1) for ring in rings(polygons)]
    return np.concatenate(pairs) if pairs else np.empty((0, 2, 2))


def _cut(level: float, edges: np.ndarray, across: np.ndarray) -> list[Ring]:
    """Where the line at `level` is inside: between the odd and even crossings of the edges."""
    crossing = (across[:, 0] < level) != (across[:, 1] < level)
    start, end = edges[crossing, 0], edges[crossing, 1]
    part = ((level - across[crossing, 0]) / (across[crossing, 1] - across[crossing, 0]))[:, None]
    points = start + part * (end - start)
    points = points[np.argsort(points[:, 0])].round(3).tolist()
    return [list(pair) for pair in zip(points[::2], points[1::2], strict=False)]


def _widest(level: float, edges: np.ndarray) -> tuple[float, float, float]:
    crossing = (edges[:, 0, 1] < level) != (edges[:, 1, 1] < level)
    start, end = edges[crossing, 0], edges[crossing, 1]
    xs = np.sort(start[:, 0] + (level - start[:, 1]) / (end[:, 1] - start[:, 1]) * (end[:, 0] - start[:, 0]))
    if len(xs) < 2:
        return float(edges[:, :, 0].mean()), level, 0.0
    widths = xs[1::2] - xs[::2]
    best = int(widths.argmax())
    return float(xs[2 * best] + widths[best] / 2), float(level), float(widths[best])


def _extent(ring: Ring) -> float:
    points = np.asarray(ring)
    return float(np.prod(points.max(axis=0) - points.min(axis=0)))
