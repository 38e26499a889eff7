"""What a screen reads behind what it shows first, which must not wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from db.errors import StoreError

if TYPE_CHECKING:
    from textual.screen import Screen


class Afterwards:
    """Reads once at a time, and once more where somebody asks meanwhile."""

    def __init__(self, screen: Screen[None], read: Callable[[], Awaitable[None]]) -> None:
        self._screen = screen
        self._read = read
        self._asked = False
        self._reading = False

    def ask(self) -> None:
        """What was read is old."""
        self._asked = True
        if not self._reading:
            self._reading = True
            self._screen.run_worker(self._go_on(), group="afterwards")

    async def _go_on(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._asked:
                self._asked = False
                began = loop.time()
                await self._read()
                if self._asked:
                    # What takes long to read leaves as much time for everything else.
                    await asyncio.sleep(loop.time() - began)
        except StoreError:
            # What stands there stays; whoever reads the screen anew is told why.
            return
        finally:
            self._reading = False
