"""What a meeting can decide about an open action item."""

from __future__ import annotations

from enum import StrEnum

from db.vocabulary import ActionStatus


class Outcome(StrEnum):
    """One decision about one action item, as the review offers it."""

    DONE = "done"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    NOT_STARTED = "not_started"
    REASSIGNED = "reassigned"
    NEW_DUE_DATE = "new_due_date"
    DROPPED = "dropped"

    @property
    def status(self) -> ActionStatus | None:
        """The status that the outcome gives to the item; None where it keeps the one it has."""
        return _STATUSES.get(self)

    @property
    def needs_words(self) -> bool:
        """Whether the outcome is complete only with a reason, a name or a day."""
        return self not in (Outcome.DONE, Outcome.IN_PROGRESS, Outcome.NOT_STARTED)


def outcome_of(status: ActionStatus) -> Outcome:
    """Return the outcome that gives a status to an item, in the plainest way."""
    return next(outcome for outcome in Outcome if outcome.status is status)


_STATUSES = {
    Outcome.DONE: ActionStatus.DONE,
    Outcome.IN_PROGRESS: ActionStatus.IN_PROGRESS,
    Outcome.BLOCKED: ActionStatus.IN_PROGRESS,
    Outcome.NOT_STARTED: ActionStatus.OPEN,
    Outcome.DROPPED: ActionStatus.DROPPED,
}
