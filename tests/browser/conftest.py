"""One server and one Chromium for all browser tests of a process; a fresh window, and an account of what went wrong in it, for each."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium, visit
from tests.browser.server import Served, serving

ROLE = "rooli"
WIDE = {"width": 1440, "height": 1000}

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        yield found
        found.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, duckdb_home: Path) -> Iterator[Served]:
    """The dashboard on the sample data."""
    with serving(tmp_path_factory.mktemp("server"), data=duckdb_home) as served:
        yield served


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A function giving fresh windows (keywords as of Playwright's `new_context`). The test fails at its end if one of them complained."""
    contexts, complaints = [], visit.Complaints()

    def make(**settings: Any) -> Page:
        context = browser.new_context(**{"viewport": WIDE, "locale": "fi-FI", "timezone_id": "Europe/Helsinki", **settings})
        contexts.append(context)
        page = context.new_page()
        complaints.watch(page)
        return page

    yield make
    for context in contexts:
        context.close()
    assert not complaints.all(), "\n".join(complaints.all())


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One fresh window, 1440 px wide."""
    return new_page()


@pytest.fixture
def open_page(page: Page, server: Served) -> OpenPage:
    """open_page(path, role="manager", **query) -> the drawn page of the sample-data server."""

    def go(path: str = "/", role: str | None = None, **query: str) -> Page:
        return visit.open_page(page, server.url, path, **({ROLE: role} if role else {}), **query)

    return go
