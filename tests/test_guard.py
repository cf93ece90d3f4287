"""The guard lets a test reach this machine only, in its own process and in a server it starts."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests import conftest
from tests.guard.loopback import OutsideCall, is_local

CALL_OUT = "import socket\ntry:\n    socket.create_connection(('192.0.2.1', 80), 1)\nexcept OSError as error:\n    print(type(error).__name__)"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", b"localhost", "0.0.0.0", "", None])
def test_this_machine_is_local(host: object) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "10.0.0.1", "169.254.169.254", "2001:db8::1", "example.org", b"example.org", "localhost.example.org"])
def test_other_machines_are_not(host: object) -> None:
    assert not is_local(host)


def test_a_call_out_is_refused_and_remembered() -> None:
    with pytest.raises(OutsideCall), socket.socket() as one:
        one.connect(("192.0.2.1", 80))
    with pytest.raises(OutsideCall):
        socket.getaddrinfo("example.org", 80)
    assert conftest.take_outside_calls() == ["192.0.2.1", "example.org"]


def test_a_call_to_this_machine_passes() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), 5) as client:
        assert client.getpeername() == server.getsockname()


def test_a_server_under_test_is_guarded_too(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    own = {"PYTHONPATH": str(conftest.ROOT / "tests" / "guard"), "TYOPOYTA_TEST_OUTSIDE_CALLS": str(outside)}
    ran = subprocess.run([sys.executable, "-c", CALL_OUT], env={**os.environ, **own}, capture_output=True, text=True, timeout=60)
    assert (ran.stdout.strip(), outside.read_text(encoding="utf-8").split()) == ("OutsideCall", ["192.0.2.1"])
