"""The line that says how far the sync of the tickets on a screen is, or how old they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual.widgets import Static

from db.records import ActionItem
from facilitator.domain.ticket_sync import sync_in_words
from facilitator.widgets.text import line

if TYPE_CHECKING:
    from facilitator.widgets.app_context import AppContext

COUNT_SECONDS = 15.0
"""How often the age of what is known is said anew."""


class SyncLine(Static):
    """Follows the work on tickets by itself, and asks for a sync once it has tickets to show."""

    def __init__(self, *, name: str) -> None:
        super().__init__(id=name, classes="quiet -silent")
        self._items: Sequence[ActionItem] = ()
        # The tickets of which nothing was known when they were asked for; None before the first.
        self._asked: set[str] | None = None

    @property
    def _app_context(self) -> AppContext:
        return cast("AppContext", self.app)

    def on_mount(self) -> None:
        """Follow the work on tickets, and count the minutes."""
        self._app_context.tickets.changed.subscribe(self, lambda _: self._say())
        self.set_interval(COUNT_SECONDS, self._say)

    def show(self, items: Sequence[ActionItem]) -> None:
        """Show how old what is known of these items is.

        The first time, and where a ticket comes that nothing is known of, also ask for a sync.
        """
        self._items = items
        unknown = {item.ticket for item in items if item.ticket and item.known_ticket is None}
        if self._asked is None or not unknown <= self._asked:
            self._asked = unknown | (self._asked or set())
            self.sync()
        self._say()

    def sync(self) -> None:
        """Ask the tracker again how the tickets stand."""
        self._app_context.tickets.sync(self._items)

    def _say(self) -> None:
        context = self._app_context
        words = sync_in_words(context.tickets.news, self._items, context.clock.now().wall)
        self.set_class(not words, "-silent")
        self.update(line(words))
