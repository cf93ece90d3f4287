"""Two ASGI layers over what Streamlit serves: the HTML in the visitor's language and with our name, and the bundles packed once.

They touch nothing but GET answers of those two kinds: no websocket, no upload, no media, no health check.
"""

import asyncio
import gzip
import re
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from texts import LANGUAGES, text

BUNDLE = re.compile(r"/static/(js|css)/[^/]+\.(js|css)$")
NOT_A_PAGE = re.compile(r"/(_stcore|static|media|component)/|\.[a-z0-9]+$")
FONT_PRELOAD = re.compile(r'<link\s+rel="preload"[^>]*SourceSans[^>]*>')
NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)


@dataclass(frozen=True)
class Reply:
    """One whole HTTP answer."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    def header(self, name: bytes) -> bytes:
        """Value of the header, empty where it is missing."""
        return next((value for key, value in self.headers if key.lower() == name), b"")

    def with_body(self, body: bytes, *drop: bytes, **add: str) -> "Reply":
        """The same answer with another body, without the headers in `drop`, with those in `add`."""
        gone = {b"content-length", *drop}
        kept = [(key, value) for key, value in self.headers if key.lower() not in gone]
        extra = {"content-length": str(len(body)), **{name.replace("_", "-"): value for name, value in add.items()}}
        return Reply(self.status, (*kept, *((name.encode(), value.encode()) for name, value in extra.items())), body)

    async def send(self, send: Send) -> None:
        """Write the answer out."""
        await send({"type": "http.response.start", "status": self.status, "headers": list(self.headers)})
        await send({"type": "http.response.body", "body": self.body})


class PackedBundles:
    """Serves Streamlit's JavaScript and CSS gzipped; each file is packed once in the life of the process.

    Streamlit leaves its bundles unpacked because packing them for every visitor costs more than it gives; over a county's network
    the first page is then three times as large.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.packed: dict[str, Reply] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the packed files where the visitor can unpack them."""
        if not (_is_get(scope) and BUNDLE.search(scope["path"]) and b"gzip" in _request_header(scope, b"accept-encoding")):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path not in self.packed:
            reply = await _whole(self.app, scope, receive)
            if reply.status != 200:
                await reply.send(send)
                return
            body = await asyncio.to_thread(gzip.compress, reply.body, 6)
            self.packed[path] = reply.with_body(body, b"etag", b"accept-ranges", content_encoding="gzip", vary="accept-encoding")
        await self.packed[path].send(send)


class ServedPage:
    """Gives the one HTML file of Streamlit the language of `?lang=`, our title and our icon, which no setting can.

    Where `pages` (the last parts of our URLs) are given, any other address leads to the front page: Streamlit's own answer is a window in
    English over it.
    """

    def __init__(self, app: ASGIApp, pages: frozenset[str]) -> None:
        self.app = app
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Rewrite the answer if it is the HTML of a page."""
        if not _is_get(scope) or NOT_A_PAGE.search(scope["path"]):
            await self.app(scope, receive, send)
            return
        if self.pages and scope["path"].rsplit("/", 1)[-1] not in self.pages | {""}:
            await RedirectResponse(f"./{_query(scope)}", status_code=302)(scope, receive, send)
            return
        plain = {**scope, "headers": [item for item in scope["headers"] if item[0] not in (b"accept-encoding", b"range")]}
        reply = await _whole(self.app, plain, receive)
        if reply.status == 200 and reply.header(b"content-type").startswith(b"text/html"):
            # Without its etag: the same file is served in three languages, and an answer kept by a browser would be the wrong one.
            html = in_language(reply.body.decode(), asked_language(scope["query_string"]))
            reply = reply.with_body(html.encode(), b"etag", b"last-modified", b"accept-ranges")
        await reply.send(send)


def asked_language(query: bytes) -> str:
    """The language of the query string, Finnish where it names none that we have."""
    return known_language(parse_qs(query.decode("latin-1")).get("lang", [""])[-1])


def known_language(asked: str | None) -> str:
    """The asked language if we have it, else Finnish."""
    return asked if asked in LANGUAGES else LANGUAGES[0]


def in_language(html: str, lang: str) -> str:
    """Streamlit's index.html with our language, title, icon and no-script sentence, and without the font we do not use."""
    html = html.replace('<html lang="en">', f'<html lang="{lang}">')
    html = html.replace("<title>Streamlit</title>", f"<title>{text(lang, 'app.title')}</title>")
    html = html.replace("./favicon.png", "./app/static/icon.svg")
    html = NO_SCRIPT.sub(f"<noscript><p>{text(lang, 'app.no_script')}</p></noscript>", html)
    return FONT_PRELOAD.sub("", html)


async def _whole(app: ASGIApp, scope: Scope, receive: Receive) -> Reply:
    start: Message = {}
    body = bytearray()

    async def keep(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            start = message
        else:
            body.extend(message.get("body", b""))

    await app({**scope, "extensions": {}}, receive, keep)  # no pathsend: the body has to pass through here
    return Reply(start["status"], tuple(start["headers"]), bytes(body))


def _query(scope: Scope) -> str:
    return "?" + scope["query_string"].decode("latin-1") if scope["query_string"] else ""


def _is_get(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["method"] == "GET"


def _request_header(scope: Scope, name: bytes) -> bytes:
    return next((value for key, value in scope["headers"] if key == name), b"")
