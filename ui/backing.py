"""What stands beside a key number about what it rests on: its line on the page on data quality, and a warning where a fifth is unknown.

It speaks of the whole data, whatever is filtered, and says so.
"""

from metrics import Metric
from metrics.resting import weakest
from ui import coarse, completeness, links
from ui.view import View

PAGE = "tiedon-laatu"


def link(view: View, metric: Metric) -> str:
    """A link to the line of the weakest column the metric rests on; the choices in the address stay."""
    gap = weakest(metric)
    address = links.to(PAGE, **{links.PLACE: f"{gap.table}.{gap.column}"})
    return f"[{view.say('backing.link')}]({address}#{completeness.anchor(gap.table)})"


def warning(view: View, metric: Metric) -> str:
    """That more than a fifth is not known of a column the metric rests on; else empty. Where the number is hidden nothing is said."""
    gap = weakest(metric)
    if gap.share <= completeness.LEAST or coarse.hidden(view, gap.table, gap.unknown, gap.rows):
        return ""
    share = coarse.share(view, gap.table, gap.unknown, gap.rows)
    return view.say("backing.unknown", share=share, column=completeness.column(view, (gap.table, gap.column)).lower())
