"""The address of a view: what is chosen lives in the URL as stable codes, so that a copied link opens the same view elsewhere.

A value outside the allowed ones counts as not given. Links between pages carry the choices with them (`written`).
"""

from collections.abc import Mapping, Sequence

import streamlit as st

# Choices that single pages have, with what they are where the URL does not say: those of the map, the group of indicators.
PAGE_DEFAULTS = {"mittari": "clients", "taso": "county", "suhde": "per", "rajat": "", "versio": "", "ryhma": "all"}
# Pages differ in what these are at first, so the URL names what was chosen even where it is what a page begins with.
VARYING = ("mittari", "rajat", "versio")
NAMES = ("aika", "alue", "hanke", "rooli", "lang", *PAGE_DEFAULTS)
_CHOSEN, _WRITTEN = "address_chosen", "address_written"


def arrive() -> None:
    """Takes over what the URL says, when somebody came by a link or went back; call once at the start of a run."""
    incoming = {name: st.query_params[name] for name in NAMES if name in st.query_params}
    if incoming != st.session_state.get(_WRITTEN):
        st.session_state[_CHOSEN] = incoming


def chosen(name: str, allowed: Sequence[str] | Mapping[str, object], default: str) -> str:
    """The code chosen for a name, or `default` where it is missing or not allowed."""
    code = _choices().get(name, default)
    return code if code in allowed else default


def select(name: str, title: str, options: Mapping[str, str], default: str, note: str | None = None) -> str:
    """A select box of {code: label} that is tied to the address; returns the chosen code. `note` is its help."""
    key = f"address_{name}"
    code = chosen(name, options, default)
    st.session_state[key] = code
    st.selectbox(title, list(options), format_func=lambda one: options[one], key=key, on_change=_keep, args=(name, key), help=note)
    return _found(name, code)


def segments(name: str, title: str, options: Mapping[str, str], default: str) -> str:
    """A row of buttons of {code: label}, one of them pressed, that is tied to the address; returns the chosen code."""
    key = f"address_{name}"
    code = chosen(name, options, default)
    st.session_state[key] = code
    st.segmented_control(
        title, list(options), format_func=lambda one: options[one], key=key, required=True, on_change=_keep, args=(name, key), wrap=True
    )
    return _found(name, code)


def put(name: str, code: str) -> None:
    """Chooses for the visitor, as a click on a map does; call before the run that draws the choice."""
    _choices()[name] = code


def depart(defaults: Mapping[str, str]) -> None:
    """Writes the choices into the URL, leaving out those at their default; call at the end of a run's choices."""
    plain = {name: code for name, code in PAGE_DEFAULTS.items() if name not in VARYING} | dict(defaults)
    wanted = {name: code for name in NAMES if (code := _choices().get(name)) and code != plain.get(name)}
    others = {name: value for name, value in st.query_params.to_dict().items() if name not in NAMES}
    if st.query_params.to_dict() != others | wanted:
        st.query_params.from_dict(others | wanted)
    st.session_state[_WRITTEN] = wanted


def written() -> dict[str, str]:
    """What the URL says after this run, for links to other pages."""
    return dict(st.session_state[_WRITTEN])


def _found(name: str, code: str) -> str:
    """Corrects what is chosen for the whole site. A choice of single pages stays, for another page may have what this one has not; the
    URL is then written once a run, and a step back in the browser is one step."""
    if name not in PAGE_DEFAULTS:
        _choices()[name] = code
    return code


def _keep(name: str, key: str) -> None:
    _choices()[name] = st.session_state[key]


def _choices() -> dict[str, str]:
    """What is chosen in this session; nothing yet where a page is drawn without an address."""
    return st.session_state.setdefault(_CHOSEN, {})
