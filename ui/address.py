"""The address of a view: what is chosen lives in the URL as stable codes, so that a copied link opens the same view elsewhere.

A value outside the allowed ones counts as not given. Links between pages carry the choices with them (`written`).
"""

from collections.abc import Mapping, Sequence

import streamlit as st

# Choices that single pages have, with what they are where the URL does not say: three of the map, the group of indicators.
PAGE_DEFAULTS = {"taso": "county", "mittari": "clients_per_10000", "rajat": "on", "ryhma": "all"}
NAMES = ("aika", "alue", "hanke", "rooli", "lang", *PAGE_DEFAULTS)
_CHOSEN, _WRITTEN = "address_chosen", "address_written"


def arrive() -> None:
    """Takes over what the URL says, when somebody came by a link or went back; call once at the start of a run."""
    incoming = {name: st.query_params[name] for name in NAMES if name in st.query_params}
    if incoming != st.session_state.get(_WRITTEN):
        st.session_state[_CHOSEN] = incoming


def chosen(name: str, allowed: Sequence[str] | Mapping[str, object], default: str) -> str:
    """The code chosen for a name, or `default` where it is missing or not allowed."""
    code = st.session_state[_CHOSEN].get(name, default)
    return code if code in allowed else default


def select(name: str, title: str, options: Mapping[str, str], default: str, note: str | None = None) -> str:
    """A select box of {code: label} that is tied to the address; returns the chosen code. `note` is its help."""
    key = f"address_{name}"
    code = chosen(name, options, default)
    st.session_state[key] = code
    st.selectbox(title, list(options), format_func=lambda one: options[one], key=key, on_change=_keep, args=(name, key), help=note)
    st.session_state[_CHOSEN][name] = code
    return code


def segments(name: str, title: str, options: Mapping[str, str], default: str) -> str:
    """A row of buttons of {code: label}, one of them pressed, that is tied to the address; returns the chosen code."""
    key = f"address_{name}"
    code = chosen(name, options, default)
    st.session_state[key] = code
    st.segmented_control(title, list(options), format_func=lambda one: options[one], key=key, required=True, on_change=_keep, args=(name, key))
    st.session_state[_CHOSEN][name] = code
    return code


def depart(defaults: Mapping[str, str]) -> None:
    """Writes the choices into the URL, leaving out those at their default; call at the end of a run's choices."""
    plain = PAGE_DEFAULTS | dict(defaults)
    wanted = {name: code for name in NAMES if (code := st.session_state[_CHOSEN].get(name)) and code != plain.get(name)}
    others = {name: value for name, value in st.query_params.to_dict().items() if name not in NAMES}
    if st.query_params.to_dict() != others | wanted:
        st.query_params.from_dict(others | wanted)
    st.session_state[_WRITTEN] = wanted


def written() -> dict[str, str]:
    """What the URL says after this run, for links to other pages."""
    return dict(st.session_state[_WRITTEN])


def _keep(name: str, key: str) -> None:
    st.session_state[_CHOSEN][name] = st.session_state[key]
