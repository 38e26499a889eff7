"""What there is to say of a meeting that is over: when it was, who was there, how long it took."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from db.records import Attendee, Instant, Meeting, MeetingOutcome
from facilitator.domain.agenda import AgendaState, Plan, replay
from facilitator.domain.clock_text import format_minutes, format_minutes_seconds
from facilitator.domain.labels import SEGMENT_LABELS
from facilitator.domain.summary import review_in_words


def state_at_end(meeting: Meeting) -> AgendaState:
    """Return the clock of a meeting that is over, as it stood when that was last seen to run."""
    readings = [event.at for event in meeting.events[-1:]]
    if meeting.last_alive is not None:
        readings.append(meeting.last_alive)
    last = max(readings, key=lambda reading: reading.wall, default=None)
    return replay(Plan(meeting.plan), meeting.events, last or Instant(meeting.created_at, 0, ""))


def started_at(meeting: Meeting) -> datetime:
    """Return when a meeting was begun: when its clock started, else when somebody opened it."""
    return state_at_end(meeting).started_at or meeting.created_at


def when_in_words(meeting: Meeting, zone: tzinfo) -> str:
    """Return `Tue 24 Nov 2026, 14:02–14:49`, with `cancelled` behind it where it was given up."""
    start = started_at(meeting).astimezone(zone)
    text = f"{start:%a} {start.day} {start:%b %Y}, {start:%H:%M}"
    if meeting.finished_at is not None:
        text += f"–{meeting.finished_at.astimezone(zone):%H:%M}"
    return text if meeting.cancelled_at is None else f"{text}, cancelled"


def people_in_words(attendees: Sequence[Attendee]) -> str:
    """Return `Mei (facilitates), Sam (takes notes, was involved), Ana`."""
    return ", ".join(map(_person, attendees)) or "no attendees recorded"


def minutes_in_words(meeting: Meeting) -> str:
    """Return the time that each segment took: `Review 9:12 of 10 min, Incident 31:02 of 30 min`."""
    return ", ".join(
        f"{SEGMENT_LABELS[clock.segment].name} {format_minutes_seconds(clock.actual)}"
        f" of {format_minutes(clock.planned)}"
        for clock in state_at_end(meeting).segments
    )


def past_outcome_in_words(outcome: MeetingOutcome) -> str:
    """Return `#43.1 Add canary deploys: IN PROGRESS (blocked on CI)`."""
    said = review_in_words(outcome.status, outcome.note)
    return f"#{outcome.number}.{outcome.slot} {outcome.action}: {said}"


def _person(attendee: Attendee) -> str:
    roles = [
        words
        for words, has_role in (
            ("facilitates", attendee.facilitates),
            ("takes notes", attendee.takes_notes),
            ("was involved", attendee.was_in_incident),
        )
        if has_role
    ]
    return f"{attendee.name} ({', '.join(roles)})" if roles else attendee.name
