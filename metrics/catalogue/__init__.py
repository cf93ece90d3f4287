"""Every metric by name. Each file here declares the metrics of one fact table and nothing else."""

from metrics.catalogue import cases, events, feedback, indicators, measures, services
from metrics.model import Metric

METRICS: dict[str, Metric] = {metric.name: metric for part in (cases, events, services, measures, feedback, indicators) for metric in part.METRICS}
