"""Published indicators by the groups leaders know them by: each value with its area, period, age, producer, licence and source."""

import pandas as pd
import streamlit as st

from charts.locale import PLOTLY_CONFIG
from metrics.library import indicators
from ui import address, blocks, published, series
from ui.view import View

ALL = address.PAGE_DEFAULTS["ryhma"]
COLUMNS = 3


def draw(view: View) -> None:
    """What is known and how old it is, then the groups, then all values in one table."""
    if indicators().empty:
        blocks.head(view, view.say("finding.empty"))
        return
    figures = published.read(view)
    counts = {"all": len(figures.catalogue), "with": figures.newest["indicator"].nunique(), "late": len(figures.late)}
    blocks.head(view, view.say("page.indicators.finding", count=counts["all"], known=counts["with"], late=counts["late"]))
    st.caption(view.say("page.indicators.scope"))
    groups = published.groups(view, figures)
    chosen = address.segments("ryhma", view.say("page.indicators.group"), {ALL: view.say("page.indicators.every")} | groups, ALL)
    for group, title in groups.items():
        if chosen in (ALL, group):
            _group(view, figures, group, title)
    with st.container(border=True, key="indicator_values"):
        title = view.say("page.indicators.all")
        st.subheader(title, anchor=False)
        blocks.twin(view, "indicator_values", [title], lambda: [published.table(view, figures.newest)])
    _definitions(view, figures.catalogue)


def _group(view: View, figures: published.Figures, group: str, title: str) -> None:
    st.header(title, anchor=False)
    mine = figures.catalogue[figures.catalogue["indicator_group"] == group]
    for place, column in zip(st.columns(COLUMNS), published.spread(figures, list(mine["indicator"]), COLUMNS), strict=True):
        with place:
            for indicator in column:
                _card(view, figures.newest[figures.newest["indicator"] == indicator])
    missing = [published.name(view, row) for _, row in mine.iterrows() if row["indicator"] in set(figures.without["indicator"])]
    if missing:
        st.caption(view.say("page.indicators.without", names="; ".join(missing)))
    series_of = {one: figures.series[figures.series["indicator"] == one] for one in mine["indicator"]}
    charts = [rows for one in series_of.values() for _, rows in one.groupby("yearly")]
    places = blocks.two() if charts else ()
    for at, rows in enumerate(charts):
        with places[at % len(places)]:
            _series(view, rows)


def _card(view: View, rows: pd.DataFrame) -> None:
    """One indicator: its newest values, the widest area first."""
    first, shown = rows.iloc[0], published.few(rows)
    with st.container(border=True, key=f"indicator_{first['indicator']}", gap="small"):
        unit = view.say(f"page.indicators.unit.{first['unit']}")
        st.markdown(f"**{published.name(view, first)}**{f', {unit}' if unit else ''}", help=str(first[f"definition_{view.language}"]))
        for _, alike in shown.groupby(["period", "producer", "licence", "source"], sort=False):
            st.markdown("  \n".join(published.line(view, row) for _, row in alike.iterrows()))
            st.caption(f"{published.age(view, alike.iloc[0])}  \n{published.origin(alike.iloc[0])}")
        if len(rows) > len(shown):
            st.caption(view.say("page.indicators.more", count=len(rows) - len(shown)))


def _series(view: View, rows: pd.DataFrame) -> None:
    """A chart of an indicator over time with its table twin; the indicator's name is its title."""
    key = f"series_{rows['indicator'].iloc[0]}_{'year' if rows['yearly'].iloc[0] else 'month'}"
    title, finding = published.name(view, rows.iloc[0]), series.finding(view, rows)
    with st.container(border=True, key=key):
        st.subheader(title, anchor=False)
        st.markdown(finding)
        alt = f"{title}. {finding} {view.say('chart.see_table')}"
        st.plotly_chart(series.figure(view, rows), key=f"plot_{key}", config=PLOTLY_CONFIG(view.language), alt=alt)
        st.caption("  \n".join(dict.fromkeys(published.origin(row) for _, row in rows.iterrows())))
        blocks.twin(view, key, [title], lambda: [published.table(view, rows)])


def _definitions(view: View, catalogue: pd.DataFrame) -> None:
    with st.expander(view.say("chart.definitions")):
        for _, row in catalogue.iterrows():
            st.markdown(f"**{published.name(view, row)}** (`{row['indicator']}`): {row[f'definition_{view.language}']}")
