"""How counties and employment areas meet, in words, as a layer of the map and as tables: from the municipality table alone."""

import pandas as pd

from charts.scales import category_scale
from charts.words import Words
from metrics.library import area_table, crossing, pairs, relations
from metrics.methods import divisions
from ui.maps import Paint, codes_of, short
from ui.view import View

CLASSES = {"county": ("coterminous", "split", "crossed"), "employment_area": divisions.KINDS}
OTHER = {"county": "employment_area", "employment_area": "county"}
ALAND = "aland"


def paint(view: View, level: str, dark: bool) -> Paint:
    """The map layer: how the areas of one division meet those of the other. Åland, which is both at once, is not drawn."""
    table, kinds = area_table(), _kinds(level)
    named, touching = view.phrases("relation", *CLASSES[level]), divisions.partners(pairs(table), level, OTHER[level])
    codes = [code for code in codes_of(level) if kinds.get(code) in named]
    others = [_listed(view, OTHER[level], touching[code]) for code in codes]
    said = [named[kinds[code]] for code in codes]
    names = [view.label(level, code) for code in codes]
    labels = [short(view, name) for name in names]
    places = [float(CLASSES[level].index(kinds[code])) for code in codes]
    text = [f"{kind}\n{other}" for kind, other in zip(said, others, strict=True)]
    frame = pd.DataFrame({"area": codes, "label": labels, "value": places, "hidden": False, "text": text})
    own = view.say(f"dimension.{level}")
    twin = pd.DataFrame({own: names, view.say("relation.title"): said, view.say(f"relation.of_{OTHER[level]}"): others}).sort_values(own)
    words = Words(hidden_text="", missing_text=view.say("relation.aland"))
    return Paint(frame, words, category_scale(list(named.values()), words, dark=dark), (), twin, sentence(view))


def sentence(view: View) -> str:
    """The counts of the classes, of crossing employment areas and of county-area pairs."""
    table, kinds = area_table(), list(_kinds("county").values())
    counts = {kind: kinds.count(kind) for kind in CLASSES["county"]}
    return view.say("relation.sentence", crossing=len(crossing(table)), pairs=len(pairs(table)), **counts)


def counties(view: View) -> pd.DataFrame:
    """The classes, how many counties are in each, and which."""
    kinds = _kinds("county")
    of = {kind: [code for code in kinds if kinds[code] == kind] for kind in (*CLASSES["county"], ALAND)}
    rows = [(view.say(f"relation.{kind}"), str(len(found)), _listed(view, "county", found)) for kind, found in of.items()]
    return pd.DataFrame(rows, columns=[view.say(f"relation.{one}") for one in ("title", "count", "of_county")])


def crossings(view: View) -> pd.DataFrame:
    """The employment areas that lie in more than one county, and in which."""
    table = area_table()
    homes = divisions.partners(pairs(table), "employment_area", "county")
    rows = sorted((view.label("employment_area", code), _listed(view, "county", homes[code])) for code in crossing(table))
    return pd.DataFrame(rows, columns=[view.say("relation.crossing_area"), view.say("relation.of_county")])


def _listed(view: View, level: str, codes: list[str]) -> str:
    """Names in a cell whose heading says what they are."""
    suffix = view.say("relation.suffix")
    return ", ".join(sorted(view.label(level, code).removesuffix(suffix) for code in codes))


def _kinds(level: str) -> dict[str, str]:
    table = area_table()
    kinds = relations(table)
    return kinds if level == "county" else divisions.of_employment_areas(pairs(table), kinds, crossing(table))
