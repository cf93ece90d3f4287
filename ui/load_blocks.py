"""The loads as they are drawn on the page on data quality: the list, one load with its files and problems, and the files in force."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from metrics import Role
from metrics.loads import attempt_files, attempt_problems, attempts, loaded_files, revised_months
from ui import export, loads, quality
from ui.plain import plain
from ui.view import View

LISTED, LONG = 10, 12


def warn(view: View, state: Mapping[str, Any]) -> None:
    """At the top of the page: that the newest load did not become what is shown, or that the journal cannot be read."""
    found = attempts(LISTED)
    if found is None:
        st.warning(view.say("loads.unreadable"), icon=":material/warning:")
    elif said := loads.trouble(view, found, state):
        st.error(str(plain(said)), icon=":material/error:")


def draw(view: View) -> None:
    """The newest loads, and one of them with its files and problems."""
    found = attempts(LISTED)
    with st.container(border=True, key="quality_loads"):
        st.subheader(view.say("loads.title"), anchor="lataukset")
        if found is None or found.empty:
            st.markdown(view.say("loads.unreadable" if found is None else "loads.none"))
            return
        st.markdown(view.say("loads.about"))
        _table(view, "loads", loads.listed(view, found), loads.listed(view, found, whole=True))
        rows = {int(row["id"]): row for row in found.to_dict("records")}
        chosen = st.selectbox(view.say("loads.choose"), list(rows), format_func=lambda one: loads.name(view, rows[one]), key="load_chosen")
        _load(view, rows[chosen])


def in_force(view: View) -> None:
    """The files in force and since when, and the months that the newest import revised."""
    files, revised = loaded_files(), revised_months()
    with st.container(border=True, key="quality_in_force"):
        st.subheader(view.say("loads.in_force"), anchor="tiedostot")
        if len(files):
            oldest = quality.short_moment(view, str(files["since"].min()))
            st.markdown(view.say("loads.in_force_about", n=len(files), oldest=oldest))
        months = ", ".join(view.label("month", month) for month in revised)
        st.markdown(view.say("loads.revised", months=months) if revised else view.say("loads.not_revised"))
        if len(files):
            _table(view, "files", loads.in_force(view, files), loads.in_force(view, files, whole=True))


def _load(view: View, row: Mapping[Any, Any]) -> None:
    files = attempt_files(int(row["id"]))
    if files.empty:
        st.markdown(view.say("loads.no_files"))
    else:
        _table(view, f"load_{row['id']}", loads.of_load(view, files), loads.of_load(view, files, whole=True))
    if view.viewer.role is not Role.MANAGER:
        st.markdown(view.say("loads.problems_for_manager"))
        return
    found = attempt_problems(int(row["id"]), view.viewer)
    if found.empty:
        st.markdown(view.say("loads.no_problems"))
        return
    st.markdown(view.say("loads.problems", n=len(found)))
    head = view.say("loads.problems_head", when=quality.short_moment(view, row["began_at"]), source=row["source"])
    _file(view, f"problems_{row['id']}", export.csv(loads.problems(view, found), [head]), "loads.get_problems")


def _table(view: View, key: str, table: pd.DataFrame, whole: pd.DataFrame) -> None:
    """A table with its whole form, which has the hashes in full, as a file."""
    with st.container(height=420 if len(table) > LONG else "content", border=False):
        st.table(table.map(plain), border="horizontal", hide_index=True)
    _file(view, key, export.csv(whole, []), "chart.download")


def _file(view: View, key: str, content: bytes, words: str) -> None:
    st.download_button(view.say(words), content, file_name=f"{key}.csv", mime="text/csv", key=f"download_{key}")
