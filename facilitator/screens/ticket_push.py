"""Having tickets made in the tracker, and the question where there is no next sprint for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.records import ActionItem
from db.vocabulary import SprintChoice
from facilitator.domain.tickets import (
    TicketState,
    is_done_in_tracker,
    needs_decision,
    needs_key,
    state_words,
    ticket_state,
)
from facilitator.text import counted, shortened
from facilitator.widgets.question import Question

if TYPE_CHECKING:
    from facilitator.screens.base import FacilitatorScreen

NO_TRACKER = (
    "No tracker is set up, so keys of tickets are typed: Jira… on the home screen,"
    " or `facilitator login`, connects to one"
)
TRY_AGAIN = "r"
CHOICES = {
    "c": (SprintChoice.CREATE, "create a sprint, and put it there"),
    "a": (SprintChoice.ACTIVE, "put it into the sprint that is running"),
    "l": (SprintChoice.LEAVE, "leave it where it is"),
}
"""What a person can decide where there is no next sprint, by the keys of the answers."""


async def push_tickets(screen: FacilitatorScreen, items: Sequence[ActionItem]) -> bool:
    """Have the tickets of open action items made and put into the next sprint.

    Nothing waits for the tracker. Where there was no next sprint for some of them, a question asks
    what to do. A key that leads to no ticket is said, and not pushed: a person has to correct it.
    Has to run among the dialog steps of the screen.

    Args:
        screen: The screen on which the items are.
        items: The items, as they were read last.

    Returns:
        False where the user has stopped at that question, or nothing could be saved.
    """
    if not screen.facilitator.settings.tracker.is_set_up:
        screen.notify(NO_TRACKER, severity="warning", markup=False)
        return True
    undecided = [item for item in items if needs_decision(item)]
    if undecided and not await _decide(screen, undecided):
        return False
    others = [item for item in items if item.is_open and item not in undecided]
    for_people = [item for item in others if needs_key(item) or is_done_in_tracker(item)]
    for item in for_people:
        screen.notify(_way_on(item), severity="warning", markup=False)
    unfinished = [
        item
        for item in others
        if item not in for_people and ticket_state(item) is not TicketState.NEXT_SPRINT
    ]
    if not unfinished and not undecided:
        if not for_people:
            screen.notify("Every open action item has its ticket in the next sprint")
        return True
    if unfinished:
        now = screen.facilitator.clock.now().wall
        released = screen.store.outbox.release([item.id for item in unfinished], now)
        if await screen.save(released) is None:
            return False
    screen.facilitator.tickets.push()
    count = counted(len(unfinished) + len(undecided), "ticket")
    screen.notify(f"{count} on the way to the tracker; nobody has to wait")
    return True


def _way_on(item: ActionItem) -> str:
    """Return what a person has to do about a ticket for which a push does nothing."""
    if is_done_in_tracker(item):
        return (
            f"{item.ticket} is done in the tracker already: mark the action item as done, or reopen"
            " the ticket there"
        )
    return f"{item.ticket} {state_words(item)}: correct the key"


async def _decide(screen: FacilitatorScreen, items: Sequence[ActionItem]) -> bool:
    """Ask what becomes of tickets that could not be moved to the next sprint; return if answered.

    One answer holds for all of them.
    """
    first = items[0]
    names = [f"{item.ticket}: {shortened(item.action, 80)}" for item in items]
    answer = await screen.ask(
        Question(
            f"{counted(len(items), 'ticket')} not in the next sprint. What now?",
            [*((key, words) for key, (_, words) in CHOICES.items()), (TRY_AGAIN, "try again")],
            detail="\n".join([*names, shortened(state_words(first), 200)]),
        )
    )
    if answer is None:
        return False
    ids, now = [item.id for item in items], screen.facilitator.clock.now().wall
    outbox = screen.store.outbox
    if answer == TRY_AGAIN:
        return await screen.save(outbox.release(ids, now)) is not None
    return await screen.save(outbox.choose(ids, CHOICES[answer][0], now)) is not None
