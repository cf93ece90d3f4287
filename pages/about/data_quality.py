"""Data quality: what was loaded and when, what is missing, how late work is recorded, whether months add up, and what is hidden.

It refuses to tell small numbers about persons, and by how many cases a month does not add up.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from charts.bars import bars
from charts.locale import PLOTLY_CONFIG
from charts.marks import marks
from charts.trend import trend
from metrics import loads
from metrics.library import loaded, loaded_tables
from metrics.methods import flows
from ui import blocks, completeness, findings, links, load_blocks, monthly, numbers, protection, quality, tables, team_balance
from ui.view import View

FIELDS = ("unemployment_class", "referral_source", "municipality", "labour_status", "segment", "sex", "age_class")


def draw(view: View) -> None:
    """From the load to what is missing, late, out of balance and hidden."""
    state, rows = loaded(), loaded_tables()
    load_blocks.warn(view, state)
    period, when = numbers.stretch(state["first_month"], state["last_month"]), quality.moment(view, state["imported_at"])
    blocks.head(view, view.say("quality.finding", period=period, when=when, share=quality.unknown_of_all(view, rows)))
    left, right = blocks.two()
    with left:
        _import(view, state)
    with right:
        _missing(view)
    load_blocks.draw(view)
    load_blocks.in_force(view)
    _completeness(view)
    _lag(view)
    _balance(view)
    _teams(view)
    _tables(view, rows)
    _hidden(view)


def _import(view: View, state: dict[str, Any]) -> None:
    with st.container(border=True, key="quality_import"):
        st.subheader(view.say("quality.import_title"), anchor=False)
        st.markdown(quality.freshness(view, state))
        st.table(quality.last_import(view, state), border="horizontal", hide_index=True, hide_header=True)


def _missing(view: View) -> None:
    whole = view.ask("cases_opened")
    frame = quality.unknown_shares(view, "cases_opened", FIELDS)
    figure = bars(frame, "field", words=view.words(view.ask("duration_known_share")))
    finding, table = quality.most_missing(view, frame, whole), quality.shares_table(view, frame, whole)
    blocks.chart(view, "unknown_shares", figure, whole, finding=finding, table=table)


def _lag(view: View) -> None:
    answer = view.ask("recording_lag", view.grain)
    figure = trend(
        answer.frame, view.grain, words=view.words(answer), incomplete=view.unfinished(answer), incomplete_text=view.say("chart.incomplete")
    )
    blocks.chart(view, "recording_lag", figure, answer, finding=findings.latest(view, answer))


def _balance(view: View) -> None:
    opened, closed, stock = (view.ask(name, "month") for name in ("cases_opened", "cases_closed", "cases_open"))
    frame = flows.balance(opened.frame, closed.frame, stock.frame, "month")
    with st.container(border=True, key="quality_balance"):
        st.subheader(view.say("chart.monthly_balance.title"), anchor=False)
        st.markdown(monthly.verdict(view, frame, opened))
        if not opened.rounded:
            st.caption(monthly.lines(view, frame))
            blocks.notes_and_table(view, "monthly_balance", opened, closed, stock, table=tables.balance(view, frame, opened))


def _completeness(view: View) -> None:
    with st.container(border=True, key="quality_completeness"):
        st.subheader(view.say("completeness.title"), anchor="taydellisyys")
        st.markdown(view.say("completeness.about"))
        poor = completeness.poor(view)
        st.markdown(view.say("completeness.none_poor" if poor.empty else "completeness.poor"))
        if len(poor):
            st.table(poor, border="horizontal", hide_index=True)
        chosen = completeness.chosen(st.query_params.get(links.PLACE, ""))
        for table in completeness.tables(public=False):
            _columns(view, view.say(f"table.{table}"), (table,), chosen)
        if public := completeness.tables(public=True):
            _columns(view, view.say("completeness.public"), public, chosen)


def _columns(view: View, title: str, tables_: Sequence[str], chosen: tuple[str, str]) -> None:
    """A table, or the public ones together, with its columns folded away; open where a key number led here."""
    st.subheader(title, anchor=completeness.anchor(tables_[0]))
    key = f"columns_{completeness.anchor(tables_[0])}"
    opened = st.expander(completeness.told(view, tables_), expanded=chosen[0] in tables_, key=key, on_change="rerun")
    if opened.open:
        with opened:
            for table in tables_:
                if len(tables_) > 1:
                    st.markdown(f"**{view.say(f'table.{table}')}**")
                st.table(completeness.of_table(view, table, chosen), border="horizontal", hide_index=True)


def _teams(view: View) -> None:
    balance = team_balance.newest(loads.team_balance())
    said = " ".join(filter(None, (team_balance.verdict(view, balance), team_balance.left_out(view, balance))))
    with st.container(border=True, key="quality_teams"):
        st.subheader(view.say("team_balance.title"), anchor="tiimit")
        st.markdown(f"{said} {view.say('team_balance.about')}")
        if balance.empty:
            return
        drawn, names = team_balance.rows(view, balance), (view.say("team_balance.yes"), view.say("team_balance.no"))
        figure = marks(drawn, "team", "month", "holds", said=names, words=view.words(view.ask("cases_opened")), label=numbers.bucket)
        st.plotly_chart(figure, key="plot_team_balance", config=PLOTLY_CONFIG(view.language), alt=f"{said} {view.say('chart.see_table')}")
        broken = team_balance.table(view, balance, broken_only=True)
        if len(broken):
            st.markdown(view.say("team_balance.mend"))
            st.table(broken, border="horizontal", hide_index=True)
        blocks.twin(view, "team_balance", [view.say("team_balance.title")], lambda: [team_balance.table(view, balance)])


def _tables(view: View, rows: pd.DataFrame) -> None:
    with st.container(border=True, key="quality_tables"):
        st.subheader(view.say("quality.tables.title"), anchor=False)
        st.markdown(view.say("quality.tables.about"))
        st.table(quality.tables(view, rows), border="horizontal", hide_index=True)
        st.caption(view.say("quality.tables.exactness"))


def _hidden(view: View) -> None:
    with st.container(border=True, key="quality_hidden"):
        st.subheader(view.say("quality.hidden.title"), anchor=False)
        st.markdown(protection.rules(view, view.viewer.role))
        share = quality.hidden_share(view.ask("cases_opened", "month", "county"))
        st.markdown(view.say("quality.hidden.share", share=numbers.percent(share, view.language)) if share else view.say("quality.hidden.none"))
        st.markdown(view.say("quality.hidden.link", address=links.to("maaritelmat")))
