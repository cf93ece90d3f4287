"""A sample small enough to ask everything of it, and the questions to ask."""

from pathlib import Path

from data_access.importing import import_delivery
from metrics import METRICS, Question, Viewer
from metrics.dimensions import allowed
from sample_data.__main__ import write_sample

CASES = 800
MANAGER, STEERING = Viewer.parse("manager"), Viewer.parse("steering_group")
PILOT = Viewer.parse("coordinator:TYTTI-1")


def import_small(folder: Path) -> None:
    """Writes the small sample into `folder` and imports it into the database the settings name."""
    write_sample(folder, CASES, 1)
    report = import_delivery(folder, sample=True)
    assert report.published, report.problems[:5]


def singles(metric: str, viewer: Viewer) -> list[Question]:
    """The question without a breakdown and with each single one the viewer may ask."""
    can = [name for name in allowed(METRICS[metric]) if name != "coordinator" or viewer == PILOT]
    return [Question(metric), *(Question(metric, (name,)) for name in can)]
