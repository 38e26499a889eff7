"""What the app's screens ask of the work on tickets that is done in the background."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.app import App
from textual.signal import Signal

from facilitator.domain.ticket_news import TicketNews

if TYPE_CHECKING:
    from db.records import ActionItem
    from db.store import Store
    from facilitator.config.settings import Settings
    from facilitator.shell.ticket_thread import TicketThread
    from facilitator.system.clock import Clock


class BackgroundTickets:
    """The work on tickets, which runs only where there is a tracker to ask.

    Attributes:
        news: What the work has come to.
        changed: Published with the news after each change of it.
    """

    def __init__(self, app: App[None]) -> None:
        self.news = TicketNews()
        self.changed: Signal[TicketNews] = Signal(app, "tickets changed")
        self._start: Callable[[Settings], TicketThread] | None = None
        self._chosen: Settings | None = None
        self._thread: TicketThread | None = None

    def begin(
        self, store: Store, settings: Settings, clock: Clock, show_saved: Callable[[], None]
    ) -> None:
        """Begin to work for the tracker of the settings, if they name one.

        A window that only watches leaves that to others. It has to be called on the running loop.

        Args:
            store: The open store.
            settings: The settings.
            clock: The machine's clocks.
            show_saved: Called on the running loop after something was saved, which the screens
                then have to show.
        """
        if store.read_only:
            return
        loop = asyncio.get_running_loop()

        def show(news: TicketNews, is_saved: bool, chosen: Settings) -> None:
            # What went wrong with the tracker of before says nothing of the one of now.
            if chosen is self._chosen:
                self.news = news
                self.changed.publish(news)
            if is_saved:
                show_saved()

        def start(chosen: Settings) -> TicketThread:
            from facilitator.shell.ticket_thread import TicketThread

            def tell(news: TicketNews, is_saved: bool) -> None:
                # After the end of the app its loop is closed, and there is no one to tell.
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(show, news, is_saved, chosen)

            return TicketThread(store, chosen, lambda: clock.now().wall, tell)

        self._start = start
        self.use(settings)

    def use(self, settings: Settings) -> None:
        """Work for the tracker of these settings from now on, in the place of any before."""
        self.end()
        self._chosen = settings
        self.news = TicketNews()
        self.changed.publish(self.news)
        if self._start is not None and settings.tracker.is_set_up:
            self._thread = self._start(settings)

    def push(self) -> None:
        """Work off the outbox now, since steps were released; nothing waits for it."""
        if self._thread is not None:
            self._thread.push()

    def sync(self, items: Sequence[ActionItem]) -> None:
        """Ask soon how the tickets of these items stand; nothing waits for it.

        The items of the newest request take the place of those that were not asked for yet.
        """
        if self._thread is not None:
            self._thread.sync(items)

    def end(self) -> None:
        """Begin nothing more; what is under way is left alone."""
        if self._thread is not None:
            self._thread.end()
            self._thread = None
