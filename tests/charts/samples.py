"""One small frame of each shape a chart takes, with hidden rows, and every chart drawn from them.

A hidden row carries SECRET, as if protection upstream had failed: no chart may let it through.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

import charts
from charts.funnel_plot import FunnelWords, funnel_plot
from charts.matrix import matrix

SECRET = 4321.75
SECRET_FORMS = ("4321", "4\u00a0321", "432175", "4322", "4\u00a0322")
WORDS = charts.Words(hidden_text="alle 5", missing_text="ei tietoa", measure="Asiakkaita")
SHARES = charts.Words(hidden_text="alle 5", missing_text="ei tietoa", measure="Työllistyneet", suffix="\u00a0%", scale=100)
MONTHS = ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03"]
ANSWERS = ["Täysin eri mieltä", "Eri mieltä", "Ei kumpikaan", "Samaa mieltä", "Täysin samaa mieltä"]


def frame(**columns: Any) -> pd.DataFrame:
    """A frame whose `value` is SECRET wherever `hidden` is true."""
    made = pd.DataFrame(columns)
    made["value"] = made["value"].astype(float).mask(made["hidden"], SECRET)
    return made


def monthly(*values: float, hidden: tuple[int, ...] = ()) -> pd.DataFrame:
    """Values by month, those at `hidden` hidden."""
    return frame(month=MONTHS[: len(values)], value=list(values), hidden=[place in hidden for place in range(len(values))])


def classes(*values: float, hidden: tuple[int, ...] = ()) -> pd.DataFrame:
    """Values by class A, B, C …"""
    return frame(kind=list("ABCDEFGH"[: len(values)]), value=list(values), hidden=[place in hidden for place in range(len(values))])


def crossed(first: str, second: str, rows: Mapping[str, Mapping[str, float | None]], totals: dict[str, float] | None = None) -> pd.DataFrame:
    """A long frame from {first label: {second label: value, None for hidden}}."""
    long = [(one, other, 0.0 if value is None else value, value is None) for one, row in rows.items() for other, value in row.items()]
    made = frame(**{name: list(column) for name, column in zip((first, second, "value", "hidden"), zip(*long, strict=True), strict=True)})
    return made if totals is None else made.assign(total=[totals[one] for one in made[first]])


SQUARE = {"type": "Polygon", "coordinates": [[[20.0, 60.0], [22.0, 60.0], [22.0, 62.0], [20.0, 62.0], [20.0, 60.0]]]}
NEXT = {"type": "MultiPolygon", "coordinates": [[[[22.0, 60.0], [24.0, 60.0], [24.0, 62.0], [22.0, 62.0], [22.0, 60.0]]]]}
THIRD = {"type": "Polygon", "coordinates": [[[24.0, 60.0], [26.0, 60.0], [26.0, 62.0], [24.0, 62.0], [24.0, 60.0]]]}
OUTLINES = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"area": f"{code:02d}"}, "geometry": shape} for code, shape in ((1, SQUARE), (2, NEXT), (90, THIRD))
    ],
}


def areas(*values: float, hidden: tuple[int, ...] = ()) -> pd.DataFrame:
    """Values of the areas 01, 02 and 90 of OUTLINES."""
    names = ["Itä-Uusimaa", "Keski-Uusimaa", "Helsinki"][: len(values)]
    return frame(area=["01", "02", "90"][: len(values)], label=names, value=list(values), hidden=[at in hidden for at in range(len(values))])


def _links(hidden: bool) -> pd.DataFrame:
    rows = [(0, "Kela", "Kurssi", 30.0, False), (0, "Kela", "Muu", 10.0, hidden), (1, "Kurssi", "Työ", 20.0, False), (1, "Muu", "Muu", 10.0, hidden)]
    return frame(**dict(zip(("stage", "source", "target", "value", "hidden"), map(list, zip(*rows, strict=True)), strict=True)))


def _dots() -> pd.DataFrame:
    return classes(0.31, 0.2, 0.27, hidden=(1,)).assign(low=[0.2, SECRET, 0.1], high=[0.4, SECRET, 0.5], n=[150.0, float("nan"), 60.0])


LEGEND = FunnelWords("Koko maa", "95 %:n rajat", "99,8 %:n rajat", "Alue", "Selvästi yli", "Selvästi alle")
LIMITS = pd.DataFrame(
    {
        "n": [20.0, 200.0, 2000.0],
        "centre": 0.3,
        "low": [0.0, 0.2, 0.27],
        "high": [0.62, 0.4, 0.33],
        "low95": [0.1, 0.24, 0.28],
        "high95": [0.5, 0.36, 0.32],
    }
)


def judged(*values: float, hidden: tuple[int, ...] = (), missing: tuple[int, ...] = ()) -> pd.DataFrame:
    """Shares of the areas A, B, C … of 20, 200 and 2 000 rows, taking turns, judged against LIMITS."""
    made = classes(*values, hidden=hidden)
    made.loc[list(missing), "value"] = float("nan")
    rows = LIMITS.iloc[[at % 3 for at in range(len(values))]].reset_index(drop=True)
    apart = rows["n"].case_when([(made["value"] > rows["high"], "above"), (made["value"] < rows["low"], "below"), (rows["n"] > 0, "within")])
    return made.assign(n=rows["n"].mask(made["hidden"], SECRET), apart=apart)


def pairs(*rows: tuple[str, str, float | None]) -> pd.DataFrame:
    """Cells of a matrix as (area, county, value), None for hidden."""
    area, county, value = zip(*rows, strict=True)
    return frame(area=list(area), county=list(county), value=[one or 0.0 for one in value], hidden=[one is None for one in value])


PAIRS = pairs(("Salo", "Varsinais-Suomi", 12), ("Kerava-Sipoo", "Vantaa", 31), ("Kerava-Sipoo", "Itä-Uusimaa", None), ("Vantaa", "Vantaa", 9))

_SHARED = crossed(
    "team", "kind", {"Oma": {"A": 30, "B": None, "Ei tiedossa": 20}, "Koko maa": {"A": 10, "B": 50, "Ei tiedossa": 40}}, {"Oma": 60, "Koko maa": 100}
)
_LIKERT = crossed(
    "item",
    "answer",
    {"Sain apua": dict(zip(ANSWERS, (5, 6, 10, 15, 10), strict=True)), "Minua kuunneltiin": dict(zip(ANSWERS, (None, None, 6, 20, 15), strict=True))},
    {"Sain apua": 46, "Minua kuunneltiin": 46},
)
_SERIES = crossed("month", "source", {month: {"Kela": 20 + at, "TE": None if at == 2 else 8} for at, month in enumerate(MONTHS)})

DRAWN: dict[str, Callable[[], Any]] = {
    "trend": lambda: charts.trend(monthly(10, 9, 12, 13, 7, hidden=(1,)), "month", words=WORDS, incomplete={"2026-03"}, incomplete_text="kesken"),
    "trend by series": lambda: charts.trend(_SERIES, "month", series="source", words=WORDS),
    "columns": lambda: charts.columns(classes(5, 1, 31, hidden=(1,)), "kind", words=WORDS, unknown={"A"}),
    "columns over time": lambda: charts.columns(monthly(10, 9, 12, hidden=(1,)), "month", words=WORDS, label=charts.month_label),
    "bars": lambda: charts.bars(classes(5, 1, 31, hidden=(1,)), "kind", words=WORDS, unknown={"A"}, highlight={"C"}),
    "grouped": lambda: charts.grouped(_SERIES, "month", "source", words=WORDS, label=charts.month_label),
    "grouped lying": lambda: charts.grouped(_SERIES, "month", "source", words=WORDS, horizontal=True, unknown={"Kela"}),
    "stacked_share": lambda: charts.stacked_share(_SHARED, "team", "kind", "total", words=WORDS, unknown={"Ei tiedossa"}),
    "stacked_share unordered": lambda: charts.stacked_share(_SHARED, "team", "kind", "total", words=WORDS, ordered=False),
    "likert": lambda: charts.likert(_LIKERT, "item", "answer", "total", answers=ANSWERS, words=WORDS),
    "stock_and_flow": lambda: charts.stock_and_flow(
        monthly(10, 9, 12, hidden=(1,)),
        monthly(4, 9, 6, hidden=(1,)),
        monthly(50, 50, 56, hidden=(1,)),
        "month",
        names=("Alkaneet", "Päättyneet", "Avoinna"),
        words=WORDS,
    ),
    "sankey": lambda: charts.sankey(_links(hidden=True), words=WORDS, grey={"Muu"}),
    "funnel": lambda: charts.funnel(classes(1000, 500, 9, 250, hidden=(2,)), "kind", words=WORDS, from_previous="edellisestä", from_first="alusta"),
    "dots": lambda: charts.dots(_dots(), "kind", words=SHARES, n="n", highlight={"A"}, reference=("Koko maa", 0.29)),
    "funnel_plot": lambda: funnel_plot(
        judged(0.3, 0.5, 0.2, 0.4, hidden=(3,)), "kind", words=SHARES, limits=LIMITS, legend=LEGEND, x_title="Asiakkaita", highlight={"A", "D"}
    ),
    "matrix": lambda: matrix(PAIRS, "area", "county", words=WORDS, crossing="ylittää rajan"),
    "area_map": lambda: charts.area_map(OUTLINES, areas(10, 9, 30, hidden=(1,)), words=WORDS, second=OUTLINES, names=True),
}
