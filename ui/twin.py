"""The table twin of a chart that has no answer behind it, as published figures: folded away, with the table as a file."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from ui import export
from ui.view import View

MOST_ROWS = 12


def twin(view: View, key: str, title: str, table: Callable[[], pd.DataFrame]) -> None:
    """Draws the fold; the table is made only when it is opened."""
    opened = st.expander(view.say("chart.as_table"), key=f"table_{key}", on_change="rerun")
    if opened.open:
        made = table()
        with opened:
            with st.container(height=420 if len(made) > MOST_ROWS else "content", border=False):
                st.table(made, border="horizontal", hide_index=True)
            file = export.csv(made, [title])
            st.download_button(view.say("chart.download"), file, file_name=f"{key}.csv", mime="text/csv", key=f"download_{key}")
