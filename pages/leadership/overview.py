"""Overview: who comes, how many there are, how long they wait, how it ends."""

from charts.bars import bars
from charts.trend import trend
from ui import blocks, findings
from ui.view import View


def draw(view: View) -> None:
    """The first page: key numbers, then flow, sources and outcomes."""
    opened, closed, stock, wait = view.answers("cases_opened", "cases_closed", "cases_open", "wait_to_first_meeting")
    blocks.head(view, findings.value(view, "page.overview.finding", opened, stock, wait))
    blocks.cards(view, opened, stock, view.ask("clients"), view.ask("cases_waiting"), wait, view.ask("employed_share"))

    over_time = view.ask("cases_open", view.grain)
    words = view.words(over_time)
    figure = trend(view.frame(over_time), view.grain, words=words, incomplete=view.unfinished(over_time), incomplete_text=view.say("chart.incomplete"))
    blocks.chart(view, "open_over_time", figure, over_time, finding=findings.latest(view, over_time))

    sources, outcomes = view.ask("cases_opened", "referral_source"), view.ask("cases_closed", "outcome")
    left, right = blocks.two()
    with left:
        figure = bars(view.largest_first(sources), "referral_source", words=view.words(sources), unknown=view.unknown("referral_source"))
        blocks.chart(view, "sources", figure, sources, finding=findings.largest(view, sources, opened))
    with right:
        figure = bars(view.largest_first(outcomes), "outcome", words=view.words(outcomes), unknown=view.unknown("outcome"))
        blocks.chart(view, "outcomes", figure, outcomes, finding=findings.largest(view, outcomes, closed))
    blocks.definitions(view, "cases_opened", "cases_open", "clients", "cases_waiting", "wait_to_first_meeting", "employed_share")
