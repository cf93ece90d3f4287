"""Asks a public service one question, patiently: retries while it stumbles, gives up in time, and says in a sentence why."""

from collections.abc import Mapping
from dataclasses import dataclass

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from data_access.sources import SourceFailed

NAMED = {"User-Agent": "tyopoyta/0.1 (python-requests)"}
STUMBLED = (429, 500, 502, 503, 504)
LONGEST_PAUSE = 60


@dataclass(frozen=True)
class Patience:
    """How often to ask again, seconds of the first pause (doubled each time), and seconds to wait for a connection and for bytes."""

    retries: int = 3
    pause: float = 1.0
    connect: float = 10.0
    read: float = 120.0


@dataclass(frozen=True)
class Answer:
    """What came back, whatever its status: the last answer where all tries were answered with an error."""

    status: int
    content_type: str
    body: bytes


PATIENCE = Patience()


def get(address: str, parameters: Mapping[str, str]) -> Answer:
    """Asks with GET, again after 429 and 5xx. Raises SourceFailed where no answer comes or it breaks off."""
    try:
        with requests.Session() as session:
            for scheme in ("http://", "https://"):
                session.mount(scheme, HTTPAdapter(max_retries=_retry()))
            came = session.get(address, params=dict(parameters), headers=NAMED, timeout=(PATIENCE.connect, PATIENCE.read))
            return Answer(came.status_code, came.headers.get("Content-Type", "nothing"), came.content)
    except requests.RequestException as error:
        raise SourceFailed(_why(address, error)) from error


def _retry() -> Retry:
    """Waits as long as the service asks, but not for hours: the last answer is told instead."""
    return Retry(
        total=PATIENCE.retries,
        backoff_factor=PATIENCE.pause,
        backoff_max=LONGEST_PAUSE,
        retry_after_max=LONGEST_PAUSE,
        status_forcelist=STUMBLED,
        allowed_methods=("GET",),
        raise_on_status=False,
    )


def _why(address: str, error: requests.RequestException) -> str:
    if isinstance(error, ValueError):
        return f"{address} is not an address of the form https://server/path."
    if isinstance(error, requests.exceptions.SSLError):
        return f"The certificate of {address} is not trusted. Behind a proxy with a certificate of its own, name its file in REQUESTS_CA_BUNDLE."
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return f"The answer of {address} broke off. Try again."
    return f"{address} cannot be reached ({type(error).__name__}). Check the network, its proxy (HTTPS_PROXY) or the address (--from)."
