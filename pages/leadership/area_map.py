"""The map: a measure by county or employment area on approximate outlines, and how the two divisions meet."""

import streamlit as st

from charts.area_map import area_map, legend_of
from charts.scales import legend_html
from metrics.library import outlines
from ui import address, blocks, divisions, filters, maps
from ui.view import View

MEASURES = ("clients_per_10000", "cases_opened", "wait_to_first_meeting", "employed_share", "population", "relation")
OTHER = {"county": "employment_area", "employment_area": "county"}
HEIGHT = 620


def draw(view: View) -> None:
    """Choices, map with its label, and the relation of the two divisions."""
    place = st.container()
    measure, level, second = _choices(view)
    dark = st.context.theme.type == "dark"
    paint = _paint(view, measure, level, dark)
    with place:
        blocks.head(view, paint.finding)
    left, right = st.columns([3, 2])
    with left, st.container(border=True, key="map"):
        _map(view, measure, level, second, paint, dark)
    with right, st.container(border=True, key="relations"):
        _relations(view, said=measure == "relation")
    blocks.definitions(view, "clients", *(name for name in MEASURES if name not in ("clients_per_10000", "relation")))


def _choices(view: View) -> tuple[str, str, bool]:
    page = address.PAGE_DEFAULTS
    with st.container(horizontal=True, key="map_choices"):
        titles = {name: view.say(f"chart.map_{name}.measure") for name in MEASURES}
        measure = address.select("mittari", view.say("page.map.measure"), titles, page["mittari"])
        level = address.segments("taso", view.say("page.map.level"), view.phrases("page.map", *OTHER), page["taso"])
        second = address.segments("rajat", view.say(f"page.map.borders_{OTHER[level]}"), view.phrases("page.map", "on", "off"), page["rajat"])
    address.depart(filters.defaults(view.viewer))
    return measure, level, second == "on"


def _paint(view: View, measure: str, level: str, dark: bool) -> maps.Paint:
    if measure == "relation":
        return divisions.paint(view, level, dark)
    return maps.of_rate(view, level, dark) if measure == "clients_per_10000" else maps.of_metric(view, measure, level, dark)


def _map(view: View, measure: str, level: str, second: bool, paint: maps.Paint, dark: bool) -> None:
    title = f"{view.say(f'chart.map_{measure}.measure')} – {view.say(f'dimension.{level}')}"
    st.subheader(title, anchor=False)
    st.html(legend_html(legend_of(paint.frame, paint.scale, paint.words)))
    deck = area_map(
        outlines(level),
        paint.frame,
        words=paint.words,
        scale=paint.scale,
        second=outlines(OTHER[level]) if second else None,
        text="text",
        names=True,
        dark=dark,
        box=maps.box(view, paint, level),
        height=HEIGHT,
    )
    st.pydeck_chart(deck, height=HEIGHT, key="area_map", alt=f"{title}. {paint.finding} {view.say('chart.see_table')}")
    st.caption(view.say("page.map.label"))
    if second:
        st.caption(view.say(f"page.map.line_{OTHER[level]}"))
    if paint.note:
        st.caption(paint.note)
    blocks.notes_and_table(view, f"map_{measure}", *paint.answers, table=paint.table)


def _relations(view: View, *, said: bool) -> None:
    st.subheader(view.say("relation.heading"), anchor=False)
    if not said:
        st.markdown(divisions.sentence(view))
    st.table(divisions.counties(view), border="horizontal", hide_index=True)
    st.markdown(view.say("relation.crossings"))
    st.table(divisions.crossings(view), border="horizontal", hide_index=True)
    st.caption(view.say("relation.source"))
