"""What a metric counts is told from its declaration, with names for codes."""

from pathlib import Path

import pytest

from metrics import METRICS, Role
from metrics.described import code_lists, conditions, is_public, limits
from metrics.model import Metric


def test_codes_of_a_condition_are_told_by_name(on_duckdb: Path) -> None:
    first, second = conditions(METRICS["consultations"], METRICS["consultations"].where)
    assert (first.kind, first.dimension, [names["fi"] for names in first.classes]) == ("only", "event_status", ["Toteutunut"])
    assert (second.dimension, [names["fi"] for names in second.classes]) == ("event", ["Konsultaatio"])


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.name)
def test_no_condition_of_a_metric_shows_a_bare_code(on_duckdb: Path, metric: Metric) -> None:
    codes = set(code_lists()["code"]) - {name for column in ("name_fi", "name_sv", "name_en") for name in code_lists()[column]}
    shown = {names[language] for one in conditions(metric, (*metric.where, *metric.hits)) for names in one.classes for language in ("fi", "sv", "en")}
    assert not {name for name in shown & codes if not name.isdigit()}


def test_the_limits_of_the_steering_group_are_stricter() -> None:
    manager, steering = limits(Role.MANAGER), limits(Role.STEERING_GROUP)
    assert manager["below"] < steering["below"] and steering["base"] > 1
    assert limits(Role.COORDINATOR)["below"] == 1


def test_facts_about_persons_are_not_public() -> None:
    assert is_public("indicator_value") and not is_public("client_case")
