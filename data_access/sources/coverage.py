"""Polygons that meet without gaps: read, turned the right way round, mended, made lighter together and joined. Needs shapely.

A border that two polygons share is one line throughout: whatever is done to it is done to both. All arrays of shapes are in the order
of the codes they came with; coordinates are degrees of longitude and latitude.
"""

import json
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import shapely

from data_access.sources import SourceFailed

WEST, EAST, SOUTH, NORTH = 19.0, 32.0, 59.0, 71.0
METRES = 1000.0  # no degree is as large
NARROWER = float(np.cos(np.radians(65)))  # a degree of longitude in Finland, in degrees of latitude
TOLERANCE = 0.002  # degrees of latitude, about 220 m: what is smaller than a square of this side is not drawn
GAP = 0.001  # degrees; a slit narrower than this between two polygons is a fault of the data, not water
DECIMALS = 4  # of degrees: 11 m


def shapes_of(codes: Sequence[str], geometries: Sequence[Any]) -> np.ndarray:
    """GeoJSON geometries as valid polygons inside Finland. Raises SourceFailed with the codes of those that are not."""
    shapes = shapely.from_geojson([json.dumps(geometry) for geometry in geometries], on_invalid="ignore")
    _refuse("have no polygon that can be drawn", codes, ~np.isin(shapely.get_type_id(shapes), (3, 6)) | shapely.is_empty(shapes))
    return _mended(codes, _upright(codes, shapely.force_2d(shapes)))


def lighter(shapes: np.ndarray) -> np.ndarray:
    """The same coverage with fewer points and rounded coordinates, and still without gaps. Raises SourceFailed where that fails."""
    whole = shapes if shapely.coverage_is_valid(shapes, gap_width=GAP) else _edge_matched(shapes)
    light = _scaled(shapely.coverage_simplify(_scaled(whole, NARROWER), TOLERANCE), 1 / NARROWER)
    rounded = _rounded(light)
    if not _sound(rounded):
        rounded = _rounded(_edge_matched(light))
    if not _sound(rounded):
        raise SourceFailed("The borders of the municipalities do not fit together, so they cannot be drawn without gaps.")
    return rounded


def joined(shapes: np.ndarray, areas: Sequence[Any]) -> dict[str, Any]:
    """Area -> GeoJSON geometry of all its shapes together; what belongs to no area (anything but a text) is left out."""
    names = np.array(areas, dtype=object)
    found = sorted({area for area in areas if isinstance(area, str)})
    return {area: shapely.geometry.mapping(_polygonal(shapely.coverage_union_all(shapes[names == area]))) for area in found}


def _upright(codes: Sequence[str], shapes: np.ndarray) -> np.ndarray:
    bounds = shapely.bounds(shapes)
    if not _in_finland(bounds).all() and _in_finland(bounds[:, [1, 0, 3, 2]]).all():
        return shapely.transform(shapes, lambda points: points[:, ::-1])
    if np.abs(bounds).max() > METRES:
        raise SourceFailed("The coordinates are metres (EPSG:3067), not degrees (EPSG:4326): the service did not heed srsName.")
    _refuse("lie outside Finland", codes, ~_in_finland(bounds))
    return shapes


def _in_finland(bounds: np.ndarray) -> np.ndarray:
    return (bounds[:, 0] > WEST) & (bounds[:, 1] > SOUTH) & (bounds[:, 2] < EAST) & (bounds[:, 3] < NORTH)


def _mended(codes: Sequence[str], shapes: np.ndarray) -> np.ndarray:
    mended = np.array([shape if shapely.is_valid(shape) else _polygonal(shapely.make_valid(shape)) for shape in shapes], dtype=object)
    _refuse("have a border that cannot be mended", codes, shapely.area(mended) == 0)
    return mended


def _polygonal(shape: shapely.Geometry) -> shapely.Geometry:
    """Its polygons alone, as a MultiPolygon: joining and mending can leave points and lines behind."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == 3])


def _edge_matched(shapes: np.ndarray) -> np.ndarray:
    """The shapes cut anew along all their borders laid on one grid: overlaps go to the first, slits to the longest neighbour."""
    lines = shapely.union_all(shapely.boundary(shapes), grid_size=10.0**-DECIMALS)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    owner = _owners(faces, shapes)
    return np.array([_polygonal(shapely.coverage_union_all(faces[owner == place])) for place in range(len(shapes))], dtype=object)


def _owners(faces: np.ndarray, shapes: np.ndarray) -> np.ndarray:
    owner = np.full(len(faces), -1)
    face, place = shapely.STRtree(shapes).query(shapely.point_on_surface(faces), predicate="intersects")
    owner[face[::-1]] = place[::-1]
    slits = np.flatnonzero((owner < 0) & (2 * shapely.area(faces) < GAP * shapely.length(faces)))
    tree = shapely.STRtree(faces)
    for slit in slits:
        beside = tree.query(faces[slit], predicate="touches")
        shared = shapely.length(shapely.intersection(shapely.boundary(faces[slit]), shapely.boundary(faces[beside])))
        owner[slit] = owner[beside[np.argmax(np.where(owner[beside] < 0, -1, shared))]]
    return owner


def _scaled(shapes: np.ndarray, factor: float) -> np.ndarray:
    return shapely.transform(shapes, lambda points: points * (factor, 1))


def _rounded(shapes: np.ndarray) -> np.ndarray:
    return shapely.transform(shapes, lambda points: np.round(points, DECIMALS))


def _sound(shapes: np.ndarray) -> bool:
    return bool(shapely.is_valid(shapes).all() and (shapely.area(shapes) > 0).all() and shapely.coverage_is_valid(shapes))


def _refuse(why: str, codes: Sequence[str], wrong: Collection[bool]) -> None:
    bad = [code for code, one in zip(codes, wrong, strict=True) if one]
    if bad:
        raise SourceFailed(f"{len(bad)} of the municipalities {why}: {listed(bad)}.")


def listed(codes: Collection[str], most: int = 12) -> str:
    """Codes in order, the first of them where there are many."""
    ordered = sorted(codes)
    return ", ".join(ordered[:most]) + (" …" if len(ordered) > most else "")
