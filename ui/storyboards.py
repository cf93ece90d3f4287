"""The two charts most pages begin with, whole: a metric over time, and a metric by its classes, largest first."""

from charts.bars import bars
from charts.trend import trend
from ui import blocks, findings
from ui.view import View


def over_time(view: View, metric: str, key: str = "") -> None:
    """A metric over the period, in the time step that keeps its numbers readable."""
    answer = view.ask(metric, view.grain)
    figure = trend(
        answer.frame, view.grain, words=view.words(answer), incomplete=view.unfinished(answer), incomplete_text=view.say("chart.incomplete")
    )
    blocks.chart(view, key or metric, figure, answer, finding=findings.latest(view, answer))


def ranked(view: View, metric: str, dimension: str, key: str = "") -> None:
    """A metric by the classes of a dimension; what is not known stands last, what is hidden says so."""
    answer = view.ask(metric, dimension)
    figure = bars(view.largest_first(answer), dimension, words=view.words(answer), unknown=view.unknown(dimension))
    blocks.chart(view, key or f"{metric}_by_{dimension}", figure, answer, finding=findings.largest(view, answer, view.ask(metric)))
