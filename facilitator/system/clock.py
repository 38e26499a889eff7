"""The clocks of the machine. They are read here alone, and handed to whatever needs the time."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from db.records import Instant

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Clock(Protocol):
    """Something that can be asked for the present time."""

    def now(self) -> Instant:
        """Return the present reading of the wall clock and of the uptime."""


class MachineClock:
    """The clocks of this machine."""

    def __init__(self) -> None:
        try:
            self._boot = BOOT_ID.read_text().strip()
        except OSError:
            self._boot = ""

    def now(self) -> Instant:
        """Return the present reading of the clocks of this machine."""
        return Instant(datetime.now(UTC), _uptime(), self._boot)


class FixedClock:
    """A clock that stands still until it is moved, for tests and screenshots."""

    def __init__(self, instant: Instant) -> None:
        self._instant = instant

    def now(self) -> Instant:
        """Return the instant at which the clock stands."""
        return self._instant

    def advance(self, seconds: float) -> None:
        """Move the wall clock and the uptime on by so many seconds."""
        self._instant = replace(
            self._instant,
            wall=self._instant.wall + timedelta(seconds=seconds),
            uptime=self._instant.uptime + seconds,
        )


def _uptime() -> float:
    """Return the seconds since boot.

    Time during which the machine slept is counted where the system can tell (Linux).
    """
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
