"""What stands around the script: the warm-up before the first visitor, the served page and the sentence shown when a page fails.

`dashboard.py` hands `surroundings(...)` to `st.App`. It refuses visitors until the script has run once, because on a server that has
never called `st.navigation` Streamlit answers a deep link without asking `dashboard.py` which pages there are.
"""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import import_module
from typing import Any, TypedDict

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime import get_instance
from streamlit.runtime.pages_manager import PagesManager

from ui.failure import keep_values_out_of_the_log, show_failure
from ui.served import PackedBundles, ServedPage

HEAVY = ("pandas", "plotly.graph_objects", "pydeck", "pages")

_log = logging.getLogger(__name__)


class Surroundings(TypedDict):
    """The keyword arguments of `st.App`."""

    lifespan: Callable[[st.App], AbstractAsyncContextManager[dict[str, Any] | None]]
    middleware: list[Middleware]
    on_script_error: Callable[[Exception], bool | None]


def surroundings(prepare: Callable[[], object] | None = None, pages: Iterable[str] = ()) -> Surroundings:
    """Keyword arguments for `st.App(__file__, **surroundings(...))`.

    `prepare` runs once before the warm-up, in a thread of its own; an error in it stops the server from starting. `pages` are the URL
    names of all pages: any other address then leads to the front page.
    """
    PagesManager.uses_pages_directory = False  # our folder pages/ is a package, never Streamlit's own list of pages
    keep_values_out_of_the_log()

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any] | None]:
        if prepare:
            await asyncio.to_thread(prepare)
        await warm_up()
        yield None

    layers = [Middleware(PackedBundles), Middleware(ServedPage, pages=frozenset(pages))]
    return {"lifespan": lifespan, "middleware": layers, "on_script_error": show_failure}


async def warm_up() -> None:
    """Import what is heavy, run the script once, then take all of it out of the garbage collector's sight.

    Streamlit collects garbage after every run of the script; with pandas and plotly loaded that costs more than the run itself.
    A script that fails here is logged and the server starts all the same: its pages say what is wrong.
    """
    for name in HEAVY:
        import_module(name)
    ran, message = await get_instance().does_script_run_without_error()
    if not ran:
        _log.warning("The warm-up run of the script did not succeed (%s); pages will say why", message)
    gc.collect()
    gc.freeze()
