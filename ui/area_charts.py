"""A measure by area as charts: every area of a division beside the others, those that stand out of chance, and both divisions crossed."""

from math import isnan

import streamlit as st

from charts.bars import bars, rows_height
from charts.dots import dots
from charts.funnel_plot import FunnelWords, funnel_plot
from charts.matrix import matrix
from metrics import Statistic
from metrics.library import area_table, crossing, mainland
from metrics.methods import rates
from metrics.methods.funnel import curves
from metrics.methods.intervals import with_interval
from ui import blocks, choosing, crossed, links, maps, shares
from ui.lens import Lens, chosen_area
from ui.maps import Paint
from ui.standing import UNKNOWN
from ui.view import View

ROW, SIDES = 24, ("within", "above", "below")


def by_area(view: View, *metrics: str) -> None:
    """The last chart of a page: one of its metrics by county or by employment area, by name and in no other order."""
    st.header(view.say("lens.by_area"), anchor=False)
    chosen = choosing.switch(view, metrics)
    paint = maps.of_measure(view, chosen)
    frame, marked = paint.frame[paint.frame["area"].isin(mainland(chosen.level))], _highlight(view, chosen, paint)
    frame = frame.sort_values("full", key=lambda column: column.str.casefold())
    whole = view.whole_country.ask(chosen.measure)
    if whole.metric.statistic is Statistic.SHARE:
        line = None if whole.hidden or isnan(whole.value) else (view.say("lens.together"), whole.value)
        figure = dots(with_interval(frame), "label", words=paint.words, n="n", highlight=marked, reference=line)
    else:
        figure = bars(frame, "label", words=paint.words, highlight=marked, height=rows_height(frame["label"], ROW))
    title = f"{paint.words.measure} – {view.say(f'lens.picture.{chosen.picture}')}"
    said = shares.no_cause(view, paint.finding) if whole.metric.date == "closed_month" else paint.finding
    blocks.chart(view, "by_area", figure, *paint.answers, finding=said, table=paint.table, title=title)
    st.markdown(f"[{view.say('lens.on_map')}]({links.to('kartta', mittari=chosen.measure, taso=chosen.picture)})")


def funnel(view: View, chosen: Lens, paint: Paint) -> None:
    """Areas by their size between the limits of chance; nothing where chance cannot be judged."""
    judged = paint.frame[paint.frame["apart"] != UNKNOWN]
    if judged.empty:
        return
    size, per = ("inhabitants", rates.PER) if chosen.relative else ("n", None)
    words = FunnelWords(
        view.say("standing.centre"), view.say("standing.limits95"), view.say("standing.limits998"), *(view.say(f"standing.{one}") for one in SIDES)
    )
    figure = funnel_plot(
        judged,
        "label",
        words=paint.words,
        limits=curves(judged, per=per, size=size),
        legend=words,
        x_title=view.say(f"standing.x_{size}"),
        size=size,
        highlight=_highlight(view, chosen, paint),
    )
    blocks.chart(view, "standing", figure, *paint.answers, finding=view.say("chart.standing.finding"), table=paint.table)


def pairs(view: View, chosen: Lens, dark: bool) -> None:
    """County by employment area: the pairs that share municipalities."""
    made = crossed.pairs(view, chosen)
    if made.frame["value"].isna().all() and not made.frame["hidden"].any():
        st.caption(view.say("chart.pairs.none"))
        return
    figure = matrix(made.frame, "employment_area", "county", words=made.words, crossing=view.say("relation.across"), dark=dark)
    finding = view.say("chart.pairs.finding", pairs=len(made.frame), crossing=len(crossing(area_table())))
    blocks.chart(view, "pairs", figure, *made.answers, finding=finding, table=made.table)


def _highlight(view: View, chosen: Lens, paint: Paint) -> list[str]:
    area = chosen_area(view)
    return list(paint.frame.loc[paint.frame["area"] == area[1], "label"]) if area and area[0] == chosen.level else []
