"""The results of the last reviews of action items."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID, uuid4

from db.records import Review
from db.vocabulary import ActionStatus
from facilitator.domain.past_reviews import PastReview, describe_past_review, past_reviews

NOON = datetime(2026, 11, 9, 12, tzinfo=UTC)
DONE, OPEN, DROPPED = ActionStatus.DONE, ActionStatus.OPEN, ActionStatus.DROPPED


def review(status: ActionStatus, at: datetime = NOON, meeting: UUID | None = None) -> Review:
    return Review(uuid4(), meeting, at, status, "")


def test_dropped_items_are_counted_apart() -> None:
    reviews = [review(DONE), review(DONE), review(OPEN), review(DROPPED)]
    assert past_reviews(reviews) == [PastReview(NOON.date(), done=2, of=3, dropped=1)]


def test_a_change_between_meetings_is_no_meeting() -> None:
    between = replace(review(DONE, NOON - timedelta(days=3)), between_meetings=True)
    assert past_reviews([between, review(OPEN)]) == [PastReview(NOON.date(), 0, 1, 0)]
    assert past_reviews([between]) == []


def test_the_newest_meeting_comes_first() -> None:
    reviews = [review(OPEN, NOON - timedelta(days=14)), review(DONE)]
    assert [result.day for result in past_reviews(reviews)] == [
        date(2026, 11, 9),
        date(2026, 10, 26),
    ]


def test_reviews_are_grouped_by_meeting_and_not_by_day() -> None:
    late, other = uuid4(), uuid4()
    reviews = [
        review(DONE, NOON, late),
        review(OPEN, NOON + timedelta(hours=13), late),
        review(DONE, NOON, other),
    ]
    assert sorted((result.done, result.of) for result in past_reviews(reviews)) == [(1, 1), (1, 2)]


def test_the_day_is_that_of_the_time_zone_of_the_team() -> None:
    reviews = [review(DONE, datetime(2026, 11, 9, 23, 30, tzinfo=UTC))]
    assert past_reviews(reviews, timezone(timedelta(hours=1)))[0].day == date(2026, 11, 10)
    far = [review(DONE, datetime(9999, 12, 31, 23, 30, tzinfo=UTC))]
    assert past_reviews(far, timezone(timedelta(hours=1)))[0].day == date(9999, 12, 31)


def test_a_result_is_described_in_a_line() -> None:
    assert (
        describe_past_review(PastReview(date(2026, 11, 9), 5, 7, 0), date(2026, 11, 24))
        == "9 Nov: 5 of 7 done"
    )
    assert describe_past_review(PastReview(date(2025, 11, 9), 5, 7, 1), date(2026, 11, 24)) == (
        "9 Nov 2025: 5 of 7 done, 1 dropped"
    )
