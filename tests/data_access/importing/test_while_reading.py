"""Twenty who read while real imports run in another process: each page is of one version, and the next of the newest."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from data_access.engine import data_version, pinned
from data_access.place import settings
from tests.data_access.importing.candidates import on
from tests.data_access.importing.killing import brought, in_force, running

READERS = 20
COUNTS = (3, 4, 5)


@pytest.mark.parametrize("database", ["duckdb", "postgresql"])
def test_twenty_who_read_never_see_half_an_import(
    database: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(database, request, monkeypatch)
    brought(tmp_path, COUNTS[0])
    ended = Event()

    def page() -> tuple[str, int]:
        """What a page asks: several tables, all of one version."""
        with pinned():
            version, count = data_version(), in_force()
            assert (data_version(), in_force()) == (version, count)
        return version, count

    def session() -> list[tuple[str, int]]:
        pages = []
        while not ended.is_set():
            pages.append(page())
        return [*pages, page()]

    with ThreadPoolExecutor(READERS) as readers:
        sessions = [readers.submit(session) for _ in range(READERS)]
        mine = [page()]
        try:
            for count in COUNTS[1:]:
                with running(tmp_path, count) as process:
                    pass
                assert process.exitcode == 0
                mine.append(page())
                assert mine[-1][1] == count  # whoever asks after it sees it, without delay
        finally:
            ended.set()
        seen = [one.result() for one in sessions]
    for pages in seen:
        counts = [count for _, count in pages]
        assert counts == sorted(counts) and counts[-1] == COUNTS[-1]
    together = {pair for pages in [mine, *seen] for pair in pages}
    assert len(together) == len(COUNTS)  # one version of each count
    if database == "duckdb":
        assert len(list(settings().folder.glob("tyopoyta.*.duckdb"))) <= 2  # the one before may still be read
