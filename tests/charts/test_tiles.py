"""The tile map and the circles of seats: every municipality once and equally large, borders exact, drawn by the ordinary map."""

import itertools
import json
import math
from collections import Counter
from datetime import date
from typing import Any

import pandas as pd
import pytest

import charts
from charts import outlines as geometry
from charts import tiles as marks
from data_access import areas
from metrics.library import tiles
from metrics.methods.hexagons import collection
from tests.charts.samples import WORDS

pytestmark = pytest.mark.usefixtures("on_duckdb")
TABLE = areas.in_force(areas.reference(), date(2026, 6, 30))
BELONGS = areas.belongs(TABLE)
COUNTY, EMPLOYMENT_AREA = (dict(BELONGS[column]) for column in ("county", "employment_area"))
THREE = collection(pd.DataFrame({"area": ["1", "2", "3"], "name": ["Yksi", "Kaksi", "Kolme"], "column": [0, 1, 0], "row": [0, 0, 1]}))


def edges(shape: list[list[geometry.Ring]]) -> list[frozenset[tuple[float, ...]]]:
    return [frozenset((tuple(one), tuple(two))) for ring in geometry.rings(shape) for one, two in itertools.pairwise(ring)]


def middle(code: str) -> tuple[float, float]:
    ring = next(tile for tile in tiles()["features"] if tile["properties"]["area"] == code)["geometry"]["coordinates"][0][:-1]
    return sum(x for x, _ in ring) / 6, sum(y for _, y in ring) / 6


def test_every_municipality_of_today_has_one_tile_and_a_place_of_its_own() -> None:
    codes = [geometry.area_code(tile) for tile in tiles()["features"]]
    assert sorted(codes) == sorted(set(BELONGS["municipality"])) and len(codes) == 308
    assert len({middle(code) for code in codes}) == 308
    assert all(tile["properties"]["approximate"] is True and tile["properties"]["name"] for tile in tiles()["features"])


def test_north_is_up_and_east_is_right() -> None:
    utsjoki, helsinki, hanko, maarianhamina, ilomantsi = (middle(code) for code in ("890", "091", "078", "478", "146"))
    assert utsjoki[1] == max(middle(code)[1] for code in COUNTY if code in set(BELONGS["municipality"]))
    assert helsinki[1] == min(middle(code)[1] for code in COUNTY if code in set(BELONGS["municipality"]))
    assert maarianhamina[0] < hanko[0] < helsinki[0] < ilomantsi[0]


def test_tiles_are_regular_and_lie_where_a_web_map_does_not_stretch_them() -> None:
    ring = tiles()["features"][0]["geometry"]["coordinates"][0]
    sides = [math.dist(one, two) for one, two in itertools.pairwise(ring)]
    assert max(sides) / min(sides) < 1.001
    _, south, _, north = marks.box(tiles())
    assert 1 / math.cos(math.radians(max(-south, north))) < 1.003


def test_an_edge_between_two_tiles_is_the_same_in_both_and_drawn_once() -> None:
    shapes = geometry.shapes_of(tiles(), 0.02)
    counted = Counter(edge for shape in shapes.values() for edge in edges(shape))
    assert set(counted.values()) == {1, 2}
    # Two places one tile apart share an edge: nothing that should coincide lies beside.
    centres = [middle(code) for code in shapes]
    touching = sum(math.dist(one, two) < 0.31 for one, two in itertools.combinations(centres, 2))
    assert sum(n == 2 for n in counted.values()) == touching
    lines = geometry.borders(shapes.values())
    assert sum(len(line) - 1 for line in lines) == len(counted)


def test_thinning_for_a_small_picture_leaves_tiles_as_they_are() -> None:
    coarse, fine = geometry.shapes_of(tiles(), 0.05), geometry.shapes_of(tiles(), 0.0001)
    assert coarse == fine and all(len(shape[0][0]) == 7 for shape in coarse.values())


@pytest.mark.parametrize(("group_of", "count"), [(COUNTY, 23), (EMPLOYMENT_AREA, 46)])
def test_groups_have_exactly_the_edges_towards_others(group_of: dict[str, str], count: int) -> None:
    found = geometry.shapes_of(marks.groups(tiles(), group_of), 0.02)
    assert len(found) == count == len(set(group_of.values()))
    owners: dict[frozenset[tuple[float, ...]], list[str]] = {}
    for code, shape in geometry.shapes_of(tiles(), 0.02).items():
        for edge in edges(shape):
            owners.setdefault(edge, []).append(group_of[code])
    for group, shape in found.items():
        assert set(edges(shape)) == {edge for edge, groups in owners.items() if group in groups and groups != [group, group]}
        assert all(ring[0] == ring[-1] for ring in geometry.rings(shape))


def test_counties_are_in_one_piece() -> None:
    pieces = {geometry.area_code(one): len(one["geometry"]["coordinates"]) for one in marks.groups(tiles(), COUNTY)["features"]}
    assert set(pieces.values()) == {1}


def test_two_of_three_tiles_become_one_outline_and_an_ungrouped_tile_none() -> None:
    found = marks.groups(THREE, {"1": "A", "2": "A"})["features"]
    assert [geometry.area_code(one) for one in found] == ["A"]
    (outline,) = found[0]["geometry"]["coordinates"]
    assert [len(ring) - 1 for ring in outline] == [10]


def test_a_hole_in_a_group_is_the_second_ring_of_its_piece() -> None:
    around = [(1, 2), (3, 2), (1, 1), (2, 1), (1, 3), (2, 3)]
    rows = [{"area": str(at), "name": str(at), "column": x, "row": y} for at, (x, y) in enumerate([(2, 2), *around])]
    ring_of_six = collection(pd.DataFrame(rows).assign(column=lambda frame: frame["column"] + (frame["row"] % 2)))
    found = marks.groups(ring_of_six, {str(at): "A" for at in range(1, 7)})["features"][0]["geometry"]["coordinates"]
    assert [[len(ring) - 1 for ring in piece] for piece in found] == [[18, 6]]


def drawn(outlines: dict[str, Any], **options: Any) -> dict[str, Any]:
    codes = [geometry.area_code(feature) for feature in outlines["features"]]
    frame = pd.DataFrame({"area": codes, "label": codes, "value": range(len(codes)), "hidden": [at == 3 for at in range(len(codes))]})
    spec = json.loads(charts.area_map(outlines, frame, words=WORDS, **options).to_json())
    return {layer["id"]: layer for layer in spec["layers"]} | {"camera": spec["initialViewState"]}


def test_the_ordinary_map_draws_tiles_with_groups_over_them() -> None:
    found = drawn(tiles(), second=marks.groups(tiles(), EMPLOYMENT_AREA), box=marks.box(tiles()), names=True)
    assert len(found["areas"]["data"]) == 308 and found["stripes"]["data"] and found["second"]["data"]
    assert all(len(tile["geometry"]["coordinates"][0][0]) == 7 for tile in found["areas"]["data"])
    assert abs(found["camera"]["longitude"]) < 1 and abs(found["camera"]["latitude"]) < 1
    pixels = geometry.TILE * 2 ** found["camera"]["zoom"] / 360
    west, south, east, north = marks.box(tiles())
    assert (east - west) * pixels <= 340 and (north - south) * pixels <= 622


def municipal_seats() -> pd.DataFrame:
    now = TABLE[(TABLE["area_type"] == "municipality") & TABLE["successor"].isna()]
    return now.rename(columns={"name_fi": "name", "seat_lon": "lon", "seat_lat": "lat"})[["area", "name", "lon", "lat"]]


def test_seats_are_equal_circles_of_which_most_stand_apart() -> None:
    points = municipal_seats()
    found = marks.seats(points)
    assert len(found["features"]) == points["lon"].notna().sum() >= 292
    shapes = geometry.shapes_of(found, 0.02)
    assert all(len(shape[0][0]) == 17 for shape in shapes.values())
    widths = [max(x for x, _ in shape[0][0]) - min(x for x, _ in shape[0][0]) for shape in shapes.values()]
    assert max(widths) - min(widths) <= 0.0021
    placed = points.dropna(subset=["lon"]).astype({"lon": float, "lat": float})
    rows = list(zip(placed["lon"], placed["lat"], strict=True))
    near = {one for one, two in itertools.permutations(rows, 2) if apart(one, two) < 12}
    assert len(near) < len(rows) / 4


def test_the_ordinary_map_draws_seats() -> None:
    found = drawn(marks.seats(municipal_seats()))
    assert len(found["areas"]["data"]) >= 292


def apart(one: tuple[float, float], two: tuple[float, float]) -> float:
    east = (one[0] - two[0]) * math.cos(math.radians((one[1] + two[1]) / 2))
    return math.hypot(east, one[1] - two[1]) * 111.32
