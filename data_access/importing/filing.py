"""Puts a delivery away with what became of it beside it. Nothing is overwritten: each delivery gets a name nobody has had.

The reports are written first, so that a delivery that has been moved always has them; being stopped in between leaves it where it came.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from data_access.importing.arrivals import mark_of

LONGEST = 180  # bytes of a name; file systems take 255, and ours is longer


def put_away(path: Path, home: Path, reports: Mapping[str, str]) -> Path:
    """Moves a delivery and its mark into `home` as `TIME-N_NAME`, and writes a text beside it for each ending (such as `.report.txt`).

    Gives its new place. Raises OSError where it cannot be moved, and leaves no report then.
    """
    home.mkdir(exist_ok=True)
    target, written = _reserved(path, home, next(iter(reports)))
    try:
        for ending, text in reports.items():
            report = target.with_name(target.name + ending)
            written.add(report)
            with report.open("w", encoding="utf-8", errors="replace", newline="") as stream:
                stream.write(text)
        path.rename(target)
    except OSError:
        for report in written:
            report.unlink(missing_ok=True)
        raise
    with suppress(OSError):  # without a mark, or one that may not be moved: the delivery is away all the same
        mark_of(path).rename(mark_of(target))
    return target


def _reserved(path: Path, home: Path, ending: str) -> tuple[Path, set[Path]]:
    """A name that is free, taken by making its first report."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    for number in count(1):
        target = home / f"{moment}-{number}_{_short(path.name)}"
        report = target.with_name(target.name + ending)
        if target.exists() or mark_of(target).exists():
            continue
        try:
            report.open("x").close()
        except FileExistsError:
            continue
        return target, {report}
    raise AssertionError("numbers do not end")


def _short(name: str) -> str:
    """A name that leaves room for ours: its beginning and its ending."""
    suffix = Path(name).suffix
    start = name.removesuffix(suffix).encode(errors="surrogateescape")[: max(1, LONGEST - len(suffix.encode(errors="surrogateescape")))]
    return name if len(name.encode(errors="surrogateescape")) <= LONGEST else start.decode(errors="ignore") + suffix[:20]
