"""The choices of a lens as widgets. All of it lives in the address, so the measure chosen on one page is what the next shows by area."""

from collections.abc import Sequence

import streamlit as st

from metrics import METRICS, Metric
from metrics.dimensions import allowed
from ui import address, filters
from ui.layers import LAYERS, versions
from ui.lens import DIVISIONS, LEVELS, OTHER, RELATION, Lens, can_be_relative
from ui.view import View

PREFIXES = {dimension: prefix for prefix, dimension in filters.AREAS.items()}
OFF = "off"


def measures(view: View) -> dict[str, str]:
    """{code: name} of all that can be shown by area: case measures, indicators, and layers of classes."""
    found = {name: f"{view.say(f'lens.group.{metric.table}')} · {view.title(metric)}" for name, metric in METRICS.items() if _by_area(metric)}
    titles = {RELATION: view.say("relation.heading")} | {name: view.say(f"layer.{name}") for name in LAYERS}
    return found | {name: f"{view.say('lens.group.layer')} · {title}" for name, title in titles.items()}


def choose(view: View) -> Lens:
    """Draws the choices of the map and returns what is chosen. The borders and the version shown at first need not be in the address."""
    page = address.PAGE_DEFAULTS
    wide, narrow = st.columns([3, 2])
    with wide:
        measure = address.select("mittari", view.say("lens.measure"), measures(view), page["mittari"])
    with narrow:
        relative = _relative(view, measure)
    with st.container(horizontal=True, key="map_choices"):
        picture = address.segments("taso", view.say("lens.level"), view.phrases("lens.picture", *LEVELS), page["taso"])
        other = OTHER.get(picture, DIVISIONS[1])
        borders = address.segments("rajat", view.say("lens.borders.title"), view.phrases("lens.borders", other, OFF), other)
        dated = versions(view, measure) if measure in LAYERS else {}
        newest = next(iter(dated), "")
        version = address.select("versio", view.say("lens.version"), dated, newest) if len(dated) > 1 else newest
    return Lens(measure, relative, picture, "" if borders == OFF else borders, version)


def switch(view: View, metrics: Sequence[str]) -> Lens:
    """Draws the choices of a chart by area: which of the page's metrics, and by which of the two divisions."""
    page = address.PAGE_DEFAULTS
    with st.container(horizontal=True, key="area_choices"):
        named = {name: view.title(name) for name in metrics}
        measure = address.select("mittari", view.say("lens.measure"), named, metrics[0]) if len(named) > 1 else metrics[0]
        level = address.segments("taso", view.say("lens.level"), view.phrases("lens.picture", *DIVISIONS), page["taso"])
        relative = _relative(view, measure)
    return Lens(measure, relative, level)


def pick(level: str, code: str) -> None:
    """Chooses the area that was clicked, as if it had been chosen from the list; the one that is chosen gives way to the whole country."""
    area = f"{PREFIXES[level]}-{code}"
    address.put("alue", filters.ALL if address.chosen("alue", [area], filters.ALL) == area else area)


def _relative(view: View, measure: str) -> bool:
    if measure not in METRICS or not can_be_relative(METRICS[measure]):
        return False
    return address.segments("suhde", view.say("lens.relative"), view.phrases("lens", "per", "number"), address.PAGE_DEFAULTS["suhde"]) == "per"


def _by_area(metric: Metric) -> bool:
    return set(DIVISIONS) <= set(allowed(metric))
