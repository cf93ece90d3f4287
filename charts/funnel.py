"""How many reach each step, printed with the share of the step before and of the first step: neither alone tells where it leaks."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.frames import Cell, cells, labels
from charts.words import Words

ROW = 74
BAR = 0.36
STUB = 0.03


def funnel(
    frame: pd.DataFrame,
    step: str,
    *,
    words: Words,
    from_previous: str,
    from_first: str,
    colour: str = theme.COLOUR["inflow"],
    height: int | None = None,
) -> go.Figure:
    """One lying bar per step, in frame order, its name and numbers above it.

    `frame`: columns `step` (label), `value` (count), `hidden`. `from_previous` and `from_first` are the words after the two shares
    ("edellisestä", "alusta"). A share that needs a hidden number is not printed.
    """
    if frame.empty:
        return theme.saying(words.missing_text, words)
    line, names = cells(frame, words), labels(frame, step)
    top = max((cell.value or 0.0 for cell in line), default=0.0) or 1.0
    places = list(range(len(line)))
    said = [_conversion(line, place, words, from_previous, from_first) for place in places]
    hover = [f"{name}: {cell.text}<br>{words_}" for name, cell, words_ in zip(names, line, said, strict=True)]
    bar = {"type": "bar", "orientation": "h", "y": places, "width": BAR}
    track = bar | {"x": [top] * len(line), "marker": {"color": theme.BAND}, "hoverinfo": "skip"}
    bar |= {"hovertext": hover, "hovertemplate": "%{hovertext}<extra></extra>"}
    stubs = bar | {"x": [STUB * top if cell.hidden else None for cell in line], "marker": theme.hidden()}
    notes = [note for place in places for note in _notes(place, names[place], line[place], said[place])]
    return theme.figure(
        [track, bar | {"x": [cell.value for cell in line], "marker": {"color": colour}}, stubs],
        words,
        height=height or ROW * len(line) + 10,
        barmode="overlay",
        xaxis=theme.axis(visible=False, range=[0, top]),
        yaxis=theme.axis(visible=False, range=[len(line) - 1 + BAR / 2 + 0.05, -1 + BAR / 2 + 0.08]),
        annotations=notes,
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
    )


def conversions(values: list[float | None]) -> list[tuple[float | None, float | None]]:
    """(share of the step before, share of the first step) for each step, 0 to 1; None where either number is hidden or zero."""
    before = [None, *values[:-1]]
    return [(_share(value, last), _share(value, values[0])) for value, last in zip(values, before, strict=True)]


def _share(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def _conversion(line: list[Cell], place: int, words: Words, from_previous: str, from_first: str) -> str:
    shares = conversions([cell.value for cell in line])[place]
    return " · ".join(f"{words.percent(share)} {name}" for share, name in zip(shares, (from_previous, from_first), strict=True) if share is not None)


def _notes(place: int, name: str, cell: Cell, said: str) -> list[dict[str, Any]]:
    """Name and number at the left above the bar, the shares under them: side by side they would not fit a phone."""
    base = {"x": 0, "xref": "paper", "xanchor": "left", "y": place - BAR / 2 - 0.02, "yanchor": "bottom", "showarrow": False, "align": "left"}
    second = f"<br>{said}" if said else ""
    return [base | {"text": f"{name}: <b>{cell.text}</b>{second}", "font": {"size": theme.TEXT_SIZE}}]
