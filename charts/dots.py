"""A dot and its interval for each area or team: whether two shares differ, not which is first."""

from collections.abc import Collection
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.frames import Cell, cells, labels, number, wrap
from charts.words import Words

ROW = 38


def dots(
    frame: pd.DataFrame,
    y: str,
    *,
    words: Words,
    low: str = "low",
    high: str = "high",
    n: str | None = None,
    highlight: Collection[str] = (),
    reference: tuple[str, float] | None = None,
    height: int | None = None,
) -> go.Figure:
    """Dots in frame order from the top, with the interval as a bar through the dot.

    `frame`: one row per area: columns `y` (label), `value`, `hidden`, `low` and `high` (ends of the interval in the unit of
    `value`; NaN draws none) and, if named, `n`. `reference` is (words, value) of a line to compare with, as the whole country.
    Labels in `highlight` are printed bold with a filled dot, the others open. A hidden or missing value is its words at the left edge.
    """
    if frame.empty:
        return theme.saying(words.missing_text, words)
    names, line = labels(frame, y), cells(frame, words)
    ends = [_ends(cell, *pair, words) for cell, pair in zip(line, zip(frame[low], frame[high], strict=True), strict=True)]
    counts = [words.count(size) if n and (size := number(value)) is not None else "" for value in (frame[n] if n else [None] * len(names))]
    notes, shapes = _reference(reference, words)
    notes += [_words_at_edge(name, cell.text) for name, cell in zip(names, line, strict=True) if cell.value is None]
    notes += [_printed(name, cell, count) for name, cell, count in zip(names, line, counts, strict=True) if cell.value is not None]
    ticks = [f"<b>{wrap(name, 22)}</b>" if name in highlight else wrap(name, 22) for name in names]
    axis = theme.axis(type="category", categoryarray=names, autorange="reversed", tickvals=names, ticktext=ticks)
    return theme.figure(
        [_intervals(names, ends), _marks(names, line, ends, counts, highlight, words)],
        words,
        height=height or 70 + sum(max(ROW, 17 * (tick.count("<br>") + 1) + 6) for tick in ticks),
        xaxis=theme.axis(rangemode="tozero", ticksuffix=words.suffix, nticks=5, **_room(line, ends, reference, words)),
        yaxis=axis,
        shapes=shapes,
        annotations=notes,
        margin={"l": 8, "r": 78, "t": 30 if reference else 10, "b": 8},
    )


def _ends(cell: Cell, low: Any, high: Any, words: Words) -> tuple[float, float] | None:
    """The interval as drawn; none for a hidden value, whose interval would give it away."""
    if cell.value is None or number(low) is None or number(high) is None:
        return None
    return float(low) * words.scale, float(high) * words.scale


def _intervals(names: list[str], ends: list[tuple[float, float] | None]) -> dict[str, Any]:
    """All intervals as one line with breaks."""
    x = [point for end in ends for point in ((*end, None) if end else (None, None, None))]
    y = [point for name, end in zip(names, ends, strict=True) for point in ((name, name, None) if end else (None, None, None))]
    stroke = {"color": theme.GREY, "width": 3}
    return {"type": "scatter", "x": x, "y": y, "mode": "lines", "line": stroke, "hoverinfo": "skip", "connectgaps": False}


def _marks(
    names: list[str], line: list[Cell], ends: list[tuple[float, float] | None], counts: list[str], highlight: Collection[str], words: Words
) -> dict[str, Any]:
    spans = [f" ({words.number(end[0])}–{words.number(end[1])})" if end else "" for end in ends]
    hover = [f"<b>{name}</b><br>{cell.text}{span}<br>{count}" for name, cell, span, count in zip(names, line, spans, counts, strict=True)]
    colour = theme.COLOUR["inflow"]
    symbols = ["circle" if name in highlight or not highlight else "circle-open" for name in names]
    marker = {"size": 12, "color": colour, "symbol": symbols, "line": {"width": 2, "color": colour}}
    text = {"hovertext": hover, "hovertemplate": "%{hovertext}<extra></extra>", "cliponaxis": False}
    return {"type": "scatter", "x": [cell.value for cell in line], "y": names, "mode": "markers", "marker": marker} | text


def _words_at_edge(name: str, text: str) -> dict[str, Any]:
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": name,
        "text": text,
        "showarrow": False,
        "bgcolor": theme.PAGE,
        "font": {"size": theme.SMALL},
    }


def _printed(name: str, cell: Cell, count: str) -> dict[str, Any]:
    """Value and n at the right edge: a share is never without its n."""
    text = f"<b>{cell.text}</b>" + (f"<br>{count}" if count else "")
    place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8, "y": name, "align": "left"}
    return place | {"text": text, "showarrow": False, "font": {"size": 12}}


def _reference(reference: tuple[str, float] | None, words: Words) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    if reference is None:
        return [], []
    name, value = reference[0], reference[1] * words.scale
    stroke = {"color": theme.COLOUR["stock"], "width": 2, "dash": "dash"}
    line = {"type": "line", "x0": value, "x1": value, "y0": 0, "y1": 1, "yref": "paper", "line": stroke, "layer": "below"}
    note = {"x": value, "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False, "text": f"{name}: {words.number(value)}"}
    return [note | {"font": {"size": theme.SMALL}}], [line]


def _room(line: list[Cell], ends: list[tuple[float, float] | None], reference: tuple[str, float] | None, words: Words) -> dict[str, Any]:
    """The axis from zero to a little past the longest interval."""
    found = [cell.value for cell in line if cell.value is not None] + [end[1] for end in ends if end]
    found += [reference[1] * words.scale] if reference else []
    return {"range": [0, 1.06 * max(found)]} if found and max(found) > 0 else {}
