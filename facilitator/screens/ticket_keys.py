"""The keys that lead to the ticket of an action item in the web, the same on every screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from textual.binding import Binding
from textual.content import Content
from textual.dom import DOMNode

from db.records import ActionItem
from db.vocabulary import ActionStatus
from facilitator.domain.ticket_key import ticket_address
from facilitator.domain.tickets import disagreement
from facilitator.screens.action_card import disagreement_words
from facilitator.screens.ticket_push import push_tickets
from facilitator.widgets.active_bindings import key_of
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
    Binding("P", "push_tickets", "Push ticket", show=False, id="ticket.push",
            tooltip="Make the ticket of the action item, or put it into the next sprint"),
)  # fmt: skip
LIST_TICKET_BINDINGS = (
    *TICKET_BINDINGS,
    Binding("R", "sync_tickets", "Sync tickets", show=False, id="ticket.sync",
            tooltip="Ask the tracker again how the tickets stand"),
)  # fmt: skip
"""The keys of a screen that lists tickets, which can be asked for again there."""
DECISION_BINDINGS = (
    Binding("A", "take_trackers", "Accept the tracker’s", show=False, id="ticket.take",
            tooltip="Give the item the status that its ticket has in the tracker"),
    Binding("K", "keep_ours", "Keep ours", show=False, id="ticket.keep",
            tooltip="Keep the team’s status against the one that the ticket has"),
)  # fmt: skip
"""The keys for where the tracker and the team say different things."""
TICKET_READS = frozenset({"open_ticket", "copy_ticket"})
"""The actions of these keys that a window which only watches has too."""


class LeadsToTickets:
    """A screen, or a part of one, on which action items are in hand."""

    @property
    def items_in_hand(self) -> Sequence[ActionItem]:
        """The action items that the keys are for; each class defines which ones these are."""
        raise NotImplementedError

    @property
    def items_to_push(self) -> Sequence[ActionItem]:
        """The action items whose tickets are made; those in hand where a class does not differ."""
        return self.items_in_hand

    def allows_ticket_key(self, action: str) -> bool:
        """Return whether a key has a ticket to lead to; True for the keys of anything else."""
        if action == "push_tickets":
            return any(item.is_open for item in self.items_to_push)
        return action not in TICKET_READS or bool(self._addresses)

    def action_open_ticket(self) -> None:
        """Open the ticket in hand in the browser."""
        self._lead(self._app_context.open_link)

    def action_copy_ticket(self) -> None:
        """Copy the web address of the ticket in hand."""
        self._lead(self._app_context.copy_link)

    def action_push_tickets(self) -> None:
        """Have the tickets in hand made, or put into the next sprint."""
        self._screen.run_dialog_steps(push_tickets(self._screen, self.items_to_push))

    @property
    def _screen(self) -> FacilitatorScreen:
        return cast("FacilitatorScreen", cast("DOMNode", self).screen)

    def _lead(self, go: Callable[[str], None]) -> None:
        """Go to the ticket in hand, once somebody has said which one where there are several."""
        addresses = self._addresses
        if len(addresses) == 1:
            go(*addresses)
        elif addresses:
            self._screen.run_dialog_steps(_ask_which(self._screen, addresses, go))

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


class DecidesOnTickets(SyncsTickets):
    """A screen on which one key takes what the tracker says of an item, and one what the team does.

    Where both say the same, the keys say so.
    """

    def allows_ticket_key(self, action: str) -> bool:
        """Return whether there is a tracker to agree with, or a ticket for the other keys."""
        if action in ("take_trackers", "keep_ours"):
            has_tracker = self._app_context.settings.tracker.is_set_up
            return has_tracker or self._differing is not None
        return super().allows_ticket_key(action)

    def decision_words(self, item: ActionItem) -> Content:
        """Return what the tracker and the team say where that differs, and the key for either."""
        words = disagreement_words(item)
        if not words.plain:
            return words
        keys = [
            Content.assemble((key, "bold $text-accent"), f" {binding.description.lower()}")
            for binding in DECISION_BINDINGS
            if (key := key_of(self._screen, binding.id or ""))
        ]
        return Content.assemble(words, "\n  " if keys else "", Content("   ").join(keys))

    async def give_status(self, item: ActionItem, status: ActionStatus) -> None:
        """Give an item the status that its ticket has; each class does it as its other keys do."""
        raise NotImplementedError

    def action_take_trackers(self) -> None:
        """Give the item in hand the status that its ticket has in the tracker."""
        if (item := self._item_to_decide()) and (found := disagreement(item)):
            self._screen.run_dialog_steps(self.give_status(item, found.would_be))

    def action_keep_ours(self) -> None:
        """Keep the status of the item in hand; its ticket is asked about again once it changes."""
        if (item := self._item_to_decide()) and (found := disagreement(item)):
            self._screen.run_dialog_steps(self._keep(item, found.theirs))

    def _item_to_decide(self) -> ActionItem | None:
        if self._differing is None:
            self._screen.notify("The tracker says nothing else of this action item than the team")
        return self._differing

    async def _keep(self, item: ActionItem, status: str) -> None:
        screen = self._screen
        await screen.save(screen.store.tickets.keep_team(item.id, status))
        await screen.refresh_from_store()

    @property
    def _differing(self) -> ActionItem | None:
        """The item in hand of which the tracker says something else than the team."""
        return next((item for item in self.items_in_hand if disagreement(item)), None)


async def _ask_which(
    screen: FacilitatorScreen, addresses: Mapping[str, ActionItem], go: Callable[[str], None]
) -> None:
    rows = [(address, line(f"{item.ticket}  {item.action}")) for address, item in addresses.items()]
    address = await screen.ask(ChoiceDialog("Which ticket?", rows))
    if address is not None:
        go(address)
