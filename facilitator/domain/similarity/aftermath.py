"""What became of a similar incident: its cause, and what was done about it."""

from __future__ import annotations

from collections.abc import Iterator

from db.records import ActionItem, Incident
from db.vocabulary import ActionStatus
from facilitator.domain.verdict_words import reason_of_drop
from facilitator.text import shortened

NO_ACTION = "no action was taken"


def what_became_of(incident: Incident, longest: int) -> list[str]:
    """Return the cause of an incident, if it has one, its open action items, and the others.

    Such as `cause: retry storm`, `still open: Cap retries (Priya)` and `done: Alert on retries`.

    Args:
        incident: The incident.
        longest: How many characters of an action, or of the reason for a drop, stand there at most.
    """
    cause = [] if incident.cause is None else [f"cause: {incident.cause.name}"]
    return [*cause, *(list(_items(incident, longest)) or [NO_ACTION])]


def _items(incident: Incident, longest: int) -> Iterator[str]:
    still_open = [item for item in incident.action_items if item.is_open]
    for item in still_open:
        yield f"still open: {shortened(item.action, longest)} ({item.owner or 'no owner'})"
    for item in incident.action_items:
        if item.status is ActionStatus.DONE:
            yield f"done: {shortened(item.action, longest)}"
    for item in incident.action_items:
        if item.status is ActionStatus.DROPPED:
            yield f"dropped: {shortened(item.action, longest)}{_why_dropped(item, longest)}"


def _why_dropped(item: ActionItem, longest: int) -> str:
    reason = reason_of_drop(item)
    return f" ({shortened(reason, longest)})" if reason else ""
