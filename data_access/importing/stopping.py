"""Ends a long-running command between two pieces of work when the system asks for it, instead of in the middle of one."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

ASKED = (signal.SIGTERM, signal.SIGINT)
SLICE = 0.5  # seconds


@contextmanager
def stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """SIGTERM and SIGINT set `stop`; the second of a kind acts as it did before. Outside the main thread, where signals cannot be
    caught, nothing is changed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {each: signal.getsignal(each) for each in ASKED}

    def asked(number: int, frame: FrameType | None) -> None:
        stop.set()  # nobody waits on it (see `pause`), so its lock is free
        signal.signal(number, before[signal.Signals(number)])

    for each in ASKED:
        signal.signal(each, asked)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def pause(seconds: float, sleep: Callable[[float], object], stop: threading.Event) -> None:
    """Sleeps so long, or until `stop` is set, which is asked for twice a second."""
    left = seconds
    while left > 0 and not stop.is_set():
        sleep(min(left, SLICE))
        left -= SLICE
