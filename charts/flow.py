"""Stock and flow: what came in and went out of each period, and below it what was open at its end."""

from collections.abc import Callable, Collection
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.frames import Cell, cells, labels, order
from charts.periods import period_label
from charts.timeline import hidden_notes, time_axis, unfinished
from charts.words import MINUS, Words

PRINTED = 13
PRINTED_WIDTH = 6
_ABSENT = Cell(None, "", False)
Line = list[Cell]


def stock_and_flow(
    opened: pd.DataFrame,
    closed: pd.DataFrame,
    stock: pd.DataFrame,
    x: str,
    *,
    names: tuple[str, str, str],
    words: Words,
    incomplete: Collection[str] = (),
    incomplete_text: str = "",
    label: Callable[[str], str] = period_label,
    height: int = 440,
) -> go.Figure:
    """Bars up for `opened`, down for `closed` (printed and said without a minus), and the line of `stock` on a panel of its own.

    Each frame: one row per period: columns `x` (period code), `value`, `hidden`; `names` are the words for the three. The panels
    share the periods and have an axis each, for a second axis on one panel invites readers to see crossings that mean nothing.
    """
    frames = (opened, closed, stock)
    periods = sorted(order([code for frame in frames for code in labels(frame, x)]))
    if not periods:
        return theme.saying(words.missing_text, words)
    titles = [label(period) for period in periods]
    up, down, level = (_line(frame, x, periods, words) for frame in frames)
    shapes, notes = unfinished(periods, incomplete, incomplete_text)
    traces = [_flow(up, titles, names[0], 1), _flow(down, titles, names[1], -1), _stock(level, titles, names[2])]
    flags = [one.hidden or other.hidden for one, other in zip(up, down, strict=True)]
    notes += hidden_notes(flags, words.hidden_text, "y2 domain") + hidden_notes([cell.hidden for cell in level], words.hidden_text)
    return theme.figure(
        traces,
        words,
        height=height,
        xaxis=time_axis(periods, label, anchor="y"),
        yaxis=theme.axis(domain=[0, 0.38], nticks=4, range=[0, 1.2 * max([cell.value or 0.0 for cell in level] + [1.0])]),
        yaxis2=theme.axis(domain=[0.47, 1], zeroline=True, zerolinecolor=theme.BORDER, **_both_ways(up, down, words)),
        barmode="overlay",
        bargap=0.2,
        shapes=shapes,
        annotations=notes,
        showlegend=True,
        hovermode="x unified",
        margin={"l": 8, "r": 12, "t": 48 if notes else 36, "b": 8},
    )


def _line(frame: pd.DataFrame, x: str, periods: list[str], words: Words) -> Line:
    found = dict(zip(labels(frame, x), cells(frame, words), strict=True))
    return [found.get(period, _ABSENT) for period in periods]


def _flow(line: Line, titles: list[str], name: str, direction: int) -> dict[str, Any]:
    colour = theme.COLOUR["inflow" if direction > 0 else "outflow"]
    lengths = [None if cell.value is None else direction * cell.value for cell in line]
    marker = theme.marker([colour] * len(line), ["" if direction > 0 else theme.PATTERNS[1]] * len(line))
    print_ = {"textposition": "outside", "textangle": 0, "constraintext": "none", "cliponaxis": False}
    return {"type": "bar", "name": name, "x": titles, "y": lengths, "yaxis": "y2", "marker": marker} | _said(line) | print_


def _stock(line: Line, titles: list[str], name: str) -> dict[str, Any]:
    colour = theme.COLOUR["stock"]
    look = {
        "mode": "lines+markers+text",
        "textposition": "top center",
        "cliponaxis": False,
        "line": {"color": colour, "width": 2.5},
        "marker": {"symbol": "diamond", "size": 6, "color": colour},
    }
    return {"type": "scatter", "name": name, "x": titles, "y": [cell.value for cell in line], "connectgaps": False} | look | _said(line)


def _said(line: Line) -> dict[str, Any]:
    """The number without its direction. A hidden cell has no mark to hover over: its words stand at the foot."""
    said = [cell.text for cell in line]
    fits = len(line) <= PRINTED and max(map(len, said)) <= PRINTED_WIDTH
    text = [word if fits and cell.value is not None else "" for word, cell in zip(said, line, strict=True)]
    return {"customdata": said, "hovertemplate": "%{customdata}", "text": text, "textfont": {"size": 12, "color": theme.TEXT}}


def _both_ways(up: Line, down: Line, words: Words) -> dict[str, Any]:
    """An axis as far down as closed cases reach, with labels that have no minus sign."""
    high = max((cell.value or 0.0 for cell in up), default=0.0)
    low = max((cell.value or 0.0 for cell in down), default=0.0)
    step = _step(max(high, low, 1.0) / 2)
    marks = [step * place for place in range(-int(low // step) - 1, int(high // step) + 2)]
    texts = [words.number(abs(mark)).replace(MINUS, "") for mark in marks]
    return {"tickvals": marks, "ticktext": texts, "range": [-1.2 * low - 0.2, 1.2 * high + 0.2]}


def _step(rough: float) -> float:
    """The largest of 1, 2, 5, 10, 20 … that is not above `rough`."""
    power = 1.0
    while power * 10 <= rough:
        power *= 10
    return max((power * lead for lead in (1, 2, 5) if power * lead <= rough), default=1.0)
