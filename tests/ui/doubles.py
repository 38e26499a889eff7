"""Stand-ins for the clock, the store and the app, which tests can control and observe."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeVar, cast

from textual.types import CSSPathType

from db.records import Instant
from db.store import Store
from db.worker import Pending
from facilitator.app import FacilitatorApp
from facilitator.system.clock import FixedClock

ResultT = TypeVar("ResultT")
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
TODAY = NOW.date()


class ManualClock(FixedClock):
    """A clock that stands still, and whose readings a test can shift independently."""

    def shift(self, *, wall: float = 0, uptime: float = 0, boot: str | None = None) -> None:
        """Add seconds to the wall clock and to the uptime, and name another boot if given."""
        now = self._instant
        self._instant = Instant(
            now.wall + timedelta(seconds=wall),
            now.uptime + uptime,
            now.boot if boot is None else boot,
        )


def clock_at(seconds: float = 0, boot: str = "first boot") -> ManualClock:
    """Return a clock that shows this many seconds after `NOW`."""
    return ManualClock(Instant(NOW + timedelta(seconds=seconds), 10_000.0 + seconds, boot))


class WatchedStore(Store):
    """A store that counts its requests and knows whether it is still working on one.

    Attributes:
        request_count: How many reads and writes were requested so far.
        last_request: The newest of them. The store has one queue, so they are all done once
            this one is.
    """

    request_count = 0
    last_request: Pending[Any] | None = None

    def read(self, work: Callable[..., ResultT]) -> Pending[ResultT]:
        return self._watch(super().read(work))

    def write(self, work: Callable[..., ResultT]) -> Pending[ResultT]:
        return self._watch(super().write(work))

    def _watch(self, request: Pending[ResultT]) -> Pending[ResultT]:
        self.request_count += 1
        self.last_request = request
        return request

    @property
    def is_idle(self) -> bool:
        return self.last_request is None or self.last_request.done()


class RoomApp(FacilitatorApp):
    """The app, which counts how often it rings the terminal's bell."""

    # Textual resolves relative paths against the module of the class, which is not the app's here.
    CSS_PATH: ClassVar[CSSPathType | None] = [
        Path(inspect.getfile(FacilitatorApp)).parent / name
        for name in cast("list[str]", FacilitatorApp.CSS_PATH)
    ]
    bell_count = 0

    def bell(self) -> None:
        self.bell_count += 1
        super().bell()
