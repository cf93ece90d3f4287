"""Imports a folder of CSV files in the contract: check, work out, publish. A folder with a problem changes nothing."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select

from data_access import areas, codes
from data_access.engine import data_version, fetch
from data_access.fields import field
from data_access.importing.arrow import as_arrow, code_lists
from data_access.importing.checks import check
from data_access.importing.derive import derive
from data_access.importing.keys import secret
from data_access.importing.log import Row, newest, rows_of, stamp
from data_access.importing.problems import Problem
from data_access.importing.publish import alone, publish
from data_access.place import Outdated, settings
from data_access.schema import METADATA


@dataclass(frozen=True)
class Report:
    """What became of an import.

    `published`: the folder's data is what readers see. `unchanged`: it was so already, and nothing was done. `run` and `rows`
    (table -> rows) tell of that data; where the folder was refused, `problems` says why and `run` is None.
    """

    published: bool
    run: int | None
    rows: dict[str, int]
    problems: tuple[Problem, ...]
    unchanged: bool = False


def import_folder(path: Path, *, sample: bool = False, now: datetime | None = None) -> Report:
    """Imports the CSV files of a folder. `sample` marks the data as invented. `now` is the moment of the import with its time zone, by
    default that of the clock: everything is counted by the division of areas of its day in Finland.

    Raises NotADirectoryError, Busy (another import runs), OSError or SQLAlchemyError (could not write); nothing is changed then.
    """
    if not path.is_dir():
        raise NotADirectoryError(str(path))
    home, now = settings(), now or datetime.now(UTC)
    with alone(home.folder):
        content_hash = fingerprint(path)
        before = newest()
        same = before and (before["content_hash"], before["sample"]) == (content_hash, "yes" if sample else "no")
        if before and same and _still_holds(before, areas.day_of(now)):
            return Report(True, before["run"], rows_of(before["run"]), (), unchanged=True)
        return _import(path, content_hash, home.key_file, now, sample=sample)


def fingerprint(folder: Path) -> str:
    """SHA-256 over the names and bytes of the files, of our own reference files, and of the schema they become."""
    digest = hashlib.sha256()
    for table in METADATA.sorted_tables:
        digest.update(f"{table.name}: {[(column.name, field(column).kind) for column in table.columns]}\n".encode())
    for file in (areas.FILE, codes.FILE, *sorted(path for path in folder.glob("*.csv") if path.is_file())):
        with file.open("rb") as stream:
            digest.update(f"{file.name}:{hashlib.file_digest(stream, 'sha256').hexdigest()}\n".encode())
    return digest.hexdigest()


def _still_holds(before: Row, day: date) -> bool:
    """Whether the newest import would come out the same on `day`: its tables are of this version, and no area has changed since."""
    try:
        data_version()
    except Outdated:
        return False
    then = areas.day_of(datetime.fromisoformat(before["imported_at"]))
    return not any(then < turn <= day for turn in areas.turns(fetch(select(METADATA.tables["area"]))))


def _import(path: Path, content_hash: str, key_file: Path, now: datetime, *, sample: bool) -> Report:
    day = areas.day_of(now)
    checked = check(path, day)
    if checked.problems:
        return Report(False, None, {}, checked.problems)
    frames = derive({name: frame for name, frame in checked.frames.items() if frame is not None}, secret(key_file), day)
    told = stamp(frames, path.resolve().name, content_hash, now, sample=sample)
    content = {name: as_arrow(METADATA.tables[name], frame) for name, frame in frames.items()}
    run = publish({**content, "code_list": code_lists(METADATA.tables["code_list"])}, told)
    return Report(True, run, {name: len(frame) for name, frame in frames.items()}, ())
