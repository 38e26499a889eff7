"""The keys that lead to the ticket of an action item in the web, the same on every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.binding import Binding
from textual.dom import DOMNode

from db.records import ActionItem
from facilitator.tracker.by_hand import ByHand
from facilitator.widgets.sync_line import SyncLine

if TYPE_CHECKING:
    from facilitator.config.settings import Settings
    from facilitator.widgets.app_context import AppContext

TICKET_BINDINGS = (
    Binding("O", "open_ticket", "Open ticket", show=False, id="ticket.open",
            tooltip="Open its ticket in the browser; without a browser, copy its address"),
    Binding("L", "copy_ticket", "Copy address", show=False, id="ticket.copy",
            tooltip="Copy the web address of its ticket, and show it"),
)  # fmt: skip
LIST_TICKET_BINDINGS = (
    *TICKET_BINDINGS,
    Binding("R", "sync_tickets", "Sync tickets", show=False, id="ticket.sync",
            tooltip="Ask the tracker again how the tickets stand"),
)  # fmt: skip
"""The keys of a screen that lists tickets, which can be asked for again there."""
TICKET_READS = frozenset({"open_ticket", "copy_ticket"})
"""The actions of these keys that a window which only watches has too."""


def ticket_address(settings: Settings, item: ActionItem | None) -> str:
    """Return the web address of the ticket of an item; "" where it has none, or none is known."""
    return "" if item is None else ByHand(settings.tracker.url).address(item.ticket)


class LeadsToTickets:
    """A screen, or a part of one, on which an action item is in hand."""

    @property
    def item_in_hand(self) -> ActionItem | None:
        """The action item that the keys are for; each class defines which one that is."""
        raise NotImplementedError

    def allows_ticket_key(self, action: str) -> bool:
        """Return whether a key has a ticket to lead to; True for the keys of anything else."""
        return action not in TICKET_READS or bool(self._address)

    def action_open_ticket(self) -> None:
        """Open the ticket in hand in the browser."""
        self._app_context.open_link(self._address)

    def action_copy_ticket(self) -> None:
        """Copy the web address of the ticket in hand."""
        self._app_context.copy_link(self._address)

    @property
    def _address(self) -> str:
        return ticket_address(self._app_context.settings, self.item_in_hand)

    @property
    def _app_context(self) -> AppContext:
        return cast("AppContext", cast("DOMNode", self).app)


class SyncsTickets(LeadsToTickets):
    """A screen of action items whose tickets the tracker is asked for."""

    def allows_ticket_key(self, action: str) -> bool:
        """Return whether a key has a ticket to lead to, or a tracker to ask."""
        if action == "sync_tickets":
            return self._app_context.settings.tracker.kind != "none"
        return super().allows_ticket_key(action)

    def action_sync_tickets(self) -> None:
        """Ask the tracker again how the tickets stand."""
        cast("DOMNode", self).query_one(SyncLine).sync()
