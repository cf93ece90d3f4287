"""How counties and employment areas meet, in words, as a layer of the map and as tables: from the municipality table alone."""

import pandas as pd

from charts.scales import category_scale
from charts.words import Words
from metrics.library import area_table, crossing, municipalities, pairs, relations
from metrics.methods import divisions
from ui.lens import OTHER
from ui.maps import Paint, codes_of, short
from ui.view import View

CLASSES = {"county": ("coterminous", "split", "crossed"), "employment_area": divisions.KINDS}
ALAND = "aland"


def paint(view: View, level: str, dark: bool) -> Paint:
    """The map layer: how the areas of one division meet those of the other; a municipality is as its county is."""
    own = level if level in OTHER else "county"
    classes, named = kinds(own), view.phrases("relation", *CLASSES[own])
    homes = {code: code for code in codes_of(own)} if own == level else dict(zip(municipalities()["area"], municipalities()[own], strict=True))
    touching = divisions.partners(pairs(area_table()), own, OTHER[own])
    codes = [code for code in codes_of(level) if classes.get(homes.get(code, "")) in named]
    said = [named[classes[homes[code]]] for code in codes]
    names = [view.label(level, code) for code in codes]
    text = [f"{kind}\n{listed(view, OTHER[own], touching[homes[code]])}" for kind, code in zip(said, codes, strict=True)]
    places = [float(CLASSES[own].index(classes[homes[code]])) for code in codes]
    frame = pd.DataFrame({"area": codes, "label": [short(view, name) for name in names], "value": places, "hidden": False, "text": text})
    words = Words(hidden_text="", missing_text=view.say("relation.aland"), measure=view.say("relation.heading"))
    return Paint(frame, words, category_scale(list(named.values()), words, dark=dark), (), every(view, own), sentence(view))


def every(view: View, level: str) -> pd.DataFrame:
    """Table: each area of a division, its class and the areas of the other division it shares municipalities with."""
    touching, classes = divisions.partners(pairs(area_table()), level, OTHER[level]), kinds(level)
    others = {code: listed(view, OTHER[level], touching.get(code, [])) for code in classes}
    rows = sorted((view.label(level, code), view.say(f"relation.{kind}"), others[code]) for code, kind in classes.items())
    heads = [view.say(key) for key in (f"dimension.{level}", "relation.title", f"relation.of_{OTHER[level]}")]
    return pd.DataFrame(rows, columns=heads)


def sentence(view: View) -> str:
    """The counts of the classes, of crossing employment areas and of county-area pairs."""
    table, found = area_table(), list(kinds("county").values())
    counts = {kind: found.count(kind) for kind in CLASSES["county"]}
    return view.say("relation.sentence", crossing=len(crossing(table)), pairs=len(pairs(table)), **counts)


def counties(view: View) -> pd.DataFrame:
    """The classes, how many counties are in each, and which."""
    found = kinds("county")
    of = {kind: [code for code in found if found[code] == kind] for kind in (*CLASSES["county"], ALAND)}
    rows = [(view.say(f"relation.{kind}"), str(len(codes)), listed(view, "county", codes)) for kind, codes in of.items()]
    return pd.DataFrame(rows, columns=[view.say(f"relation.{one}") for one in ("title", "count", "of_county")])


def crossings(view: View) -> pd.DataFrame:
    """The employment areas that lie in more than one county, and in which."""
    table = area_table()
    homes = divisions.partners(pairs(table), "employment_area", "county")
    rows = sorted((view.label("employment_area", code), listed(view, "county", homes[code])) for code in crossing(table))
    return pd.DataFrame(rows, columns=[view.say("relation.crossing_area"), view.say("relation.of_county")])


def listed(view: View, level: str, codes: list[str]) -> str:
    """Names in a cell whose heading says what they are."""
    suffix = view.say("relation.suffix")
    return ", ".join(sorted(view.label(level, code).removesuffix(suffix) for code in codes))


def kinds(level: str) -> dict[str, str]:
    """Area -> the class of how it meets the other division."""
    table = area_table()
    kinds = relations(table)
    return kinds if level == "county" else divisions.of_employment_areas(pairs(table), kinds, crossing(table))
