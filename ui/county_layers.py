"""Layers of the map that tell something of a county: surveys in classes and national programmes, also by employment area and municipality.

An area that lies in counties of different classes is never given one of them: it is in a class of its own, and the counties are listed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from metrics import layer_tables
from metrics.methods import layers
from ui.maps import codes_of
from ui.view import View

# layer: table, its column of classes, the code list of the classes
SURVEYS = {
    "maturity": ("maturity_status", "maturity", "maturity"),
    "team_structure": ("network_structure", "structure", "team_structure"),
    "team_coverage": ("network_structure", "coverage", "team_coverage"),
    "team_coordination": ("network_structure", "coordination", "team_coordination"),
}
SEVERAL, VARIES = "several", "varies"


@dataclass(frozen=True)
class Told:
    """What a layer says: `classes` ({code: words}, in the order of the legend), the class of each area of which something is known,
    lines that say more of an area under the heading `behind`, where it comes from, and a sentence where a count of classes is not it."""

    classes: Mapping[str, str]
    of: Mapping[str, str]
    more: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    behind: str = ""
    source: str = ""
    finding: str = ""


def survey(view: View, layer: str, level: str, version: str) -> Told:
    """The classes of a survey made in the month `version`."""
    table, column, code_list = SURVEYS[layer]
    rows = layer_tables.table(table)
    named = _named(view, code_list)
    of = layers.surveyed(rows, column, version)
    source = "; ".join(sorted(set(rows.loc[rows["version"] == version, "source"])))
    return _spread(view, level, named, of, {county: named[code] for county, code in of.items()}, source)


def programmes(view: View, level: str, day: date) -> Told:
    """The national programmes that areas are in on a day; a county may be in several."""
    rows = layer_tables.table("area_programme")
    named = _named(view, "programme")
    found = layers.programmes(rows, day)
    of = {county: inside[0] if len(inside) == 1 else SEVERAL for county, inside in found.items()}
    words = {county: ", ".join(name for code, name in named.items() if code in inside) for county, inside in found.items()}
    source = "; ".join(sorted(set(layers.on_day(rows, day)["source"])))
    told = _spread(view, level, {**named, SEVERAL: view.say("layer.several")}, of, words, source)
    counts = [f"{name} {sum(code in inside for inside in found.values())}" for code, name in named.items()]
    finding = view.say("layer.finding_programmes", programmes="; ".join(counts), several=sum(code == SEVERAL for code in of.values()))
    return Told(told.classes, told.of, told.more, told.behind, told.source, finding if found else "")


def _named(view: View, code_list: str) -> dict[str, str]:
    return {code: names[view.language] for code, names in layer_tables.classes(code_list).items()}


def _spread(view: View, level: str, named: dict[str, str], of: dict[str, str], words: dict[str, str], source: str) -> Told:
    """Classes of counties told for the areas of a level. `words`: what is said of each county, which may be more than its class."""
    if level == "county":
        more: dict[str, tuple[str, ...]] = {county: (words[county],) for county, code in of.items() if words[county] != named[code]}
        return Told(named, of, more, view.say("layer.behind"), source)
    parts = _counties(level)
    found = layers.of_parts(of, parts)
    classes = {area: one[0] if len(one) == 1 else VARIES for area, one in found.items()}
    known = {area: code for area, code in classes.items() if code is not None}
    missing = view.say("value.missing")
    more = {area: tuple(f"{view.label('county', one)}: {words.get(one, missing)}" for one in counties) for area, counties in parts.items()}
    extra = {VARIES: view.say("layer.varies")} if VARIES in known.values() else {}
    return Told(named | extra, known, more, view.say("relation.of_county"), source)


def _counties(level: str) -> dict[str, list[str]]:
    """Area -> the counties its municipalities are in, from the municipality table."""
    now = layer_tables.belongs()
    now = now[now.index == now["municipality"]]
    homes = {str(code): sorted(set(group)) for code, group in now.groupby(level)["county"]}
    return {code: homes[code] for code in codes_of(level) if code in homes}
