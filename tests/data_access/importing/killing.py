"""Imports that end before their time, in processes of their own; and what must be true of the database afterwards."""

import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from data_access.engine import fetch
from data_access.importing import import_delivery
from data_access.importing.journal import JournalFailed
from data_access.importing.steps import Stage, Step, Tell, silent
from data_access.place import Unreachable
from data_access.schema import case_event, client_case, import_run, import_table
from tests.data_access.tiny import CONSULTATION, MEETING, OPEN, Row, folder

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
# Children come from a process that has the importer loaded and nothing else open, so that each begins at once.
CHILDREN = multiprocessing.get_context("forkserver")
CHILDREN.set_forkserver_preload(["tests.data_access.importing.killing"])
FAILS = (OSError, duckdb.Error, SQLAlchemyError, Unreachable, JournalFailed)
FAILED = 3


def delivery(path: Path, count: int) -> Path:
    """A delivery of so many cases, each with one event; the month of every date tells the count, so that no two can be mixed."""
    month = f"2025-{count:02}"
    cases: list[Row] = [
        {**OPEN, "case_id": f"C{number}", "person_id": f"P{number}", "referred_date": f"{month}-01", "opened_date": f"{month}-02"}
        for number in range(count)
    ]
    events: list[Row] = [
        {**MEETING, "event_id": f"E{number}", "case_id": f"C{number}", "event_date": f"{month}-03", "recorded_at": f"{month}-04"}
        for number in range(count)
    ]
    late = {**CONSULTATION, "event_id": "late", "event_date": f"{month}-05"}
    return folder(path / str(count), client_case=cases, case_event=[*events, late], service_episode=None, feedback_answer=None)


def in_force() -> int:
    """How many cases are in force, after it was seen that every table is of the same import and the log tells of it."""
    months = fetch(select(client_case.c.referred_month, func.count().label("n")).group_by(client_case.c.referred_month))
    assert len(months) == 1
    count = int(months["n"][0])
    month = f"2025-{count:02}"
    assert months["referred_month"][0] == month
    events = fetch(select(case_event.c.event_month, func.count().label("n")).group_by(case_event.c.event_month))
    assert events.to_numpy().tolist() == [[month, count + 1]]
    run = fetch(select(func.max(import_run.c.run)))["max_1"][0]
    logged = fetch(select(import_table.c.rows).where(import_table.c.run == int(run), import_table.c.table_name == "client_case"))
    assert logged["rows"].tolist() == [count]
    return count


def brought(path: Path, count: int, tell: Tell = silent) -> None:
    """Imports a delivery whatever it differs in from the one before."""
    report = import_delivery(delivery(path, count), accept=["all"], now=NOW, tell=tell)
    assert report.published, [one.told("en") for one in report.problems]


def child(path: Path, count: int, how: dict[str, str], begin: Stage, die: int, begun: Any) -> None:
    """An import in a process of its own that says when stage `begin` begins, and dies where step number `die` does (never: -1)."""
    os.environ.update(how)
    told = 0

    def tell(step: Step) -> None:
        nonlocal told
        if told == die:
            os.kill(os.getpid(), signal.SIGKILL)
        if step.stage is begin:
            begun.set()
        told += 1

    brought(path, count, tell)


def surroundings() -> dict[str, str]:
    """What a child has to know to import into the database of this test."""
    return {name: value for name, value in os.environ.items() if name.startswith("TYOPOYTA_")}


def started(target: Callable[..., None], *told: Any) -> BaseProcess:
    """A child that runs `target`. It needs no main module: Streamlit's AppTest leaves a script of its own as that of this process."""
    process = CHILDREN.Process(target=target, args=told)
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        process.start()
    finally:
        sys.modules["__main__"] = main
    return process


@contextmanager
def running(path: Path, count: int, *, begin: Stage = Stage.OPEN, die: int = -1) -> Iterator[BaseProcess]:
    """A child that has begun a stage of its import, or is dead; at the end it has ended."""
    begun = CHILDREN.Event()
    process = started(child, path, count, surroundings(), begin, die, begun)
    while process.is_alive() and not begun.wait(0.05):
        pass
    yield process
    process.join(120)


def limited(path: Path, count: int, how: dict[str, str], size: int) -> None:
    """An import whose every file may have so many bytes and no more; ends with FAILED where a write failed."""
    os.environ.update(how)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        brought(path, count)
    except FAILS:
        os._exit(FAILED)
    os._exit(0)
