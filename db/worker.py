"""A thread with a queue: every session is used on it, and work is done in the order it came."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Generator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic
from typing import Any, Generic, TypeVar

from db.errors import Unavailable

T = TypeVar("T")


class Pending(Generic[T]):
    """A result that the store will have. Await it in the interface; `result()` blocks for it."""

    def __init__(self, future: Future[T]) -> None:
        self._future = future

    def result(self, timeout: float | None = None) -> T:
        """Block until the work is done, and return its result or raise what it raised.

        Raises:
            TimeoutError: It was not done after `timeout` seconds.
        """
        return self._future.result(timeout)

    def done(self) -> bool:
        """Return whether the work is done."""
        return self._future.done()

    def __await__(self) -> Generator[Any, None, T]:
        # Shielded: a screen that closes while it waits must not cancel a queued save.
        return asyncio.shield(asyncio.wrap_future(self._future)).__await__()


@dataclass(frozen=True)
class _RepeatedTask:
    run: Callable[[], float]
    on_error: Callable[[Exception], None]


class Worker:
    """A thread that runs callables one after another."""

    def __init__(self) -> None:
        self._closed = False
        self._outstanding: set[Future[Any]] = set()
        self._submit_lock = Lock()
        self._queue: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._repeated: _RepeatedTask | None = None
        self._thread = Thread(target=self._run, name="store", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], T]) -> Pending[T]:
        """Queue the work behind everything that was queued before it.

        After `close`, the pending result raises `Unavailable`.
        """
        future: Future[T] = Future()

        def run() -> None:
            try:
                result = work()
            except BaseException as error:
                settle = partial(future.set_exception, error)
            else:
                settle = partial(future.set_result, result)
            self._settle_if_awaited(future, settle)

        with self._submit_lock:
            if self._closed:
                # The thread has ended or is about to, so nothing would ever run the work.
                future.set_exception(Unavailable("the database is closed"))
            else:
                self._outstanding.add(future)
                self._queue.put(run)
        return Pending(future)

    def _settle_if_awaited(self, future: Future[Any], settle: Callable[[], None]) -> None:
        """Settle the result of some work, unless nobody waits for it any more."""
        with self._submit_lock:
            is_awaited = future in self._outstanding
            self._outstanding.discard(future)
        if is_awaited:
            settle()

    def give_up(self) -> None:
        """Take no more work, and let nobody wait for what is not done yet.

        The pending results raise `Unavailable`. What is being done just now may still succeed.
        """
        with self._submit_lock:
            self._closed = True
            outstanding, self._outstanding = self._outstanding, set()
        for future in outstanding:
            future.set_exception(Unavailable("the program had to leave before it was done"))

    def repeat(self, task: Callable[[], float], on_error: Callable[[Exception], None]) -> None:
        """Run a task again and again from now on, between the queued work.

        Args:
            task: It returns after how many seconds it wants to run again. It must be quick, since
                queued work waits for it.
            on_error: Called with an exception that `task` raised; the task is not run any more.
        """

        def begin() -> None:
            self._repeated = _RepeatedTask(task, on_error)

        self.submit(begin)

    def close(self, timeout: float | None = None) -> bool:
        """Finish what is queued, then stop the thread.

        Returns:
            Whether everything was done within `timeout` seconds.
        """
        with self._submit_lock:
            self._closed = True
            self._queue.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        due = 0.0
        while True:
            if self._repeated is not None and monotonic() >= due:
                due = monotonic() + self._run_repeated(self._repeated)
            timeout = None if self._repeated is None else max(0.0, due - monotonic())
            try:
                work = self._queue.get(timeout=timeout)
            except Empty:
                continue
            if work is None:
                return
            work()

    def _run_repeated(self, task: _RepeatedTask) -> float:
        # Every exception is caught: without this thread, a save would wait for ever.
        try:
            return task.run()
        except Exception as error:
            self._repeated = None
            with contextlib.suppress(Exception):
                task.on_error(error)
            return 0.0
