"""The results of the last reviews of action items, which the opening of the next meeting shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from uuid import UUID

from db.records import Review
from db.vocabulary import ActionStatus
from facilitator.domain.due_dates import short_day
from facilitator.domain.team_day import team_day


@dataclass(frozen=True, slots=True)
class PastReview:
    """The result of one meeting's review.

    Attributes:
        day: The day of the meeting, in the team's time zone.
        done: How many items were done.
        of: How many items were reviewed and not dropped.
        dropped: How many items were dropped.
    """

    day: date
    done: int
    of: int
    dropped: int


def past_reviews(reviews: Iterable[Review], zone: tzinfo = UTC) -> list[PastReview]:
    """Group reviews by the meeting that they come from, and count their results.

    Imported reviews may have no meeting; those of one day count as one meeting. Changes between
    meetings are left out.

    Args:
        reviews: The reviews, in any order.
        zone: The team's time zone.

    Returns:
        The results, the newest meeting first.
    """
    by_meeting: dict[UUID | date, list[Review]] = defaultdict(list)
    for review in reviews:
        if review.between_meetings:
            continue
        by_meeting[review.meeting_id or team_day(review.at, zone)].append(review)
    results = [_count(meeting_reviews, zone) for meeting_reviews in by_meeting.values()]
    return sorted(results, key=lambda result: result.day, reverse=True)


def describe_past_review(result: PastReview, today: date) -> str:
    """Return `9 Nov: 5 of 7 done, 1 dropped`."""
    dropped = f", {result.dropped} dropped" if result.dropped else ""
    return f"{short_day(result.day, today)}: {result.done} of {result.of} done{dropped}"


def _count(reviews: Sequence[Review], zone: tzinfo) -> PastReview:
    dropped = sum(review.status is ActionStatus.DROPPED for review in reviews)
    done = sum(review.status is ActionStatus.DONE for review in reviews)
    day = max(team_day(review.at, zone) for review in reviews)
    return PastReview(day, done, len(reviews) - dropped, dropped)
