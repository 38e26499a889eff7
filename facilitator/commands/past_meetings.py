"""The command `show --meetings`: the meetings about an incident that are over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from db.records import Incident, Meeting, MeetingOutcome
from facilitator.commands.open_store import open_store
from facilitator.commands.output import put
from facilitator.documents.write.json import JsonObject, dump
from facilitator.domain.meeting_changes import parked_by
from facilitator.domain.past_meetings import (
    minutes_in_words,
    past_outcome_in_words,
    people_in_words,
    started_at,
    state_at_end,
    when_in_words,
)
from facilitator.text import one_line


class PastMeeting(NamedTuple):
    """A meeting that is over.

    Attributes:
        parked: What it parked, action items that gave way to others among them.
    """

    meeting: Meeting
    outcomes: Sequence[MeetingOutcome]
    parked: Sequence[str]


def show_meetings(database: str | None, number: int, as_json: bool) -> None:
    """Write the finished and the cancelled meetings of an incident, oldest first.

    Args:
        database: The value of `--database`.
        number: The number of the incident.
        as_json: Whether to write an array of objects instead of text.
    """
    with open_store(database) as (store, settings):
        incident = store.incidents.get(number).result()
        meetings: list[PastMeeting] = [
            PastMeeting(
                meeting,
                store.meetings.outcomes(meeting.id).result(),
                parked_by(store.history.of_meeting(meeting.id).result()),
            )
            for meeting in store.meetings.of_incident(incident.id).result()
        ]
    if as_json:
        put(dump([_object(past) for past in meetings]))
    else:
        lines = _lines(incident, meetings, settings.timezone)
        put("".join(f"{line}\n" for line in lines))


def _lines(incident: Incident, meetings: Sequence[PastMeeting], zone: tzinfo) -> Iterator[str]:
    yield one_line(f"#{incident.number} {incident.title}")
    if not meetings:
        yield "no meeting about it is finished yet"
    for meeting, outcomes, parked in meetings:
        yield ""
        yield when_in_words(meeting, zone)
        yield one_line(f"  present: {people_in_words(meeting.attendees)}")
        yield f"  took: {minutes_in_words(meeting)}"
        for outcome in outcomes:
            yield one_line(f"  {past_outcome_in_words(outcome)}")
        for text in parked:
            yield one_line(f"  parked: {text}")
        if meeting.next_on is not None:
            yield f"  next meeting: {meeting.next_on}"


def _object(past: PastMeeting) -> JsonObject:
    meeting = past.meeting
    return {
        "incident": meeting.number,
        "started_at": _moment(started_at(meeting)),
        "ended_at": _moment(meeting.finished_at),
        "cancelled": meeting.cancelled_at is not None,
        "attendees": [
            {
                "name": attendee.name,
                "facilitates": attendee.facilitates,
                "takes_notes": attendee.takes_notes,
                "was_in_incident": attendee.was_in_incident,
            }
            for attendee in meeting.attendees
        ],
        "segments": [
            {
                "segment": clock.segment.value,
                "planned_minutes": round(clock.planned / 60, 1),
                "actual_minutes": round(clock.actual / 60, 1),
            }
            for clock in state_at_end(meeting).segments
        ],
        "outcomes": [
            {
                "incident": outcome.number,
                "slot": outcome.slot,
                "action": outcome.action,
                "status": outcome.status.value,
                "note": outcome.note,
            }
            for outcome in past.outcomes
        ],
        "parked": list(past.parked),
        "next_on": None if meeting.next_on is None else meeting.next_on.isoformat(),
    }


def _moment(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
