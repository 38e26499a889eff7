"""What the last meetings said of their action items."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID, uuid4

from db.records import Review
from db.words import ActionStatus
from facilitator.domain.last_time import PastReview, past_reviews, said_of

NOON = datetime(2026, 11, 9, 12, tzinfo=UTC)
DONE, OPEN, DROPPED = ActionStatus.DONE, ActionStatus.OPEN, ActionStatus.DROPPED


def review(status: ActionStatus, at: datetime = NOON, meeting: UUID | None = None) -> Review:
    return Review(uuid4(), meeting, at, status, "")


def test_what_was_dropped_is_told_beside_the_rest() -> None:
    said = [review(DONE), review(DONE), review(OPEN), review(DROPPED)]
    assert past_reviews(said) == [PastReview(NOON.date(), done=2, of=3, dropped=1)]


def test_the_newest_meeting_comes_first() -> None:
    said = [review(OPEN, NOON - timedelta(days=14)), review(DONE)]
    assert [each.on for each in past_reviews(said)] == [date(2026, 11, 9), date(2026, 10, 26)]


def test_a_meeting_past_midnight_is_one_and_two_on_a_day_are_two() -> None:
    late, other = uuid4(), uuid4()
    said = [
        review(DONE, NOON, late),
        review(OPEN, NOON + timedelta(hours=13), late),
        review(DONE, NOON, other),
    ]
    assert sorted((each.done, each.of) for each in past_reviews(said)) == [(1, 1), (1, 2)]


def test_the_day_is_the_team_s() -> None:
    said = [review(DONE, datetime(2026, 11, 9, 23, 30, tzinfo=UTC))]
    assert past_reviews(said, timezone(timedelta(hours=1)))[0].on == date(2026, 11, 10)
    far = [review(DONE, datetime(9999, 12, 31, 23, 30, tzinfo=UTC))]
    assert past_reviews(far, timezone(timedelta(hours=1)))[0].on == date(9999, 12, 31)


def test_it_is_said_as_people_say_it() -> None:
    assert (
        said_of(PastReview(date(2026, 11, 9), 5, 7, 0), date(2026, 11, 24)) == "9 Nov: 5 of 7 done"
    )
    assert said_of(PastReview(date(2025, 11, 9), 5, 7, 1), date(2026, 11, 24)) == (
        "9 Nov 2025: 5 of 7 done, 1 dropped"
    )
