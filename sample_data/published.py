"""Published figures of the population and of other organisations, each with its source, and the population of every municipality.

The figures stand in published.toml, written down from the source documents; nothing here is worked out from them.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sample_data.places import municipalities
from sample_data.write import Record

_FILE = Path(__file__).parent / "published.toml"
_LANGUAGES = ("fi", "sv", "en")


def indicator_records() -> list[Record]:
    """Rows of `indicator`, also those whose value the sources do not give."""
    return [_indicator(name, entry) for name, entry in _figures()["indicator"].items()]


def value_records() -> list[Record]:
    """Rows of `indicator_value`: every figure of every publication, then the populations."""
    quoted = [_value(publication, figure) for publication in _figures()["publication"] for figure in publication["values"]]
    return [*quoted, *_populations()]


def _indicator(name: str, entry: dict[str, Any]) -> Record:
    words = {f"{part}_{language}": entry[part][language] for part in ("name", "definition") for language in _LANGUAGES}
    return {
        "indicator": name, **words, "unit": entry["unit"], "better": entry["better"], "additive": entry["additive"],
        "expected_lag_months": str(entry["lag"]), "indicator_group": entry["group"], "producer": entry["producer"],
        "source_url": entry.get("url", ""),
    }  # fmt: skip


def _value(publication: dict[str, Any], figure: dict[str, Any]) -> Record:
    """A figure takes what it does not say itself (area, period, producer ...) from its publication."""
    told = {**publication, **figure}
    names = ("indicator", "area_type", "area", "period", "period_months", "sex", "age_class", "value", "producer", "licence", "source", "published")
    return {name: str(told[name]) for name in names if name in told} | {"value_state": "ok"}


def _populations() -> list[Record]:
    return [
        {
            "indicator": "population", "area_type": "municipality", "area": place.code, "period": "2022", "value": str(place.population),
            "value_state": "ok", "producer": "Tilastokeskus", "licence": "CC BY 4.0", "source": "Väestö 31.12.2022",
        }
        for place in municipalities()
    ]  # fmt: skip


@cache
def _figures() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
