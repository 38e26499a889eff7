"""How far the ticket of an action item is: whether there is one, and whether it is in a sprint.

Nothing is assumed: only what the tracker has said, and when, counts as known. A ticket that it does
not show is neither done nor in a sprint.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from db.records import ActionItem, OutboxStep, Ticket
from db.vocabulary import (
    ActionStatus,
    SprintPlace,
    StepState,
    TicketCategory,
    TicketPresence,
    TicketStep,
)
from facilitator.domain.ticket_key import is_ticket_key
from facilitator.text import counted


class TicketState(StrEnum):
    """How far the ticket of an action item is."""

    NONE = "no_ticket"
    QUEUED = "queued"
    """It will be made, or moved to the next sprint, as soon as the tracker answers."""
    UNKNOWN = "unknown"
    """It was sent, and the answer was lost: the tracker is searched for it."""
    FAILED = "failed"
    NO_KEY = "no_key"
    """What stands there has not the form of a key."""
    BY_HAND = "by_hand"
    """Somebody has typed its key, and no tracker was asked."""
    MISSING = "missing"
    FORBIDDEN = "forbidden"
    NEXT_SPRINT = "next_sprint"
    NOT_NEXT = "not_in_next_sprint"


SATISFYING = (TicketState.NEXT_SPRINT, TicketState.BY_HAND)
"""The states in which rule 2 misses nothing of a ticket; of one by hand it says so."""
KEYS_IN_DOUBT = (TicketState.NO_KEY, TicketState.MISSING, TicketState.FORBIDDEN)
"""The states in which the key that stands there leads to no ticket."""
STATUS_OF_CATEGORY = {
    TicketCategory.TO_DO: ActionStatus.OPEN,
    TicketCategory.IN_PROGRESS: ActionStatus.IN_PROGRESS,
    TicketCategory.DONE: ActionStatus.DONE,
}
"""What the status of a ticket comes to for the team; a category that is unknown is none of them."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The tracker and the team say different things of an action item.

    Attributes:
        theirs: What the tracker calls the status of the ticket.
        would_be: The status that the item has where the tracker is right.
        ours: The status that the team has given it.
    """

    theirs: str
    would_be: ActionStatus
    ours: ActionStatus


def ticket_state(item: ActionItem) -> TicketState:
    """Return how far the ticket of an item is."""
    steps = {step.step: step for step in item.steps}
    if not item.ticket:
        return _unmade(item, steps.get(TicketStep.CREATE))
    known, moving = item.known_ticket, steps.get(TicketStep.SCHEDULE)
    if known is not None and known.presence is TicketPresence.MISSING:
        return TicketState.MISSING
    if known is not None and known.presence is TicketPresence.FORBIDDEN:
        return TicketState.FORBIDDEN
    if known is not None and known.sprint is SprintPlace.NEXT:
        return TicketState.NEXT_SPRINT
    if moving is not None and _is_queued(item, moving):
        return TicketState.QUEUED
    if known is not None:
        return TicketState.NOT_NEXT
    if moving is not None and moving.state is StepState.FAILED:
        return TicketState.FAILED
    return TicketState.BY_HAND if is_ticket_key(item.ticket) else TicketState.NO_KEY


def state_words(item: ActionItem) -> str:
    """Return how far the ticket of an item is: `queued`, `not in the next sprint`, `no ticket`.

    The key of the ticket is not among the words.
    """
    known = item.known_ticket
    match ticket_state(item):
        case TicketState.NONE:
            return "no ticket"
        case TicketState.QUEUED:
            return f"queued ({error})" if (error := _last_error(item)) else "queued"
        case TicketState.UNKNOWN:
            return "unknown – check"
        case TicketState.FAILED:
            return f"failed: {_last_error(item)}"
        case TicketState.NO_KEY:
            return "is no ticket’s key"
        case TicketState.BY_HAND:
            return "unverified"
        case TicketState.MISSING:
            return "not in the tracker"
        case TicketState.FORBIDDEN:
            return "not shown to us by the tracker"
        case TicketState.NEXT_SPRINT:
            return f"in the next sprint{_named(known)}"
        case TicketState.NOT_NEXT:
            if is_done_in_tracker(item):
                return "done in the tracker already"
            reason = _last_error(item) if needs_decision(item) else ""
            return f"not in the next sprint: {reason}" if reason else _elsewhere(known)


def status_and_state(item: ActionItem) -> str:
    """Return the status of the ticket of an item, and how far it is: `To Do · in the next sprint`.

    In which sprint a ticket is that is done matters no more. What the ticket could not be given
    when it was made stands behind that.
    """
    known, words = item.known_ticket, [state_words(item)]
    if known is not None and known.status:
        words = [known.status] if is_done_in_tracker(item) else [known.status, *words]
    return " · ".join([*words, *_left_out(item)])


def ticket_briefly(item: ActionItem) -> str:
    """Return the ticket of an item, as a summary says it: `OPS-17`, `OPS-17 (unverified)`."""
    if not item.ticket:
        return "no ticket"
    is_by_hand = ticket_state(item) is TicketState.BY_HAND
    return f"{item.ticket} (unverified)" if is_by_hand else item.ticket


def is_under_way(step: OutboxStep) -> bool:
    """Return whether the program works on a step by itself: it was released, and is not done."""
    settled = (StepState.DONE, StepState.FAILED)
    return step.next_at is not None and step.state not in settled


def is_to_make(item: ActionItem) -> bool:
    """Return whether an open item has no ticket, and nothing is under way to make one."""
    return item.is_open and not item.ticket and ticket_state(item) is not TicketState.QUEUED


def next_try(steps: Sequence[OutboxStep]) -> datetime | None:
    """Return when the program goes on by itself with an item; None where it waits for a person.

    Args:
        steps: The steps of the item; those that are done may be left out. Nothing else is done
            before its ticket has been created.
    """
    creation = [
        step
        for step in steps
        if step.step is TicketStep.CREATE and step.state is not StepState.DONE
    ]
    return min(
        (step.next_at for step in creation or steps if step.next_at and is_under_way(step)),
        default=None,
    )


def is_done_in_tracker(item: ActionItem) -> bool:
    """Return whether the tracker has shown the ticket of an item as done."""
    known = item.known_ticket
    is_found = known is not None and known.presence is TicketPresence.FOUND
    return is_found and known is not None and known.category is TicketCategory.DONE


def needs_key(item: ActionItem) -> bool:
    """Return whether the ticket of an open item is none that the tracker shows.

    A person has to correct its key: neither another sprint nor another try helps.
    """
    return item.is_open and ticket_state(item) in KEYS_IN_DOUBT


def needs_decision(item: ActionItem) -> bool:
    """Return whether the ticket of an open item could not be moved to the next sprint.

    One that the tracker does not show is no matter of sprints, nor is one that is done there.
    """
    could_not_move = any(
        step.step is TicketStep.SCHEDULE and step.state is StepState.FAILED for step in item.steps
    )
    is_matter_of_sprints = not needs_key(item) and not is_done_in_tracker(item)
    return item.is_open and could_not_move and is_matter_of_sprints


def disagreement(item: ActionItem) -> Disagreement | None:
    """Return where the tracker says something else of an item than the team; None where not.

    A ticket that is missing, hidden, or of an unknown category says nothing. Nor does one against
    which the team has decided already, as long as its status stays the same. A dropped item agrees
    with a ticket that is closed.
    """
    known = item.known_ticket
    if known is None or known.presence is not TicketPresence.FOUND:
        return None
    would_be = STATUS_OF_CATEGORY.get(known.category)
    agrees = would_be is item.status or (
        item.status is ActionStatus.DROPPED and would_be is ActionStatus.DONE
    )
    if would_be is None or agrees or known.team_keeps == known.status:
        return None
    return Disagreement(known.status, would_be, item.status)


def needs_attention(item: ActionItem) -> bool:
    """Return whether a person has to do something about the ticket of an open item.

    There is none, it was not made or not moved, its key leads nowhere, or the tracker says
    something else than the team.
    """
    without = (TicketState.NONE, TicketState.FAILED)
    undecided = needs_key(item) or needs_decision(item) or disagreement(item) is not None
    return item.is_open and (undecided or ticket_state(item) in without)


def oldest_reading(items: Iterable[ActionItem]) -> datetime | None:
    """Return since when what is known of the tickets of items may have changed; None for none."""
    return min((item.known_ticket.read_at for item in items if item.known_ticket), default=None)


def reading_age(read_at: datetime, now: datetime) -> str:
    """Return how long ago tickets were read: `just now`, `3 min ago`, `2 hours ago`, `5 days ago`.

    Args:
        read_at: When they were read.
        now: The present moment. A clock that was set back makes it `just now`.
    """
    minutes = int((now - read_at).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    hours = minutes // 60
    return f"{counted(hours, 'hour')} ago" if hours < 48 else f"{counted(hours // 24, 'day')} ago"


def _is_queued(item: ActionItem, step: OutboxStep) -> bool:
    """Return whether a step will be done: what was not sent of a closed item stays undone."""
    return is_under_way(step) and (item.is_open or step.state is not StepState.WAITING)


def _unmade(item: ActionItem, creation: OutboxStep | None) -> TicketState:
    if creation is None:
        return TicketState.NONE
    if creation.state is StepState.FAILED:
        return TicketState.FAILED
    if creation.state is StepState.UNKNOWN:
        return TicketState.UNKNOWN
    return TicketState.QUEUED if _is_queued(item, creation) else TicketState.NONE


def _last_error(item: ActionItem) -> str:
    """Return what went wrong with the first step that is not done."""
    return next((step.last_error for step in item.steps if step.state is not StepState.DONE), "")


def _left_out(item: ActionItem) -> list[str]:
    """Return what the ticket of an open item could not be given when it was made."""
    return [
        step.last_error
        for step in item.steps
        if item.is_open
        and item.ticket
        and step.step is TicketStep.CREATE
        and step.state is StepState.DONE
        and step.last_error
    ]


def _named(ticket: Ticket | None) -> str:
    return f" ({ticket.sprint_name})" if ticket is not None and ticket.sprint_name else ""


def _elsewhere(ticket: Ticket | None) -> str:
    """Return that a ticket is in another sprint than the next one, and in which."""
    words = "not in the next sprint"
    if ticket is None or not ticket.sprint_name:
        return words
    if ticket.sprint is SprintPlace.ACTIVE:
        return f"in the running sprint ({ticket.sprint_name}), {words}"
    closed = ", which is closed" if ticket.sprint is SprintPlace.CLOSED else ""
    return f"{words} ({ticket.sprint_name}{closed})"
