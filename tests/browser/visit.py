"""Opening a page as a visitor does: waits until it is wholly drawn and remembers everything that went wrong in the browser."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response, Route

DRAW_MILLISECONDS = 45_000
OURS = ("127.0.0.1", "localhost")
# On a deep link Streamlit's own client first looks for the server beside the page, and is told 404.
PROBE = re.compile(r"/[^/]+/_stcore/(health|host-config)$")

# Script at rest, nothing stale or loading, every chart drawn. Looked at twice, because a chart can arrive after the script has ended.
DRAWN = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  if (!app || app.dataset.testScriptState !== 'notRunning' || app.dataset.testConnectionState !== 'CONNECTED') return false;
  if (document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner], [data-testid=stAppSkeleton], [data-stale=true]')) return false;
  if (!document.querySelector('[data-testid=stMain] [data-testid=stElementContainer]')) return false;
  const empty = (box, mark) => [...document.querySelectorAll(box)].some(found => !found.querySelector(mark));
  if (empty('[data-testid=stPlotlyChart]', 'svg.main-svg') || empty('[data-testid=stDeckGlJsonChart]', 'canvas')) return false;
  const size = document.body.innerHTML.length, now = performance.now(), seen = window.tyopoytaSeen;
  if (!seen || seen.size !== size) { window.tyopoytaSeen = {size, since: now}; return false; }
  return now - seen.since > 400;
}"""


@dataclass
class Complaints:
    """What a visit must not have: errors in the console, failed requests, requests to another host."""

    console: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def all(self) -> list[str]:
        """Every complaint as a sentence."""
        return [*self.console, *self.failed, *(f"asked an outside host: {url}" for url in self.outside)]

    def watch(self, page: Page) -> None:
        """Listen to everything the page does from now on, and let no request out of this machine."""
        page.context.route("**/*", self._let_through_if_ours)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.console.append(f"uncaught in the browser: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _let_through_if_ours(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.scheme in ("data", "blob") or address.hostname in OURS:
            route.continue_()
            return
        self.outside.append(route.request.url)
        route.abort()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not PROBE.search(urlsplit(message.location.get("url", "")).path):
            self.console.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _answered(self, answer: Response) -> None:
        if answer.status >= 400 and not PROBE.search(urlsplit(answer.url).path):
            self.failed.append(f"{answer.status} {answer.url}")

    def _failed(self, request: Request) -> None:
        # What a page asked for and no longer needed when it was left counts as no failure.
        if request.failure != "net::ERR_ABORTED":
            self.failed.append(f"{request.failure} {request.url}")


def open_page(page: Page, url: str, path: str = "/", **query: str) -> Page:
    """Go to `path` with `query` and wait until the page is drawn."""
    page.goto(f"{url}{path}{'?' + urlencode(query) if query else ''}", wait_until="domcontentloaded")
    return wait_until_drawn(page)


def wait_until_drawn(page: Page) -> Page:
    """Wait until the script is at rest and every chart is there. Raises playwright's TimeoutError after 45 s."""
    page.evaluate("() => { window.tyopoytaSeen = null }")
    page.wait_for_function(DRAWN, timeout=DRAW_MILLISECONDS, polling=100)
    return page


def screenshot(page: Page, file: Path) -> Path:
    """The whole page from top to bottom as PNG: the window is made as tall as its content, since Streamlit scrolls an inner box."""
    file.parent.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 1440
    height = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": max(int(height), 700)})
    wait_until_drawn(page)
    page.screenshot(path=file)
    return file
