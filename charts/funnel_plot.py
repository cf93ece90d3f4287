"""Areas by size and value between the limits of chance: which ones stand out, without ranking the others.

Knows no statistics: the limits and the judgement (`apart`) come in the frames. Not the steps of a path, which are `funnel`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import log10, sqrt
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.frames import Cell, cells, labels, number, wrap
from charts.placing import Area, sides
from charts.words import Words

PLOT = 400
NARROWEST = 275
ROOM = 0.08
LOOKS = {"within": ("circle", 8, theme.COLOUR["inflow"]), "above": ("triangle-up", 13, theme.ORANGE), "below": ("triangle-down", 13, theme.ORANGE)}


@dataclass(frozen=True)
class FunnelWords:
    """What the legend says of the line of all areas, the two pairs of limits, and areas within, above and below the wider pair."""

    centre: str
    inner: str
    outer: str
    within: str
    above: str
    below: str


@dataclass(frozen=True)
class Dot:
    """One area that may be drawn. `value` is scaled, `x` is its size."""

    name: str
    x: float
    cell: Cell
    value: float
    apart: str
    marked: bool


def funnel_plot(
    frame: pd.DataFrame,
    name: str,
    *,
    words: Words,
    limits: pd.DataFrame,
    legend: FunnelWords,
    x_title: str,
    size: str = "n",
    highlight: Collection[str] = (),
    height: int | None = None,
) -> go.Figure:
    """Dots over a logarithmic axis of size; triangles with names stand outside the wider limits, as many named as fit on a phone.

    `frame`: one row per area: columns `name` (label), `value`, `hidden`, `size` (n or inhabitants, above 0) and `apart` ("above",
    "below", "within", "unknown"). `limits`: the lines, ordered by size: columns `size`, `centre`, `low`, `high`, `low95`, `high95` in
    the unit of `value`. Areas in `highlight` get a ring and their name in bold. Hidden and missing areas are counted under the axis.
    """
    dots = _dots(frame, name, size, highlight, words)
    if not dots or limits.empty:
        return theme.saying(words.hidden_text if frame["hidden"].any() else words.missing_text, words)
    lines = limits[["centre", "low", "high", "low95", "high95"]] * words.scale
    across, along = _x_range(dots), _y_range(dots, lines)
    places = _sides(dots, across, along, float(lines["centre"].iloc[0]))
    traces = _curves(list(limits[size]), lines, legend) + _marks(dots, places, legend, words) + _rings(dots, places)
    ticks = _ticks(10 ** across[0], 10 ** across[1])
    title = "<br>".join([wrap(x_title, 46), *_unseen(frame, name, highlight, words)])
    x_axis = theme.axis(type="log", range=list(across), tickvals=ticks, ticktext=[words.plain(tick, 0) for tick in ticks], title=_small(title))
    top = theme.legend_room([trace["name"] for trace in traces if trace.get("showlegend", True)])
    return theme.figure(
        traces,
        words,
        height=height or PLOT + top + 60,
        showlegend=True,
        xaxis=x_axis,
        yaxis=theme.axis(range=list(along), ticksuffix=words.suffix, nticks=8),
        margin={"l": 8, "r": 12, "t": top, "b": 8},
    )


def _dots(frame: pd.DataFrame, name: str, size: str, highlight: Collection[str], words: Words) -> list[Dot]:
    rows = zip(labels(frame, name), cells(frame, words), frame[size], frame["apart"], strict=True)
    drawn = [(label, cell, number(x) or 0.0, apart) for label, cell, x, apart in rows]
    return [Dot(label, x, cell, cell.value, apart, label in highlight) for label, cell, x, apart in drawn if cell.value is not None and x > 0]


def _unseen(frame: pd.DataFrame, name: str, highlight: Collection[str], words: Words) -> list[str]:
    """How many areas are not drawn and why: "alle 5: 3 (Kainuu)", with the highlighted ones by name."""
    gone = [(label, cell.text) for label, cell in zip(labels(frame, name), cells(frame, words), strict=True) if cell.value is None]
    said = []
    for why in dict.fromkeys(text for _, text in gone):
        names = [label for label, text in gone if text == why]
        marked = ", ".join(label for label in names if label in highlight)
        said.append(wrap(f"{why}: {len(names)}" + (f" ({marked})" if marked else ""), 46))
    return said


def _x_range(dots: Sequence[Dot]) -> tuple[float, float]:
    """Powers of ten a little wider than the sizes."""
    low, high = log10(min(dot.x for dot in dots)), log10(max(dot.x for dot in dots))
    room = max(0.05, ROOM * (high - low))
    return low - room, high + room


def _y_range(dots: Sequence[Dot], lines: pd.DataFrame) -> tuple[float, float]:
    """All dots and the limits of at least the larger half of the areas: those of the smallest would flatten all the rest."""
    half = lines.iloc[len(lines) // 2 :]
    values = [dot.value for dot in dots] + [float(half["low"].min()), float(half["high"].max())]
    low, high = min(values), max(values)
    room = ROOM * (high - low) or 1.0
    return (low - room if low < 0 else max(low - room, -room / 2)), high + room


def _ticks(low: float, high: float) -> list[float]:
    """Round sizes at most about five to an axis: 1, 2, 5 or 1, 3 or 1 of each power of ten."""
    for steps in ((1, 2, 5), (1, 3), (1,)):
        found = [step * 10.0**power for power in range(int(log10(low)) - 1, int(log10(high)) + 2) for step in steps]
        found = [tick for tick in found if low <= tick <= high]
        if len(found) <= 5:
            break
    return found if len(found) > 1 else [float(round(low)), float(round(high))]


def _small(text: str) -> dict[str, Any]:
    return {"text": text, "font": {"size": theme.SMALL, "color": theme.TEXT}, "standoff": 8}


def _curves(sizes: list[float], lines: pd.DataFrame, legend: FunnelWords) -> list[dict[str, Any]]:
    """The wider limits as a band, the narrower ones dotted, the line of all areas dashed."""
    base = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
    edge = {"color": theme.GREY, "width": 1.5}
    inner = {"x": [*sizes, None, *sizes], "y": [*lines["low95"], None, *lines["high95"]], "line": edge | {"dash": "dot"}}
    whole = {"color": theme.COLOUR["stock"], "width": 2, "dash": "dash"}
    return [
        base | {"x": sizes, "y": list(lines["high"]), "line": edge, "showlegend": False},
        base | {"x": sizes, "y": list(lines["low"]), "line": edge, "fill": "tonexty", "fillcolor": theme.BAND, "name": legend.outer},
        base | inner | {"name": legend.inner},
        base | {"x": sizes, "y": list(lines["centre"]), "line": whole, "name": legend.centre},
    ]


def _marks(dots: list[Dot], places: dict[str, str], legend: FunnelWords, words: Words) -> list[dict[str, Any]]:
    """A trace for each judgement that occurs; an area that is not judged is drawn as one within."""
    groups = {side: [dot for dot in dots if (dot.apart if dot.apart in LOOKS else "within") == side] for side in LOOKS}
    return [_group(found, LOOKS[side], places, getattr(legend, side), words) for side, found in groups.items() if found]


def _group(dots: list[Dot], look: tuple[str, int, str], places: dict[str, str], said: str, words: Words) -> dict[str, Any]:
    symbol, wide, colour = look
    return _named(dots, places) | {
        "name": said,
        "marker": {"symbol": symbol, "size": wide, "color": colour, "line": {"width": 1, "color": theme.PAGE}},
        "text": [dot.name if dot.name in places and not dot.marked else "" for dot in dots],
        "hovertext": [f"<b>{dot.name}</b><br>{dot.cell.text}<br>{words.count(dot.x)}<br>{wrap(said, 40)}" for dot in dots],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _rings(dots: list[Dot], places: dict[str, str]) -> list[dict[str, Any]]:
    """A ring around each highlighted area, with its name: plotly keeps a name as far away as its own mark is wide."""
    marked = [dot for dot in dots if dot.marked]
    marker = {"symbol": "circle-open", "size": 22, "color": theme.MAGENTA, "line": {"width": 3}}
    names = _named(marked, places) | {"text": [f"<b>{dot.name}</b>" if dot.name in places else "" for dot in marked]}
    return [names | {"hoverinfo": "skip", "showlegend": False, "marker": marker}] if marked else []


def _named(dots: list[Dot], places: dict[str, str]) -> dict[str, Any]:
    """Marks at the dots, with room for their names."""
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [dot.x for dot in dots],
        "y": [dot.value for dot in dots],
        "textposition": [places.get(dot.name, "top center") for dot in dots],
        "textfont": {"size": theme.SMALL, "color": theme.TEXT},
    }


def _sides(dots: list[Dot], across: tuple[float, float], along: tuple[float, float], centre: float) -> dict[str, str]:
    """On which side of its dot each name is written, for as many as fit a phone: highlighted ones first, then the most apart."""
    wide, high = NARROWEST / (across[1] - across[0]), PLOT / (along[1] - along[0])
    spots = {dot.name: ((log10(dot.x) - across[0]) * wide, (along[1] - dot.value) * high) for dot in dots}
    wanted = [dot for dot in dots if dot.marked or dot.apart in ("above", "below")]
    first = sorted(wanted, key=lambda dot: (not dot.marked, -abs(dot.value - centre) * sqrt(dot.x)))
    return sides([dot.name for dot in first], spots, Area(NARROWEST, PLOT))
