"""Frames in, figures out: pure functions from protected answers to plotly figures and pydeck maps. They read and fetch nothing."""

from charts.area_map import area_map, legend_of, scale_of
from charts.bars import bars, columns, grouped
from charts.dots import dots
from charts.flow import stock_and_flow
from charts.funnel import funnel
from charts.likert import likert
from charts.locale import PLOTLY_CONFIG
from charts.outlines import FINLAND, box_of
from charts.periods import month_label, period_label
from charts.sankey import sankey
from charts.scales import category_scale, classify, legend_html, numeric_scale
from charts.stacked import stacked_share
from charts.trend import trend
from charts.words import Words

__all__ = [
    "FINLAND",
    "PLOTLY_CONFIG",
    "Words",
    "area_map",
    "bars",
    "box_of",
    "category_scale",
    "classify",
    "columns",
    "dots",
    "funnel",
    "grouped",
    "legend_html",
    "legend_of",
    "likert",
    "month_label",
    "numeric_scale",
    "period_label",
    "sankey",
    "scale_of",
    "stacked_share",
    "stock_and_flow",
    "trend",
]
