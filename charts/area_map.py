"""A map of areas filled by class, with a second division drawn over it. No background map: nothing is fetched.

The outlines are approximate and must be labelled so by the page. Colours, tooltips and labels come from protected values alone.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import pydeck

from charts.frames import Cell, cells
from charts.outlines import FINLAND, Box, area_code, label_point, rings, stripes, thin, view
from charts.scales import Scale, Swatch, legend, numeric_scale
from charts.words import Words

NARROWEST = 340
LETTER = 6.2
LETTERS = "".join(chr(code) for code in range(32, 127)) + "åäöÅÄÖéÉšŠžŽ–−’\u00a0"
DASH = {"@@type": "PathStyleExtension", "dash": True}


@dataclass(frozen=True)
class Ink:
    """Line and text colours on a light or dark page, as deck.gl wants them: [red, green, blue, alpha]."""

    thick: list[int]
    second: list[int]
    text: list[int]
    halo: list[int]
    stripe: list[int]


LIGHT = Ink([35, 49, 61, 255], [178, 81, 30, 255], [16, 24, 31, 255], [255, 255, 255, 230], [90, 98, 106, 255])
DARK = Ink([222, 230, 236, 255], [255, 170, 92, 255], [255, 255, 255, 255], [16, 24, 31, 230], [160, 168, 176, 255])


def area_map(
    outlines: dict[str, Any],
    frame: pd.DataFrame,
    *,
    words: Words,
    scale: Scale | None = None,
    second: dict[str, Any] | None = None,
    area: str = "area",
    label: str = "label",
    text: str | None = None,
    names: bool = False,
    dark: bool = False,
    box: Box = FINLAND,
    height: int = 620,
) -> pydeck.Deck:
    """A deck with the layers "areas" (filled, pickable), "stripes", "borders", "second" and "names".

    `outlines`, `second`: GeoJSON feature collections (WGS84, property `koodi`). `frame`: one row per area: columns `area` (code as
    text, "01"), `label` (name shown), `value`, `hidden` and, if named, `text` (a sentence for the tooltip in place of the number).
    An area without a row is drawn as having no value and has no tooltip. `scale` defaults to five classes of equal size; take its
    legend from `legend_of`. `box` is what must be seen whole in `height` pixels on a phone 340 wide. `names` writes labels where
    they fit. `dark` is the page's theme. Each layer has an id; hand the deck to st.pydeck_chart with the same height.
    """
    found = _found(frame, words, area, label, text)
    scale = scale or scale_of(frame, words, dark=dark)
    ink = DARK if dark else LIGHT
    shapes = {area_code(feature): thin(feature["geometry"]) for feature in outlines["features"]}
    camera = view(box, NARROWEST, height)
    pixels = 512 * 2 ** camera["zoom"] / 360
    layers = [_areas(shapes, found, scale, ink), _stripes(shapes, found, ink, 7 / pixels), _borders("borders", shapes, ink.thick, 1.6)]
    if second:
        across = {area_code(feature): thin(feature["geometry"]) for feature in second["features"]}
        layers.append(_borders("second", across, ink.second, 1.4, dashed=True))
    if names:
        layers.append(_names(shapes, found, ink, pixels))
    state = pydeck.ViewState(**camera, min_zoom=camera["zoom"] - 0.5, max_zoom=camera["zoom"] + 4)
    # Without scroll zoom the page still scrolls when the pointer rests on the map; double click and pinch zoom.
    mouse = {"scrollZoom": False, "doubleClickZoom": True, "dragRotate": False, "touchRotate": False, "keyboard": True}
    tooltip: Any = {"text": "{name}\n{text}", "style": {"whiteSpace": "pre-line", "fontSize": "14px", "maxWidth": "260px", "zIndex": "1000"}}
    views = [pydeck.View(type="MapView", controller=mouse)]
    return pydeck.Deck(layers, views=views, initial_view_state=state, map_provider=None, map_style=None, tooltip=tooltip, height=height)


def scale_of(frame: pd.DataFrame, words: Words, *, k: int = 5, method: str = "quantile", dark: bool = False) -> Scale:
    """The scale of a frame's visible values."""
    visible = [cell.value for cell in cells(frame, words) if cell.value is not None]
    return numeric_scale(visible, words, k=k, method=method, dark=dark)


def legend_of(frame: pd.DataFrame, scale: Scale, words: Words) -> tuple[Swatch, ...]:
    """The legend lines of a map of `frame`: every class, and hidden or missing where they occur."""
    return legend(scale, [scale.swatch(cell) for cell in cells(frame, words)])


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
    highlight = {"auto_highlight": True, "highlight_color": [*ink.second[:3], 90]}
    return pydeck.Layer("GeoJsonLayer", features, id="areas", get_fill_color="properties.fill", stroked=False, pickable=True, **highlight)


def _stripes(shapes: dict[str, Any], found: dict[str, Place], ink: Ink, spacing: float) -> pydeck.Layer:
    hidden = [code for code in shapes if code in found and found[code].cell.hidden]
    data = [{"path": piece} for code in hidden for piece in stripes(shapes[code], spacing)]
    return pydeck.Layer("PathLayer", data, id="stripes", get_path="path", get_color=ink.stripe, width_units=_word("pixels"), get_width=1)


def _borders(name: str, shapes: dict[str, Any], colour: list[int], width: float, *, dashed: bool = False) -> pydeck.Layer:
    data = [{"path": ring} for polygons in shapes.values() for ring in rings(polygons)]
    dashes = {"extensions": [DASH], "get_dash_array": [4, 3], "dash_justified": True} if dashed else {}
    look = {"get_color": colour, "get_width": width, "width_units": _word("pixels"), "joint_rounded": True}
    return pydeck.Layer("PathLayer", data, id=name, get_path="path", **look, **dashes)


def _names(shapes: dict[str, Any], found: dict[str, Place], ink: Ink, pixels: float) -> pydeck.Layer:
    data = []
    for code, polygons in shapes.items():
        place = found.get(code)
        if place:
            point, width = label_point(polygons)
            lines = place.name.split(" ")
            if LETTER * max(len(line) for line in lines) <= 1.25 * width * pixels:
                data.append({"at": point, "name": "\n".join(lines)})
    look = {"get_size": 11, "get_color": ink.text, "outline_width": 3, "outline_color": ink.halo, "font_settings": {"sdf": True}}
    letters = {"character_set": _word(LETTERS), "font_family": _word("IBM Plex Sans, Source Sans, sans-serif"), "font_weight": 600}
    return pydeck.Layer("TextLayer", data, id="names", get_position="at", get_text="name", **look, **letters)


def _rgb(fill: str) -> list[int]:
    return [int(fill[at : at + 2], 16) for at in (1, 3, 5)]


def _word(text: str) -> Any:
    """A string that pydeck must not take for the name of a column."""
    return pydeck.types.String(text)
