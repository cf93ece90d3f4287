"""Colours by meaning, and the bare layout every figure starts from. Knows no text and no data.

Every mark colour has a luminance between 0.15 and 0.275: that alone gives 3:1 against both a white and a near-black page, so one
figure serves both themes. Shades so close in lightness do not survive a black-and-white print: a pattern, dash, symbol or printed
label always says the same as the colour. The font is left to the page, and so are the colours of text and page: TEXT and PAGE are
streamlit's own place-holders, which st.plotly_chart(theme="streamlit") turns into the theme's text and background in the browser.
Its default for axis labels is a grey of less than 4.5:1.
"""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from charts.words import Words

BLUE, ORANGE, TEAL, MAGENTA = "#307bc8", "#c26a1e", "#0c8a85", "#c64b8d"
VIOLET, OLIVE, BROWN, CYAN = "#8460bc", "#8f892f", "#9a614e", "#1395b4"
GREEN, RUST, GREY = "#318c4c", "#b2511e", "#7d8187"

COLOUR = {
    "inflow": BLUE,
    "outflow": ORANGE,
    "stock": VIOLET,
    "known": TEAL,
    "unknown": GREY,
    "hidden": GREY,
    "employed": GREEN,
    "positive": BLUE,
    "neutral": GREY,
    "negative": RUST,
    "county": TEAL,
    "employment_area": ORANGE,
}
CATEGORICAL = (BLUE, ORANGE, TEAL, MAGENTA, VIOLET, OLIVE, BROWN, CYAN)
LIKERT = ("#b2511e", "#c87a16", "#7a7f84", "#4492d0", "#3a6db8")
# Ordered classes need steps of lightness, which no single ramp can have at 3:1 on both pages: each fill gets a BORDER that has.
SEQUENTIAL = ("#c9ecfe", "#82c7f0", "#499bd7", "#2a6eb5", "#1d417c")
SEQUENTIAL_DARK = ("#1a3558", "#1b548d", "#217abc", "#57aadd", "#a5dffa")
BORDER = "#7d8187"

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "2px,6px", "8px,2px,2px,2px,2px,2px")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "triangle-down", "star")
PATTERNS = ("", "\\", ".", "|", "-", "+", "", "\\")
UNKNOWN_PATTERN = "/"
HIDDEN_PATTERN = "x"
TEXT = "#000037"
PAGE = "#000038"
CLEAR = "rgba(0,0,0,0)"
GRID = "rgba(125,129,135,0.25)"
BAND = "rgba(125,129,135,0.14)"
TEXT_SIZE = 14
SMALL = 13


_STILL: dict[str, Any] = {"itemclick": False, "itemdoubleclick": False, "traceorder": "normal", "font": {"size": SMALL, "color": TEXT}}
LEGEND_ABOVE: dict[str, Any] = _STILL | {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"}


def legend_room(names: Sequence[str]) -> int:
    """Pixels a legend takes on a phone, where the columns are as wide as its longest entry."""
    columns = max(1, 330 // (45 + 7 * max((len(name) for name in names), default=1)))
    return 12 + 20 * -(-len(names) // columns)


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" as WCAG 2.2 defines it, 0 to 1."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two "#rrggbb" colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink(fill: str) -> str:
    """Black or white, whichever reads better on `fill`."""
    return max(("#ffffff", "#000000"), key=lambda text: contrast(text, fill))


def ramp(steps: int) -> list[str]:
    """`steps` colours from light to dark for ordered classes, evenly along SEQUENTIAL."""
    last = len(SEQUENTIAL) - 1
    return [_between(last * step / max(1, steps - 1)) for step in range(steps)]


def _between(place: float) -> str:
    low = min(int(place), len(SEQUENTIAL) - 2)
    pairs = [(int(SEQUENTIAL[low][at : at + 2], 16), int(SEQUENTIAL[low + 1][at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(one + (other - one) * (place - low)):02x}" for one, other in pairs)


def tint(colour: str, alpha: float) -> str:
    """`colour` made see-through, for links and bands that lie over each other."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def marker(fills: Sequence[str], shapes: Sequence[str]) -> dict[str, Any]:
    """Bar marker with a fill and a pattern (of PATTERNS, "" for none) for each bar."""
    # "overlay" lays the lines over the fill; the default takes the fill for the lines as soon as fills are a list.
    pattern = {"shape": list(shapes), "fillmode": "overlay", "fgopacity": 0.55, "size": 6, "solidity": 0.15}
    return {"color": list(fills), "pattern": pattern, "line": {"color": list(fills), "width": 1}}


def hidden(colour: str = GREY) -> dict[str, Any]:
    """Marker of hidden parts: a cross-hatched shape on no ground."""
    pattern = {"shape": HIDDEN_PATTERN, "fillmode": "replace", "fgcolor": colour, "bgcolor": CLEAR, "size": 6, "solidity": 0.2}
    return {"color": colour, "pattern": pattern, "line": {"color": colour, "width": 1}}


def unknown(length: int) -> dict[str, Any]:
    """Marker of the class "not known"."""
    return marker([COLOUR["unknown"]] * length, [UNKNOWN_PATTERN] * length)


def category(place: int, length: int) -> dict[str, Any]:
    """Marker of the `place`-th category: its colour and, from the second on, its pattern, so that greyscale keeps them apart."""
    return marker([CATEGORICAL[place % len(CATEGORICAL)]] * length, [PATTERNS[place % len(PATTERNS)]] * length)


def axis(**changes: Any) -> dict[str, Any]:
    """An axis that makes room for its labels, cannot be dragged, writes 2 000 000 for 2M and has a grid that is seen but not read."""
    fixed = {"automargin": True, "fixedrange": True, "separatethousands": True, "exponentformat": "none"}
    return fixed | {"gridcolor": GRID, "zeroline": False, "tickfont": {"size": SMALL, "color": TEXT}} | changes


def figure(data: list[dict[str, Any]], words: Words, *, height: int, **layout: Any) -> go.Figure:
    """A figure of plain-dict traces on the common layout; keywords replace parts of that layout.

    The template holds only our colourway: an absent one would embed streamlit's or plotly's own, eight times the size. Plotly's
    validation (7 of 10 ms a figure, on every rerun) is left to the tests, which put each kind of figure through it.
    """
    base: dict[str, Any] = {
        "template": {"layout": {"colorway": list(CATEGORICAL)}},
        "height": height,
        "margin": {"l": 8, "r": 12, "t": 12, "b": 8},
        "font": {"size": TEXT_SIZE, "color": TEXT},
        "separators": words.separators,
        "showlegend": False,
        "legend": LEGEND_ABOVE,
        "hovermode": "closest",
        "hoverlabel": {"font": {"size": SMALL, "color": TEXT}, "bgcolor": PAGE, "align": "left"},
        "dragmode": False,
        "bargap": 0.25,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
    }
    return go.Figure(data=data, layout=base | layout, _validate=False)


def saying(text: str, words: Words, height: int = 160) -> go.Figure:
    """A figure without marks that says why there are none."""
    note = {"text": text, "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False, "font": {"size": 16, "color": TEXT}}
    return figure([], words, height=height, annotations=[note], xaxis={"visible": False}, yaxis={"visible": False})
