"""What is asked and how it is answered: metrics declared once, questions as values, answers protected by the gate."""

from data_access.engine import Gone, data_version, pinned
from data_access.place import NoData, Outdated, Unreachable
from data_access.scope import NoAccess, Role, Viewer
from data_access.tally import GRAINS
from metrics.ask import ask
from metrics.catalogue import METRICS
from metrics.model import Answer, Better, GrammarError, Metric, Period, Question, Statistic, Unit

__all__ = [
    "GRAINS",
    "METRICS",
    "Answer",
    "Better",
    "Gone",
    "GrammarError",
    "Metric",
    "NoAccess",
    "NoData",
    "Outdated",
    "Period",
    "Question",
    "Role",
    "Statistic",
    "Unit",
    "Unreachable",
    "Viewer",
    "ask",
    "data_version",
    "pinned",
]
