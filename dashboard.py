"""Where the parts meet: language, data, viewer, gate, menu, page. Started with `make run`; `app` is the server around this script."""

import streamlit as st

from metrics import NoData, Unreachable
from metrics.library import ensure_data, loaded
from pages import PAGES, Page
from texts import LANGUAGES, text
from ui import address, filters, frame
from ui.app import surroundings
from ui.view import View


def main() -> None:
    """One run of the script for one visitor."""
    address.arrive()
    language = address.chosen("lang", LANGUAGES, LANGUAGES[0])
    st.set_page_config(page_title=text(language, "app.title"), page_icon="static/icon.svg", layout="wide")
    st.navigation([_registered(page, language) for page in PAGES], expanded=True).run()


def _registered(page: Page, language: str) -> object:
    def draw() -> None:
        try:
            state = loaded()
            viewer = frame.sidebar(state, language) or frame.refuse("not_configured", language)
            frame.label_sample(state, language)
            chosen = filters.choose(viewer, language) if page.filtered else filters.NONE
            address.depart(filters.defaults(viewer))
            page.draw(View(viewer, language, chosen, page.name))
        except NoData:
            frame.refuse("no_data", language)
        except Unreachable:
            frame.refuse("unreachable", language)

    return st.Page(draw, title=text(language, f"page.{page.name}.menu"), icon=page.icon, url_path=page.url, default=not page.url)


if st.runtime.exists():
    main()
else:
    app = st.App(__file__, **surroundings(ensure_data))
