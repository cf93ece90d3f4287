"""A real server of the dashboard in a process of its own, on a free port, with its own data and no way out of this machine."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

START_SECONDS = 90
GUARD = ROOT / "tests" / "guard"


@dataclass(frozen=True)
class Served:
    """A running server: its address, its log file and the file that lists its tries to call out."""

    url: str
    log: Path
    outside: Path

    def logged(self) -> str:
        """All it has said so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextmanager
def serving(folder: Path, *, data: Path, script: str = "dashboard.py", app: Path = ROOT, **environment: str) -> Iterator[Served]:
    """Start `script` of the folder `app` as `make run` does; logs go to `folder`, TYOPOYTA_DATA is `data`.

    Raises RuntimeError with the log if the server does not answer, and at the end if it tried to reach another machine.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    served = Served(f"http://127.0.0.1:{port}", folder / "server.log", folder / "outside.txt")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TYOPOYTA_", "STREAMLIT_"))}
    own = {"TYOPOYTA_DATA": str(data), "TYOPOYTA_TEST_OUTSIDE_CALLS": str(served.outside), "PYTHONPATH": str(GUARD)}
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port), "--server.fileWatcherType", "none"]
    with served.log.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=app, env={**clean, **own, **environment}, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(process, served)
            yield served
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    if served.outside.exists():
        raise RuntimeError(f"the server tried to reach {sorted(set(served.outside.read_text(encoding='utf-8').split()))}")


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], served: Served) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped with code {process.returncode}:\n{served.logged()}")
        try:
            with urllib.request.urlopen(f"{served.url}/_stcore/health", timeout=START_SECONDS) as answer:
                if answer.read() == b"ok":
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not answer in {START_SECONDS} s:\n{served.logged()}")
