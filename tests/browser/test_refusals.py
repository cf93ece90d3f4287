"""What a visitor is told when nothing may or can be shown: one sentence, no number, no trace."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data_access.importing import import_delivery
from tests.browser.server import Served, serving
from tests.browser.visit import open_page
from texts import text


def _only(page: Page, key: str) -> None:
    """The refusal is there and no key number, chart, table or filter."""
    expect(page.get_by_text(text("fi", key))).to_be_visible()
    for part in ("[data-testid=stMetric]", "[data-testid=stPlotlyChart]", "[data-testid=stTable]", "[data-testid=stException]", ".st-key-filters"):
        expect(page.locator(part)).to_have_count(0)


@pytest.mark.parametrize("path", ["/", "/omat-asiakkaat", "/tiedon-laatu"])
def test_own_data_is_not_shown_before_sign_in_is_configured(path: str, page: Page, own_data_server: Served) -> None:
    open_page(page, own_data_server.url, path, rooli="coordinator:TYTTI-1")
    _only(page, "error.not_configured")


@pytest.fixture(scope="module")
def own_data_server(tmp_path_factory: pytest.TempPathFactory, sample_dir: Path) -> Iterator[Served]:
    """The dashboard on data that is not marked as the sample."""
    home = tmp_path_factory.mktemp("own")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TYOPOYTA_DATA", str(home))
        assert import_delivery(sample_dir).published
    with serving(tmp_path_factory.mktemp("own_server"), data=home) as served:
        yield served


def test_a_database_that_cannot_be_reached_is_told_in_a_sentence(page: Page, tmp_path: Path) -> None:
    with serving(tmp_path, data=tmp_path / "data", TYOPOYTA_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none") as served:
        open_page(page, served.url, "/tulokset")
        _only(page, "error.unreachable")
