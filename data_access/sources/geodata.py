"""Official outlines: municipalities from Statistics Finland's WFS, joined to counties and employment areas by the table of areas.

What comes is checked before anything is stored; at any failure the outlines in force stay. Only for drawing: nothing is computed
from outlines. Åland is drawn as municipalities only, like on the bundled outlines of counties and employment areas.
"""

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from data_access import areas
from data_access.sources import SourceFailed, http
from data_access.sources.coverage import joined, lighter, listed, shapes_of
from data_access.sources.stored import LEVELS, store

ADDRESS = "https://geo.stat.fi/geoserver/tilastointialueet/wfs"
LAYER = "tilastointialueet:kunta4500k_{year}"
PRODUCER, LICENCE = "Tilastokeskus", "CC BY 4.0"
CALLED = {"municipality": "municipalities", "county": "counties", "employment_area": "employment areas"}
FAULT = re.compile(rb"<(?:\w+:)?(?:ExceptionText|ServiceException)\b[^>]*>(.*?)</", re.DOTALL)


class _NoLayer(Exception):
    """The service answers, but has no such layer."""


@dataclass(frozen=True)
class Layer:
    """One answer of the service: municipality codes and their GeoJSON geometries, in the same order. `note` says what was not there."""

    source: str
    name: str
    year: int
    codes: Sequence[str]
    geometries: Sequence[Any]
    note: str = ""


def fetch(source: str = ADDRESS, year: int | None = None) -> str:
    """Stores the outlines of `year`, else of this year or the one before, and tells it. Raises SourceFailed, Busy or Unreachable."""
    layer = _newest(source, [this_year(), this_year() - 1] if year is None else [year])
    outlines = outlines_of(layer, areas.current())
    about = {"source": layer.source, "layer": layer.name, "year": layer.year, "licence": LICENCE, "producer": PRODUCER}
    try:
        folder = store({**about, "fetched": date.today().isoformat()}, outlines)
    except OSError as error:
        raise SourceFailed(f"The outlines could not be written beside the database: {error.strerror or type(error).__name__}.") from error
    counts = ", ".join(f"{len(outlines[level]['features'])} {CALLED[level]}" for level in LEVELS)
    return f"{layer.note}Stored the official outlines of {layer.year} in {folder}: {counts}. Source: {PRODUCER}, {LICENCE}."


def this_year() -> int:
    """The year whose layer is the newest there can be."""
    return date.today().year


def outlines_of(layer: Layer, table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Level -> GeoJSON with `area`, `name`, `approximate`. `table` is a division as `areas.in_force` gives it. Raises SourceFailed.

    A municipality of the layer that has been merged since is drawn as a part of the one it is in today.
    """
    homes = areas.belongs(table)
    _complete(layer, table, homes)
    shapes = lighter(shapes_of(layer.codes, layer.geometries))
    home = homes.loc[list(layer.codes)]
    mainland = home.where(home["county"] != areas.ALAND)
    drawn = {"municipality": home["municipality"], "county": mainland["county"], "employment_area": mainland["employment_area"]}
    return {level: _collection(joined(shapes, list(drawn[level])), areas.names(table, level, "fi")) for level in LEVELS}


def _newest(source: str, years: Sequence[int]) -> Layer:
    """The layer of the first year that has one."""
    missing: list[int] = []
    said = ""
    for year in years:
        try:
            return replace(_layer(source, year), note="".join(f"There is no layer of {one} yet. " for one in missing))
        except _NoLayer as error:
            missing.append(year)
            said = str(error)
    names = " nor ".join(LAYER.format(year=year) for year in missing)
    raise SourceFailed(f"{source} has no layer {names} and says: “{said}”. Name another year with --year.")


def _layer(source: str, year: int) -> Layer:
    name = LAYER.format(year=year)
    asked = {"service": "WFS", "version": "2.0.0", "request": "GetFeature", "typeNames": name}
    answer = http.get(source, {**asked, "outputFormat": "application/json", "srsName": "EPSG:4326"})
    _not_refused(source, name, answer)
    features = _features(source, answer)
    codes = [_code(feature) for feature in features]
    return Layer(source, name, year, codes, [feature.get("geometry") for feature in features])


def _not_refused(source: str, layer: str, answer: http.Answer) -> None:
    """The service tells faults in XML, and not always with an error status."""
    fault = FAULT.search(answer.body)
    if fault:
        said = " ".join(html.unescape(fault[1].decode("utf-8", "replace")).split())
        absent = answer.status < 500 and layer.partition(":")[2] in said
        raise _NoLayer(said) if absent else SourceFailed(f"{source} refused to answer and says: “{said}”.")
    if answer.status != 200:
        raise SourceFailed(f"{source} answered with an error (HTTP {answer.status}). Try again later, or check the address (--from).")
    if "json" not in answer.content_type:
        kind = answer.content_type.partition(";")[0]
        raise SourceFailed(f"{source} answered with {kind} where GeoJSON was asked for. Check the address (--from) and the proxy of the network.")


def _features(source: str, answer: http.Answer) -> list[dict[str, Any]]:
    try:
        features = json.loads(answer.body)["features"]
        found = [feature for feature in features if isinstance(feature["properties"], dict)]
    except (ValueError, KeyError, TypeError) as error:
        raise SourceFailed(f"The answer of {source} is not whole GeoJSON: it broke off or has another shape. Try again.") from error
    if not found:
        raise SourceFailed(f"The answer of {source} has no areas in it.")
    return found


def _code(feature: Mapping[str, Any]) -> str:
    if "kunta" not in feature["properties"]:
        raise SourceFailed("The areas of the layer have no property `kunta`, the code of the municipality.")
    return str(feature["properties"]["kunta"]).zfill(3)


def _complete(layer: Layer, table: pd.DataFrame, homes: pd.DataFrame) -> None:
    """Exactly the municipalities of the table: with one too few there would be a hole, with an unknown one we could not place it."""
    now = table[(table["area_type"] == "municipality") & table["successor"].isna()]["area"]
    known = homes.dropna().index.intersection(list(layer.codes))
    unknown, missing = set(layer.codes) - set(known), set(now) - set(homes.loc[known, "municipality"])
    said = [f"does not know {listed(unknown)}"] if unknown else []
    said += [f"has {len(missing)} municipalities that the layer lacks ({listed(missing)})"] if missing else []
    if said:
        raise SourceFailed(
            f"The table of areas in force and the layer {layer.name} are not of the same division: the table {' and '.join(said)}. "
            "Import the table of areas of that year, or name another year with --year."
        )


def _collection(geometries: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    features = [
        {"type": "Feature", "properties": {"area": area, "name": names.get(area, area), "approximate": False}, "geometry": geometry}
        for area, geometry in geometries.items()
    ]
    return {"type": "FeatureCollection", "features": features}
