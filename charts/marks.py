"""Rows of marks over time: whether something holds, by row and period. A mark differs by shape and by size, not by colour alone."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.frames import wrap
from charts.timeline import time_axis
from charts.words import Words

ROW, NAME, TICKS = 26, 18, 4
LOOKS: tuple[dict[str, Any], ...] = (
    {"symbol": "circle", "size": 6, "color": theme.GREEN},
    {"symbol": "x", "size": 10, "color": theme.RUST},
)


def marks(frame: pd.DataFrame, y: str, x: str, holds: str, *, said: tuple[str, str], words: Words, label: Callable[[str], str] = str) -> go.Figure:
    """One row a line in frame order from the top, one mark a period.

    `frame`: one row per (y, x): columns `y` (label), `x` (period code) and `holds` (bool). `said` names a mark that holds and one that
    does not. A period without a row has no mark.
    """
    if frame.empty:
        return theme.saying(words.missing_text, words)
    rows, periods = list(dict.fromkeys(frame[y].map(str))), sorted(set(frame[x]))
    shown = [label(code) for code in periods[:: max(1, len(periods) // TICKS)]]
    ticks = [wrap(row, NAME) for row in rows]
    lines = theme.axis(type="category", categoryarray=rows, categoryorder="array", range=[len(rows) - 0.5, -0.5], tickvals=rows, ticktext=ticks)
    return theme.figure(
        [_marks(frame[frame[holds] == kept], y, x, name, look, label) for kept, name, look in zip((True, False), said, LOOKS, strict=True)],
        words,
        height=70 + sum(max(ROW, 16 * (tick.count("<br>") + 1) + 4) for tick in ticks),
        showlegend=True,
        xaxis=time_axis(periods, label, tickvals=shown, ticktext=shown),
        yaxis=lines,
        margin={"l": 8, "r": 12, "t": 40, "b": 8},
    )


def _marks(frame: pd.DataFrame, y: str, x: str, name: str, look: dict[str, Any], label: Callable[[str], str]) -> dict[str, Any]:
    rows, periods = list(frame[y].map(str)), [label(code) for code in frame[x]]
    hover = [f"<b>{row}</b><br>{period}: {name}" for row, period in zip(rows, periods, strict=True)]
    place = {"x": periods, "y": rows, "hovertext": hover, "hovertemplate": "%{hovertext}<extra></extra>"}
    return {"type": "scatter", "mode": "markers", "name": name, "marker": look, "cliponaxis": False} | place
