"""The HTML of a page comes in the visitor's language and with our name; bundles come packed; nothing else is touched."""

import gzip
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
import streamlit
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

from tests.ui.loops import in_a_loop_of_its_own
from texts import LANGUAGES, text
from ui.served import PackedBundles, Reply, ServedPage, asked_language, in_language

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
SCRIPT = b"let a = 1;" * 1000

Asgi = Callable[[Scope, Receive, Send], Coroutine[Any, Any, None]]


class Inner:
    """Stands for Streamlit: gives one answer and remembers what it was asked."""

    def __init__(self, answer: Response) -> None:
        self.answer = answer
        self.asked: list[Scope] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope)
        await self.answer(scope, receive, send)


def get(app: Asgi, path: str, query: str = "", method: str = "GET", **headers: str) -> Reply:
    """What the app answers."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": named}
    in_a_loop_of_its_own(app(scope, receive, send))
    return Reply(sent[0]["status"], tuple(sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent[1:]))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_of_this_streamlit_is_rewritten_in_every_place(lang: str) -> None:
    html = in_language(INDEX, lang)
    assert f'<html lang="{lang}">' in html
    assert f"<title>{text(lang, 'app.title')}</title>" in html
    assert 'href="./app/static/icon.svg"' in html
    assert f"<noscript><p>{text(lang, 'app.no_script')}</p></noscript>" in html
    assert "SourceSans" not in html
    assert "favicon.png" not in html


@pytest.mark.parametrize(("query", "lang"), [(b"", "fi"), (b"lang=sv", "sv"), (b"a=1&lang=en", "en"), (b"lang=xx", "fi"), (b"lang=%00%ff", "fi")])
def test_the_language_is_taken_from_the_query_and_falls_back_to_finnish(query: bytes, lang: str) -> None:
    assert asked_language(query) == lang


def test_a_page_is_served_in_the_asked_language_and_is_not_kept_by_the_browser() -> None:
    inner = Inner(HTMLResponse(INDEX, headers={"etag": "x", "last-modified": "y"}))
    reply = get(ServedPage(inner, frozenset({"kartta"})), "/kartta", "lang=sv", accept_encoding="gzip")
    assert b'<html lang="sv">' in reply.body
    assert int(reply.header(b"content-length")) == len(reply.body)
    assert reply.header(b"etag") == reply.header(b"last-modified") == b""
    assert inner.asked[0]["headers"] == []


def test_an_unknown_address_leads_to_the_front_page_with_its_query() -> None:
    inner = Inner(HTMLResponse(INDEX))
    reply = get(ServedPage(inner, frozenset({"kartta"})), "/juuri/ei-ole", "lang=sv")
    assert (reply.status, reply.header(b"location"), inner.asked) == (302, b"./?lang=sv", [])


@pytest.mark.parametrize("path", ["/_stcore/health", "/static/js/a.js", "/app/static/icon.svg", "/media/x", "/component/x/index.html", "/robots.txt"])
def test_what_is_no_page_passes_untouched(path: str) -> None:
    inner = Inner(HTMLResponse(INDEX))
    assert get(ServedPage(inner, frozenset({"kartta"})), path).body == INDEX.encode()


def test_a_bundle_is_packed_once_and_unpacks_to_the_same_bytes() -> None:
    inner = Inner(Response(SCRIPT, media_type="text/javascript", headers={"cache-control": "immutable", "etag": "x"}))
    packing = PackedBundles(inner)
    first, second = (get(packing, "/static/js/a.1.js", accept_encoding="gzip, br") for _ in range(2))
    assert first == second
    assert gzip.decompress(first.body) == SCRIPT
    assert int(first.header(b"content-length")) == len(first.body) < len(SCRIPT)
    assert (first.header(b"content-encoding"), first.header(b"vary"), first.header(b"etag")) == (b"gzip", b"accept-encoding", b"")
    assert first.header(b"cache-control") == b"immutable"
    assert len(inner.asked) == 1


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/static/js/a.js", {}), ("/static/media/font.woff2", {"accept_encoding": "gzip"}), ("/media/a", {"accept_encoding": "gzip"})],
)
def test_other_files_and_visitors_who_cannot_unpack_get_the_plain_file(path: str, headers: dict[str, str]) -> None:
    reply = get(PackedBundles(Inner(Response(SCRIPT))), path, **headers)
    assert (reply.body, reply.header(b"content-encoding")) == (SCRIPT, b"")


def test_a_missing_bundle_is_not_remembered() -> None:
    inner = Inner(PlainTextResponse("no", status_code=404))
    packing = PackedBundles(inner)
    assert get(packing, "/static/js/a.js", accept_encoding="gzip").status == 404
    inner.answer = Response(SCRIPT)
    assert get(packing, "/static/js/a.js", accept_encoding="gzip").status == 200
