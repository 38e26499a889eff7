"""Reads in the background, for the parts of a screen that the rest must not wait for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from db.errors import StoreError

if TYPE_CHECKING:
    from textual.screen import Screen


class BackgroundRead:
    """Reads one time after another, and once more when it is asked for during a reading."""

    def __init__(self, screen: Screen[None], read: Callable[[], Awaitable[None]]) -> None:
        self._screen = screen
        self._read = read
        self._is_wanted = False
        self._is_reading = False

    def request(self) -> None:
        """Read soon, since what was read before is out of date."""
        self._is_wanted = True
        if not self._is_reading:
            self._is_reading = True
            self._screen.run_worker(self._read_until_current(), group="background read")

    async def _read_until_current(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._is_wanted:
                self._is_wanted = False
                began = loop.time()
                await self._read()
                if self._is_wanted:
                    # A reading that takes long leaves as much time for everything else.
                    await asyncio.sleep(loop.time() - began)
        except StoreError:
            # The screen keeps what it shows. The next full reading of it says what is wrong.
            return
        finally:
            self._is_reading = False
