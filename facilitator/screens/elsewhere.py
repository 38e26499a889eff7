"""What others change while a window is open, shown in it: one reading at a time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App

from facilitator.screens.base import FacilitatorScreen

if TYPE_CHECKING:
    from db.store import Store


class Elsewhere:
    """Follows the store for the app's screens.

    The screen in front is read again at once, those below it when they come to the front. What
    comes in while one is read is read once more after it.
    """

    def __init__(self, app: App[None], store: Store) -> None:
        self._app = app
        self._loop = asyncio.get_running_loop()
        self._news = False
        self._busy = False
        store.watch(self._hop(self._changed), self._hop(self._troubled))

    def _hop(self, listen: Callable[..., None]) -> Callable[..., None]:
        """From the thread of the database's to the app's."""

        def call(*told: Any) -> None:
            # Once the app has ended there is nobody left to tell.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(listen, *told)

        return call

    def _changed(self) -> None:
        self._news = True
        self._start()

    def _troubled(self, words: str) -> None:
        self._app.notify(words, title="The database", severity="error", markup=False, timeout=60)

    def _start(self) -> None:
        if self._news and not self._busy and self._app.is_running:
            self._news, self._busy = False, True
            self._app.run_worker(self._catch_up(), group="elsewhere")

    async def _catch_up(self) -> None:
        began = self._loop.time()
        try:
            for screen in self._app.screen_stack:
                if isinstance(screen, FacilitatorScreen):
                    screen.outdated = True
            if isinstance(self._app.screen, FacilitatorScreen):
                await self._app.screen.catch_up()
        finally:
            # A screen that takes long to read leaves as much time for everything else.
            self._loop.call_later(self._loop.time() - began, self._rested)

    def _rested(self) -> None:
        self._busy = False
        self._start()
