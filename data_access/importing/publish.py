"""Publishes a candidate in one step: who reads meanwhile sees the old data whole, and whoever comes after sees the new.

DuckDB: the candidate gets its name beside the old file, and a pointer is replaced. PostgreSQL: it is copied into a new schema, in one
transaction that also moves a pointer row. Whatever fails leaves the old data in force and no candidate behind.
"""

import os
import shutil
from pathlib import Path

import duckdb

from data_access.engine import OFFLINE, writer
from data_access.importing import to_postgres
from data_access.importing.lock import Busy
from data_access.importing.tables import create_all
from data_access.place import POINTER, settings

PREFIX, SUFFIX, PART = "tyopoyta.", ".duckdb", ".part"


def next_run() -> int:
    """The number of the next import: above every one there has been, whatever the clock says and whether or not the data can be read."""
    now = settings()
    return 1 + (to_postgres.newest_run(now.url) if now.url else max(_runs(now.folder), default=0))


def candidate(run: int) -> Path:
    """Where the candidate of an import is to be built. What killed imports left goes first: it may be what fills the disk."""
    folder = settings().folder
    folder.mkdir(parents=True, exist_ok=True)
    discard(folder)
    if not settings().url:
        _clean(folder)
    return folder / f"{PREFIX}{run}{SUFFIX}{PART}"


def create_tables(part: Path) -> None:
    """Makes the candidate with all its tables, empty."""
    with writer(part).begin() as connection:
        create_all(connection)


def publish(part: Path, run: int) -> None:
    """Puts the candidate in force as import number `run`; the candidate is gone afterwards, also where it failed.

    Raises Busy where a later import came into force meanwhile, OSError, duckdb.Error or SQLAlchemyError where it could not be written.
    """
    now = settings()
    try:
        with duckdb.connect(str(part), config=dict(OFFLINE)) as whole:
            whole.execute("CHECKPOINT")
        if now.url:
            to_postgres.publish(now.url, part, run)
        else:
            _to_duckdb(now.folder, part, run)
    finally:
        discard(now.folder)


def _to_duckdb(folder: Path, part: Path, run: int) -> None:
    file = folder / f"{PREFIX}{run}{SUFFIX}"
    if file.exists() or _number(_in_force(folder)) >= run:
        raise Busy(str(folder))
    _to_disk(part)
    part.replace(file)
    try:
        _point(folder, file.name)
    except BaseException:
        if _in_force(folder) != file.name:
            file.unlink()
        raise
    _clean(folder)


def _point(folder: Path, name: str) -> None:
    """The publishing step. The new file is safely on disk before the pointer names it."""
    _folder_to_disk(folder)
    new = folder / f"{POINTER}.new"
    new.write_text(name, encoding="utf-8")
    _to_disk(new)
    new.replace(folder / POINTER)
    _folder_to_disk(folder)


def _to_disk(file: Path) -> None:
    with file.open("r+b") as stream:
        os.fsync(stream.fileno())


def _folder_to_disk(folder: Path) -> None:
    """Names of files are written when their folder is; Windows does so by itself and opens no folders."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def discard(folder: Path) -> None:
    """Unfinished candidates, of this import or of one that was killed, with their write-ahead logs and temporary folders."""
    for part in folder.glob(f"{PREFIX}*{PART}*"):
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)


def _clean(folder: Path) -> None:
    """Only the file in force and the one before stay. One that is still open on Windows cannot be deleted; the next import takes it.

    Without a pointer to a file that is there nothing is deleted: somebody may want to mend it.
    """
    now = _in_force(folder)
    if not now or not (folder / now).is_file():
        return
    files = {_number(path.name): path for path in folder.glob(f"{PREFIX}*{SUFFIX}") if _number(path.name)}
    kept = {_number(now), max((run for run in files if run < _number(now)), default=0)}
    for path in (path for run, path in files.items() if run not in kept):
        try:
            path.unlink(missing_ok=True)
        except PermissionError:
            continue


def _runs(folder: Path) -> list[int]:
    """Numbers of the files there are and of the one the pointer names."""
    return [_number(name) for name in (_in_force(folder), *(path.name for path in folder.glob(f"{PREFIX}*{SUFFIX}")))]


def _in_force(folder: Path) -> str:
    try:
        return (folder / POINTER).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def _number(name: str) -> int:
    """The number of the import in the name of its file; 0 where there is none."""
    number = name.removeprefix(PREFIX).removesuffix(SUFFIX)
    return int(number) if number.isascii() and number.isdigit() else 0
