"""The meetings about an incident as JSON, and their places, by which others refer to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from db.records import Attendee, ClockEvent, Incident, Instant, Meeting
from facilitator.documents.team_records import TeamRecords
from facilitator.documents.write.json_values import JsonObject, day, moment

Places = Mapping[UUID | None, tuple[int, int]]
"""For the id of a meeting the number of its incident and its place among that one's meetings."""


def places_of(incidents: Sequence[Incident], team: TeamRecords) -> Places:
    """Return the places of all meetings about these incidents."""
    return {
        meeting.id: (incident.number, index)
        for incident in incidents
        for index, meeting in enumerate(team.meetings_of(incident))
    }


def meeting_object(meeting: Meeting) -> JsonObject:
    """Return a meeting as its JSON object: the log of its clock says how long it took."""
    return {
        "created_at": moment(meeting.created_at),
        "finished_at": moment(meeting.finished_at),
        "cancelled_at": moment(meeting.cancelled_at),
        "next_on": day(meeting.next_on),
        "stage": meeting.stage,
        "part": meeting.sub,
        "planned_minutes": list(meeting.plan),
        "attendees": [_attendee(attendee) for attendee in meeting.attendees],
        "clock": [_clock_event(event) for event in meeting.events],
        "last_alive": None if meeting.last_alive is None else _instant(meeting.last_alive),
    }


def _attendee(attendee: Attendee) -> JsonObject:
    return {
        "name": attendee.name,
        "facilitates": attendee.facilitates,
        "takes_notes": attendee.takes_notes,
        "was_in_incident": attendee.was_in_incident,
    }


def _clock_event(event: ClockEvent) -> JsonObject:
    written: JsonObject = {
        "kind": event.kind,
        **_instant(event.at),
        "seconds": event.seconds,
        "moves_end": event.moves_end,
    }
    if event.part is not None:
        written["part"] = event.part
    return written


def _instant(instant: Instant) -> JsonObject:
    return {"at": moment(instant.wall), "uptime": instant.uptime, "boot": instant.boot}
