"""What a map or a chart by area looks at: a measure, for each 10 000 inhabitants or as it is, on one of the divisions of the country."""

from dataclasses import dataclass

from metrics import METRICS, Metric, Statistic, Unit
from ui.view import View

RELATION = "relation"
DIVISIONS = ("county", "employment_area")
OTHER = {"county": "employment_area", "employment_area": "county"}
LEVELS = (*DIVISIONS, "municipality", "tiles")
INHABITANTS = "population"


@dataclass(frozen=True)
class Lens:
    """`measure`: a metric or a layer; `relative`: for each 10 000 inhabitants; `picture`: one of LEVELS; `borders`: the division drawn
    over it, or empty; `version`: of a layer that has several."""

    measure: str
    relative: bool = False
    picture: str = "county"
    borders: str = ""
    version: str = ""

    @property
    def level(self) -> str:
        """The kind of area that has values: tiles are municipalities."""
        return "municipality" if self.picture == "tiles" else self.picture

    @property
    def layer(self) -> bool:
        """Whether it shows classes of areas and not a measure."""
        return self.measure not in METRICS


def can_be_relative(metric: Metric) -> bool:
    """Whether a number for each 10 000 inhabitants says something: counts that add up, but not the inhabitants themselves."""
    counted = metric.statistic is Statistic.COUNT or (metric.statistic is Statistic.FIGURE and metric.additive)
    return counted and metric.unit is not Unit.EUROS and metric.name != INHABITANTS


def chosen_area(view: View) -> tuple[str, str] | None:
    """(kind, code) of the area chosen; None where the view is of the whole country or of a team."""
    return next(((kind, code) for kind, code in view.filters.where.items() if kind in LEVELS), None)
