"""The keys that lead to the ticket of an action item in the web, the same on every screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from textual.binding import Binding
from textual.dom import DOMNode

from db.records import ActionItem
from facilitator.domain.ticket_key import ticket_address
from facilitator.widgets.choice_dialog import ChoiceDialog
from facilitator.widgets.sync_line import SyncLine
from facilitator.widgets.text import line

if TYPE_CHECKING:
    from facilitator.screens.base import FacilitatorScreen
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


class LeadsToTickets:
    """A screen, or a part of one, on which action items are in hand."""

    @property
    def items_in_hand(self) -> Sequence[ActionItem]:
        """The action items that the keys are for; each class defines which ones these are."""
        raise NotImplementedError

    def allows_ticket_key(self, action: str) -> bool:
        """Return whether a key has a ticket to lead to; True for the keys of anything else."""
        return action not in TICKET_READS or bool(self._addresses)

    def action_open_ticket(self) -> None:
        """Open the ticket in hand in the browser."""
        self._lead(self._app_context.open_link)

    def action_copy_ticket(self) -> None:
        """Copy the web address of the ticket in hand."""
        self._lead(self._app_context.copy_link)

    def _lead(self, go: Callable[[str], None]) -> None:
        """Go to the ticket in hand, once somebody has said which one where there are several."""
        addresses = self._addresses
        if len(addresses) == 1:
            go(*addresses)
        elif addresses:
            screen = cast("FacilitatorScreen", cast("DOMNode", self).screen)
            screen.run_dialog_steps(_ask_which(screen, addresses, go))

    @property
    def _addresses(self) -> Mapping[str, ActionItem]:
        """The items whose tickets have a web address, by that address."""
        site = self._app_context.settings.tracker.url
        found = {ticket_address(item.ticket, site): item for item in self.items_in_hand}
        return {address: item for address, item in found.items() if address}

    @property
    def _app_context(self) -> AppContext:
        return cast("AppContext", cast("DOMNode", self).app)


class SyncsTickets(LeadsToTickets):
    """A screen of action items whose tickets the tracker is asked for."""

    def allows_ticket_key(self, action: str) -> bool:
        """Return whether a key has a ticket to lead to, or a tracker to ask."""
        if action == "sync_tickets":
            return self._app_context.settings.tracker.is_set_up
        return super().allows_ticket_key(action)

    def action_sync_tickets(self) -> None:
        """Ask the tracker again how the tickets stand."""
        cast("DOMNode", self).query_one(SyncLine).sync()


async def _ask_which(
    screen: FacilitatorScreen, addresses: Mapping[str, ActionItem], go: Callable[[str], None]
) -> None:
    rows = [(address, line(f"{item.ticket}  {item.action}")) for address, item in addresses.items()]
    address = await screen.ask(ChoiceDialog("Which ticket?", rows))
    if address is not None:
        go(address)
