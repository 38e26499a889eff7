"""What the last meetings said of the action items before them, for the opening of the next one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from uuid import UUID

from db.records import Review
from db.words import ActionStatus
from facilitator.domain.due import short_day


@dataclass(frozen=True, slots=True)
class PastReview:
    """One meeting's review. done: of so many that were not dropped. on: the team's day."""

    on: date
    done: int
    of: int
    dropped: int


def past_reviews(reviews: Iterable[Review], zone: tzinfo = UTC) -> list[PastReview]:
    """The meetings that these reviews come from, newest first.

    Reviews of one meeting belong together; those that know no meeting, by their day.
    """
    meetings: dict[UUID | date, list[Review]] = defaultdict(list)
    for review in reviews:
        meetings[review.meeting_id or _day(review, zone)].append(review)
    found = [_of_meeting(said, zone) for said in meetings.values()]
    return sorted(found, key=lambda each: each.on, reverse=True)


def said_of(meeting: PastReview, today: date) -> str:
    """`9 Nov: 5 of 7 done, 1 dropped`."""
    dropped = f", {meeting.dropped} dropped" if meeting.dropped else ""
    return f"{short_day(meeting.on, today)}: {meeting.done} of {meeting.of} done{dropped}"


def _of_meeting(said: list[Review], zone: tzinfo) -> PastReview:
    dropped = sum(each.status is ActionStatus.DROPPED for each in said)
    done = sum(each.status is ActionStatus.DONE for each in said)
    return PastReview(max(_day(each, zone) for each in said), done, len(said) - dropped, dropped)


def _day(review: Review, zone: tzinfo) -> date:
    try:
        return review.at.astimezone(zone).date()
    except OverflowError:
        return review.at.date()  # the first or the last day of the calendar
