"""Refuses every socket that would leave this machine, and remembers each try, since many libraries swallow the error.

Stands alone: a server under test loads it through sitecustomize.py in this folder.
"""

import ipaddress
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

NAMES = ("localhost", "ip6-localhost", "")


class OutsideCall(ConnectionError):
    """The code under test tried to reach another machine."""


def is_local(host: object) -> bool:
    """True for this machine: a loopback address, localhost, an unspecified address or no host at all."""
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in NAMES:
        return True
    try:
        address = ipaddress.ip_address(str(name))
    except ValueError:
        return str(name) == socket.gethostname()
    return address.is_loopback or address.is_unspecified


def install(remember: Callable[[str], object]) -> None:
    """Guard this process: `remember` is called with the host of each refused try."""

    def guarded(original: Callable[..., Any], host_of: Callable[..., object]) -> Callable[..., Any]:
        def call(*args: Any, **keywords: Any) -> Any:
            host = host_of(*args)
            if is_local(host):
                return original(*args, **keywords)
            remember(str(host))
            raise OutsideCall(f"Refused: {host} is not this machine")

        return call

    def peer(sock: socket.socket, address: Any, *_: Any) -> object:
        return address[0] if sock.family in (socket.AF_INET, socket.AF_INET6) else None

    for name, host_of in {"connect": peer, "connect_ex": peer}.items():
        setattr(socket.socket, name, guarded(getattr(socket.socket, name), host_of))
    socket.getaddrinfo = guarded(socket.getaddrinfo, lambda host, *_: host)


def install_to_file(path: Path) -> None:
    """Guard this process and append each refused host to a file."""

    def remember(host: str) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{host}\n")

    install(remember)
