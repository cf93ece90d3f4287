"""Whatever ends an import, at whatever moment, the old data or the new is in force, whole, and the next import works: on both databases."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data_access.engine import writer
from data_access.importing import journal
from data_access.importing.steps import Stage, Step, Tell
from data_access.place import settings
from tests.data_access.importing.candidates import on
from tests.data_access.importing.killing import FAILED, FAILS, brought, delivery, in_force, limited, running, started, surroundings

RANDOM_MOMENTS = 5  # from the beginning, and as many from publishing on; on both databases together twenty


@pytest.fixture(params=["duckdb", "postgresql"])
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The test runs on both databases, empty at the start."""
    return on(request.param, request, monkeypatch)


def steps(path: Path, count: int) -> list[Step]:
    """The steps of an import, in order."""
    told: list[Step] = []
    brought(path, count, told.append)
    return told


def test_an_import_killed_where_any_stage_begins_leaves_what_was(database: str, tmp_path: Path) -> None:
    old, new = 3, 4
    brought(tmp_path, old)
    told = steps(tmp_path, new)
    assert {step.stage for step in told} == set(Stage)
    assert [step.done for step in told] == sorted(step.done for step in told)
    # Where a stage begins and in the middle of it. Up to publishing it is the same on both databases, where the candidate is a file; so
    # PostgreSQL is tried from there on.
    first = Stage.OPEN if database == "duckdb" else Stage.COMPARE
    for number in (place for stage in list(Stage)[list(Stage).index(first) :] for place in _beginning_and_middle(told, stage)):
        step = told[number]
        with running(tmp_path, old, die=number) as process:
            pass
        assert process.exitcode == -signal.SIGKILL, step
        assert in_force() == (old if step.stage is Stage.DONE else new), step
        brought(tmp_path, old)
        assert in_force() == old, step
        old, new = new, old
    assert set(journal.attempts(500)["outcome"]) <= {"published", "stopped", "unchanged"}


def _beginning_and_middle(told: list[Step], stage: Stage) -> list[int]:
    places = [place for place, step in enumerate(told) if step.stage is stage]
    return sorted({places[0], places[len(places) // 2]})


@pytest.mark.parametrize("begin", [Stage.OPEN, Stage.PUBLISH])
def test_an_import_killed_at_any_moment_leaves_the_old_or_the_new(database: str, tmp_path: Path, begin: Stage) -> None:
    old, new = 3, 4
    brought(tmp_path, old)
    with running(tmp_path, new, begin=begin) as process:
        began = time.monotonic()
        process.join()
        whole = time.monotonic() - began
    assert process.exitcode == 0 and in_force() == new
    old, new = new, old
    chance, killed = random.Random(4), 0
    for _ in range(RANDOM_MOMENTS):
        with running(tmp_path, new, begin=begin) as process:
            time.sleep(chance.uniform(0, whole))
            process.kill()
        killed += process.exitcode == -signal.SIGKILL
        assert in_force() in (old, new)
        brought(tmp_path, new)
        assert in_force() == new
        old, new = new, old
    assert killed > 0


def test_a_file_that_cannot_be_written_to_its_end_leaves_what_was(database: str, tmp_path: Path) -> None:
    brought(tmp_path, 3)
    whole = max((path.stat().st_size for path in settings().folder.glob("*.duckdb")), default=4_000_000)
    delivery(tmp_path, 4)
    failed = 0
    for size in (100, 5_000, 40_000, whole // 4, whole // 2, whole * 9 // 10):
        process = started(limited, tmp_path, 4, surroundings(), size)
        process.join(120)
        assert process.exitcode in (0, FAILED)
        failed += process.exitcode == FAILED
        assert in_force() == (3 if process.exitcode else 4), size
        brought(tmp_path, 3)
    assert failed >= 3
    assert not list(settings().folder.glob("*.part*")) and not (settings().folder / "import.work").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """A function that gives a disk of so many bytes, empty."""
    made: list[Path] = []

    def disk(size: int) -> Path:
        place = tmp_path / f"disk{len(made)}"
        place.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place)], capture_output=True, check=False)
        if mounted.returncode:
            pytest.skip("only root may make a small disk; the limit of a file's size is tested above")
        made.append(place)
        return place

    yield disk
    for place in made:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_full_disk_leaves_what_was_and_the_next_import_works_where_there_is_room_again(
    small_disk: Callable[[int], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = small_disk(200_000_000)
    monkeypatch.setenv("TYOPOYTA_DATA", str(place))
    brought(tmp_path, 3)
    size = max(path.stat().st_size for path in place.glob("*.duckdb"))
    for room in (0, 10_000, size // 3, size * 9 // 10):
        filler = place / "filler"
        with filler.open("wb") as stream:
            stream.write(bytes(_free(place) - room))
        with pytest.raises(FAILS):
            brought(tmp_path, 4)
        assert in_force() == 3, room
        filler.unlink()
        assert not list(place.glob("*.part*")), room
    brought(tmp_path, 4)
    assert in_force() == 4


def _free(place: Path) -> int:
    found = os.statvfs(place)
    return found.f_bavail * found.f_frsize


def test_a_database_that_ends_every_session_leaves_the_old_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str
) -> None:
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    brought(tmp_path, 3)

    def ending(at: Stage) -> Tell:
        def tell(step: Step) -> None:
            if step.stage is at:
                with writer(settings().url).connect() as connection:
                    connection.exec_driver_sql(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )

        return tell

    for stage in (Stage.OPEN, Stage.CHECK, Stage.COMPARE, Stage.PUBLISH):
        try:
            brought(tmp_path, 4, ending(stage))
            assert in_force() == 4, stage
        except FAILS:
            assert in_force() == 3, stage
        brought(tmp_path, 3)
        assert in_force() == 3, stage
