"""Work that may take long, on a thread that nobody has to wait for when the program is left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")


async def on_own_thread(work: Callable[[], Result]) -> Result:
    """Do work on a thread of its own, and return or raise what comes of it.

    Whoever stops waiting hears nothing of it any more. `asyncio.to_thread` would not do: its
    threads are waited for at the end, and a server can keep one for half a minute.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Result] = loop.create_future()

    def settle(result: Result | None, error: Exception | None) -> None:
        if answer.cancelled():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, failure = None, None
        try:
            result = work()
        except Exception as error:
            failure = error
        # After the end of the app its loop is closed, and there is no one to tell.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, result, failure)

    Thread(target=run, name="tracker", daemon=True).start()
    return await answer
