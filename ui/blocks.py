"""The building blocks of a page, in the order of a storyboard: head, key numbers, charts with their table twin, definitions."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.locale import PLOTLY_CONFIG
from metrics import Answer, Statistic
from texts import has
from ui import export, numbers
from ui.filters import sentence
from ui.view import View


def head(view: View, finding: str = "") -> None:
    """Title, what is shown, and the one sentence that says what is to be seen."""
    st.title(view.say(f"page.{view.page}.title"), anchor=False)
    st.caption(sentence(view.filters, view.viewer, view.language, view.months))
    if finding:
        st.markdown(f"**{finding}**")


def cards(view: View, *answers: Answer) -> None:
    """Key numbers, each with its period, the number behind it and its definition."""
    grid = st.grid(_columns(len(answers)), min_column_width=165, border=True, key=f"cards_{answers[0].metric.name}")
    for answer in answers:
        with grid.cell():
            title = view.title(answer.metric)
            st.markdown(title, help=view.say(f"metric.{answer.metric.name}.definition"))
            st.metric(title, view.show(answer.value, answer, answer.hidden), label_visibility="collapsed")
            st.caption(" · ".join(_behind(view, answer)))


def chart(view: View, key: str, figure: Any, *answers: Answer, finding: str, table: pd.DataFrame | None = None) -> None:
    """A chart with its title, finding, text alternative, notes, table twin and download. `table` replaces the answers' own."""
    with st.container(border=True, key=f"chart_{key}"):
        title = view.heading(key, *answers)
        st.subheader(title, anchor=False)
        st.markdown(finding)
        st.plotly_chart(figure, key=f"plot_{key}", config=PLOTLY_CONFIG(view.language), alt=f"{title}. {finding} {view.say('chart.see_table')}")
        notes_and_table(view, key, *answers, table=table)


def notes_and_table(view: View, key: str, *answers: Answer, table: pd.DataFrame | None = None) -> None:
    """What is under every chart: period and protection in words, the same numbers as a table, and the table as a file."""
    said = notes(view, *answers)
    st.caption(" · ".join(said))
    opened = st.expander(view.say("chart.as_table"), key=f"table_{key}", on_change="rerun")
    if opened.open:
        tables = [table] if table is not None else [view.table(answer) for answer in answers]
        with opened:
            for place, one in enumerate(tables):
                with st.container(height=420 if len(one) > 12 else "content", border=False):
                    st.table(one, border="horizontal", hide_index=True)
                st.download_button(
                    view.say("chart.download"),
                    export.csv(one, [view.heading(key, *answers), *said]),
                    file_name=f"{key}{place or ''}.csv",
                    mime="text/csv",
                    key=f"download_{key}_{place}",
                )


def notes(view: View, *answers: Answer) -> list[str]:
    """Period, and how small numbers are treated, in words."""
    said = [view.say("note.period", period=view.period_text(*answers))] if answers else []
    if any(answer.frame["hidden"].any() for answer in answers):
        said.append(view.say("note.hidden", threshold=max(answer.threshold for answer in answers)))
    if any(answer.rounded for answer in answers):
        said.append(view.say("note.rounded"))
    if any(view.unfinished(answer) for answer in answers):
        said.append(view.say("note.unfinished"))
    return said


def two() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Two halves side by side on a wide screen, one under the other on a phone."""
    left, right = st.columns(2)
    return left, right


def definitions(view: View, *metrics: str) -> None:
    """The definitions of the metrics of a page, folded away at its end."""
    with st.expander(view.say("chart.definitions")):
        for name in metrics:
            st.markdown(f"**{view.title(name)}** (`{name}`): {view.say(f'metric.{name}.definition')}")


def _columns(cards: int) -> int:
    """Rows of the same length where that can be: 6 cards as 3 and 3, 5 in one row; two columns on a phone."""
    return 3 if cards % 3 == 0 else min(cards, 5)


def _behind(view: View, answer: Answer) -> Sequence[str]:
    """The small print of a key number: its unit, its period, and n where the value is not itself a count."""
    unit = view.say(f"metric.{answer.metric.name}.unit")
    said = [unit] if unit not in ("", "%") else []
    said.append(view.period_text(answer))
    if answer.metric.statistic in (Statistic.COUNT, Statistic.FIGURE):
        return said
    n = view.say("value.hidden", threshold=answer.threshold) if pd.isna(answer.n) else numbers.decimal(answer.n, view.language)
    of = f"metric.{answer.metric.name}.denominator"
    return [*said, f"n = {n}{f' {view.say(of)}' if has(view.language, of) else ''}".rstrip()]
