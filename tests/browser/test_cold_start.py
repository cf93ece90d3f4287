"""On a server nobody has visited yet, the first visitor goes through dashboard.py at every address.

Streamlit 1.67 has a trap here: until `st.navigation` has run once in the process, it answers a deep link from the files lying in
`pages/`, without the script that decides who may see what. This file must stay in what CI runs.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page as Window
from playwright.sync_api import expect

from pages import PAGES, Page
from tests.browser.server import GUARD, Served, serving
from tests.browser.visit import open_page
from tests.conftest import ROOT
from texts import text

GATE = "Tämä on portti"
SECRET = "Tämä on sivu ilman porttia"
# One page of each folder: a server for each of the others would tell nothing more.
ASKED = {one.draw.__module__.split(".")[1]: one for one in PAGES}


@pytest.mark.parametrize("asked", ASKED.values(), ids=lambda asked: asked.name)
def test_the_first_visitor_of_a_fresh_server_goes_through_dashboard(asked: Page, page: Window, duckdb_home: Path, tmp_path: Path) -> None:
    with _served(page, tmp_path, data=duckdb_home) as served:
        open_page(page, served.url, f"/{asked.url}")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_test_id("stMain").get_by_text(text("fi", "data.sample")).first).to_be_visible()
        expect(page.get_by_role("combobox", name=text("fi", "role.choose"), exact=True)).to_be_visible()
        assert page.url == f"{served.url}/{asked.url}"
        assert page.locator("html").get_attribute("lang") == "fi"


def test_the_first_visitor_at_an_unknown_address_gets_the_front_page(page: Window, duckdb_home: Path, tmp_path: Path) -> None:
    with _served(page, tmp_path, data=duckdb_home) as served:
        open_page(page, served.url, "/ei-ole", lang="sv")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_test_id("stMain").get_by_text(text("sv", "data.sample")).first).to_be_visible()
        assert page.url == f"{served.url}/?lang=sv"


@pytest.fixture
def gated_app(tmp_path: Path) -> Path:
    """A folder where a file lies directly in pages/ under an address at which the script itself shows a gate."""
    app = tmp_path / "app"
    (app / "pages").mkdir(parents=True)
    shutil.copytree(ROOT / ".streamlit", app / ".streamlit", ignore=shutil.ignore_patterns("secrets.toml"))
    shutil.copytree(ROOT / "static", app / "static")
    (app / "pages" / "avoin.py").write_text(f"import streamlit as st\nst.title({SECRET!r})\n", encoding="utf-8")
    return app


def _gate(start: str) -> str:
    return f"""
import streamlit as st
from ui.app import surroundings
def gate():
    st.title({GATE!r})
if st.runtime.exists():
    st.navigation([st.Page(gate, title="Portti", default=True), st.Page(lambda: gate(), title="Avoin", url_path="avoin")]).run()
else:
    app = {start}
"""


@contextmanager
def _served(page: Window, tmp_path: Path, **how: Any) -> Iterator[Served]:
    """A server of this test's own, which the window leaves before it stops: what a window misses then is no fault of the page."""
    with serving(tmp_path, **how) as served:
        yield served
        page.goto("about:blank")


def _first_visit(page: Window, app: Path, tmp_path: Path) -> str | None:
    """What the heading of the first page says."""
    with _served(page, tmp_path, data=tmp_path, app=app, PYTHONPATH=os.pathsep.join([str(GUARD), str(ROOT)])) as served:
        open_page(page, served.url, "/avoin")
        heading = page.get_by_role("heading", name=SECRET).or_(page.get_by_role("heading", name=GATE))
        expect(heading).to_be_visible()
        return heading.text_content()


def test_the_trap_is_still_there_without_our_surroundings(page: Window, gated_app: Path, tmp_path: Path) -> None:
    (gated_app / "dashboard.py").write_text(_gate("st.App(__file__)"), encoding="utf-8")
    assert _first_visit(page, gated_app, tmp_path) == SECRET


def test_a_page_lying_in_pages_is_never_run_without_dashboard(page: Window, gated_app: Path, tmp_path: Path) -> None:
    (gated_app / "dashboard.py").write_text(_gate("st.App(__file__, **surroundings())"), encoding="utf-8")
    assert _first_visit(page, gated_app, tmp_path) == GATE
