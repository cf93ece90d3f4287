"""The warm-up leaves a warm process: heavy imports done, script run once, nothing left for the collector after each run."""

import gc
from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from tests.ui.loops import in_a_loop_of_its_own
from ui import app


class Runtime:
    """Stands for Streamlit's runtime."""

    def __init__(self, ran: bool) -> None:
        self.ran = ran
        self.runs = 0

    async def does_script_run_without_error(self) -> tuple[bool, str]:
        self.runs += 1
        return self.ran, "ok" if self.ran else "error"


@pytest.fixture(autouse=True)
def thaw() -> Iterator[None]:
    yield
    gc.unfreeze()


def _warm(monkeypatch: pytest.MonkeyPatch, *, ran: bool) -> Runtime:
    runtime = Runtime(ran)
    monkeypatch.setattr(app, "get_instance", lambda: runtime)
    monkeypatch.setattr(app, "HEAVY", ("json",))
    in_a_loop_of_its_own(app.warm_up())
    return runtime


def test_the_warm_up_runs_the_script_once_and_freezes_what_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    gc.unfreeze()
    assert _warm(monkeypatch, ran=True).runs == 1
    assert gc.get_freeze_count() > 10_000


def test_a_script_that_fails_in_the_warm_up_is_logged_and_the_server_starts(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _warm(monkeypatch, ran=False)
    assert "did not succeed (error)" in caplog.text
    assert gc.get_freeze_count() > 10_000


def test_the_data_is_prepared_before_the_warm_up_and_before_the_first_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    async def warm_up() -> None:
        done.append("warm")

    async def start() -> None:
        around = app.surroundings(lambda: done.append("data"), ["kartta"])
        async with around["lifespan"](st.App(__file__)):
            done.append("visitors")

    monkeypatch.setattr(app, "warm_up", warm_up)
    in_a_loop_of_its_own(start())
    assert done == ["data", "warm", "visitors"]


def test_the_folder_pages_is_never_streamlits_own_list_of_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    app.surroundings()
    assert PagesManager.uses_pages_directory is False
