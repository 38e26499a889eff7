"""What one meeting after another said of an action item, in the few words of a track."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from uuid import UUID

from db.records import Review
from db.vocabulary import ActionStatus
from facilitator.domain.blocked import is_blocked_note
from facilitator.domain.labels import STATUS_LABELS
from facilitator.domain.team_day import team_day


@dataclass(frozen=True, slots=True)
class Stop:
    """What was said of an item at one meeting, or changed between two.

    Attributes:
        day: When, as the team counts its days.
        status: The status that it got.
        words: What was said, in a few words.
        between_meetings: Whether it was changed outside of a meeting.
    """

    day: date
    status: ActionStatus
    words: str
    between_meetings: bool = False


def said_briefly(status: ActionStatus, note: str) -> str:
    """Return `blocked on CI`, `in progress`, or `not started: nobody is free`."""
    name = STATUS_LABELS[status].in_review.lower()
    if not note:
        return name
    is_said_by_note = status is ActionStatus.IN_PROGRESS and is_blocked_note(note)
    return note if is_said_by_note else f"{name}: {note}"


def stops(
    reviews: Sequence[Review], meeting_id: UUID, zone: tzinfo
) -> tuple[Sequence[Stop], Stop | None]:
    """Return what was said of an item before a meeting, oldest first, and at that meeting.

    Args:
        reviews: What was decided about the item, oldest first.
        meeting_id: The meeting.
        zone: The team's time zone.
    """
    earlier = [_stop(review, zone) for review in reviews if review.meeting_id != meeting_id]
    now = [_stop(review, zone) for review in reviews if review.meeting_id == meeting_id]
    return earlier, now[-1] if now else None


def _stop(review: Review, zone: tzinfo) -> Stop:
    words = said_briefly(review.status, review.note)
    return Stop(team_day(review.at, zone), review.status, words, review.between_meetings)
