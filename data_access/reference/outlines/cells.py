"""Splits a region among its municipalities: each point goes to the nearest locality, with weights that bring the areas near the known ones."""

import numpy as np
import pandas as pd
import shapely
from scipy import ndimage
from scipy.optimize import minimize
from shapely.geometry import MultiPolygon, box

SOFTNESS = 0.03  # of the area fit, per km: a weight of 5 km tolerates about 15 % off; 0 would meet the areas exactly
SMOOTH = 2.4  # steps of the raster; removes its staircase from the borders, which stay shared


def polygons(shape: shapely.Geometry) -> MultiPolygon:
    """The polygons of any geometry; lines and points left over by an intersection are dropped."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return MultiPolygon([part for part in parts if part.geom_type == "Polygon" and part.area > 0])


def split(region: MultiPolygon, seeds: pd.DataFrame, area: dict[int, float], step: float) -> dict[int, MultiPolygon]:
    """{municipality: its part}, a partition of the region. `seeds`: municipality, x, y in metres; `area`: km2 of each; `step`: metres."""
    codes = np.sort(seeds["municipality"].unique())
    if len(codes) == 1:
        return {int(codes[0]): region}
    xs, ys = _raster(region.bounds, step)
    gx, gy = np.meshgrid(xs, ys)
    shapely.prepare(region)
    land = shapely.contains_xy(region, gx, gy)
    cost = _distances(seeds, codes, gx.ravel(), gy.ravel())
    weights = _fitted(cost[:, land.ravel()], np.array([area[code] for code in codes], float))
    label = (cost - weights[:, None].astype(np.float32)).argmin(0).reshape(gx.shape)
    label = _without_stray_pieces(label, land, seeds, codes, xs[0], ys[0], step)
    cells = [_outline(label == place, xs, ys, step / 2) for place in range(len(codes))]
    smooth = shapely.coverage_simplify(cells, SMOOTH * step, simplify_boundary=False)
    return {int(code): polygons(shapely.intersection(cell, region)) for code, cell in zip(codes, smooth, strict=True)}


def _raster(bounds: tuple[float, float, float, float], step: float) -> tuple[np.ndarray, np.ndarray]:
    west, south, east, north = bounds
    return np.arange(west - step, east + 2 * step, step), np.arange(south - step, north + 2 * step, step)


def _distances(seeds: pd.DataFrame, codes: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Kilometres from each point to the nearest locality of each municipality."""
    cost = np.full((len(codes), x.size), np.inf, np.float32)
    for code, east, north in seeds[["municipality", "x", "y"]].to_numpy(float):
        place = np.searchsorted(codes, code)
        cost[place] = np.minimum(cost[place], np.hypot(x - east, y - north) / 1000)
    return cost


def _fitted(cost: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Semi-discrete optimal transport: one weight (km) per municipality, so that its number of points comes near its area.

    The dual is concave and L-BFGS climbs it. The quadratic term keeps the coast honest: the outline lacks the archipelago that the
    official areas contain.
    """
    size = cost.shape[1]
    wanted = target / target.sum() * size
    soft = SOFTNESS * wanted / (np.sqrt(target) / 25)

    def dual(weights: np.ndarray) -> tuple[float, np.ndarray]:
        nearest = (cost - weights[:, None].astype(np.float32)).argmin(0)
        value = (cost[nearest, np.arange(size)].astype(float) - weights[nearest]).sum() + weights @ wanted - 0.5 * soft @ (weights * weights)
        return -value / size, (np.bincount(nearest, minlength=len(wanted)) - wanted + soft * weights) / size

    return minimize(dual, np.zeros(len(wanted)), jac=True, method="L-BFGS-B", options={"maxiter": 300, "maxfun": 600}).x


def _without_stray_pieces(
    label: np.ndarray, land: np.ndarray, seeds: pd.DataFrame, codes: np.ndarray, west: float, south: float, step: float
) -> np.ndarray:
    """A piece cut off on land from all localities of its municipality goes to the one around it; islands stay."""
    bad = np.zeros(label.shape, bool)
    for place, code in enumerate(codes):
        pieces, count = ndimage.label((label == place) & land)
        if count < 2:
            continue
        kept = _pieces_with_localities(pieces, seeds[seeds["municipality"] == code], west, south, step)
        kept = kept or {int(np.argmax(np.bincount(pieces.ravel())[1:])) + 1}
        for piece in set(range(1, count + 1)) - kept:
            here = pieces == piece
            if (ndimage.binary_dilation(here) & land & ~here).any():
                bad |= here
    if not bad.any():
        return label
    near = ndimage.distance_transform_edt(bad | ~land, return_distances=False, return_indices=True)
    return np.where(bad, label[tuple(near)], label)


def _pieces_with_localities(pieces: np.ndarray, seeds: pd.DataFrame, west: float, south: float, step: float) -> set[int]:
    found: set[int] = set()
    for east, north in seeds[["x", "y"]].to_numpy(float):
        row, column = round((north - south) / step), round((east - west) / step)
        window = pieces[max(0, row - 3) : row + 4, max(0, column - 3) : column + 4]
        found |= {int(value) for value in np.unique(window)} - {0}
    return found


def _outline(mask: np.ndarray, xs: np.ndarray, ys: np.ndarray, half: float) -> shapely.Geometry:
    """The squares of a mask as one area, joined row by row."""
    boxes = []
    for row, y in zip(mask, ys, strict=True):
        ends = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(np.int8), [0]])))
        boxes += [box(xs[start] - half, y - half, xs[end - 1] + half, y + half) for start, end in zip(ends[::2], ends[1::2], strict=True)]
    return shapely.union_all(boxes)
