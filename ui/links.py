"""Addresses of other pages that keep what is chosen: role, language and filters are in the URL."""

from urllib.parse import urlencode

import streamlit as st


def to(page: str, **more: str) -> str:
    """The address of a page beside this one, with this page's choices and `more`."""
    chosen = st.query_params.to_dict() | more
    return f"{page}?{urlencode(chosen)}" if chosen else page
