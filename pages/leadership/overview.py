"""Overview: who comes, how many there are, how long they wait, how it ends."""

from ui import area_charts, blocks, findings, storyboards
from ui.view import View


def draw(view: View) -> None:
    """The first page: key numbers, then the stock, the sources and the outcomes."""
    opened, stock, wait = view.answers("cases_opened", "cases_open", "wait_to_first_meeting")
    blocks.head(view, findings.value(view, "page.overview.finding", opened, stock, wait))
    blocks.cards(view, opened, stock, *view.answers("clients", "cases_waiting"), wait, view.ask("employed_share"))
    storyboards.over_time(view, "cases_open", "open_over_time")
    left, right = blocks.two()
    with left:
        storyboards.ranked(view, "cases_opened", "referral_source", "sources")
    with right:
        storyboards.ranked(view, "cases_closed", "outcome", "outcomes")
    area_charts.by_area(view, "cases_opened", "cases_open", "clients", "cases_waiting", "wait_to_first_meeting", "employed_share")
    blocks.definitions(view, "cases_opened", "cases_open", "clients", "cases_waiting", "wait_to_first_meeting", "employed_share")
