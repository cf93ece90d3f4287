"""The other layers of the sources as paints of the area map: maturity, structure of teams, national programmes, coordinators' regions.

Everything comes from public tables of the import contract. An area without a row has no value, so it is drawn and said as not known.
"""

from datetime import date

import pandas as pd

from charts.scales import category_scale
from charts.words import Words
from metrics import layer_tables
from metrics.methods import layers
from ui import county_layers, numbers, team_regions
from ui.county_layers import SURVEYS, Told
from ui.maps import Paint, codes_of, short
from ui.view import View

LAYERS = (*SURVEYS, "programmes", "team_regions")
SPELLS = {"programmes": "area_programme", "team_regions": "team_area"}


def versions(view: View, layer: str) -> dict[str, str]:
    """{code: label}, newest first: months of surveys (2026-01: 1/2026), or days to look at what goes on. Empty where nothing is loaded."""
    rows = layer_tables.table(_table(layer))
    if layer in SURVEYS:
        return {month: numbers.bucket(month) for month in layers.versions(rows)}
    days = [] if rows.empty else layers.snapshots(rows, layer_tables.last_day())
    return {day.isoformat(): numbers.day(day, view.language) for day in days}


def paint(view: View, layer: str, level: str, version: str, dark: bool) -> Paint:
    """A layer by county, employment area or municipality; a version that there is not (an empty text) is the newest."""
    found = versions(view, layer)
    chosen = version if version in found else next(iter(found), "")
    told = _told(view, layer, level, chosen) if chosen else Told({}, {})
    frame = _frame(view, layer, level, told, found.get(chosen, ""))
    words = Words(hidden_text="", missing_text=view.say("value.missing"), measure=view.say(f"layer.{layer}"))
    scale = category_scale(list(told.classes.values()), words, dark=dark)
    finding = _finding(view, layer, frame, told, found.get(chosen, ""))
    return Paint(frame, words, scale, (), _twin(view, layer, level, frame, told), finding, _note(view, layer, level, told, found.get(chosen, "")))


def _table(layer: str) -> str:
    return SURVEYS[layer][0] if layer in SURVEYS else SPELLS[layer]


def _told(view: View, layer: str, level: str, version: str) -> Told:
    if layer in SURVEYS:
        return county_layers.survey(view, layer, level, version)
    day = date.fromisoformat(version)
    return county_layers.programmes(view, level, day) if layer == "programmes" else team_regions.told(view, level, day)


def _frame(view: View, layer: str, level: str, told: Told, when: str) -> pd.DataFrame:
    codes, places = codes_of(level), {code: float(at) for at, code in enumerate(told.classes)}
    full = [view.label(level, code) for code in codes]
    said = [told.classes[told.of[code]] if code in told.of else view.say("value.missing") for code in codes]
    heads = [f"{view.say(f'layer.{layer}')}: {one}" for one in said]
    text = ["\n".join(part for part in (head, *told.more.get(code, ()), when) if part) for code, head in zip(codes, heads, strict=True)]
    value = [places[told.of[code]] if code in told.of else float("nan") for code in codes]
    labels = [short(view, name) for name in full]
    return pd.DataFrame({"area": codes, "label": labels, "full": full, "value": value, "hidden": False, "said": said, "text": text})


def _twin(view: View, layer: str, level: str, frame: pd.DataFrame, told: Told) -> pd.DataFrame:
    own = view.say(f"dimension.{level}")
    more = ["; ".join(told.more.get(code, ())) for code in frame["area"]]
    columns = {own: frame["full"], view.say(f"layer.{layer}"): frame["said"], **({told.behind: more} if any(more) else {})}
    return pd.DataFrame(columns).sort_values(own, key=lambda column: column.str.casefold(), ignore_index=True)


def _finding(view: View, layer: str, frame: pd.DataFrame, told: Told, when: str) -> str:
    """One sentence: what the layer itself has to say, how many areas are in each class, or that nothing is loaded."""
    if not when:
        return view.say("layer.empty", layer=view.say(f"layer.{layer}"), table=_table(layer))
    if told.finding:
        return told.finding
    counts = frame["said"].value_counts()
    named = [words for words in (*told.classes.values(), view.say("value.missing")) if words in counts]
    classes = "; ".join(f"{words} {counts[words]}" for words in named)
    return view.say("layer.finding", layer=view.say(f"layer.{layer}"), when=when, classes=classes)


def _note(view: View, layer: str, level: str, told: Told, when: str) -> str:
    """When and where it is told, and whose class a smaller area shows."""
    if not when:
        return ""
    borrowed = layer != "team_regions" and level != "county"
    parts = [view.say("layer.note", when=when, source=told.source)] if told.source else [view.say("layer.note_when", when=when)]
    return " ".join([*parts, *([view.say(f"layer.note_{level}")] if borrowed else [])])
