"""What is shown and what is logged when a page fails. Neither ever holds a message of the error: it could quote a row of a client."""

import logging
import secrets
import traceback
from pathlib import Path

import streamlit as st

from texts import text
from ui.served import known_language

ROOT = Path(__file__).resolve().parent.parent

_log = logging.getLogger(__name__)


def show_failure(error: Exception) -> bool:
    """Show the sentence for an unexpected failure with a reference to the log. True tells Streamlit to show nothing of its own."""
    reference = secrets.token_hex(3).upper()
    _log.error("Page failed, reference %s: %s", reference, described(error))
    st.error(text(known_language(st.query_params.get("lang")), "error.unexpected", reference=reference))
    return True


def described(error: BaseException) -> str:
    """Kinds of the error and of its causes, and the places in our own code it passed through; no message, no values."""
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause and len(kinds) < 5:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _ours(frame.filename)]
    places = [f"{Path(frame.filename).relative_to(ROOT)}:{frame.lineno} {frame.name}" for frame in frames]
    return f"{' from '.join(kinds)} at {' > '.join(places) or 'unknown place'}"


def keep_values_out_of_the_log() -> None:
    """Drop Streamlit's own record of an uncaught error, which quotes the message; `show_failure` writes ours."""
    logging.getLogger("streamlit.error_util").addFilter(_without_uncaught_errors)


def _without_uncaught_errors(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith("Uncaught app execution")


def _ours(filename: str) -> bool:
    path = Path(filename)
    return path.is_relative_to(ROOT) and "site-packages" not in path.parts
