"""The official outlines stored beside the database: written whole or not at all, and read as one set.

Reading needs no geometry library, because the dashboard reads here. Nothing is ever computed from outlines.
"""

import json
import logging
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from data_access.importing.lock import alone
from data_access.place import settings

LEVELS = ("municipality", "county", "employment_area")
FOLDER, ABOUT = "geodata", "about.json"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Official:
    """`about`: source, layer, year, licence, producer, fetched. `outlines`: level -> GeoJSON with `area`, `name`, `approximate`."""

    about: dict[str, Any]
    outlines: dict[str, dict[str, Any]]


def official() -> Official | None:
    """The set in force, or None where there is none that can be read whole. Do not change what is in it."""
    here = settings().folder / FOLDER
    for folder in (here, _aside(here), here):  # while a newer set is put in its place, the earlier one is aside for a moment
        try:
            return _read(folder, (folder / ABOUT).stat().st_mtime_ns)
        except OSError:
            continue
    return None


def store(about: Mapping[str, Any], outlines: Mapping[str, Mapping[str, Any]]) -> Path:
    """Puts a set in force and returns its folder. Raises OSError or Busy, and then the earlier set stays in force."""
    here = settings().folder / FOLDER
    with alone(here.parent):
        _tidy(here)
        try:
            new = _new(here)
            new.mkdir()
            for level in LEVELS:
                _write(new / f"{level}.geojson", outlines[level])
            _write(new / ABOUT, about)
            if here.exists():
                here.rename(_aside(here))
            new.rename(here)
        finally:
            _tidy(here)
    return here


def _new(here: Path) -> Path:
    return here.with_name(f"{FOLDER}.new")


def _aside(here: Path) -> Path:
    return here.with_name(f"{FOLDER}.before")


def _tidy(here: Path) -> None:
    """After a run that was stopped: what it had not finished goes, and the earlier set comes back where nothing took its place."""
    shutil.rmtree(_new(here), ignore_errors=True)
    if here.exists():
        shutil.rmtree(_aside(here), ignore_errors=True)
    elif _aside(here).exists():
        _aside(here).rename(here)


def _write(file: Path, content: Mapping[str, Any]) -> None:
    with file.open("w", encoding="utf-8") as stream:
        json.dump(content, stream, separators=(",", ":"), ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())


@lru_cache(maxsize=2)
def _read(folder: Path, changed: int) -> Official | None:
    """Kept until `changed`, the time of the set, is another: a running dashboard moves over by itself."""
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        return Official(about, {level: json.loads((folder / f"{level}.geojson").read_text(encoding="utf-8")) for level in LEVELS})
    except ValueError:
        _log.warning("The outlines in %s cannot be read; the bundled ones are drawn. Fetch them again.", folder)
        return None
