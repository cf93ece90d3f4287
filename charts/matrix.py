"""A sparse table of two divisions as a picture: which areas of one lie in which of the other, and how much.

A cell is as narrow as its column is on a phone, so its number stands beside it, where the table is empty. A row that lies in more than
one column has a line for each of its cells, a sign and bold letters; the name of a column stands at its first cell and at each cell of
a row that belongs to another one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.area_map import scale_of
from charts.frames import Cell, cells, labels, order, wrap
from charts.scales import Scale
from charts.words import NBSP, Words

ROW = 20
TEXT, TICK, TOP = 12, 11, 9.5
LETTER = 0.5
PHONE = 350
EDGE = 8
CROSSING = "⇄"
HALF, GAP = 0.5, 0.15


@dataclass(frozen=True)
class Spot:
    """One filled cell: its row, the place of its column, and the line from the top it is drawn on.

    `first`: it is the first one of those whose rows belong to its column. `away`: its row belongs to another column. `more`: a line for the hover.
    """

    row: str
    column: int
    line: int
    cell: Cell
    first: bool
    away: bool
    more: str


def matrix(
    frame: pd.DataFrame,
    row: str,
    column: str,
    *,
    words: Words,
    crossing: str = "",
    columns: Sequence[str] = (),
    short: Mapping[str, str] | None = None,
    text: str | None = None,
    scale: Scale | None = None,
    dark: bool = False,
) -> go.Figure:
    """Rows in the order of their columns, so that the filled cells run down the diagonal; `ROW` pixels a row.

    `frame`: one row per filled cell: columns `row`, `column` (labels), `value`, `hidden` and, if named, `text` (a line of the hover).
    The first cell of a row is its own column's: list it first. Columns stand as in `columns`, else by first appearance. `short` gives
    columns a shorter name to print. `crossing` says what the sign before a row means. Colours are those of `scale`, by default
    the map's (take its legend from `legend_of`); `dark` is the page's theme. A pair that has no row in the frame is blank.
    """
    if frame.empty:
        return theme.saying(words.missing_text, words)
    across = order([*columns, *labels(frame, column)])
    prints = [(short or {}).get(name, name) for name in across]
    spots = _spots(frame, row, column, across, words, text)
    ticks = _ticks(spots)
    left, top = _room(ticks.values(), TICK), _room(prints, TOP)
    many = any(CROSSING in tick for tick in ticks.values())
    pitch = max(6.0, (PHONE - left - EDGE) / len(across))
    bars = _bars(spots, across, scale or scale_of(frame, words, dark=dark))
    return theme.figure(
        [_rules(spots, len(across)), *bars, _said(spots, prints, pitch)],
        words,
        height=top + ROW * len(spots) + EDGE,
        barmode="overlay",
        bargap=0,
        xaxis=_axis(dict(enumerate(prints)), TOP, side="top", tickangle=-90, gridcolor=theme.BAND, range=[-HALF, len(across) - HALF]),
        yaxis=_axis(ticks, TICK, showgrid=False, range=[len(spots) - HALF, -HALF]),
        annotations=[_sign(crossing)] if crossing and many else [],
        margin={"l": left, "r": EDGE, "t": top, "b": EDGE},
    )


def _spots(frame: pd.DataFrame, row: str, column: str, across: list[str], words: Words, text: str | None) -> list[Spot]:
    """The cells from the top: rows in the order of their own columns, each row's own cell first."""
    more = labels(frame, text) if text else [""] * len(frame)
    rows = list(zip(labels(frame, row), map(across.index, labels(frame, column)), cells(frame, words), more, strict=True))
    if len({(name, place) for name, place, *_ in rows}) < len(rows):
        raise ValueError(f"{row} x {column} does not name one row each")
    own: dict[str, int] = {}
    for name, place, *_ in rows:
        own.setdefault(name, place)
    upright = {name: at for at, name in enumerate(sorted(own, key=lambda name: own[name]))}
    first = {own[name]: name for name in reversed(upright)}
    rows.sort(key=lambda found: upright[found[0]])
    return [Spot(name, at, line, cell, first.get(at) == name, at != own[name], note) for line, (name, at, cell, note) in enumerate(rows)]


def _ticks(spots: list[Spot]) -> dict[float, str]:
    """The names of the rows in the middle of their lines; bold and with a sign where there are more than one."""
    lines: dict[str, list[int]] = {}
    for spot in spots:
        lines.setdefault(spot.row, []).append(spot.line)
    return {sum(own) / len(own): f"<b>{CROSSING} {name}</b>" if len(own) > 1 else name for name, own in lines.items()}


def _room(names: Iterable[str], size: float) -> int:
    """Pixels for the longest of the names."""
    return 12 + round(LETTER * size * max(len(name.replace("<b>", "").replace("</b>", "")) for name in names))


def _axis(ticks: Mapping[float, str], size: float, **changes: Any) -> dict[str, Any]:
    font = {"size": size, "color": theme.TEXT}
    return theme.axis(automargin=False, tickvals=list(ticks), ticktext=list(ticks.values()), tickfont=font, ticklabelstandoff=2, **changes)


def _bars(spots: list[Spot], across: list[str], scale: Scale) -> list[dict[str, Any]]:
    """Filled cells, hidden ones cross-hatched, missing ones hollow: a trace each, for one trace has one kind of pattern."""
    shown = [spot for spot in spots if spot.cell.value is not None]
    hidden = [spot for spot in spots if spot.cell.hidden]
    missing = [spot for spot in spots if spot.cell.value is None and not spot.cell.hidden]
    edge = {"color": theme.BORDER, "width": 1}
    looks = [{"color": [scale.swatch(spot.cell).fill for spot in shown], "line": edge}, theme.hidden(), {"color": theme.CLEAR, "line": edge}]
    return [_cells(found, across, look) for found, look in zip((shown, hidden, missing), looks, strict=True) if found]


def _cells(spots: list[Spot], across: list[str], marker: dict[str, Any]) -> dict[str, Any]:
    hover = [f"<b>{spot.row}</b><br>{across[spot.column]}<br>{spot.cell.text}" for spot in spots]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [spot.column - HALF for spot in spots],
        "x": [2 * HALF] * len(spots),
        "y": [spot.line for spot in spots],
        "width": 0.84,
        "marker": marker,
        "hovertext": [said + (f"<br>{wrap(spot.more, 40)}" if spot.more else "") for said, spot in zip(hover, spots, strict=True)],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _rules(spots: list[Spot], many: int) -> dict[str, Any]:
    """Thin lines between the rows, none between the lines of one row or through a number."""
    ends = [above.line + HALF for above, below in pairwise(spots) if above.row != below.row]
    x = [place for _ in ends for place in (-HALF, many - HALF, None)]
    y = [place for end in ends for place in (end, end, None)]
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": {"color": theme.GRID, "width": 1}, "hoverinfo": "skip"}


def _said(spots: list[Spot], prints: list[str], pitch: float) -> dict[str, Any]:
    """The numbers, each next to its cell on the side where there is more room, with the name of the column on the far side of it."""
    placed = [_beside(spot, prints[spot.column], len(prints), pitch) for spot in spots]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [spot.column + (HALF if right else -HALF - GAP) for spot, (_, right) in zip(spots, placed, strict=True)],
        "y": [spot.line for spot in spots],
        "text": [text for text, _ in placed],
        "textposition": ["middle right" if right else "middle left" for _, right in placed],
        "textfont": {"size": TEXT, "color": theme.TEXT},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _beside(spot: Spot, name: str, many: int, pitch: float) -> tuple[str, bool]:
    """The text of a cell and whether it stands to the right. The name of its own column gives way where a phone has no room."""
    right = spot.column < many / 2
    room = pitch * (many - spot.column - 1 if right else spot.column) + EDGE * right
    fits = LETTER * TEXT * (len(spot.cell.text) + len(name) + 2) <= room
    number = spot.cell.text if spot.cell.value is None else f"<b>{spot.cell.text}</b>"
    named = name if spot.away or (spot.first and fits) else ""
    return (f"{NBSP}{number} {named}" if right else f"{named} {number}"), right


def _sign(crossing: str) -> dict[str, Any]:
    """What the sign means, in the empty corner over the names of the rows."""
    place = {"x": 0, "xref": "paper", "xanchor": "right", "xshift": -6, "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 4}
    return place | {"text": f"<b>{CROSSING}</b> {wrap(crossing, 20)}", "showarrow": False, "align": "right", "font": {"size": TICK}}
