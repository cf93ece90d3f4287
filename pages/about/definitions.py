"""Definitions: every metric, the words of the field, how small numbers are treated, what is easily misread, and the code lists."""

import streamlit as st

from metrics import METRICS, Role
from ui import blocks, definition, glossary, protection
from ui.indicator_list import indicators
from ui.view import View

TABS = ("metrics", "terms", "protection", "traps", "codes")
FIRST_LIST = "referral_source"


def draw(view: View) -> None:
    """One search over metrics and terms, then five parts."""
    blocks.head(view, view.say("page.definitions.finding", metrics=len(METRICS), terms=len(glossary.keys(view, "glossary"))))
    title, hint = view.say("definition.search"), view.say("definition.search_hint")
    wanted = st.text_input(title, type="search", placeholder=hint, live=True, key="definition_search") or ""
    parts = st.tabs([view.say(f"definition.tab.{name}") for name in TABS])
    for part, fill in zip(parts, (_metrics, _terms, _protection, _traps, _codes), strict=True):
        with part:
            fill(view, wanted)


def _metrics(view: View, wanted: str) -> None:
    found = definition.matching(view, wanted)
    published = indicators(view, wanted)
    if not found and not published:
        st.markdown(view.say("definition.none"))
        return
    st.caption(view.say("definition.found", n=len(found), all=len(METRICS)))
    for table, group in definition.by_table(found).items():
        with st.container(border=True, key=f"definitions_{table}"):
            st.subheader(view.say(f"table.{table}"), anchor=False)
            st.caption(f"{view.say('definition.breakdowns', names=definition.breakdowns(view, group[0]))} `{table}`")
            for metric in group:
                st.markdown(definition.explained(view, metric))
    if published:
        with st.container(border=True, key="definitions_published"):
            st.subheader(view.say("definition.indicators"), anchor=False)
            st.caption(view.say("definition.indicators_about"))
            for one in published:
                st.markdown(one)


def _terms(view: View, wanted: str) -> None:
    table = glossary.terms(view, wanted)
    if table.empty:
        st.markdown(view.say("definition.none_terms"))
        return
    st.table(table, border="horizontal", hide_index=True)


def _protection(view: View, _wanted: str) -> None:
    st.markdown(protection.intro(view))
    for role in Role:
        st.markdown(f"**{view.say(f'protection.{role}_title')}**: {protection.rules(view, role)}")
    st.markdown(f"**{view.say('protection.public_title')}**: {view.say('protection.public')}")


def _traps(view: View, _wanted: str) -> None:
    st.subheader(view.say("age_limit.title"), anchor=False)
    st.markdown(view.say("age_limit.about"))
    st.table(glossary.age_limits(view), border="horizontal", hide_index=True)
    st.subheader(view.say("trap.title"), anchor=False)
    for title, text in glossary.traps(view):
        st.markdown(f"**{title}.** {text}")


def _codes(view: View, _wanted: str) -> None:
    st.subheader(view.say("code.changed"), anchor=False)
    st.table(glossary.changed_codes(view), border="horizontal", hide_index=True)
    names = glossary.list_names(view)
    start = list(names).index(FIRST_LIST)
    chosen = st.selectbox(view.say("code.choose"), list(names), index=start, format_func=lambda name: names[name], key="definition_codes")
    st.table(glossary.codes(view, chosen), border="horizontal", hide_index=True)
