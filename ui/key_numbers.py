"""Key numbers with a note in each card: what a reader has to know before repeating the number."""

import streamlit as st

from metrics import Answer
from ui import blocks
from ui.view import View


def noted(view: View, *answers: tuple[Answer, str]) -> None:
    """Cards side by side as in ui.blocks, each answer with its note; an empty note is left out."""
    grid = st.grid(len(answers), min_column_width=165, border=True, key="cards")
    for answer, note in answers:
        with grid.cell():
            title = view.title(answer.metric)
            st.markdown(title, help=view.say(f"metric.{answer.metric.name}.definition"))
            st.metric(title, view.show(answer.value, answer, answer.hidden), label_visibility="collapsed")
            st.caption(" · ".join(blocks._behind(view, answer)))
            if note:
                st.caption(f":material/info: {note}")
