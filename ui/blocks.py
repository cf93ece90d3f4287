"""The building blocks of a page, in the order of a storyboard: head, key numbers, charts with their table twin, definitions."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.locale import PLOTLY_CONFIG
from metrics import Answer, Statistic
from texts import has
from ui import backing, export
from ui.filters import sentence
from ui.view import View

MOST_ROWS = 12


def head(view: View, finding: str = "") -> None:
    """Title, what is shown, and the one sentence that says what is to be seen."""
    st.title(view.say(f"page.{view.page}.title"), anchor=False)
    st.caption(sentence(view.filters, view.viewer, view.language, view.months))
    if finding:
        st.markdown(f"**{finding}**")


def cards(view: View, *answers: Answer, notes: Mapping[str, str] | None = None) -> None:
    """Key numbers, each with its period, the number behind it, its definition, its line on the page on data quality and a warning where
    much of what it rests on is not known; `notes` say by metric what else to know before using it."""
    grid = st.grid(_columns(len(answers)), min_column_width=165, border=True, key=f"cards_{answers[0].metric.name}")
    for answer in answers:
        with grid.cell():
            title = view.title(answer.metric)
            st.markdown(title, help=view.say(f"metric.{answer.metric.name}.definition"))
            st.metric(title, view.show(answer.value, answer, answer.hidden), label_visibility="collapsed")
            st.caption(" · ".join(_behind(view, answer)))
            for note in filter(None, (backing.warning(view, answer.metric), (notes or {}).get(answer.metric.name))):
                st.caption(f":material/info: {note}")
            st.markdown(f":small[{backing.link(view, answer.metric)}]")  # a caption would fade the link until it is hard to read


def chart(view: View, key: str, figure: Any, *answers: Answer, finding: str, table: pd.DataFrame | None = None, title: str = "") -> None:
    """A chart with its title, finding, text alternative, notes, table twin and download. `table` and `title` replace the answers' own."""
    with st.container(border=True, key=f"chart_{key}"):
        title = title or view.heading(key, *answers)
        st.subheader(title, anchor=False)
        st.markdown(finding)
        st.plotly_chart(figure, key=f"plot_{key}", config=PLOTLY_CONFIG(view.language), alt=f"{title}. {finding} {view.say('chart.see_table')}")
        notes_and_table(view, key, *answers, table=table, title=title)


def notes_and_table(view: View, key: str, *answers: Answer, table: pd.DataFrame | None = None, title: str = "") -> None:
    """What is under every chart: period and protection in words, the same numbers as a table, and the table as a file under `title`."""
    said = notes(view, *answers)
    st.caption(" · ".join(said))
    heading = title or view.heading(key, *answers)
    twin(view, key, [heading, *said], lambda: [table] if table is not None else [view.table(answer) for answer in answers])


def twin(view: View, key: str, said: list[str], tables: Callable[[], Sequence[pd.DataFrame]]) -> None:
    """Tables folded away, each also as a file that begins with what is `said`; they are made only when the fold is opened."""
    opened = st.expander(view.say("chart.as_table"), key=f"table_{key}", on_change="rerun")
    if not opened.open:
        return
    with opened:
        for place, table in enumerate(tables()):
            with st.container(height=420 if len(table) > MOST_ROWS else "content", border=False):
                st.table(table, border="horizontal", hide_index=True)
            name = f"{key}{place or ''}"
            file = export.csv(table, said)
            st.download_button(view.say("chart.download"), file, file_name=f"{name}.csv", mime="text/csv", key=f"download_{name}")


def notes(view: View, *answers: Answer) -> list[str]:
    """Period, and how small numbers are treated, in words."""
    found = [answer for answer in answers if len(answer.frame)]
    said = [view.say("note.period", period=view.period_text(*found))] if found else []
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
    of = f"metric.{answer.metric.name}.denominator"
    return [*said, f"n = {view.count(answer.n, answer)}{f' {view.say(of)}' if has(view.language, of) else ''}".rstrip()]
