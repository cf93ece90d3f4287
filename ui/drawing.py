"""How the picture of a lens is put together: outlines or tiles, what is drawn over them, and which part of them an inset shows.

Official outlines where they have been fetched, else the bundled approximate ones; nothing is ever worked out from either.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pydeck
import streamlit as st

from charts.outlines import HELSINKI_REGION, Box, area_code, box_of
from charts.tiles import box, groups, seats
from metrics.library import mainland, municipalities, outlines, outlines_about, tiles
from ui import choosing, lens, numbers
from ui.lens import Lens
from ui.maps import Paint
from ui.team_regions import region_of
from ui.view import View

MARGIN = 0.1
TEAM_REGIONS = "team_regions"
RADIUS_KM = 6.0
AREAS, CLICKS = "areas", "map_clicks"
Shapes = dict[str, Any]


@dataclass(frozen=True)
class Picture:
    """GeoJSON of the areas; of what is round them (`outer`: counties, or the regions of teams), under them (`ground`: land), dashed over
    them and chosen; what the map and its inset show (no inset: None); whether names are written."""

    areas: Shapes
    outer: Shapes | None
    ground: Shapes | None
    second: Shapes | None
    chosen: Shapes | None
    box: Box
    inset: Box | None
    named: bool


def picture(view: View, chosen: Lens) -> Picture:
    """The shapes of a lens, with the area chosen ringed."""
    return _tiled(view, chosen) if chosen.picture == "tiles" else _mapped(view, chosen)


def _mapped(view: View, chosen: Lens) -> Picture:
    own = outlines("municipality") if chosen.level == "municipality" else outlines(chosen.level)
    counties, areas = outlines(lens.DIVISIONS[0]), own or _seats()
    ground, outer = (None if own else counties), (counties if own and chosen.level == "municipality" else None)
    second = outlines(chosen.borders) if chosen.borders else None
    named = chosen.picture in lens.DIVISIONS
    return Picture(areas, outer, ground, second, _ring(view), box_of(counties, margin=MARGIN), HELSINKI_REGION, named)


def _tiled(view: View, chosen: Lens) -> Picture:
    areas, area = tiles(), lens.chosen_area(view)
    regions = region_of(date.fromisoformat(chosen.version)) if chosen.measure == TEAM_REGIONS and chosen.version else _homes(lens.DIVISIONS[0])
    outer, second = groups(areas, regions), groups(areas, _homes(chosen.borders)) if chosen.borders else None
    ring = groups(areas, {code: home for code, home in _homes(area[0]).items() if home == area[1]}) if area else None
    return Picture(areas, outer, None, second, ring, box(areas), None, False)


def show(deck: pydeck.Deck, chosen: Lens, key: str, height: int, alt: str) -> None:
    """A deck on the page. A click chooses an area, a second click on it the whole country.

    Streamlit fades all but what was clicked, and colours would no longer be those of the legend. It goes by the id of a layer, so the areas
    have a new one after each click; it then drops the selection, and tells that too, as a click on nothing.
    """
    clicks = st.session_state.setdefault(CLICKS, 0)
    for layer in deck.layers:
        layer.id = f"{AREAS}{clicks}" if layer.id == AREAS else layer.id

    def clicked() -> None:
        found = [one["properties"]["code"] for objects in st.session_state[key].selection.objects.values() for one in objects]
        if found:
            st.session_state[CLICKS] += 1
            choosing.pick(chosen.level, found[0])

    st.pydeck_chart(deck, height=height, key=key, alt=alt, on_select=clicked, selection_mode="single-object")


def captions(view: View, chosen: Lens, paint: Paint) -> list[str]:
    """What must be known of the picture: how the classes were made, what the lines are, and what the circles are."""
    said = [view.say("page.map.click"), paint.classes, paint.note]
    if chosen.borders:
        said.append(view.say(f"page.map.line_{chosen.borders}"))
    if chosen.picture == "municipality" and outlines("municipality") is None:
        said.append(view.say("page.map.seats"))
    return [one for one in said if one]


def source(view: View, chosen: Lens) -> str:
    """Where the borders are from, and that they are approximate where they are."""
    if chosen.picture == "tiles":
        return view.say("page.map.tiles_label")
    about = outlines_about()
    if about is None:
        return view.say("page.map.label")
    fetched = numbers.day(date.fromisoformat(about["fetched"]), view.language)
    return view.say("page.map.official_label", **{**about, "fetched": fetched})


def _ring(view: View) -> Shapes | None:
    area = lens.chosen_area(view)
    if area is None:
        return None
    shapes = (outlines("municipality") or _seats()) if area[0] == "municipality" else outlines(area[0])
    found = [feature for feature in shapes["features"] if area_code(feature) == area[1]]
    return {**shapes, "features": found} if found else None


def _seats() -> Shapes:
    now = municipalities().rename(columns={"seat_lon": "lon", "seat_lat": "lat"})
    return seats(now.loc[now["area"].isin(mainland("municipality")), ["area", "lon", "lat"]], RADIUS_KM)


def _homes(level: str) -> dict[str, str]:
    table = municipalities()
    return dict(zip(table["area"], table["area" if level == "municipality" else level], strict=True))
