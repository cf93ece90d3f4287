"""The pages in the order of the menu. A page is a `draw(view)`; all are registered for everybody and the gate decides what they show."""

from collections.abc import Callable
from dataclasses import dataclass

from pages.about import data_quality, definitions
from pages.caseload import own_cases
from pages.leadership import area_map, durations, feedback, flows, indicators, outcomes, overview, referrals
from ui.view import View


@dataclass(frozen=True)
class Page:
    """A page: `url` is its address, `name` its key in texts under page.*, `filtered` whether the filters are drawn above it."""

    url: str
    name: str
    icon: str
    draw: Callable[[View], None]
    filtered: bool = True


PAGES = (
    Page("", "overview", ":material/dashboard:", overview.draw),
    Page("asiakasvirrat", "flows", ":material/sync_alt:", flows.draw),
    Page("ohjautuminen", "referrals", ":material/call_split:", referrals.draw),
    Page("tulokset", "outcomes", ":material/flag:", outcomes.draw),
    Page("tyottomyyden-kesto", "durations", ":material/hourglass_bottom:", durations.draw),
    Page("kartta", "map", ":material/map:", area_map.draw),
    Page("indikaattorit", "indicators", ":material/monitoring:", indicators.draw),
    Page("palaute", "feedback", ":material/forum:", feedback.draw),
    Page("omat-asiakkaat", "own_cases", ":material/person:", own_cases.draw),
    Page("maaritelmat", "definitions", ":material/menu_book:", definitions.draw, filtered=False),
    Page("tiedon-laatu", "data_quality", ":material/fact_check:", data_quality.draw, filtered=False),
)
