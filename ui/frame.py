"""What stands around every page: the sidebar with menu, role, language and state of the data, the sample label, and refusals."""

from collections.abc import Iterable
from typing import Any, NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from metrics import Viewer
from texts import LANGUAGES, text
from ui import address, numbers, roles


def top_of_sidebar(language: str) -> DeltaGenerator:
    """The name of the dashboard, and under it the place of the menu."""
    with st.sidebar:
        st.markdown(f"**{text(language, 'app.title')}**")
        return st.container(key="menu", gap="xsmall")


def menu(place: DeltaGenerator, pages: Iterable[StreamlitPage]) -> None:
    """Links to the pages that keep what is chosen; Streamlit's own menu would drop it from the address."""
    with place:
        for page in pages:
            st.page_link(page, query_params=address.written(), width="stretch")


def choices(state: dict[str, Any], language: str) -> Viewer | None:
    """Role and language; returns the viewer, or None where nobody may see anything."""
    with st.sidebar:
        viewer = roles.choose(state, language)
        address.select("lang", text(language, "language.choose"), {one: text(one, "language.own_name") for one in LANGUAGES}, LANGUAGES[0])
        st.caption(text(language, "data.updated", day=numbers.day(state["last_day"], language), run=state["run"]))
    return viewer


def label_sample(state: dict[str, Any], language: str) -> None:
    """Says on every page that the data is invented."""
    if state["sample"] == "yes":
        st.badge(text(language, "data.sample"), icon=":material/science:", color="orange", help=text(language, "data.sample_help"))


def refuse(reason: str, language: str) -> NoReturn:
    """One sentence on why nothing is shown and what to do (error.REASON), and the end of the run."""
    st.title(text(language, "app.title"), anchor=False)
    st.error(text(language, f"error.{reason}"), icon=":material/block:")
    st.stop()
