"""What all charts over time share: the axis of periods, the marked unfinished period, and words where a value is hidden."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from charts import theme
from charts.periods import ticks

LABEL_ROOM = 16


def time_axis(periods: Sequence[str], label: Callable[[str], str], **changes: Any) -> dict[str, Any]:
    """A category axis holding every period in order, with labels on as many as fit a phone."""
    names = [label(period) for period in periods]
    shown = [names[place] for place in ticks(periods)]
    fixed = {"type": "category", "categoryarray": names, "categoryorder": "array", "range": [-0.5, len(names) - 0.5], "showgrid": False}
    return theme.axis(**fixed, tickmode="array", tickvals=shown, ticktext=shown, tickangle=0) | changes


def unfinished(periods: Sequence[str], incomplete: Collection[str], text: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(shapes, annotations): a band behind each unfinished period and its words above the last of them."""
    places = [place for place, period in enumerate(periods) if period in incomplete]
    shapes = [
        {"type": "rect", "xref": "x", "yref": "paper", "x0": place - 0.5, "x1": place + 0.5, "y0": 0, "y1": 1, "fillcolor": theme.BAND}
        | {"line": {"width": 0}, "layer": "below"}
        for place in places
    ]
    note = {"x": 1, "y": 1, "xref": "paper", "yref": "paper", "text": text, "showarrow": False, "xanchor": "right", "yanchor": "bottom"}
    return shapes, [note | {"font": {"size": theme.SMALL}}] if places and text else []


def runs(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """(first, last) of each unbroken stretch of true flags."""
    starts = [place for place, flag in enumerate(flags) if flag and (place == 0 or not flags[place - 1])]
    ends = [place for place, flag in enumerate(flags) if flag and (place + 1 == len(flags) or not flags[place + 1])]
    return list(zip(starts, ends, strict=True))


def hidden_notes(flags: Sequence[bool], text: str, yref: str = "y domain", lift: int = 6) -> list[dict[str, Any]]:
    """The words `lift` pixels above the foot of each hidden stretch: upright when there are many periods, for then a column is narrow."""
    angle = -90 if len(flags) > LABEL_ROOM else 0
    base = {"y": 0, "yref": yref, "yanchor": "bottom", "text": text, "textangle": angle, "showarrow": False, "font": {"size": 12}, "yshift": lift}
    return [base | {"x": (first + last) / 2, "xref": "x"} for first, last in runs(flags)]
