"""Opens what a sender delivered, a folder, a zip or one file: which tables come in it, and what keeps it from being read.

Everything is measured before anything is read. Subfolders are not looked into, so what was imported earlier may lie in one.
"""

import errno
import hashlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data_access.importing import control
from data_access.importing.archive import one_file, too_large, unpack
from data_access.importing.file_format import format_problems, is_data, weight
from data_access.importing.mapping import Mapping
from data_access.importing.names import shown
from data_access.importing.personal import looks_personal
from data_access.importing.places import clashes, sources_of
from data_access.importing.problems import Problem, problem
from data_access.importing.staged import Control, Source
from data_access.schema import INPUT_TABLES

MAPPING = "mapping.toml"
UNPACKED = "unpacked"


@dataclass(frozen=True)
class Delivery:
    """What came, not yet read. `sources` are in the order of the contract; `controls` bear the names of the sources."""

    name: str
    sources: tuple[Source, ...]
    controls: tuple[Control, ...]
    problems: tuple[Problem, ...]


def open_delivery(path: Path, mapping: Mapping, work: Path) -> Delivery:
    """Takes in a folder, a zip (unpacked into `work`) or one data file. Raises FileNotFoundError when there is none, OSError."""
    if not path.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    own, folder = path.resolve().name, path
    name = shown(own)
    if _is_zip(path):
        folder = work / UNPACKED
        wrong = unpack(path, folder)
        if wrong:
            return Delivery(name, (), (), tuple(wrong))
    files = sorted(file for file in folder.iterdir() if file.is_file()) if folder.is_dir() else [path]
    return _taken(name, files, mapping) if not looks_personal(own) else Delivery(name, (), (), (problem(name, "personal_name"),))


def mapping_file(path: Path, work: Path | None = None) -> Path | None:
    """The mapping.toml that lies in a folder or a zip (unpacked into `work`; without one, into a new temporary folder), if there is one."""
    if _is_zip(path):
        return one_file(path, MAPPING, work or Path(tempfile.mkdtemp()))
    if not path.is_dir():
        return None
    return next((file for file in sorted(path.iterdir()) if file.name.lower() == MAPPING and file.is_file()), None)


def _is_zip(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() == ".zip"


def _taken(name: str, files: Sequence[Path], mapping: Mapping) -> Delivery:
    data = [file for file in files if is_data(file) and not _passed_over(file.name)]
    faulty = {file: found for file in data if (found := format_problems(file))}
    wrong = [one for found in faulty.values() for one in found]
    whole = [file for file in data if file not in faulty]
    wrong += too_large(name, sum(map(weight, whole)))
    if wrong:
        return Delivery(name, (), (), tuple(wrong))
    sources, problems = _sources(whole, mapping)
    named = [problem(file.name, "personal_name") for file in files if looks_personal(file.name)]
    named += [problem(one.name, "personal_name") for one in sources if looks_personal(one.part) or looks_personal(one.sheet)]
    if named:
        return Delivery(name, (), (), tuple([*named, *problems]))
    controls, faults = _controls(files, sources, mapping)
    problems += [*clashes(sources), *faults]
    if not sources and not problems:
        problems = [problem(name, "folder_empty")]
    return Delivery(name, tuple(sources), tuple(controls), tuple(problems))


def _passed_over(name: str) -> bool:
    """Files that may lie in a delivery and are no data, and those that systems leave behind."""
    lower = name.lower()
    return lower.startswith((".", "~$", "readme")) or lower == control.FILE


def _sources(files: Sequence[Path], mapping: Mapping) -> tuple[list[Source], list[Problem]]:
    found: list[Source] = []
    problems: list[Problem] = []
    for file in files:
        ours, wrong = sources_of(file, mapping)
        if ours:
            state, sha256 = _state(file), _sha256(file)
            found += [replace(source, sha256=sha256, state=state) for source in ours]
        problems += wrong
    return sorted(found, key=lambda source: (INPUT_TABLES.index(source.table), source.part)), problems


def _controls(files: Sequence[Path], sources: Sequence[Source], mapping: Mapping) -> tuple[list[Control], list[Problem]]:
    for file in files:
        if file.name.lower() == control.FILE:
            controls, wrong = control.read(file)
            settled, missing = control.settle(controls, sources, mapping)
            return settled, [*wrong, *missing]
    return [], []


def changes(sources: Sequence[Source]) -> tuple[Problem, ...]:
    """What has become of files since they were taken in: of one that is still being written, half would be imported."""
    return tuple(problem(one.name, "file_changing") for one in sources if one.path and one.state != _state(one.path))


def _state(path: Path) -> tuple[int, int] | None:
    """None where it is gone."""
    try:
        now = path.stat()
    except OSError:
        return None
    return now.st_size, now.st_mtime_ns


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
