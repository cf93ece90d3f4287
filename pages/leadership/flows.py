"""Client flows: stock and flow, the way from source through service to outcome, and the six steps."""

from itertools import pairwise

import pandas as pd

from charts.flow import stock_and_flow
from charts.funnel import funnel
from charts.sankey import sankey
from metrics.dimensions import names
from metrics.methods import flows
from ui import area_charts, blocks, findings, monthly, tables
from ui.view import View

MOST_NODES = 5
WAYS_HEIGHT = 640
WAYS = ("referral_source", "service", "outcome")


def draw(view: View) -> None:
    """In and out, source to outcome, and step to step."""
    opened, closed, stock = view.answers("cases_opened", "cases_closed", "cases_open")
    blocks.head(view, findings.value(view, "page.flows.finding", opened, closed, stock))
    blocks.cards(view, opened, closed, stock, view.ask("clients"))
    _balance(view)
    _ways(view)
    _steps(view)
    area_charts.by_area(view, "cases_opened", "cases_closed", "cases_open", "clients")
    blocks.definitions(view, "cases_opened", "cases_closed", "cases_open", "clients", "referrals")


def _balance(view: View) -> None:
    over_time = [view.ask(name, view.grain) for name in ("cases_opened", "cases_closed", "cases_open")]
    opened, closed, stock = over_time
    frame = flows.balance(opened.frame, closed.frame, stock.frame, view.grain)
    figure = stock_and_flow(
        opened.frame,
        closed.frame,
        stock.frame,
        view.grain,
        names=(view.title(opened.metric), view.title(closed.metric), view.title(stock.metric)),
        words=view.words(opened),
        incomplete=view.unfinished(opened),
        incomplete_text=view.say("chart.incomplete"),
    )
    finding = monthly.verdict(view, frame, opened)
    blocks.chart(view, "stock_and_flow", figure, *over_time, finding=finding, table=tables.balance(view, frame, opened))


def _ways(view: View) -> None:
    whole = view.ask("cases_closed")
    if whole.hidden or not whole.value:
        return
    sides = {name: flows.sides(view.ask("cases_closed", name).frame, name, whole.value, MOST_NODES) for name in WAYS}
    answers = [view.ask("cases_closed", *pair) for pair in pairwise(WAYS)]
    parts = [
        tables.named_links(view, flows.links(answer.frame, *pair, sides[pair[0]], sides[pair[1]]), *pair, stage=2 * place)
        for place, (pair, answer) in enumerate(zip(pairwise(WAYS), answers, strict=True))
    ]
    named = pd.concat(parts, ignore_index=True)
    merged = [view.say("chart.ways.junction"), *(view.say(f"chart.ways.other.{name}") for name in WAYS)]
    figure = sankey(named, words=view.words(whole), last=merged, grey=merged, height=WAYS_HEIGHT)
    finding = findings.value(view, "chart.ways.finding", whole)
    blocks.chart(view, "ways", figure, whole, *answers, finding=finding, table=tables.links(view, named, whole))


def _steps(view: View) -> None:
    answer = view.ask("referrals", "step")
    frame = flows.funnel(answer.frame, "step", list(names("step")))
    named = frame.assign(step=[view.label("step", code) for code in frame["step"]])
    figure = funnel(
        named, "step", words=view.words(answer), from_previous=view.say("chart.steps.from_previous"), from_first=view.say("chart.steps.from_first")
    )
    blocks.chart(view, "steps", figure, answer, finding=view.say("chart.steps.finding"), table=tables.funnel(view, frame, answer))
