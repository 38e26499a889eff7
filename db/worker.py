"""One thread with one queue: every session lives on it, and work is done in the order it came."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Generator
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic
from typing import Any, Generic, TypeVar

from db.errors import Unavailable

T = TypeVar("T")


class Pending(Generic[T]):
    """What the store will answer: awaited in the interface, `result()` waits elsewhere."""

    def __init__(self, future: Future[T]) -> None:
        self._future = future

    def result(self, timeout: float | None = None) -> T:
        """Block until it is done; raises what the work raised."""
        return self._future.result(timeout)

    def done(self) -> bool:
        """Whether the answer is there."""
        return self._future.done()

    def __await__(self) -> Generator[Any, None, T]:
        # Shielded: a screen that closes while it waits must not take a queued save with it.
        return asyncio.shield(asyncio.wrap_future(self._future)).__await__()


class Worker:
    """Runs callables one after another on a thread of its own."""

    def __init__(self) -> None:
        self._closed = False
        self._door = Lock()
        self._queue: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._look: Callable[[], None] | None = None
        self._look_seconds = 0.0
        self._ended: Callable[[Exception], None] | None = None
        self._thread = Thread(target=self._work, name="store", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], T]) -> Pending[T]:
        """Queue the work behind all that was queued before."""
        future: Future[T] = Future()

        def run() -> None:
            try:
                future.set_result(work())
            except BaseException as error:
                future.set_exception(error)

        with self._door:
            if self._closed:
                # Nobody would ever answer it.
                future.set_exception(Unavailable("the database is closed"))
            else:
                self._queue.put(run)
        return Pending(future)

    def look(
        self, every: float, look: Callable[[], None], ended: Callable[[Exception], None]
    ) -> None:
        """From now on do this too, about so often in seconds, between what is queued.

        ended: is told what `look` has raised; it is not done any more then.
        """

        def begin() -> None:
            self._look, self._look_seconds, self._ended = look, every, ended

        self.submit(begin)

    def close(self, timeout: float | None = None) -> bool:
        """Finish what is queued, then stop. Whether it all was done within the time, in seconds."""
        with self._door:
            self._closed = True
            self._queue.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _work(self) -> None:
        due = 0.0
        while True:
            if self._look is not None and monotonic() >= due:
                self._look_once(self._look)
                due = monotonic() + self._look_seconds
            try:
                work = self._queue.get(
                    timeout=None if self._look is None else max(0.0, due - monotonic())
                )
            except Empty:
                continue
            if work is None:
                return
            work()

    def _look_once(self, look: Callable[[], None]) -> None:
        # Whatever it raises: without this thread, whoever saves something would wait for ever.
        try:
            look()
        except Exception as error:
            self._look = None
            with contextlib.suppress(Exception):
                if self._ended is not None:
                    self._ended(error)
