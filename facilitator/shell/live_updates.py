"""Shows what other windows and the background change, one reading at a time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App

from facilitator.screens.base import FacilitatorScreen

if TYPE_CHECKING:
    from db.store import Store


class LiveUpdates:
    """Follows the changes of the database for the app's screens.

    The current screen is read again at once, and those below it when they come to the front.
    Changes that come during a reading are read once more after it.
    """

    def __init__(self, app: App[None], store: Store) -> None:
        self._app = app
        self._loop = asyncio.get_running_loop()
        self._has_changes = False
        self._is_reading = False
        self._has_trouble = False
        store.watch(self._on_event_loop(self._changed), self._on_event_loop(self._show_trouble))

    def _on_event_loop(self, listener: Callable[..., None]) -> Callable[..., None]:
        """Return a function for the store's thread that calls a listener on the app's loop."""

        def call(*arguments: Any) -> None:
            # After the end of the app its loop is closed, and there is no one to call.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(listener, *arguments)

        return call

    def _changed(self) -> None:
        if self._has_trouble:
            self._has_trouble = False
            # What they say of the trouble is not true any more.
            self._app.clear_notifications()
            self._app.notify("The database answers again", markup=False)
        self.read_soon()

    def read_soon(self) -> None:
        """Read again what the screens show, since the background has saved something."""
        self._has_changes = True
        self._read_if_changed()

    def _show_trouble(self, message: str) -> None:
        self._has_trouble = True
        self._app.notify(message, title="The database", severity="error", markup=False, timeout=60)

    def _read_if_changed(self) -> None:
        if self._has_changes and not self._is_reading and self._app.is_running:
            self._has_changes, self._is_reading = False, True
            self._app.run_worker(self._read(), group="live updates")

    async def _read(self) -> None:
        began = self._loop.time()
        try:
            for screen in self._app.screen_stack:
                if isinstance(screen, FacilitatorScreen):
                    screen.outdated = True
            if isinstance(self._app.screen, FacilitatorScreen):
                await self._app.screen.catch_up()
        finally:
            # A screen that takes long to read leaves as much time for everything else.
            self._loop.call_later(self._loop.time() - began, self._finish_reading)

    def _finish_reading(self) -> None:
        self._is_reading = False
        self._read_if_changed()
