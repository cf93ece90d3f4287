"""Addresses of other pages that keep what is chosen: role, language and filters are in the URL. A place on one page is left behind."""

from urllib.parse import urlencode

import streamlit as st

PLACE = "kohta"


def to(page: str, **more: str) -> str:
    """The address of a page beside this one, with this page's choices and `more`."""
    kept = {name: value for name, value in st.query_params.to_dict().items() if name != PLACE}
    chosen = kept | more
    return f"{page}?{urlencode(chosen)}" if chosen else page
