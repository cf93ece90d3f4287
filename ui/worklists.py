"""Lists of the coordinator's own cases in words. A list shows case pseudonyms only, and cannot be downloaded: files hold protected numbers."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from metrics.dimensions import DIMENSIONS
from ui import numbers
from ui.view import View

WITHOUT_SCROLL = 10
HEIGHT = 460


def worklist(view: View, key: str, cases: pd.DataFrame, columns: Sequence[str], **values: object) -> None:
    """One list with its sentence; one sentence alone where nobody is on it."""
    with st.container(border=True, key=f"list_{key}"):
        st.subheader(view.say(f"worklist.{key}.title"), anchor=False)
        if cases.empty:
            st.markdown(view.say(f"worklist.{key}.none", **values))
            return
        st.markdown(view.say(f"worklist.{key}.finding", n=numbers.decimal(len(cases), view.language), **values))
        rows(view, cases, columns)


def rows(view: View, cases: pd.DataFrame, columns: Sequence[str]) -> None:
    """The cases as a table of its own height, or a scrolling one where they are many."""
    with st.container(height=HEIGHT if len(cases) > WITHOUT_SCROLL else "content", border=False):
        st.table(table(view, cases, columns), border="horizontal", hide_index=True)


def table(view: View, cases: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The columns asked, with headings, names for codes and dates as Finns write them."""
    return pd.DataFrame({view.say(f"worklist.column.{name}"): [_cell(view, name, value) for value in cases[name]] for name in columns}, dtype=object)


def _cell(view: View, name: str, value: object) -> str:
    """A cell in words; an en dash where there is nothing."""
    if name in DIMENSIONS:
        return view.label(name, str(value))
    if value is None or value is pd.NaT or value != value:
        return numbers.decimal(float("nan"), view.language)
    if isinstance(value, date):
        return numbers.day(value, view.language)
    return numbers.decimal(float(value), view.language) if isinstance(value, int | float) else str(value)
