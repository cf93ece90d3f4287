"""What else the pages read: the state of the data, published figures with their sources, area relations and outlines. All public."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from data_access import areas, gate
from data_access.engine import NoData, data_version, settings
from data_access.importing import import_folder

SAMPLE = Path(__file__).parent.parent / "sample_data" / "csv"


def ensure_data() -> None:
    """Where nothing has been imported into the embedded database, imports the bundled sample data, as anybody would import their own."""
    if settings().url:
        return
    try:
        data_version()
    except NoData:
        import_folder(SAMPLE, sample=True)


def loaded() -> dict[str, Any]:
    """The newest import: run, imported_at, source, sample, first_month, last_month, last_day."""
    return gate.loaded()


def loaded_tables() -> pd.DataFrame:
    """table_name, rows, unknown, code_values of the newest import."""
    return gate.loaded_tables()


def coordinators() -> list[str]:
    """Coordinator pseudonyms; sample data only."""
    return gate.coordinators()


def published_figures() -> pd.DataFrame:
    """Every published figure beside its indicator: names, unit, value, period, area, value_state, producer, licence, source."""
    values, indicators = gate.rows("indicator_value"), gate.rows("indicator")
    return values.merge(indicators, how="left", on="indicator", suffixes=("", "_indicator"), validate="m:1")


def indicators() -> pd.DataFrame:
    """Every indicator with its names, definitions, unit, group and usual lag, those without any figure too, by name."""
    return gate.rows("indicator").sort_values("name_fi", ignore_index=True)


def area_table() -> pd.DataFrame:
    """The area table as loaded."""
    return gate.rows("area")


@cache
def outlines(level: str) -> dict[str, Any]:
    """GeoJSON of `county` or `employment_area` outlines, approximate; never to be computed from."""
    file = Path(areas.FILE).parent / "outlines" / f"{level}.geojson"
    return json.loads(file.read_text(encoding="utf-8"))


relations = areas.relations
pairs = areas.pairs
crossing = areas.crossing
