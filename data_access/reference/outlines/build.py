"""Builds the approximate outlines of counties and employment areas by hand: python -m data_access.reference.outlines.build OUT

From Natural Earth's regions and plain facts (localities, land areas, the municipality table); no official polygon is read. Needs numpy,
scipy, pandas, shapely 2.1 or newer, pyproj and npm, which the dashboard itself does not need. See ../README.md for licences and limits.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer
from shapely.geometry import MultiPolygon, mapping

from data_access.reference.outlines.cells import polygons, split
from data_access.reference.outlines.natural_earth import TM35, regions

HERE = Path(__file__).parent
UUSIMAA = 1
STEP, FINE = 500.0, {UUSIMAA: 250.0}  # metres; finer in Uusimaa, whose municipalities are small
SIMPLIFY, SMALLEST = 350.0, 2e6  # metres of tolerance; square metres below which an island is not drawn
LEVELS = ("county", "employment_area")
WGS84 = Transformer.from_crs(3067, 4326, always_xy=True)
# Counties are regions but in Uusimaa, which has five of them.
REGION_OF_COUNTY = {
    1: 1, 2: 1, 3: 1, 4: 1, 90: 1, 5: 2, 6: 4, 7: 5, 8: 6, 9: 7, 10: 8, 11: 9, 12: 10, 13: 11, 14: 12, 15: 13, 16: 14, 17: 15, 18: 16, 19: 17,
    20: 18, 21: 19,
}  # fmt: skip
# Natural Earth draws the regions of about 2004. Municipalities that have changed region since -> the old one, and localities of former
# municipalities -> (old region, km2 of that part). Facts of municipal history: Heinävesi, Iitti, Isokyrö, Joroinen, Kuhmoinen, Vaala.
MOVED = {90: 10, 142: 8, 152: 15, 171: 10, 291: 13, 785: 18}
PARTS_MOVED = {
    "Kangaslampi": (10, 350.0), "Länkipohja": (6, 500.0), "Himanka": (16, 242.0), "Suomenniemi": (9, 360.0), "Kiikoinen": (4, 145.0),
    "Hämeenkoski": (5, 195.0),
}  # fmt: skip


def main() -> None:
    """Writes one GeoJSON (WGS84; area, name, approximate) for each division into the folder named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    areas = pd.read_csv(HERE.parent / "area.csv")
    now = areas[(areas["area_type"] == "municipality") & areas["successor"].isna() & areas["county"].isin(REGION_OF_COUNTY)]
    now = now.astype({"area": int, "county": int, "employment_area": int}).set_index("area")
    parts = _pieces(_municipalities(now, out / "npm"), now)
    for level in LEVELS:
        named = areas[areas["area_type"] == level]
        names = dict(zip(named["area"].astype(int), named["name_fi"], strict=True))
        text = json.dumps(_collection(parts, level, names), separators=(",", ":"), ensure_ascii=False)
        (out / f"{level}.geojson").write_text(text.replace(".0,", ",").replace(".0]", "]"), encoding="utf-8")


def _municipalities(now: pd.DataFrame, packages: Path) -> list[tuple[int, MultiPolygon]]:
    """Municipality -> its cell, for municipalities that moved in part several. Too rough to be shown: 15 % of land is in the wrong one."""
    seeds = pd.read_csv(HERE / "localities.csv")
    area = pd.read_csv(HERE / "land_area.csv").set_index("municipality")["km2"]
    seeds["x"], seeds["y"] = TM35.transform(seeds["lon"].to_numpy(), seeds["lat"].to_numpy())
    home = now["county"].map(REGION_OF_COUNTY)
    owners = list(zip(seeds["name"], seeds["municipality"], strict=True))
    seeds["region"] = [PARTS_MOVED[name][0] if name in PARTS_MOVED else MOVED.get(code, home[code]) for name, code in owners]
    moved = {(code, PARTS_MOVED[name][0]): PARTS_MOVED[name][1] for name, code in owners if name in PARTS_MOVED}
    found: list[tuple[int, MultiPolygon]] = []
    for region, outline in sorted(regions(packages).items()):
        inside = seeds[seeds["region"] == region]
        left = {code: area[code] - sum(km2 for (other, _), km2 in moved.items() if other == code) for code in inside["municipality"].unique()}
        wanted = {code: moved.get((code, region), km2) for code, km2 in left.items()}
        found += [(code, cell) for code, cell in split(outline, inside, wanted, FINE.get(region, STEP)).items() if not cell.is_empty]
    return found


def _pieces(cells: list[tuple[int, MultiPolygon]], now: pd.DataFrame) -> dict[tuple[int, int], MultiPolygon]:
    """{(county, employment area): the piece they share}. All borders are noded once, so that neighbours share every vertex."""
    shapes = np.array([shape for _, shape in cells], dtype=object)
    codes = np.array([code for code, _ in cells])
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(shapely.boundary(shapes), grid_size=5.0)]))
    faces = faces[shapely.area(faces) > 0]
    face, owner = shapely.STRtree(shapes).query(shapely.point_on_surface(faces), predicate="intersects")
    face, first = np.unique(face, return_index=True)
    owners = now.loc[codes[owner[first]], ["county", "employment_area"]].to_numpy()
    pairs = sorted({(int(county), int(area)) for county, area in owners})
    joined = [shapely.union_all(faces[face][(owners == pair).all(axis=1)]) for pair in pairs]
    return dict(zip(pairs, map(_without_islets, shapely.coverage_simplify(joined, SIMPLIFY)), strict=True))


def _without_islets(shape: shapely.Geometry) -> MultiPolygon:
    parts = shapely.get_parts(shape)
    return MultiPolygon([part for part in parts if part.area > SMALLEST] or [max(parts, key=shapely.area)])


def _collection(parts: dict[tuple[int, int], MultiPolygon], level: str, names: dict[int, str]) -> dict[str, object]:
    place = LEVELS.index(level)
    features = []
    for code in sorted({pair[place] for pair in parts}):
        shape = polygons(shapely.coverage_union_all([part for pair, part in parts.items() if pair[place] == code]))
        degrees = shapely.transform(shape, lambda points: np.round(np.column_stack(WGS84.transform(points[:, 0], points[:, 1])), 4))
        properties = {"area": f"{code:02d}", "name": names[code], "approximate": True}
        features.append({"type": "Feature", "properties": properties, "geometry": mapping(degrees)})
    return {"type": "FeatureCollection", "features": features}


if __name__ == "__main__":
    main()
