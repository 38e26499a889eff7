"""What one meeting after another said of an action item, as a track."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from rich.cells import cell_len

from db.records import Review
from db.vocabulary import ActionStatus
from facilitator.domain.meeting_track import Stop, said_briefly, stops
from facilitator.screens.meeting.track_lines import Track

TODAY = date(2026, 11, 24)


def stop(week: int, words: str, status: ActionStatus = ActionStatus.OPEN) -> Stop:
    return Stop(TODAY - timedelta(weeks=20 - week), status, words)


@pytest.mark.parametrize(
    ("status", "note", "words"),
    [
        (ActionStatus.OPEN, "", "not started"),
        (ActionStatus.IN_PROGRESS, "blocked on CI", "blocked on CI"),
        (ActionStatus.OPEN, "blocked on CI", "not started: blocked on CI"),
        (ActionStatus.DROPPED, "nobody needs it", "dropped: nobody needs it"),
    ],
)
def test_a_status_is_said_once(status: ActionStatus, note: str, words: str) -> None:
    assert said_briefly(status, note) == words


def test_what_this_meeting_said_is_told_from_what_was_said_before() -> None:
    now, before = uuid4(), uuid4()
    at = datetime(2026, 11, 10, 23, 30, tzinfo=UTC)
    reviews = [
        Review(uuid4(), before, at, ActionStatus.OPEN, ""),
        Review(uuid4(), None, at, ActionStatus.IN_PROGRESS, "", between_meetings=True),
        Review(uuid4(), now, at, ActionStatus.DONE, ""),
    ]
    earlier, today = stops(reviews, now, UTC)
    assert [(each.words, each.between_meetings) for each in earlier] == [
        ("not started", False),
        ("in progress", True),
    ]
    assert today is not None
    assert today.words == "done"
    assert stops(reviews[:2], now, UTC)[1] is None


@pytest.mark.parametrize("width", [20, 46, 74, 130])
@pytest.mark.parametrize("count", [0, 1, 3, 9])
@pytest.mark.parametrize("is_said", [True, False])
def test_a_track_of_any_length_fits(width: int, count: int, is_said: bool) -> None:
    earlier = [stop(week, f"部署 week {week}") for week in range(count)]
    now = stop(20, "done", ActionStatus.DONE) if is_said else None
    track = Track(earlier, now, width, TODAY)
    lines = track.lines()
    assert len(lines) == 3
    assert all(cell_len(line.plain.rstrip()) <= width for line in lines)
    shown = count - track.left_out
    assert (
        lines[0].plain.count("Sep") + lines[0].plain.count("Aug") + lines[0].plain.count("Jul")
        == shown
    )
    assert (f"+{track.left_out} earlier" in lines[0].plain) == bool(track.left_out)
    assert lines[1].plain.rstrip()[-1] == ("✓" if is_said else "?")


def test_words_that_do_not_fit_are_known_the_newest_first() -> None:
    long = "waiting for the answer of the vendor, who has been asked twice"
    earlier = [stop(1, f"first {long}"), stop(2, "short"), stop(3, long)]
    track = Track(earlier, None, 60, TODAY)
    assert [each.words for each in track.unsaid] == [long, f"first {long}"]


def test_the_last_words_go_on_below_today_as_long_as_nothing_is_said() -> None:
    words = "in progress: reassigned to Mei"
    assert not Track([stop(1, words)], None, 60, TODAY).unsaid
    assert Track([stop(1, words)], stop(20, "done"), 60, TODAY).unsaid
