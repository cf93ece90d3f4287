"""What an area map or a chart by area is painted with: a measure by area from protected answers, in words, colours and a table twin.

Always of the whole country (the area chosen is ringed, not cut out), and only which areas are drawn comes from the outlines.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from charts.area_map import scale_of
from charts.frames import cells
from charts.scales import Scale
from charts.words import Words
from metrics import METRICS, Answer, Period, Statistic, Unit
from metrics.dimensions import names
from metrics.library import mainland
from metrics.methods import rates
from ui import numbers, standing
from ui.filters import NOT_AN_AREA
from ui.lens import INHABITANTS, Lens
from ui.view import View

FEW_CLASSES = 2


@dataclass(frozen=True)
class Paint:
    """One measure on one division. `frame`: area, label, full, value, hidden, said, text (tooltip), one row an area in force; `n` is
    what the value was measured on, where chance can be judged by it. `classes` says how the legend's classes were made."""

    frame: pd.DataFrame
    words: Words
    scale: Scale
    answers: tuple[Answer, ...]
    table: pd.DataFrame
    finding: str
    note: str = ""
    classes: str = ""


def of_measure(view: View, lens: Lens, dark: bool = False) -> Paint:
    """A metric by area, as it is or for each 10 000 inhabitants. A published figure is the newest there is, whatever the period."""
    whole = view.whole_country
    metric, level = METRICS[lens.measure], lens.level
    published = metric.statistic is Statistic.FIGURE
    answer = whole.ask(metric.name, level, period=Period()) if published else whole.ask(metric.name, level)
    if lens.relative:
        return _relative(whole, answer, level, dark)
    counted = metric.statistic is Statistic.COUNT
    frame = rates.every_area(answer.frame, level, codes_of(level), counted=counted).rename(columns={level: "area"})
    said, words = standing.judged(frame, level, answer), _with_unit(whole, answer)
    if counted or published:
        return _measured(whole, said, level, words, dark, {}, [""] * len(frame), (answer,))
    n = [whole.count(count, answer) for count in frame["n"]]
    return _measured(whole, said, level, words, dark, {"n": n}, [f"n = {one}" for one in n], (answer,))


def _with_unit(view: View, answer: Answer) -> Words:
    """The words of a chart whose numbers stand alone: what is counted, and in days or points where that is no count."""
    words, unit = view.words(answer), view.say(f"metric.{answer.metric.name}.unit")
    wordless = answer.metric.statistic is Statistic.COUNT or answer.metric.unit in (Unit.SHARE, Unit.PERCENT, Unit.PERSONS) or not unit
    return words if wordless else replace(words, measure=f"{words.measure}, {unit}")


def short(view: View, name: str) -> str:
    """The name of a county as it fits on a map or in a list under its own heading."""
    return name.replace(view.say("relation.suffix"), view.say("relation.suffix_short"))


def codes_of(level: str) -> list[str]:
    """The areas of a level that are in force, Åland among them."""
    return [code for code in names(level) if code not in NOT_AN_AREA]


def _relative(view: View, counts: Answer, level: str, dark: bool) -> Paint:
    """The protected count over the newest published number of inhabitants."""
    people = view.ask(INHABITANTS, level, period=Period())
    made = rates.per_inhabitants(counts.frame, people.frame, level, counted=counts.metric.statistic is Statistic.COUNT)
    frame = rates.every_area(made, level, codes_of(level), counted=False).rename(columns={level: "area"})
    measure = view.say("lens.of_inhabitants", title=view.title(counts.metric), per=numbers.decimal(rates.PER, view.language))
    words = replace(view.words(counts), measure=measure, decimals=1)
    count = [view.show(n, counts, hidden) for n, hidden in zip(frame["n"], frame["hidden"], strict=True)]
    inhabitants = [numbers.decimal(n, view.language) for n in frame["inhabitants"]]
    more = {view.title(counts.metric): count, f"{view.title(people.metric)} ({view.period_text(people)})": inhabitants}
    lines = [
        view.say("chart.area_map.of_people", measure=view.title(counts.metric), n=n, people=one) for n, one in zip(count, inhabitants, strict=True)
    ]
    note = view.say("chart.area_map.population", period=view.period_text(people))
    frame = standing.judged_rate(frame, level, counts)
    return replace(_measured(view, frame, level, words, dark, more, lines, (counts,)), note=note)


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
    place = [view.say(f"standing.{one}") for one in frame["apart"]] if frame["apart"].ne("unknown").any() else []
    table = pd.DataFrame(
        {view.say(f"dimension.{level}"): full, words.measure: said, **more, **({view.say("standing.column"): place} if place else {})}
    )
    table = table.sort_values(view.say(f"dimension.{level}"), key=lambda column: column.str.casefold())
    compared = frame[frame["area"].isin(mainland(level))]
    scale, method = _scale(compared, words, dark)
    finding = standing.sentence(view, compared, words, answers[0])
    return Paint(frame, words, scale, answers, table, finding, classes=view.say(f"lens.classes.{method}") if len(scale.swatches) > 1 else "")


def _scale(frame: pd.DataFrame, words: Words, dark: bool) -> tuple[Scale, str]:
    """Classes of equal size; where most areas are alike (nobody, but in one place), classes that tell the others apart."""
    even = scale_of(frame, words, dark=dark)
    if len(even.swatches) > FEW_CLASSES:
        return even, "quantile"
    return scale_of(frame, words, method="natural", dark=dark), "natural"
