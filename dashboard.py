"""Where the parts meet: language, data, viewer, gate, menu, page. Started with `make run`; `app` is the server around this script."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from metrics import Gone, NoData, Outdated, Unreachable, pinned
from metrics.library import ensure_data, loaded
from pages import PAGES, Page
from texts import LANGUAGES, has, text
from ui import address, filters, frame
from ui.app import surroundings
from ui.view import View

ICON = Path(__file__).parent / "static" / "icon.svg"


def main() -> None:
    """One run of the script for one visitor. All pages are registered for everybody; what they show is decided behind them."""
    address.arrive()
    language = address.chosen("lang", LANGUAGES, LANGUAGES[0])
    st.set_page_config(page_title=text(language, "app.title"), page_icon=ICON, layout="wide")
    registered: list[StreamlitPage] = []
    registered += [_registered(page, registered, language) for page in PAGES]
    st.navigation(registered, position="hidden").run()


def _registered(page: Page, menu: list[StreamlitPage], language: str) -> StreamlitPage:
    short = "menu" if has(language, f"page.{page.name}.menu") else "title"
    title = text(language, f"page.{page.name}.{short}")
    return st.Page(lambda: _draw(page, menu, language), title=title, icon=page.icon, url_path=page.url, default=not page.url)


def _draw(page: Page, menu: list[StreamlitPage], language: str) -> None:
    """Everything on a page is of one version of the data, whatever is imported while it is drawn."""
    top = frame.top_of_sidebar(language)
    try:
        with pinned():
            state = loaded()
            viewer = frame.choices(state, language) or frame.refuse("not_configured", language)
            frame.label_sample(state, language)
            chosen = filters.choose(viewer, language) if page.filtered else filters.NONE
            address.depart(filters.defaults(viewer))
            frame.menu(top, menu)
            page.draw(View(viewer, language, chosen, page.name))
    except Gone:
        st.rerun()
    except Outdated:
        frame.refuse("outdated", language)
    except NoData:
        frame.refuse("no_data", language)
    except Unreachable:
        frame.refuse("unreachable", language)


if st.runtime.exists():
    main()
else:
    app = st.App(__file__, **surroundings(ensure_data, (page.url for page in PAGES)))
