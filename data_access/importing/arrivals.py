"""What lies in a watched folder: which entries are deliveries, which of them are finished, and in what order they came.

A delivery is a subfolder, a zip or one data file. It is finished when its mark lies beside it (`NAME.done`) or in it (`.done` or any
`*.done`), or when two looks in a row saw the same files with the same sizes and times. A folder without files waits for its mark.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from os import R_OK, X_OK, access, stat_result, walk
from pathlib import Path
from stat import S_ISDIR

from data_access.importing.file_format import is_data

DONE, REFUSED = "done", "refused"
MARK = ".done"
TEMPORARY = (".", "~$")

Look = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Arrival:
    """A delivery as it was seen. `look` has name, size in bytes and time of change of each file; `marked`: the sender says it is whole.

    `since` is when it came, in nanoseconds: the time of its mark, or of its youngest file.
    """

    path: Path
    look: Look
    marked: bool
    since: int


def arrivals(folder: Path) -> list[Arrival]:
    """The deliveries in a folder, the oldest first. Raises OSError where the folder cannot be looked into."""
    found = [_seen(path) for path in folder.iterdir() if _is_delivery(path)]
    return sorted((one for one in found if one), key=lambda one: (one.since, one.path.name))


def look_again(arrival: Arrival) -> bool:
    """Whether a delivery is still as it was seen."""
    now = _seen(arrival.path)
    return now is not None and now.look == arrival.look


def mark_of(path: Path) -> Path:
    """The mark beside a delivery."""
    return path.with_name(f"{path.name}{MARK}")


def _is_delivery(path: Path) -> bool:
    if path.name.startswith(TEMPORARY) or path.name in (DONE, REFUSED) or path.name.endswith(MARK):
        return False
    return path.is_dir() or is_data(path)


def _seen(path: Path) -> Arrival | None:
    """A delivery as it is now; None where it went while we looked."""
    try:
        stats = {str(file.relative_to(path)): seen for file in [path, *sorted(_below(path))] if (seen := _stat(file))}
        marks = _marked_beside(path)
    except FileNotFoundError:
        return None
    files = {name: found for name, found in stats.items() if not S_ISDIR(found.st_mode) or not access(path / name, R_OK | X_OK)}
    marks += [found.st_mtime_ns for name, found in files.items() if name.endswith(MARK)]
    look = tuple((name, found.st_size, found.st_mtime_ns) for name, found in files.items())
    return Arrival(path, look, bool(marks), max(marks or [found.st_mtime_ns for found in stats.values()], default=0))


def _marked_beside(path: Path) -> list[int]:
    """When the mark beside it was made; a name that leaves no room for a mark has none."""
    try:
        return [mark_of(path).stat().st_mtime_ns]
    except OSError:
        return []


def _below(folder: Path) -> Iterator[Path]:
    """What lies in a folder, at any depth that the system reaches; nothing below a file."""
    for place, folders, files in walk(folder):
        yield from (Path(place, name) for name in (*folders, *files))


def _stat(file: Path) -> stat_result | None:
    """What is known of a file; of a link that leads nowhere, what is known of the link. A folder that may not be read counts as a file.

    None of what nobody may ask about, or lies too deep for that: other deliveries must not wait for it. Raises FileNotFoundError.
    """
    try:
        return file.stat()
    except OSError:
        pass
    try:
        return file.lstat()
    except FileNotFoundError:
        raise
    except OSError:
        return None
