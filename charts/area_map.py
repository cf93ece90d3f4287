"""A map of areas filled by class, with a second division drawn over it. No background map: nothing is fetched.

The outlines are approximate and must be labelled so by the page. Colours, tooltips and labels come from protected values alone.
"""

import json
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pydeck
from pydeck.bindings.json_tools import default_serialize

from charts.frames import Cell, cells
from charts.map_labels import placed
from charts.outlines import FINLAND, TILE, Box, borders, grid_step, shapes_of, stripes, view
from charts.scales import Scale, Swatch, legend, numeric_scale
from charts.words import Words

NARROWEST = 340
THICK = 1.6
LETTERS = "".join(chr(code) for code in range(32, 127)) + "åäöÅÄÖéÉšŠžŽ–−’\u00a0"
# At the pointer it would be cut by the edge of the map: so it has a place of its own, in the far north or, on a small inset, at its foot.
TOOLTIP = {"whiteSpace": "pre-line", "maxWidth": "100%", "zIndex": "1000", "color": "#ffffff", "backgroundColor": "#16242b", "transform": "none"}
CORNER = {"fontSize": "14px", "padding": "8px", "top": "0", "bottom": "auto"}
FOOT = {"fontSize": "12px", "padding": "4px", "top": "auto", "bottom": "0"}
SMALL = 250
DASH = {"@@type": "PathStyleExtension", "dash": True}


@dataclass(frozen=True)
class Ink:
    """Line and text colours on a light or dark page, as deck.gl wants them: [red, green, blue, alpha]."""

    thick: list[int]
    second: list[int]
    chosen: list[int]
    text: list[int]
    halo: list[int]
    stripe: list[int]


LIGHT = Ink([35, 49, 61, 255], [178, 81, 30, 255], [196, 0, 98, 255], [16, 24, 31, 255], [255, 255, 255, 215], [90, 98, 106, 255])
DARK = Ink([222, 230, 236, 255], [255, 170, 92, 255], [255, 96, 176, 255], [255, 255, 255, 255], [16, 24, 31, 215], [160, 168, 176, 255])


class AreaMap(pydeck.Deck):
    """A deck that is sent without the blanks pydeck indents with, four fifths of its size."""

    def to_json(self) -> str:
        """The same JSON, compact."""
        return json.dumps(self, sort_keys=True, default=default_serialize, separators=(",", ":"))


def area_map(
    outlines: dict[str, Any],
    frame: pd.DataFrame,
    *,
    words: Words,
    scale: Scale | None = None,
    second: dict[str, Any] | None = None,
    outer: dict[str, Any] | None = None,
    ground: dict[str, Any] | None = None,
    chosen: dict[str, Any] | None = None,
    area: str = "area",
    label: str = "label",
    text: str | None = None,
    names: bool = False,
    dark: bool = False,
    box: Box = FINLAND,
    width: int = NARROWEST,
    height: int = 620,
) -> pydeck.Deck:
    """A deck with the layers "ground", "areas" (filled, pickable), "stripes" (hidden areas), "gaps" (areas of which nothing is known),
    "second" (dashed), "borders", "outer", "chosen_halo", "chosen", "names"; those nobody asked for are left out.

    `outlines`, `second`, `outer` (groups of areas, whose own borders are then thin), `ground` (land under areas that do not cover it),
    `chosen` (what is ringed): GeoJSON feature collections (WGS84, property `area`). `frame`: one row per area: columns `area` (code as
    text, "01"), `label` (name shown), `value`, `hidden` and, if named, `text` (a sentence for the tooltip in place of the number).
    An area without a row is drawn as having no value and has no tooltip. `scale` defaults to five classes of equal size; take its
    legend from `legend_of`. `box` is what must be seen whole in `width` x `height` pixels. `names` writes labels where
    they fit. `dark` is the page's theme. Each layer has an id; hand the deck to st.pydeck_chart with the same height.
    """
    found = _found(frame, words, area, label, text)
    scale = scale or scale_of(frame, words, dark=dark)
    ink = DARK if dark else LIGHT
    camera = view(box, width, height)
    pixels = TILE * 2 ** camera["zoom"] / 360
    shapes = shapes_of(outlines, grid_step(pixels))
    others = {name: shapes_of(lines, grid_step(pixels)) for name, lines in (("second", second), ("outer", outer), ("ground", ground)) if lines}
    layers = _stacked(_filled(shapes, found, scale, ink, pixels), shapes, others, scale, ink)
    if chosen:
        ring = shapes_of(chosen, grid_step(pixels))
        layers += [_borders("chosen_halo", ring, ink.halo, 7), _borders("chosen", ring, ink.chosen, 4)]
    if names:
        layers.append(_names(shapes, found, ink, pixels, box))
    state = pydeck.ViewState(**camera, min_zoom=camera["zoom"] - 0.5, max_zoom=camera["zoom"] + 4)
    # Without scroll zoom the page still scrolls when the pointer rests on the map; double click and pinch zoom.
    mouse = {"scrollZoom": False, "doubleClickZoom": True, "dragRotate": False, "touchRotate": False, "keyboard": True}
    # Text, not HTML: no word can be taken for markup.
    tooltip: Any = {"text": "{name}\n{text}", "style": TOOLTIP | (FOOT if width < SMALL else CORNER)}
    views = [pydeck.View(type="MapView", controller=mouse)]
    return AreaMap(layers, views=views, initial_view_state=state, map_provider=None, tooltip=tooltip, height=height)


def scale_of(frame: pd.DataFrame, words: Words, *, k: int = 5, method: str = "quantile", dark: bool = False) -> Scale:
    """The scale of a frame's visible values."""
    visible = [cell.value for cell in cells(frame, words) if cell.value is not None]
    return numeric_scale(visible, words, k=k, method=method, dark=dark)


def legend_of(frame: pd.DataFrame, scale: Scale, words: Words) -> tuple[Swatch, ...]:
    """The legend lines of a map of `frame`: every class, and hidden or missing where they occur."""
    return legend(scale, [scale.swatch(cell) for cell in cells(frame, words)])


def _stacked(filled: list[pydeck.Layer], shapes: dict[str, Any], others: dict[str, dict[str, Any]], scale: Scale, ink: Ink) -> list[pydeck.Layer]:
    """The fill and the lines from the bottom up. Dashed lines lie under thick borders, so that only what differs from them is seen."""
    edges = _borders("borders", shapes, ink.thick, THICK if others.keys() <= {"second"} else 0.5)
    across = [_borders("second", others["second"], ink.second, THICK, dashed=True)] if "second" in others else []
    if "ground" in others:
        return [_ground(others["ground"], scale), *across, _borders("ground_borders", others["ground"], ink.thick, THICK), *filled, edges]
    if "outer" in others:
        return [*filled, edges, *across, _borders("outer", others["outer"], ink.thick, THICK)]
    return [*filled, *across, edges]


@dataclass(frozen=True)
class Place:
    """What the map says of one area."""

    cell: Cell
    name: str
    said: str


def _found(frame: pd.DataFrame, words: Words, area: str, label: str, text: str | None) -> dict[str, Place]:
    line = cells(frame, words)
    said = [str(value) for value in frame[text]] if text else [_sentence(cell, words) for cell in line]
    rows = zip(frame[area], line, frame[label], said, strict=True)
    return {str(code): Place(cell, str(name), sentence) for code, cell, name, sentence in rows}


def _sentence(cell: Cell, words: Words) -> str:
    return f"{words.measure}: {cell.text}" if words.measure else cell.text


def _areas(shapes: dict[str, Any], found: dict[str, Place], scale: Scale, ink: Ink) -> pydeck.Layer:
    features = []
    for code, polygons in shapes.items():
        place = found.get(code)
        fill = (scale.swatch(place.cell) if place else scale.missing).fill
        told = {"code": code, "fill": _rgb(fill)} | ({"name": place.name, "text": place.said} if place else {"name": "", "text": ""})
        features.append({"type": "Feature", "properties": told, "geometry": {"type": "MultiPolygon", "coordinates": polygons}})
    highlight = {"auto_highlight": True, "highlight_color": [255, 255, 255, 90]}
    return pydeck.Layer("GeoJsonLayer", features, id="areas", get_fill_color="properties.fill", stroked=False, pickable=True, **highlight)


def _ground(shapes: dict[str, Any], scale: Scale) -> pydeck.Layer:
    features = [{"type": "Feature", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": polygons}} for polygons in shapes.values()]
    return pydeck.Layer("GeoJsonLayer", features, id="ground", get_fill_color=_rgb(scale.missing.fill), stroked=False)


def _filled(shapes: dict[str, Any], found: dict[str, Place], scale: Scale, ink: Ink, pixels: float) -> list[pydeck.Layer]:
    """What has no number is told by lines and not by colour alone: hidden areas densely, unknown ones sparsely and the other way."""
    hidden = [code for code in shapes if code in found and found[code].cell.hidden]
    unknown = [code for code in shapes if code not in hidden and (code not in found or found[code].cell.value is None)]
    areas = _areas(shapes, found, scale, ink)
    return [areas, _lines("stripes", shapes, hidden, ink, 7 / pixels, 0.5), _lines("gaps", shapes, unknown, ink, 14 / pixels, -0.5)]


def _lines(name: str, shapes: dict[str, Any], codes: list[str], ink: Ink, spacing: float, slope: float) -> pydeck.Layer:
    data = [{"path": piece} for code in codes for piece in stripes(shapes[code], spacing, slope)]
    return pydeck.Layer("PathLayer", data, id=name, get_path="path", get_color=ink.stripe, width_units=_word("pixels"), get_width=1)


def _borders(name: str, shapes: dict[str, Any], colour: list[int], width: float, *, dashed: bool = False) -> pydeck.Layer:
    data = [{"path": line} for line in borders(shapes.values())]
    dashes = {"extensions": [DASH], "get_dash_array": [4, 3], "dash_justified": True} if dashed else {}
    look = {"get_color": colour, "get_width": width, "width_units": _word("pixels"), "joint_rounded": True}
    return pydeck.Layer("PathLayer", data, id=name, get_path="path", **look, **dashes)


def _names(shapes: dict[str, Any], found: dict[str, Place], ink: Ink, pixels: float, box: Box) -> pydeck.Layer:
    data = placed(({code: (place.name, shapes[code]) for code, place in found.items() if code in shapes}).values(), pixels, box)
    look = {"get_size": 12, "get_color": ink.text, "background": True, "get_background_color": ink.halo, "background_padding": [3, 1]}
    letters = {"character_set": _word(LETTERS), "font_family": _word("IBM Plex Sans, Source Sans, sans-serif"), "font_weight": 600}
    return pydeck.Layer("TextLayer", data, id="names", get_position="at", get_text="name", **look, **letters)


def _rgb(fill: str) -> list[int]:
    return [int(fill[at : at + 2], 16) for at in (1, 3, 5)]


def _word(text: str) -> Any:
    """A string that pydeck must not take for the name of a column."""
    return pydeck.types.String(text)
