"""The filters live in the address: a copied link opens the same view elsewhere, bad values fall back, and back goes back."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.server import Served
from tests.browser.visit import open_page, wait_until_drawn
from texts import text

PERIOD, AREA = text("fi", "filter.period"), text("fi", "filter.area")


def _choose(page: Page, box: str, option: str) -> None:
    page.get_by_role("combobox", name=box).click()
    page.get_by_role("combobox", name=box).fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    wait_until_drawn(page)


def _cards(page: Page) -> list[str]:
    return page.locator("[data-testid=stMetricValue]").all_inner_texts()


def test_a_copied_link_opens_the_same_view_in_another_session(new_page: Callable[..., Page], server: Served) -> None:
    first = open_page(new_page(), server.url)
    _choose(first, PERIOD, "2025")
    _choose(first, AREA, "Pohjois-Savon hyvinvointialue")
    expect(first).to_have_url(re.compile(r"/\?aika=2025&alue=hva-13$"))
    other = new_page()
    other.goto(first.url)
    wait_until_drawn(other)
    assert _cards(other) == _cards(first)
    assert "Pohjois-Savon hyvinvointialue" in other.get_by_role("main").locator("[data-testid=stCaptionContainer]").first.inner_text()


def test_the_menu_keeps_the_filters_and_back_goes_back(page: Page, server: Served) -> None:
    open_page(page, server.url, "/", aika="2025", alue="ta-17")
    page.get_by_role("link", name=text("fi", "page.flows.menu")).click()
    expect(page).to_have_url(f"{server.url}/asiakasvirrat?aika=2025&alue=ta-17")
    page.go_back()
    expect(page).to_have_url(f"{server.url}/?aika=2025&alue=ta-17")
    expect(page.get_by_role("heading", level=1)).to_have_text(text("fi", "page.overview.title"))


def test_bad_values_fall_back_to_the_default_view(page: Page, server: Served) -> None:
    open_page(page, server.url, "/tulokset", aika="2025-13", alue="hva-99", hanke="'; drop table", rooli="boss", lang="xx")
    expect(page).to_have_url(f"{server.url}/tulokset")
    expect(page.get_by_role("combobox", name=AREA)).to_have_value(text("fi", "filter.whole_country"))


def test_a_default_is_left_out_of_the_address(page: Page, server: Served) -> None:
    open_page(page, server.url, "/", alue="all", lang="fi", rooli="manager")
    expect(page).to_have_url(f"{server.url}/")


def test_the_same_filter_gives_the_same_numbers_on_all_pages(page: Page, server: Served) -> None:
    found: dict[str, set[str]] = {}
    for path in ("/", "/asiakasvirrat", "/ohjautuminen", "/tulokset", "/tyottomyyden-kesto", "/palaute"):
        open_page(page, server.url, path, aika="2025", alue="hva-13")
        for card in page.locator("[data-testid=stMetric]").all():
            title = card.locator("[data-testid=stMetricLabel]").text_content() or ""
            found.setdefault(title, set()).add(card.locator("[data-testid=stMetricValue]").inner_text())
    assert len(found) > 8
    assert {title: values for title, values in found.items() if len(values) > 1} == {}
