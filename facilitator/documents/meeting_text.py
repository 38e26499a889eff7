"""The meetings about an incident in words, as documents show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from db.records import Attendee, Incident, Meeting
from facilitator.documents.team_records import TeamRecords
from facilitator.documents.written_moments import write_moment
from facilitator.domain.agenda import Plan, replay

MEETINGS = "Meetings"
"""The heading of the section with the meetings."""


def meeting_lines(team: TeamRecords, incident: Incident) -> list[str]:
    """Return one line for each meeting about an incident, oldest first."""
    return [meeting_line(meeting) for meeting in team.meetings_of(incident)]


def meeting_line(meeting: Meeting) -> str:
    """Return when a meeting was, how long it took, who was there, and the next date."""
    at = write_moment(meeting.created_at.replace(second=0, microsecond=0))
    state = " (cancelled)" if meeting.cancelled_at is not None else ""
    return f"{at}{state}: {'. '.join(_sentences(meeting))}"


def _sentences(meeting: Meeting) -> Iterator[str]:
    yield f"{sum(meeting.plan)} minutes planned{_taken(meeting)}"
    people = {
        "Facilitator": [person for person in meeting.attendees if person.facilitates],
        "Notes": [person for person in meeting.attendees if person.takes_notes],
        "Attendees": meeting.attendees,
        "In the incident": [person for person in meeting.attendees if person.was_in_incident],
    }
    yield from (f"{role}: {_names(persons)}" for role, persons in people.items() if persons)
    if meeting.next_on is not None:
        yield f"Next meeting: {meeting.next_on.isoformat()}"


def _taken(meeting: Meeting) -> str:
    """Return the minutes that the clock has counted; "" where it never started."""
    if not meeting.events:
        return ""
    state = replay(Plan(meeting.plan), meeting.events, meeting.events[-1].at)
    seconds = sum(segment.actual for segment in state.segments)
    return f", {round(seconds / 60)} taken"


def _names(people: Iterable[Attendee]) -> str:
    return ", ".join(" ".join(person.name.split()) for person in people)
