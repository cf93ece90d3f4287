"""The map: classes from protected values only, hidden and absent apart, nothing fetched, Finland whole on a phone."""

import itertools
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import charts
from charts import outlines as geometry
from charts.frames import Cell
from charts.scales import legend_html
from tests.charts.samples import OUTLINES, SQUARE, WORDS, areas, frame

BUNDLED = Path(__file__).resolve().parents[2] / "data_access" / "reference" / "outlines"
DIVISIONS = {"county": 22, "employment_area": 45}


def bundled(name: str) -> dict[str, Any]:
    return json.loads((BUNDLED / f"{name}.geojson").read_text(encoding="utf-8"))


def drawn(*values: float, hidden: tuple[int, ...] = (), **options: Any) -> dict[str, Any]:
    spec = json.loads(charts.area_map(OUTLINES, areas(*values, hidden=hidden), words=WORDS, **options).to_json())
    return {"spec": spec, **{layer["id"]: layer for layer in spec["layers"]}}


def told(found: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {feature["properties"]["code"]: (feature["properties"]["name"], feature["properties"]["text"]) for feature in found["areas"]["data"]}


def test_nothing_is_fetched() -> None:
    spec = drawn(1, 2, 3)["spec"]
    assert "http" not in json.dumps(spec)
    # The frontend takes this sentinel for "no map"; an empty style makes it ask an outside host for one.
    assert spec.get("mapProvider") is None and spec["mapStyle"] == "__MAP_STYLE__"


def test_each_layer_has_an_id_and_the_second_division_lies_under_the_borders() -> None:
    found = drawn(1, 2, 3, second=OUTLINES, names=True)
    assert [layer["id"] for layer in found["spec"]["layers"]] == ["areas", "stripes", "gaps", "second", "borders", "names"]
    assert found["second"]["extensions"] and "extensions" not in found["borders"]
    assert found["second"]["getColor"] != found["borders"]["getColor"]


def test_groups_of_areas_stand_out_from_the_areas_and_the_chosen_one_from_all() -> None:
    found = drawn(1, 2, 3, second=OUTLINES, outer=OUTLINES, chosen=OUTLINES)
    assert [layer["id"] for layer in found["spec"]["layers"]] == ["areas", "stripes", "gaps", "borders", "second", "outer", "chosen_halo", "chosen"]
    assert found["borders"]["getWidth"] < found["outer"]["getWidth"] < found["chosen"]["getWidth"]


def test_land_lies_under_areas_that_do_not_cover_it() -> None:
    found = drawn(1, 2, 3, ground=OUTLINES)
    assert [layer["id"] for layer in found["spec"]["layers"]][:3] == ["ground", "ground_borders", "areas"]
    assert not found["ground"].get("pickable")


def test_an_area_of_which_nothing_is_known_has_lines_of_its_own() -> None:
    found = drawn(1, float("nan"), 3, hidden=(0,))
    assert found["stripes"]["data"] and found["gaps"]["data"]
    slopes = {name: {(y - y_) * (x - x_) > 0 for (x, y), (x_, y_) in (line["path"] for line in found[name]["data"])} for name in ("stripes", "gaps")}
    assert slopes == {"stripes": {True}, "gaps": {False}}


def test_an_area_is_told_by_name_and_number_in_words() -> None:
    assert told(drawn(1234, 2, 3, hidden=(1,))) == {
        "01": ("Itä-Uusimaa", "Asiakkaita: 1\u00a0234"),
        "02": ("Keski-Uusimaa", "Asiakkaita: alle 5"),
        "90": ("Helsinki", "Asiakkaita: 3"),
    }


def test_a_text_column_replaces_the_number_in_the_tooltip() -> None:
    sentences = areas(0, 1, 1).assign(relation=["sama alue", "jaettu", "jaettu"])
    deck = charts.area_map(OUTLINES, sentences, words=WORDS, text="relation", scale=charts.category_scale(["sama alue", "jaettu"], WORDS))
    spec = json.loads(deck.to_json())
    assert spec["layers"][0]["data"][0]["properties"]["text"] == "sama alue"


def test_the_tooltip_is_text_and_not_markup() -> None:
    deck = charts.area_map(OUTLINES, areas(1, 2, 3), words=WORDS)
    assert "html" not in deck._tooltip and deck._tooltip["text"] == "{name}\n{text}"


def test_a_hidden_area_is_striped_and_has_a_fill_of_its_own() -> None:
    found = drawn(10, 20, 30, hidden=(1,))
    fills = [tuple(feature["properties"]["fill"]) for feature in found["areas"]["data"]]
    assert len(set(fills)) == 3
    assert found["stripes"]["data"] and all(22 <= x <= 24 for piece in found["stripes"]["data"] for x, _ in piece["path"])


def test_an_area_without_a_row_has_the_fill_of_no_data_and_no_words() -> None:
    found = drawn(10, 20)
    assert told(found)["90"] == ("", "")
    scale = charts.scale_of(areas(10, 20), WORDS)
    assert found["areas"]["data"][2]["properties"]["fill"] == [int(scale.missing.fill[at : at + 2], 16) for at in (1, 3, 5)]


def test_light_and_dark_pages_have_their_own_colours() -> None:
    light, dark = drawn(1, 2, 3), drawn(1, 2, 3, dark=True)
    assert light["borders"]["getColor"] != dark["borders"]["getColor"]
    assert light["areas"]["data"] != dark["areas"]["data"]


def test_names_are_written_where_they_fit_with_finnish_letters() -> None:
    found = drawn(1, 2, 3, names=True, height=620)
    assert [item["name"] for item in found["names"]["data"]] == ["Helsinki"], "two degrees are too narrow for the others"
    near = drawn(1, 2, 3, names=True, box=(20.0, 60.0, 26.0, 62.0))
    assert "Itä-Uusimaa" in [item["name"] for item in near["names"]["data"]]
    assert set("ÄÖÅäöå–") <= set(near["names"]["characterSet"])


@pytest.mark.parametrize("height", [400, 620, 800])
def test_finland_is_whole_on_a_phone(height: int) -> None:
    camera = geometry.view(geometry.FINLAND, 340, height)
    scale = geometry.TILE * 2 ** camera["zoom"]

    def y(latitude: float) -> float:
        return scale * math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (2 * math.pi)

    assert (32.0 - 19.0) / 360 * scale <= 340
    for latitude in (59.5, 70.1):
        assert abs(y(latitude) - y(camera["latitude"])) <= height / 2
    assert camera["longitude"] == 25.5


@pytest.mark.parametrize("name", DIVISIONS)
def test_the_bundled_outlines_are_drawn_whole_light_and_each_once(name: str) -> None:
    source = bundled(name)
    codes = [geometry.area_code(feature) for feature in source["features"]]
    assert len(set(codes)) == len(codes) == DIVISIONS[name]
    rows = frame(area=codes, label=codes, value=range(len(codes)), hidden=[False] * len(codes))
    sent = charts.area_map(source, rows, words=WORDS, second=source).to_json()
    assert len(sent) < 300_000
    shown = json.loads(sent)["layers"][0]["data"]
    assert [feature["properties"]["code"] for feature in shown] == codes
    assert all(feature["geometry"]["coordinates"] for feature in shown)


def test_the_box_of_the_country_lies_within_the_view_of_finland() -> None:
    west, south, east, north = geometry.box_of(bundled("county"), margin=0)
    assert (west >= 19, south >= 59.5, east <= 32, north <= 70.1) == (True,) * 4


def test_the_box_of_some_areas_is_theirs() -> None:
    assert geometry.box_of(OUTLINES, {"02"}, margin=0) == (22, 60, 24, 62)
    assert geometry.box_of(OUTLINES, {"99"}) == geometry.FINLAND


def test_thinning_treats_a_shared_border_alike() -> None:
    left = geometry.thin({"type": "Polygon", "coordinates": [[[0, 0], [1.004, 0], [1.0041, 0.001], [1.003, 1], [0, 1], [0, 0]]]}, 0.01)
    right = geometry.thin({"type": "Polygon", "coordinates": [[[2, 0], [2, 1], [1.003, 1], [1.0041, 0.001], [1.004, 0], [2, 0]]]}, 0.01)
    assert left == [[[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]]
    assert {tuple(point) for point in right[0][0]} & {tuple(point) for point in left[0][0]} == {(1, 0), (1, 1)}


def test_a_border_between_two_areas_is_drawn_once() -> None:
    shapes = geometry.shapes_of(OUTLINES, 0.01)
    edges = [frozenset((tuple(one), tuple(two))) for line in geometry.borders(shapes.values()) for one, two in itertools.pairwise(line)]
    assert len(edges) == len(set(edges)) == 10


def test_stripes_stay_inside_and_round_a_hole() -> None:
    hole = [[20.5, 60.5], [20.5, 61.5], [21.5, 61.5], [21.5, 60.5], [20.5, 60.5]]
    pieces = geometry.stripes([[*geometry.thin(SQUARE)[0], hole]], 0.2)
    assert pieces
    for start, end in pieces:
        x, y = np.mean([start, end], axis=0)
        assert 20 <= x <= 22 and 60 <= y <= 62 and not (20.5 < x < 21.5 and 60.5 < y < 61.5)


def test_a_label_stands_inside_its_area() -> None:
    (x, y), width = geometry.label_point(geometry.thin(SQUARE))
    assert 20 < x < 22 and 60 < y < 62
    assert width == pytest.approx(2)


def test_classes_hold_equally_many_areas() -> None:
    assert charts.classify(list(range(10)), 5) == (2, 4, 6, 8)


def test_natural_classes_part_at_the_gaps() -> None:
    assert charts.classify([1, 2, 3, 50, 51, 52, 100, 101], 3, "natural") == (50, 100)


@pytest.mark.parametrize("method", ["quantile", "natural"])
def test_equal_values_are_never_two_colours(method: str) -> None:
    assert charts.classify([7, 7, 7], 5, method) == ()
    assert charts.classify([], 5, method) == ()
    assert charts.classify([0, 0, 0, 0, 9], 5, method) in {(9,), ()}
    assert charts.classify([1, 2], 5, method) == (2,)


def test_an_unknown_classification_is_refused() -> None:
    with pytest.raises(ValueError, match="kmeans"):
        charts.classify([1, 2, 3], 3, "kmeans")


def test_every_value_falls_into_the_class_whose_words_hold_it() -> None:
    rows = areas(10, 20, 30)
    scale = charts.scale_of(rows, WORDS, k=3)
    assert [swatch.label for swatch in scale.swatches] == ["10", "20", "30"]
    assert charts.scale_of(frame(value=[1, 2, 3, 4], hidden=[False] * 4), WORDS, k=2).swatches[0].label == "1–2"


def test_the_legend_names_hidden_and_missing_only_where_they_occur() -> None:
    labels = {hidden: [line.label for line in charts.legend_of(rows, charts.scale_of(rows, WORDS, k=2), WORDS)] for hidden, rows in LEGENDS.items()}
    assert labels == {"none": ["10–20", "30"], "hidden": ["10", "30", "alle 5"], "missing": ["10", "30", "ei tietoa"]}


LEGENDS = {"none": areas(10, 20, 30), "hidden": areas(10, 20, 30, hidden=(1,)), "missing": areas(10, float("nan"), 30)}


def test_numbers_that_are_written_alike_are_in_one_class() -> None:
    values = [0.0, 27.6, 28.4, 40.0]
    scale = charts.numeric_scale(values, WORDS, k=4)
    assert [one.label for one in scale.swatches] == ["0", "28", "40"]
    assert {scale.swatch(Cell(value, "", False)).label for value in (27.6, 28.4)} == {"28"}


def test_the_legend_as_html_escapes_words_and_stripes_the_hidden() -> None:
    rows = areas(10, 20, 30, hidden=(1,))
    html = legend_html(charts.legend_of(rows, charts.scale_of(rows, WORDS), WORDS), "<Asiakkaita>")
    assert "&lt;Asiakkaita&gt;" in html and "repeating-linear-gradient" in html and html.count("<li") == 3


def test_classes_without_order_have_their_names_and_a_limit() -> None:
    scale = charts.category_scale(["sama alue", "jaettu", "ylittäviä"], WORDS)
    rows = areas(0, 2, 1)
    assert [swatch.label for swatch in charts.legend_of(rows, scale, WORDS)] == ["sama alue", "jaettu", "ylittäviä"]
    with pytest.raises(ValueError, match="not 7"):
        charts.category_scale(list("abcdefg"), WORDS)
