"""The account of a visit sees what it must: otherwise every browser test would pass for nothing."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import OpenPage
from tests.browser.server import Served
from tests.browser.visit import Complaints

WRONG = {
    "an outside image": ("<img src='http://192.0.2.1/x.png'>", "asked an outside host"),
    "an outside font": (
        "<style>@font-face{font-family:x;src:url(http://192.0.2.1/x)}p{font-family:x}</style><p>x",
        "asked an outside host",
    ),
    "a console error": ("<script>console.error('rikki')</script>", "console: rikki"),
    "an uncaught error": ("<script>throw new Error('rikki')</script>", "uncaught in the browser: rikki"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_goes_wrong_in_a_window_is_seen(name: str, browser: Browser) -> None:
    html, expected = WRONG[name]
    complaints = Complaints()
    with browser.new_context() as context:
        page = context.new_page()
        complaints.watch(page)
        page.set_content(html)
        page.wait_for_timeout(300)
    assert any(expected in complaint for complaint in complaints.all()), complaints.all()


def test_a_missing_file_is_seen(browser: Browser, server: Served) -> None:
    complaints = Complaints()
    with browser.new_context() as context:
        page = context.new_page()
        complaints.watch(page)
        page.goto(f"{server.url}/app/static/no-such-file.svg")
    assert any("404" in complaint for complaint in complaints.all()), complaints.all()


def test_a_page_is_drawn_when_it_is_said_to_be(open_page: OpenPage) -> None:
    page: Page = open_page("/asiakasvirrat", role="steering_group")
    assert page.locator("[data-testid=stPlotlyChart]").count() == page.locator("[data-testid=stPlotlyChart] svg.main-svg:first-of-type").count() > 0
    assert page.get_by_role("heading", level=1).count() == 1
