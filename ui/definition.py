"""What a metric means in words: definition, unit, what is counted and when, which way is better, how late it is known."""

from metrics import METRICS, Metric
from metrics.described import Condition, conditions
from metrics.dimensions import allowed
from texts import has
from ui.view import View

DOT = " · "


def matching(view: View, wanted: str) -> list[Metric]:
    """The metrics whose title, definition or name holds all words of `wanted`."""
    return [metric for metric in METRICS.values() if holds(wanted, metric.name, view.title(metric), view.say(f"metric.{metric.name}.definition"))]


def holds(wanted: str, *texts: str) -> bool:
    """Whether every word of `wanted` is somewhere in the texts; letter case does not matter."""
    whole = " ".join(texts).casefold()
    return all(word in whole for word in wanted.casefold().split())


def by_table(metrics: list[Metric]) -> dict[str, list[Metric]]:
    """The metrics under their table, both in the order of the catalogue."""
    return {table: [metric for metric in metrics if metric.table == table] for table in dict.fromkeys(metric.table for metric in metrics)}


def breakdowns(view: View, metric: Metric) -> str:
    """The breakdowns a metric can be asked by."""
    return ", ".join(view.say(f"dimension.{name}").lower() for name in allowed(metric))


def explained(view: View, metric: Metric) -> str:
    """A metric as Markdown: title, name, definition, then the facts of its declaration in small print."""
    facts = [fact for fact in (_unit(view, metric), _time(view, metric), _better(view, metric), _lag(view, metric)) if fact]
    parts = {"where": metric.where, "hits": metric.hits}
    rules = [view.say(f"definition.row_{name}", conditions=_said(view, conditions(metric, part))) for name, part in parts.items() if part]
    heading, definition = f"**{view.title(metric)}** `{metric.name}`", view.say(f"metric.{metric.name}.definition")
    return "  \n".join([heading, definition, *(f":small[{DOT.join(line)}]" for line in (facts, rules) if line)])


def unit(view: View, metric: Metric) -> str:
    """The unit's word: the metric's own, or that of its kind."""
    own = f"metric.{metric.name}.unit"
    return (view.say(own) if has(view.language, own) else "") or view.say(f"definition.unit.{metric.unit}")


def _unit(view: View, metric: Metric) -> str:
    statistic = view.say(f"definition.statistic.{metric.statistic}")
    return view.say("definition.row_unit", unit=unit(view, metric), statistic=statistic)


def _time(view: View, metric: Metric) -> str:
    clock = f"definition.clock.{metric.clock}"
    time = view.say(clock) if has(view.language, clock) else view.say(f"definition.time.{metric.table}_{metric.date}")
    return view.say("definition.row_time", time=time)


def _better(view: View, metric: Metric) -> str:
    return view.say("definition.row_better", better=view.say(f"definition.better.{metric.better}"))


def _lag(view: View, metric: Metric) -> str:
    return view.say("definition.row_lag", months=metric.lag_months)


def _said(view: View, found: list[Condition]) -> str:
    return "; ".join(_condition(view, one) for one in found)


def _condition(view: View, one: Condition) -> str:
    column = view.say(f"dimension.{one.dimension}" if one.dimension else f"definition.column.{one.column}")
    classes = ", ".join(names[view.language] for names in one.classes)
    return view.say(f"definition.condition.{one.kind}", column=column.lower(), classes=classes)
