"""Imports a delivery: take in, check, work out, compare, publish. What is refused, or stopped at any moment, changes nothing.

The delivery becomes a candidate, a whole database beside the one in force; publishing it is one step.
"""

import getpass
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa

from data_access import areas
from data_access.importing import before
from data_access.importing import mapping as mappings
from data_access.importing.batch import Batch, prepare, unread
from data_access.importing.candidate import build
from data_access.importing.delivery import Delivery, changes, mapping_file, open_delivery
from data_access.importing.fingerprint import content_hash, same_as_in_force
from data_access.importing.keys import secret
from data_access.importing.lock import alone
from data_access.importing.mapping import NONE, Mapping
from data_access.importing.measuring import stamp
from data_access.importing.names import shown
from data_access.importing.noted import noted
from data_access.importing.problems import Problem, Severity, problem
from data_access.importing.pseudonyms import key_id
from data_access.importing.publish import candidate, create_tables, discard, next_run, publish
from data_access.importing.read_parquet import undecodable
from data_access.importing.report import Outcome, Report
from data_access.importing.staged import Source
from data_access.importing.steps import Stage, Step, Tell, silent
from data_access.importing.work import working, workplace
from data_access.place import address, settings


@dataclass(frozen=True)
class Order:
    """What a person asked for: rules to let pass (`all` = every one), a dry run, whose import it is, and whether the data is invented."""

    accept: frozenset[str] = frozenset()
    dry_run: bool = False
    by: str = ""
    sample: bool = False


def import_delivery(
    path: Path | str,
    *,
    mapping: Path | None = None,
    accept: Collection[str] = (),
    dry_run: bool = False,
    by: str = "",
    sample: bool = False,
    now: datetime | None = None,
    tell: Tell = silent,
) -> Report:
    """Imports a folder, a zip, one file, or (with a text as `path`) the database at a URL. `mapping` is a mapping.toml, by default the one in
    the delivery. `now` is the moment of the import with its time zone: everything is counted by the division of areas of its day.

    `tell` hears of each step as it begins. Raises FileNotFoundError, Busy (another import runs), Unreachable, BadSecret,
    OSError, duckdb.Error or SQLAlchemyError (could not write); nothing is changed then.
    """
    home, now = settings(), now or datetime.now(UTC)
    order = Order(frozenset(accept), dry_run, shown(by) or user(), sample)
    with alone(home.folder), workplace(home.folder) as folder, noted(_name(path), order.by) as note:
        note.report = _import(path, mapping, order, now, folder, note.attempt, tell)
    tell(Step(Stage.DONE))
    assert note.report is not None
    return note.report


def user() -> str:
    """Who runs this process, as the journal names them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"


def _name(path: Path | str) -> str:
    """What is imported, as the journal names it. Raises ArgumentError for a text that is no address of a database."""
    return shown(path.resolve().name) if isinstance(path, Path) else address(path).set(query={}).render_as_string(hide_password=True)


def _import(path: Path | str, mapping: Path | None, order: Order, now: datetime, folder: Path, attempt: int, tell: Tell) -> Report:
    tell(Step(Stage.OPEN))
    named, wrong = _mapping(path, mapping, folder)
    delivery = open_delivery(path, named, folder) if isinstance(path, Path) else _asked(path, named)
    if wrong or any(one.severity is Severity.REFUSE for one in delivery.problems):
        return unread(delivery, (*wrong, *delivery.problems))
    key, day = secret(settings().key_file), areas.day_of(now)
    known = partial(_in_force, names=named, key=key, day=day, sample=order.sample)
    # What the sender says it holds is looked at first, though it be in force already.
    if not delivery.controls and (same := known(delivery.sources)):
        return same
    try:
        with _unchanging(delivery.sources):
            batch = prepare(delivery, named, folder, key, day, tell, url=path if isinstance(path, str) else "")
        same = known(batch.sources)
        if same and not batch.controls:
            return same
        return _built(batch, order, now, key, attempt, tell, same)
    except _Unreadable as unreadable:
        return unread(delivery, unreadable.problems)


def _in_force(sources: Sequence[Source], names: Mapping, key: bytes, day: date, sample: bool) -> Report | None:
    """The report of a delivery that is in force already."""
    newest = before.newest()
    if newest is None or not same_as_in_force(sources, names, key, day, sample):
        return None
    return Report(Outcome.UNCHANGED, newest["run"], before.rows_in_force(), (), (), content_hash=newest["content_hash"])


class _Unreadable(Exception):
    """Files of the delivery changed while they were read, or hold what only their reading brings out."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


@contextmanager
def _unchanging(sources: Sequence[Source]) -> Iterator[None]:
    """What is worked out inside is of files that were the same all the while. Raises _Unreadable, also for an error that comes of them."""
    try:
        yield
    except (OSError, duckdb.Error, pa.ArrowException) as error:
        if wrong := changes(sources) or tuple(one for source in sources for one in undecodable(source)):
            raise _Unreadable(wrong) from error
        raise
    if wrong := changes(sources):
        raise _Unreadable(wrong)


def _built(batch: Batch, order: Order, now: datetime, key: bytes, attempt: int, tell: Tell, same: Report | None) -> Report:
    """Builds the candidate of a batch and publishes it, unless something speaks against it or it is in force already as `same` tells."""
    run = next_run()
    part = candidate(run)
    try:
        create_tables(part)
        told = stamp(
            now,
            imported_by=order.by,
            source=batch.name,
            content_hash=content_hash(batch.in_force, key, order.sample),
            key_id=key_id(key),
            accepted=",".join(sorted(order.accept)),
            attempt=str(attempt),
            sample="yes" if order.sample else "no",
        )
        with _unchanging(batch.sources), working(batch.folder, part) as work:
            built = build(work, batch, run, told, now, key, tell)
        report = built.report(order.accept)
        if report.refusals:
            return report
        if same:
            return same
        if order.dry_run:
            return built.report(order.accept, Outcome.CHECKED)
        tell(Step(Stage.PUBLISH))
        publish(part, run)
        return built.report(order.accept, Outcome.PUBLISHED, run)
    finally:
        discard(settings().folder)


def _asked(url: str, named: Mapping) -> Delivery:
    """The queries of the mapping as a delivery."""
    from data_access.importing.read_database import sources  # drivers of other databases load only for those who have one

    found = sources(named)
    return Delivery(_name(url), found, (), () if found else (problem("mapping.toml", "no_queries"),))


def _mapping(path: Path | str, given: Path | None, folder: Path) -> tuple[Mapping, list[Problem]]:
    found = given or (mapping_file(path, folder) if isinstance(path, Path) else None)
    return mappings.load(found) if found else (NONE, [])
