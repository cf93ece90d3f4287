"""Bars of one measure by class: upright, lying, and side by side for two or more series.

A hidden class is a short striped stub with its words, the class "not known" is striped grey and always last.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.frames import Cell, cells, grid, labels, order, wrap
from charts.timeline import hidden_notes, time_axis, unfinished
from charts.words import Words

STUB = 0.03
TEXT_ROOM = 12
ROW = 36


def columns(
    frame: pd.DataFrame,
    x: str,
    *,
    words: Words,
    colour: str = theme.COLOUR["inflow"],
    unknown: Collection[str] = (),
    incomplete: Collection[str] = (),
    incomplete_text: str = "",
    label: Callable[[str], str] = str,
    height: int = 320,
) -> go.Figure:
    """Upright bars, for periods (`label=period_label`) and short class names.

    `frame`: one row per class: columns `x` (label, or period code), `value`, `hidden`. Labels in `unknown` come last in striped
    grey; codes in `incomplete` get a band and `incomplete_text`.
    """
    if frame.empty:
        return theme.saying(words.missing_text, words)
    found = dict(zip(labels(frame, x), cells(frame, words), strict=True))
    codes = order(list(found), unknown)
    ordered = [found[code] for code in codes]
    names = [label(code) for code in codes]
    shapes, notes = unfinished(codes, incomplete, incomplete_text)
    margin = {"l": 8, "r": 12, "t": 32 if notes else 24, "b": 8}
    if len(codes) > TEXT_ROOM:
        notes += hidden_notes([cell.hidden for cell in ordered], words.hidden_text, lift=14)
    bar = {"type": "bar", "x": names, "marker": _looks(codes, colour, unknown)} | _printed(ordered, names, upright=True)
    axis = _class_axis(names) if label is str else time_axis(codes, label)
    value_axis = theme.axis(rangemode="tozero", ticksuffix=words.suffix, nticks=5)
    return theme.figure(
        _split(bar, "y", ordered),
        words,
        height=height,
        barmode="overlay",
        xaxis=axis,
        yaxis=value_axis,
        shapes=shapes,
        annotations=notes,
        margin=margin,
    )


def bars(
    frame: pd.DataFrame,
    y: str,
    *,
    words: Words,
    colour: str = theme.COLOUR["inflow"],
    unknown: Collection[str] = (),
    highlight: Collection[str] = (),
    n: str | None = None,
    height: int | None = None,
) -> go.Figure:
    """Lying bars in frame order from the top, for long names; the value stands at the end of its bar.

    `frame`: one row per class: columns `y` (label), `value`, `hidden` and, if named, `n` (count behind a share, printed after it).
    Labels in `highlight` are printed bold, those in `unknown` come last in striped grey.
    """
    if frame.empty:
        return theme.saying(words.missing_text, words)
    names = labels(frame, y)
    found = dict(zip(names, cells(frame, words), strict=True))
    counts = dict(zip(names, frame[n], strict=True)) if n else {}
    codes = order(names, unknown)
    ordered = [_with_count(found[code], counts.get(code), words) for code in codes]
    bar = {"type": "bar", "orientation": "h", "y": codes, "marker": _looks(codes, colour, unknown)} | _printed(ordered, codes, upright=False)
    layout = _lying(codes, [cell.text for cell in ordered], highlight)
    return theme.figure(_split(bar, "x", ordered), words, height=height or rows_height(codes), barmode="overlay", **layout)


def grouped(
    frame: pd.DataFrame,
    x: str,
    series: str,
    *,
    words: Words,
    horizontal: bool = False,
    unknown: Collection[str] = (),
    label: Callable[[str], str] = str,
    colours: Sequence[str] = theme.CATEGORICAL,
    height: int | None = None,
) -> go.Figure:
    """Bars side by side, one colour and pattern per series; lying (`horizontal`) when the names of `x` are long.

    `frame`: one row per (x, series): columns `x`, `series` (labels), `value`, `hidden`. Series in `unknown` come last, in grey.
    """
    if frame.empty:
        return theme.saying(words.missing_text, words)
    table = grid(frame, x, series, words)
    codes, names = order(labels(frame, x)), order(labels(frame, series), unknown)
    titles = [label(code) for code in codes]
    lines = {name: [table.get((code, name), Cell(None, words.missing_text, False)) for code in codes] for name in names}
    traces = _series(lines, titles, horizontal, unknown, colours)
    if horizontal:
        layout = _lying(titles, [cell.text for cell in table.values()], ())
        layout["margin"] |= {"t": 40}
        return theme.figure(traces, words, height=height or 70 + 26 * len(names) * len(codes), showlegend=True, bargap=0.3, **layout)
    flags = [any(line[place].hidden for line in lines.values()) for place in range(len(codes))]
    axes = {
        "xaxis": time_axis(codes, label) if label is not str else _class_axis(titles),
        "yaxis": theme.axis(rangemode="tozero", ticksuffix=words.suffix, nticks=5),
        "annotations": hidden_notes(flags, words.hidden_text, lift=14) if len(codes) > TEXT_ROOM // len(names) else [],
        "margin": {"l": 8, "r": 12, "t": 40, "b": 8},
    }
    return theme.figure(traces, words, height=height or 340, showlegend=True, **axes)


def _series(
    lines: dict[str, list[Cell]], titles: list[str], horizontal: bool, unknown: Collection[str], colours: Sequence[str]
) -> list[dict[str, Any]]:
    """The bars of each series, with stubs on the scale of the longest bar of all."""
    longest = max((cell.value or 0.0 for line in lines.values() for cell in line), default=0.0)
    spots = {"y": titles, "orientation": "h"} if horizontal else {"x": titles}
    traces = []
    for place, (name, line) in enumerate(lines.items()):
        printed = _printed(line, [f"{title}, {name}" for title in titles], upright=not horizontal, room=TEXT_ROOM // len(lines))
        look = _series_look(place, len(line), colours, name in unknown)
        bar = {"type": "bar", "name": name, "offsetgroup": name, "marker": look} | spots | printed
        traces += _split(bar, "x" if horizontal else "y", line, longest, look["color"][0])
    return traces


def rows_height(names: Iterable[str], row: int = ROW) -> int:
    """Pixels for lying bars: a row each, more where a name takes three lines."""
    return 30 + sum(max(row, 17 * (wrap(name).count("<br>") + 1) + 8) for name in names)


def _class_axis(names: Sequence[str]) -> dict[str, Any]:
    """A category axis whose labels break to the width of a column on a phone instead of turning askew."""
    width = max(7, 50 // len(names))
    return theme.axis(type="category", showgrid=False, tickangle=0, tickvals=list(names), ticktext=[wrap(name, width) for name in names])


def _with_count(cell: Cell, count: Any, words: Words) -> Cell:
    if cell.value is None or count is None or count != count:
        return cell
    return Cell(cell.value, f"{cell.text} ({words.count(count)})", False)


def _split(bar: dict[str, Any], axis: str, line: Sequence[Cell], longest: float | None = None, colour: str = theme.GREY) -> list[dict[str, Any]]:
    """The visible bars and, as a trace of their own, stubs for the hidden ones, equally long whatever they hide: one trace cannot be
    filled and hollow."""
    stub = STUB * (longest or max((cell.value or 0.0 for cell in line), default=0.0) or 1.0)
    visible = bar | {axis: [cell.value for cell in line]}
    stubs = bar | {axis: [stub if cell.hidden else None for cell in line]}
    return [visible, stubs | {"marker": theme.hidden(colour), "showlegend": False}] if any(cell.hidden for cell in line) else [visible]


def _looks(codes: Sequence[str], colour: str, unknown: Collection[str]) -> dict[str, Any]:
    shapes = [theme.UNKNOWN_PATTERN if code in unknown else "" for code in codes]
    return theme.marker([theme.COLOUR["unknown"] if shape else colour for shape in shapes], shapes)


def _series_look(place: int, length: int, colours: Sequence[str], grey: bool) -> dict[str, Any]:
    colour = theme.COLOUR["unknown"] if grey else colours[place % len(colours)]
    pattern = theme.UNKNOWN_PATTERN if grey else theme.PATTERNS[place % len(theme.PATTERNS)]
    return theme.marker([colour] * length, [pattern] * length)


def _printed(line: Sequence[Cell], names: Sequence[str], *, upright: bool, room: int = TEXT_ROOM) -> dict[str, Any]:
    """Printed values, none where columns are narrow, and the hover."""
    crowded = upright and len(line) > room
    text = ["" if crowded else cell.text for cell in line]
    hover = [f"{name}: {cell.text}" for name, cell in zip(names, line, strict=True)]
    looks = {"textposition": "outside", "textangle": 0, "textfont": {"size": theme.SMALL}, "cliponaxis": False, "constraintext": "none"}
    return looks | {"text": text, "hovertext": hover, "hovertemplate": "%{hovertext}<extra></extra>"}


def _lying(codes: Sequence[str], texts: Sequence[str], highlight: Collection[str]) -> dict[str, Any]:
    """Axes for lying bars. The margin holds the longest printed value, so that it is never cut, whatever the width."""
    ticks = [f"<b>{wrap(code)}</b>" if code in highlight else wrap(code) for code in codes]
    names = theme.axis(type="category", categoryarray=list(codes), autorange="reversed", showgrid=False, tickvals=list(codes), ticktext=ticks)
    right = 16 + 8 * max((len(text) for text in texts), default=0)
    return {"yaxis": names, "xaxis": theme.axis(visible=False, rangemode="tozero"), "margin": {"l": 8, "r": right, "t": 8, "b": 8}}
