"""Every page in a real browser with full, empty and all-hidden data: no error, no outside request, no English but where it is asked for.

Each state is opened in the roles, and on the pages, for which it looks different, and the three languages are shared out among them; who sees
what, and that each language has all texts, is tested without a browser.
"""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page as Window
from playwright.sync_api import expect

from data_access.importing import import_delivery
from pages import PAGES, Page
from tests.browser.server import Served, serving
from tests.browser.visit import open_page
from texts import text

COORDINATOR = "coordinator:TYTTI-1"
# Words of Streamlit that a parameter can replace; the rest (names of toolbar buttons) only screen readers meet.
ENGLISH = ("Choose an option", "No options to select", "No results", "Search", "Press Enter to apply", "Page not found", "Download", "Show data")
EMPTY = {"alue": "kunta-478", "aika": "2025"}
FEW = 3
# Where the numbers of the steering group look different from a manager's.
ROUNDED = ("overview", "flows", "outcomes", "durations")

NewPage = Callable[..., Window]


@pytest.fixture(scope="session")
def few_server(tmp_path_factory: pytest.TempPathFactory, sample_dir: Path) -> Iterator[Served]:
    """The dashboard on three cases: nothing about them may be shown to leaders."""
    folder, home = tmp_path_factory.mktemp("few"), tmp_path_factory.mktemp("few_data")
    kept = _first_cases(sample_dir / "client_case.csv", folder / "client_case.csv")
    for name in ("case_event", "service_episode"):
        _rows_of(sample_dir / f"{name}.csv", folder / f"{name}.csv", kept)
    for name in ("team", "project"):
        (folder / f"{name}.csv").write_bytes((sample_dir / f"{name}.csv").read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TYOPOYTA_DATA", str(home))
        report = import_delivery(folder, sample=True)
    assert report.published, report.problems
    with serving(tmp_path_factory.mktemp("few_server"), data=home) as served:
        yield served


def _first_cases(source: Path, target: Path) -> set[str]:
    """Three cases of the pilot that have been opened."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [row for row in rows if row["coordinator_id"] == COORDINATOR.partition(":")[2] and row["opened_date"]][:FEW]
    _write(target, kept)
    return {row["case_id"] for row in kept}


def _rows_of(source: Path, target: Path, cases: set[str]) -> None:
    with source.open(encoding="utf-8", newline="") as file:
        _write(target, [row for row in csv.DictReader(file) if row["case_id"] in cases])


def _write(target: Path, rows: list[dict[str, str]]) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _looks_right(window: Window, page: Page, language: str = "fi") -> str:
    """The page is there under its own title, without a failure, a traceback or an English word of Streamlit; returns its text."""
    expect(window.get_by_role("heading", level=1)).to_have_text(text(language, f"page.{page.name}.title"))
    expect(window.locator("html")).to_have_attribute("lang", language)
    badges = window.get_by_role("main").get_by_text(re.compile(rf"{text(language, 'data.sample')}$"))
    expect(badges.filter(visible=True)).to_have_count(1)  # a phone has another one than a wide window
    expect(window.locator("[data-testid=stException]")).to_have_count(0)
    shown = window.locator("[data-testid=stApp]").inner_text()
    assert text(language, "error.unexpected", reference="")[:30] not in shown, page.name
    odd = r"Traceback|\bnan\b|\bNaT\b|\{\w+\}" + ("" if language == "en" else r"|\bNone\b")  # a word of English
    assert not re.search(odd, shown), (page.name, shown)
    assert language == "en" or not [word for word in ENGLISH if re.search(rf"(?m)^{re.escape(word)}", shown)], page.name
    assert not _scrolls_sideways(window), page.name
    return shown


def _scrolls_sideways(window: Window) -> bool:
    over = window.evaluate("() => { const main = document.querySelector('[data-testid=stMain]'); return main.scrollWidth - main.clientWidth }")
    return bool(over > 0)


@pytest.mark.parametrize(("role", "width"), [("manager", 1440), (COORDINATOR, 390)])
def test_every_page_with_all_data(role: str, width: int, new_page: NewPage, server: Served) -> None:
    window = new_page(viewport={"width": width, "height": 900})
    for one in PAGES:
        open_page(window, server.url, f"/{one.url}", rooli=role)
        _looks_right(window, one)


def test_every_page_with_nothing_to_show_in_swedish(page: Window, server: Served) -> None:
    for one in PAGES:
        open_page(page, server.url, f"/{one.url}", lang="sv", **EMPTY)
        _looks_right(page, one, "sv")


@pytest.mark.parametrize(("role", "language"), [("manager", "fi"), ("steering_group", "en")])
def test_pages_where_everything_is_too_small(role: str, language: str, page: Window, few_server: Served) -> None:
    for one in (one for one in PAGES if role == "manager" or one.name in ROUNDED):
        open_page(page, few_server.url, f"/{one.url}", rooli=role, aika="all", lang=language)
        shown = _looks_right(page, one, language)
        if one.name in ("overview", "flows"):
            assert text(language, "value.hidden" if role == "manager" else "value.under", threshold=10) in shown
            assert not re.search(rf"(?m)^{FEW}$", shown)
