"""A failed page shows a sentence with a reference, and neither it nor the log holds what the error said."""

import logging

import pytest
from streamlit.error_util import handle_user_script_exception
from streamlit.testing.v1 import AppTest

from ui.failure import described, keep_values_out_of_the_log, show_failure

ROW = "C000123 Virtanen"


def _failing() -> Exception:
    try:
        try:
            raise KeyError(ROW)
        except KeyError as error:
            raise ValueError(ROW) from error
    except ValueError as error:
        return error


def test_the_description_names_kinds_and_places_only() -> None:
    said = described(_failing())
    assert said.startswith("ValueError from KeyError at tests/ui/test_failure.py:")
    assert said.endswith(" _failing")
    assert ROW not in said


def test_an_error_from_elsewhere_has_no_place_of_ours() -> None:
    assert described(ValueError(ROW)) == "ValueError at unknown place"


def test_causes_that_go_in_a_circle_come_to_an_end() -> None:
    one, other = ValueError(ROW), KeyError(ROW)
    one.__cause__, other.__cause__ = other, one
    assert described(one).count("ValueError") < 5


def test_the_page_shows_the_reference_that_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    def script() -> None:
        import streamlit as st

        from ui.failure import show_failure

        st.query_params["lang"] = "xx"
        show_failure(ValueError("C000123 Virtanen"))

    shown = AppTest.from_function(script).run().error[0].value
    reference = caplog.records[-1].args[0]  # type: ignore[index]
    assert str(reference) in shown
    assert ROW not in shown + caplog.text


def test_streamlits_own_record_of_the_error_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    records: list[logging.LogRecord] = []
    handler = logging.Handler()
    monkeypatch.setattr(handler, "emit", records.append)
    logger = logging.getLogger("streamlit.error_util")
    monkeypatch.setattr(logger, "handlers", [handler])
    monkeypatch.setattr(logger, "filters", [])
    handle_user_script_exception(ValueError(ROW), lambda _error: True)
    assert len(records) == 1
    keep_values_out_of_the_log()
    handle_user_script_exception(ValueError(ROW), lambda _error: True)
    assert len(records) == 1


def test_the_handler_tells_streamlit_to_show_nothing_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streamlit.error", lambda _words: None)
    assert show_failure(ValueError(ROW)) is True
