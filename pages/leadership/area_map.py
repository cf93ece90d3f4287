"""The map: a measure or a layer by county, employment area or municipality, the card of the area chosen, and the two divisions crossed."""

import streamlit as st

from charts.area_map import area_map, legend_of
from charts.outlines import Box, tall
from charts.scales import legend_html
from ui import area_card, area_charts, blocks, choosing, divisions, drawing, layers, lens, maps
from ui.lens import Lens
from ui.view import View

TALLEST = 720
WIDTHS = {"area_map": 330, "area_inset": 165}


def draw(view: View) -> None:
    """Choices, the map with its inset, the card or the relations beside it, then the pairs of areas and what chance explains."""
    place = st.container()
    chosen = choosing.choose(view)
    dark = st.context.theme.type == "dark"
    paint = _paint(view, chosen, dark)
    with place:
        blocks.head(view, paint.finding)
    left, right = st.columns([4, 3])
    with left, st.container(border=True, key="map"):
        _map(view, chosen, paint, dark)
    with right:
        with st.container(border=True, key="card"):
            _card(view, chosen, paint)
        if not chosen.layer:
            area_charts.funnel(view, chosen, paint)
    if not chosen.layer:
        area_charts.pairs(view, chosen, dark)
    _relations(view)
    if not chosen.layer:
        blocks.definitions(view, chosen.measure)


def _paint(view: View, chosen: Lens, dark: bool) -> maps.Paint:
    if chosen.measure == lens.RELATION:
        return divisions.paint(view, chosen.level, dark)
    if chosen.layer:
        return layers.paint(view, chosen.measure, chosen.level, chosen.version, dark)
    return maps.of_measure(view, chosen, dark)


def _map(view: View, chosen: Lens, paint: maps.Paint, dark: bool) -> None:
    title = f"{paint.words.measure} – {view.say(f'lens.picture.{chosen.picture}')}"
    st.subheader(title, anchor=False)
    st.html(legend_html(legend_of(paint.frame, paint.scale, paint.words)))
    picture = drawing.picture(view, chosen)
    alt = f"{title}. {paint.finding} {view.say('chart.see_table')}"
    main, side = st.columns([2, 1], gap="small")
    with main:
        _deck(picture, chosen, paint, picture.box, "area_map", alt, dark)
    with side:
        if picture.inset:
            st.caption(f"**{view.say('page.map.inset')}**")
            _deck(picture, chosen, paint, picture.inset, "area_inset", alt, dark)
        for line in drawing.captions(view, chosen, paint):
            st.caption(line)
    st.caption(drawing.source(view, chosen))
    blocks.notes_and_table(view, "area_map", *paint.answers, table=paint.table)


def _deck(picture: drawing.Picture, chosen: Lens, paint: maps.Paint, box: Box, key: str, alt: str, dark: bool) -> None:
    """The map, or its inset, no higher than a screen."""
    height = min(TALLEST, tall(box, WIDTHS[key]))
    deck = area_map(
        picture.areas,
        paint.frame,
        words=paint.words,
        scale=paint.scale,
        outer=picture.outer,
        second=picture.second,
        ground=picture.ground,
        chosen=picture.chosen,
        text="text",
        names=picture.named,
        dark=dark,
        box=box,
        width=WIDTHS[key],
        height=height,
    )
    drawing.show(deck, chosen, key, height, alt)


def _card(view: View, chosen: Lens, paint: maps.Paint) -> None:
    """The area chosen, or how to choose one and how the divisions meet."""
    area = lens.chosen_area(view)
    if area is None:
        st.subheader(view.say("card.heading"), anchor=False)
        st.markdown(view.say("card.choose"))
        st.markdown(divisions.sentence(view))
        st.markdown(view.say("relation.crossings"))
        st.table(divisions.crossings(view), border="horizontal", hide_index=True)
        st.caption(view.say("relation.source"))
        return
    level, code = area
    st.subheader(area_card.title(view, level, code), anchor=False)
    if told := area_card.measured(view, chosen, paint, level, code):
        st.markdown(told)
    if level != "municipality":
        st.markdown(area_card.relation(view, level, code))
    st.table(area_card.facts(view, level, code), border="horizontal")
    if level == "municipality":
        return
    table, answers = area_card.parts(view, level, code)
    if not table.empty:
        st.markdown(f"**{view.say(f'card.parts_{level}')}**")
        st.table(table, border="horizontal", hide_index=True)
        st.caption(" · ".join(blocks.notes(view, *answers)))
    st.markdown(f"**{view.say('card.municipalities_listed')}**: {area_card.names_inside(view, level, code)}")
    st.caption(view.say("relation.source"))


def _relations(view: View) -> None:
    with st.container(border=True, key="relations"):
        st.subheader(view.say("relation.heading"), anchor=False)
        st.markdown(divisions.sentence(view))
        st.table(divisions.counties(view), border="horizontal", hide_index=True)
        st.caption(view.say("relation.source"))
        blocks.twin(view, "relations", [view.say("relation.heading")], lambda: [divisions.every(view, level) for level in lens.DIVISIONS])
