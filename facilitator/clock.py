"""The machine's clocks, read in one place and handed in everywhere else."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from db.records import Instant

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Clock(Protocol):
    """Whatever can be asked what time it is."""

    def now(self) -> Instant:
        """The present reading."""


class MachineClock:
    """The clocks of this machine."""

    def __init__(self) -> None:
        try:
            self._boot = BOOT_ID.read_text().strip()
        except OSError:
            self._boot = ""

    def now(self) -> Instant:
        """The present reading."""
        return Instant(datetime.now(UTC), _uptime(), self._boot)


class FixedClock:
    """A clock that moves only when told to: for tests and screenshots."""

    def __init__(self, instant: Instant) -> None:
        self._instant = instant

    def now(self) -> Instant:
        """Where it was put."""
        return self._instant

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._instant = replace(
            self._instant,
            wall=self._instant.wall + timedelta(seconds=seconds),
            uptime=self._instant.uptime + seconds,
        )


def _uptime() -> float:
    """Seconds since boot, asleep or awake, as far as the system tells."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
