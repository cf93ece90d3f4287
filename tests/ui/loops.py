"""Coroutines in tests: the browser tests keep a loop of their own in the same thread, in which no second one can run."""

import asyncio
from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor


def in_a_loop_of_its_own(work: Awaitable[object]) -> None:
    """Runs a coroutine to its end in another thread. Raises what it raises."""

    async def done() -> None:
        await work

    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(asyncio.run, done()).result()
