"""A page is drawn from one version of the data, whatever is imported meanwhile, and anew where that version is gone."""

from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from sqlalchemy import func, select

import dashboard
from data_access.engine import fetch
from data_access.schema import client_case
from metrics import Gone, data_version
from metrics.library import loaded
from pages import Page
from tests.data_access.importing.candidates import published
from ui import filters


@pytest.fixture(autouse=True)
def nothing_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """No sidebar, no address and no filters: only the page."""
    nothing: Any = lambda *arguments: None  # noqa: E731
    around = SimpleNamespace(top_of_sidebar=nothing, choices=lambda *arguments: "a viewer", label_sample=nothing, menu=nothing)
    monkeypatch.setattr(dashboard, "frame", around)
    monkeypatch.setattr(dashboard, "address", SimpleNamespace(depart=nothing))
    monkeypatch.setattr(filters, "defaults", nothing)


def counted() -> int:
    """How many cases there are."""
    return len(fetch(select(client_case.c.case_id)))


def drawn(page: Any) -> None:
    """Draws a page made of one function."""
    dashboard._draw(Page("", "overview", "", page, filtered=False), [], "fi")


def test_a_page_is_of_one_version_and_the_next_of_the_new_one() -> None:
    published(3)
    seen: list[tuple[int, str]] = []

    def page(view: object) -> None:
        seen.append((counted(), data_version()))
        if len(seen) == 1:
            published(4)
        seen.append((counted(), data_version()))

    drawn(page)
    drawn(page)
    assert [count for count, _ in seen] == [3, 3, 4, 4]
    assert seen[0] == seen[1] and seen[2] == seen[3]


def test_a_page_whose_version_is_gone_is_drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    published(3)
    again: list[bool] = []
    monkeypatch.setattr(st, "rerun", lambda: again.append(True))

    def page(view: object) -> None:
        raise Gone("two imports later")

    drawn(page)
    assert again == [True]


def test_the_state_told_beside_the_page_is_of_its_version() -> None:
    published(3)

    def page(view: object) -> None:
        published(4)
        assert loaded()["run"] == 1 and fetch(select(func.count()).select_from(client_case)).iat[0, 0] == 3

    drawn(page)
    assert loaded()["run"] == 2
