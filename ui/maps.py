"""What the area map is painted with: a measure by area from protected answers, in words, colours and a table twin sorted by name.

Only which areas are drawn comes from the outlines; no value does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from charts.area_map import scale_of
from charts.frames import cells
from charts.outlines import FINLAND, Box, area_code, box_of
from charts.scales import Scale
from charts.words import Words
from metrics import METRICS, Answer, Period, Statistic
from metrics.dimensions import AREAS, names
from metrics.library import outlines
from metrics.methods import rates
from ui import numbers
from ui.filters import NOT_AN_AREA
from ui.view import View

FEW_CLASSES = 2


@dataclass(frozen=True)
class Paint:
    """One measure on one division. `frame`: area, label, value, hidden, text (tooltip), one row an area that may be drawn."""

    frame: pd.DataFrame
    words: Words
    scale: Scale
    answers: tuple[Answer, ...]
    table: pd.DataFrame
    finding: str
    note: str = ""


def of_rate(view: View, level: str, dark: bool) -> Paint:
    """Clients for each 10 000 inhabitants, from the protected counts and the newest published population."""
    clients, people = view.ask("clients", level), view.ask("population", level, period=Period())
    frame = _complete(view, rates.per_inhabitants(clients.frame, people.frame, level), level, counted=True)
    words = replace(view.words(clients), measure=view.say("chart.map_clients_per_10000.measure"), decimals=1)
    count = [view.show(n, clients, hidden) for n, hidden in zip(frame["n"], frame["hidden"], strict=True)]
    said = view.say("chart.area_map.population", period=view.period_text(people))
    inhabitants = [numbers.decimal(n, view.language) for n in frame["inhabitants"]]
    more = {view.title(clients.metric): count, f"{view.title(people.metric)} ({view.period_text(people)})": inhabitants}
    lines = [view.say("chart.area_map.clients_of", n=n, people=all_) for n, all_ in zip(count, inhabitants, strict=True)]
    return replace(_measured(view, frame, level, words, dark, more, lines, (clients,)), note=said)


def of_metric(view: View, name: str, level: str, dark: bool) -> Paint:
    """A metric of the catalogue by area; a published figure is the newest there is, whatever the period chosen."""
    published = METRICS[name].statistic is Statistic.FIGURE
    answer = view.ask(name, level, period=Period()) if published else view.ask(name, level)
    counted = answer.metric.statistic is Statistic.COUNT
    frame = _complete(view, answer.frame, level, counted=counted)
    if counted or published:
        return _measured(view, frame, level, view.words(answer), dark, {}, [""] * len(frame), (answer,))
    behind = zip(frame["n"], frame["hidden"], strict=True)
    n = [view.count(count, answer) if hidden else numbers.decimal(count, view.language) for count, hidden in behind]
    return _measured(view, frame, level, view.words(answer), dark, {"n": n}, [f"n = {one}" for one in n], (answer,))


def box(view: View, paint: Paint, level: str) -> Box:
    """What must be seen whole: the areas with something of the area chosen, or the country."""
    if not set(AREAS) & set(view.filters.where):
        return FINLAND
    return box_of(outlines(level), set(paint.frame["area"]), margin=0.3)


def drawn(level: str) -> set[str]:
    """The codes of the areas that have an outline."""
    return {area_code(feature) for feature in outlines(level)["features"]}


def short(view: View, name: str) -> str:
    """The name of a county as it fits on a map or in a list under its own heading."""
    return name.replace(view.say("relation.suffix"), view.say("relation.suffix_short"))


def codes_of(level: str) -> list[str]:
    """The areas of a level that are in force, Åland among them."""
    return [code for code in names(level) if code not in NOT_AN_AREA]


def _complete(view: View, frame: pd.DataFrame, level: str, *, counted: bool) -> pd.DataFrame:
    """A row for each area where the whole country is shown; else only the areas the filter leaves."""
    codes = codes_of(level)
    if set(AREAS) & set(view.filters.where):
        codes = [code for code in codes if code in set(frame[level])]
    return rates.every_area(frame, level, codes, counted=counted).rename(columns={level: "area"})


def _measured(
    view: View,
    frame: pd.DataFrame,
    level: str,
    words: Words,
    dark: bool,
    more: Mapping[str, list[str]],
    lines: list[str],
    answers: tuple[Answer, ...],
) -> Paint:
    said = [cell.text for cell in cells(frame, words)]
    when = view.period_text(*answers)
    text = ["\n".join(part for part in (f"{words.measure}: {one}", line, when) if part) for one, line in zip(said, lines, strict=True)]
    full = [view.label(level, code) for code in frame["area"]]
    frame = frame.assign(label=[short(view, name) for name in full], full=full, said=said, text=text)
    table = pd.DataFrame({view.say(f"dimension.{level}"): full, words.measure: said, **more})
    shown = frame[frame["area"].isin(drawn(level))].reset_index(drop=True)
    table = table.sort_values(view.say(f"dimension.{level}"), key=lambda column: column.str.casefold())
    return Paint(shown, words, _scale(shown, words, dark), answers, table, _extremes(view, shown, words.measure))


def _extremes(view: View, frame: pd.DataFrame, measure: str) -> str:
    """Highest and lowest of the areas that may be shown, and how many may not."""
    known, hidden = frame[frame["value"].notna() & ~frame["hidden"]], int(frame["hidden"].sum())
    covered = [view.say("chart.area_map.hidden", count=hidden)] if hidden else []
    if len(known) < 2:
        single = [view.say("chart.area_map.one", measure=measure, name=one["full"], value=one["said"]) for one in known.to_dict("records")]
        return " ".join([*(single or [view.say("finding.hidden" if hidden else "finding.empty")]), *covered])
    ordered = known.sort_values("value")
    low, high = ordered.iloc[0], ordered.iloc[-1]
    lowest = int((known["said"] == low["said"]).sum())
    place = low["full"] if lowest == 1 else view.say("chart.area_map.places", count=lowest)
    ends = {"measure": measure, "high": high["full"], "most": high["said"], "low": place, "least": low["said"]}
    return " ".join([view.say("chart.area_map.extremes", **ends), *covered])


def _scale(frame: pd.DataFrame, words: Words, dark: bool) -> Scale:
    """Classes of equal size; where most areas are alike (nobody, but in one place), classes that tell the others apart."""
    even = scale_of(frame, words, dark=dark)
    return even if len(even.swatches) > FEW_CLASSES else scale_of(frame, words, method="natural", dark=dark)
