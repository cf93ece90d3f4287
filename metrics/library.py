"""What else the pages read: the state of the data, published figures with their sources, area relations and outlines. All public."""

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, overload

import pandas as pd

from data_access import areas, gate
from data_access.engine import data_version
from data_access.importing import import_delivery
from data_access.place import NoData, Outdated, settings
from data_access.sources import stored
from metrics.methods import hexagons

SAMPLE = Path(__file__).parent.parent / "sample_data" / "csv"


def ensure_data() -> None:
    """Where nothing has been imported into the embedded database, imports the bundled sample data, as anybody would import their own."""
    if settings().url:
        return
    try:
        data_version()
    except Outdated:
        if loaded()["sample"] == "yes":
            import_delivery(SAMPLE, sample=True)
    except NoData:
        import_delivery(SAMPLE, sample=True)


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
    """The areas in force on the day of the import, and municipalities that have ended with their `successor` (empty in all others)."""
    return areas.current()


def municipalities() -> pd.DataFrame:
    """The rows of `area_table` for the municipalities in force."""
    table = area_table()
    return table[(table["area_type"] == "municipality") & table["successor"].isna()]


def mainland(level: str) -> set[str]:
    """The codes of the areas of a level on the mainland. Åland has a system of its own: it is never compared with the others."""
    now = municipalities()
    return set(now.loc[now["county"] != areas.ALAND, "area" if level == "municipality" else level])


@overload
def outlines(level: Literal["municipality"]) -> dict[str, Any] | None: ...  # type: ignore[overload-overlap]  # the others are never None
@overload
def outlines(level: str) -> dict[str, Any]: ...
def outlines(level: str) -> dict[str, Any] | None:
    """GeoJSON of `county`, `employment_area` or `municipality`, each with `area`, `name`, `approximate`; never to be computed from.

    The official ones where they are stored, from then on also in a running dashboard; else the bundled approximate ones, which have no
    municipalities (None). Do not change what comes back.
    """
    official = stored.official()
    if official is not None:
        return official.outlines[level]
    return None if level == "municipality" else _bundled(level)


def outlines_about() -> dict[str, Any] | None:
    """Of the official outlines in force: source, layer, year, licence, producer, fetched (date). None where the bundled ones are drawn."""
    official = stored.official()
    return None if official is None else official.about


@cache
def _bundled(level: str) -> dict[str, Any]:
    file = Path(areas.FILE).parent / "outlines" / f"{level}.geojson"
    return json.loads(file.read_text(encoding="utf-8"))


def tiles() -> dict[str, Any]:
    """GeoJSON of the municipalities in force as equal hexagons round the equator, each with `area`, `name`, `approximate`.

    The layout is bundled; a municipality that it does not have yet has no tile. Do not change what comes back.
    """
    return _tiles(data_version())


@lru_cache(maxsize=4)
def _tiles(version: str) -> dict[str, Any]:
    now = municipalities().rename(columns={"name_fi": "name"})
    places = pd.read_csv(Path(areas.FILE).parent / "tiles.csv", dtype={"municipality": str}).rename(columns={"municipality": "area"})
    return hexagons.collection(places.merge(now[["area", "name"]], on="area", validate="1:1"))


relations = areas.relations
pairs = areas.pairs
crossing = areas.crossing
