"""Lines over months, quarters or years. A hidden period is a gap with words at its foot; the line is never led across it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.frames import Cell, cells, grid, labels, order, wrap
from charts.periods import period_label
from charts.timeline import hidden_notes, time_axis, unfinished
from charts.words import Words

ROOMY = 24
_ABSENT = Cell(None, "", False)
Line = list[Cell]


@dataclass(frozen=True)
class Pen:
    """How one line is told from the others, three ways at once."""

    name: str
    colour: str
    symbol: str
    dash: str

    @classmethod
    def of(cls, name: str, place: int, colours: Sequence[str]) -> "Pen":
        """The pen of the `place`-th line."""
        return cls(name, colours[place % len(colours)], theme.SYMBOLS[place % len(theme.SYMBOLS)], theme.DASHES[place % len(theme.DASHES)])

    @property
    def stroke(self) -> dict[str, Any]:
        """The line itself."""
        return {"color": self.colour, "width": 2.5, "dash": self.dash}

    @property
    def common(self) -> dict[str, Any]:
        """What all traces of the line share."""
        return {"type": "scatter", "name": wrap(self.name, 28), "legendgroup": self.name, "hovertemplate": "%{text}"}


def trend(
    frame: pd.DataFrame,
    x: str,
    *,
    words: Words,
    series: str | None = None,
    incomplete: Collection[str] = (),
    incomplete_text: str = "",
    label: Callable[[str], str] = period_label,
    colours: Sequence[str] = theme.CATEGORICAL,
    height: int = 340,
) -> go.Figure:
    """One line for each label of the column `series`, or a single one.

    `frame`: one row per period (and series): columns `x` (period codes in order, "2025-01"), `series`, `value`, `hidden`.
    Periods in `incomplete` get an open mark, a dotted line to it and a band with `incomplete_text`. `colours` are "#rrggbb"
    by series. Lines differ in colour, dash and symbol.
    """
    if frame.empty:
        return theme.saying(words.missing_text, words)
    periods, lines = _lines(frame, x, series, words)
    if all(cell.value is None for line in lines.values() for cell in line):
        return theme.saying(words.hidden_text if frame["hidden"].any() else words.missing_text, words)
    titles = [label(period) for period in periods]
    open_ended = [period in incomplete for period in periods]
    traces = []
    for place, (name, line) in enumerate(lines.items()):
        traces += _traces(Pen.of(name, place, colours), line, titles, open_ended)
    shapes, notes = unfinished(periods, incomplete, incomplete_text)
    flags = [any(line[place].hidden for line in lines.values()) for place in range(len(periods))]
    top = 12 + 20 * bool(notes) + 24 * (len(lines) > 1)
    return theme.figure(
        traces,
        words,
        height=height,
        xaxis=time_axis(periods, label),
        yaxis=theme.axis(rangemode="tozero", ticksuffix=words.suffix, nticks=6),
        yaxis2={"overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True},
        shapes=shapes,
        annotations=notes + hidden_notes(flags, words.hidden_text),
        showlegend=len(lines) > 1,
        hovermode="x unified",
        margin={"l": 8, "r": 12, "t": top, "b": 8},
    )


def _lines(frame: pd.DataFrame, x: str, series: str | None, words: Words) -> tuple[list[str], dict[str, Line]]:
    periods = order(labels(frame, x))
    if series is None:
        found = dict(zip(labels(frame, x), cells(frame, words), strict=True))
        return periods, {words.measure: [found.get(period, _ABSENT) for period in periods]}
    table = grid(frame, x, series, words)
    names = order(labels(frame, series))
    return periods, {name: [table.get((period, name), _ABSENT) for period in periods] for name in names}


def _traces(pen: Pen, line: Line, titles: list[str], open_ended: list[bool]) -> list[dict[str, Any]]:
    done = [None if late else cell.value for late, cell in zip(open_ended, line, strict=True)]
    size = 8 if len(titles) <= ROOMY else 6
    marker = {"symbol": pen.symbol, "size": size, "color": pen.colour}
    solid = {"mode": "lines+markers", "line": pen.stroke, "marker": marker, "connectgaps": False}
    traces = [pen.common | solid | {"x": titles, "y": done, "text": [cell.text for cell in line]}]
    late = [place for place, cell in enumerate(line) if open_ended[place] and cell.value is not None]
    if late:
        before = [late[0] - 1] if late[0] and line[late[0] - 1].value is not None else []
        traces.append(_points(pen, line, titles, before + late) | {"mode": "lines", "line": pen.stroke | {"dash": "dot"}, "hoverinfo": "skip"})
        traces[-1].pop("hovertemplate")
        traces.append(_points(pen, line, titles, late) | {"mode": "markers", "marker": marker | {"symbol": pen.symbol + "-open"}})
    return traces + _hidden_marks(pen, line, titles)


def _hidden_marks(pen: Pen, line: Line, titles: list[str]) -> list[dict[str, Any]]:
    """Open marks at the foot of the plot, on an axis of their own (0 to 1, not shown): the hover says the words, no value is implied."""
    places = [place for place, cell in enumerate(line) if cell.hidden]
    if not places:
        return []
    marker = {"symbol": pen.symbol + "-open", "size": 6, "color": pen.colour}
    foot = {"yaxis": "y2", "y": [0.0] * len(places), "mode": "markers", "marker": marker, "cliponaxis": False}
    return [_points(pen, line, titles, places) | foot]


def _points(pen: Pen, line: Line, titles: list[str], places: list[int]) -> dict[str, Any]:
    chosen = [line[place] for place in places]
    shown = {"x": [titles[place] for place in places], "y": [cell.value for cell in chosen], "text": [cell.text for cell in chosen]}
    return pen.common | shown | {"showlegend": False}
