"""The map page for real: the whole country fits the screen, a click on the drawn map chooses an area, and all of it is in a table."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from tests.browser.server import Served
from tests.browser.visit import Complaints, open_page, wait_until_drawn
from texts import text

MAP, INSET, CARD, TABLE = ".st-key-area_map", ".st-key-area_inset", ".st-key-card", ".st-key-table_area_map"
WINDOWS = {"desktop": (1440, 1000), "phone": (390, 844)}
# The middle of Lapland, in parts of the width and the height of the map.
LAPLAND, CODE, NAME = (0.6, 0.2), "hva-21", "Lapin hyvinvointialue"
COUNTIES = 23
MILLISECONDS = 15_000


@pytest.fixture(scope="module", params=WINDOWS)
def page(request: pytest.FixtureRequest, browser: Browser, server: Served) -> Iterator[Page]:
    """The map in a window of one size, opened once for all that is looked at in it: drawing it without a graphics card is slow."""
    width, height = WINDOWS[request.param]
    complaints = Complaints()
    with browser.new_context(viewport={"width": width, "height": height}, locale="fi-FI", timezone_id="Europe/Helsinki") as context:
        window = context.new_page()
        complaints.watch(window)
        yield open_page(window, server.url, "/kartta", aika="2025")
    assert not complaints.all(), "\n".join(complaints.all())


def _box(found: Locator) -> FloatRect:
    box = found.bounding_box()
    assert box is not None
    return box


def _click(page: Page, across: float, down: float) -> None:
    canvas = page.locator(f"{MAP} canvas").first
    canvas.scroll_into_view_if_needed()
    box = _box(canvas)
    x, y = box["x"] + across * box["width"], box["y"] + down * box["height"]
    page.mouse.move(x - 3, y)
    page.mouse.click(x, y)


def _tab_to(page: Page, place: str, most: int = 40) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("place => Boolean(document.activeElement?.closest(place))", place):
            return
    raise AssertionError(f"{place} is not reached by {most} presses of Tab")


def test_the_whole_map_and_its_inset_fit_their_column_and_the_window(page: Page) -> None:
    window = page.viewport_size
    assert window is not None
    around = _box(page.locator(".st-key-map"))
    for name in (MAP, INSET):
        deck, canvas = _box(page.locator(f"{name} [data-testid=stDeckGlJsonChart]")), _box(page.locator(f"{name} canvas").first)
        assert deck["height"] <= window["height"] and deck["width"] <= window["width"]
        for inner, outer in ((deck, around), (canvas, deck)):
            assert outer["x"] <= inner["x"] and inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1
            assert inner["height"] <= outer["height"] + 1


def test_the_page_does_not_scroll_sideways(page: Page) -> None:
    over = page.evaluate("() => { const main = document.querySelector('[data-testid=stMain]'); return main.scrollWidth - main.clientWidth }")
    assert over <= 0


def test_the_table_of_the_map_opens_with_the_keyboard_alone_and_has_a_row_for_each_area(page: Page) -> None:
    page.locator(".st-key-map").get_by_role("heading").first.evaluate("found => { found.tabIndex = -1; found.focus() }")
    _tab_to(page, TABLE)
    page.keyboard.press("Enter")
    table = page.locator(f"{TABLE} table")
    expect(table.locator("tbody tr")).to_have_count(COUNTIES, timeout=MILLISECONDS)
    names = table.locator("tbody tr > :first-child").all_inner_texts()
    assert names[0] == "Ahvenanmaa" and names == sorted(names, key=str.casefold) and NAME in names
    expect(table).to_contain_text(re.compile(r"\d,\d"))


def test_an_area_clicked_on_the_map_is_in_the_address_and_on_the_card_until_it_is_clicked_again(page: Page, server: Served) -> None:
    heading = page.locator(CARD).get_by_role("heading").first
    expect(heading).to_have_text(text("fi", "card.heading"))
    steps = page.evaluate("history.length")
    _click(page, *LAPLAND)
    expect(page).to_have_url(f"{server.url}/kartta?aika=2025&alue={CODE}", timeout=MILLISECONDS)
    wait_until_drawn(page)
    expect(heading).to_have_text(NAME)
    expect(page.locator(CARD)).to_contain_text("Rovaniemi")
    assert page.evaluate("history.length") == steps + 1, "one step back undoes the click"
    expect(page.get_by_role("combobox", name=text("fi", "filter.area"))).to_have_value(NAME)
    _click(page, *LAPLAND)
    expect(page).to_have_url(f"{server.url}/kartta?aika=2025", timeout=MILLISECONDS)
    wait_until_drawn(page)
    expect(heading).to_have_text(text("fi", "card.heading"))
