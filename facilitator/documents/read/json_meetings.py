"""Reading the meetings about incidents from JSON, and what refers to them."""

from __future__ import annotations

from uuid import UUID, uuid4

from db.records import Attendee, ClockEvent, Instant, Meeting
from db.vocabulary import SHORT_TEXT, ClockKind, Stage
from facilitator.documents.read import json_values
from facilitator.documents.read.json_location import JsonLocation
from facilitator.documents.read.json_objects import JsonObject, parse_value

_BITS = 32
"""The bits of a meeting's id for the number of its incident, and for its place."""
_SEGMENTS = 3
_PARTS = (0, 1, 2)
_WHOLE = json_values.whole_number(0)
_MINUTES = json_values.whole_number(1)


class MeetingReferences:
    """The ids of the meetings of one file, and the places that refer to them.

    An id is made of the number of the incident and the place among its meetings. So a reference
    may stand before the meeting, and the ids of an incident's meetings are in their order.
    """

    def __init__(self) -> None:
        self._base = uuid4().int >> 2 * _BITS << 2 * _BITS
        self._referred: list[tuple[UUID, JsonLocation]] = []

    def id_of(self, number: int, index: int) -> UUID:
        """Return the id of the meeting that has this place among those about an incident."""
        return UUID(int=self._base + (number << _BITS) + index)

    def read(self, data: JsonObject) -> UUID | None:
        """Return the id of the meeting under the key `meeting`; None where there is none."""
        reference = data.get_object("meeting")
        if reference is None:
            return None
        number = reference.get("incident", json_values.whole_number(1))
        meeting_id = self.id_of(number, reference.get("index", _WHOLE))
        reference.refuse_unknown_keys()
        self._referred.append((meeting_id, reference.location))
        return meeting_id

    def check(self, known: set[UUID]) -> None:
        """Check that every reference leads to one of these meetings.

        Raises:
            DocumentError: There is no such meeting in the file.
        """
        for meeting_id, location in self._referred:
            if meeting_id not in known:
                raise location.error("there is no such meeting in the file")


def read_meetings(
    data: JsonObject, number: int, incident_id: UUID, references: MeetingReferences
) -> tuple[Meeting, ...]:
    """Return the meetings about an incident, in their order.

    Args:
        data: The object of the incident.
        number: The number of the incident.
        incident_id: Its id.
        references: The ids of the meetings of the file.
    """
    return tuple(
        _meeting(meeting, number, incident_id, references.id_of(number, index))
        for index, meeting in enumerate(data.objects("meetings"))
    )


def _meeting(data: JsonObject, number: int, incident_id: UUID, meeting_id: UUID) -> Meeting:
    stage = data.get("stage", json_values.member_of(Stage), Stage.OPENING)
    meeting = Meeting(
        id=meeting_id,
        incident_id=incident_id,
        number=number,
        stage=stage,
        sub=_part(data, default=0),
        plan=_plan(data),
        created_at=data.get("created_at", json_values.moment),
        # A meeting that is not over would run for ever in the other database.
        finished_at=data.get("finished_at", json_values.moment),
        events=tuple(_clock_event(event) for event in data.objects("clock")),
        attendees=_attendees(data),
        last_alive=_last_alive(data),
        next_on=data.get_optional("next_on", json_values.day),
        cancelled_at=data.get_optional("cancelled_at", json_values.moment),
    )
    data.refuse_unknown_keys()
    return meeting


def _part(data: JsonObject, default: int | None = None) -> int:
    """Return the part of the incident segment that an object names."""
    part = data.get("part", _WHOLE, default)
    if part not in _PARTS:
        raise data.location.child("part").error("expected 0, 1 or 2")
    return part


def _plan(data: JsonObject) -> tuple[int, int, int]:
    location = data.location.child("planned_minutes")
    values = data.array("planned_minutes")
    minutes = [parse_value(value, place, _MINUTES) for value, place in values]
    if len(minutes) != _SEGMENTS:
        raise location.error("expected the minutes of the review, the incident and the patterns")
    return minutes[0], minutes[1], minutes[2]


def _attendees(data: JsonObject) -> tuple[Attendee, ...]:
    attendees: list[Attendee] = []
    for person in data.objects("attendees"):
        name = person.get("name", json_values.text(SHORT_TEXT, required=True))
        if name in [attendee.name for attendee in attendees]:
            raise person.location.child("name").error("that person is on the list already")
        attendees.append(
            Attendee(
                uuid4(),
                name,
                facilitates=person.get("facilitates", json_values.flag, default=False),
                takes_notes=person.get("takes_notes", json_values.flag, default=False),
                was_in_incident=person.get("was_in_incident", json_values.flag, default=False),
            )
        )
        person.refuse_unknown_keys()
    return tuple(attendees)


def _clock_event(data: JsonObject) -> ClockEvent:
    kind = data.get("kind", json_values.member_of(ClockKind))
    event = ClockEvent(
        kind,
        _instant(data),
        seconds=data.get("seconds", json_values.signed_number, 0),
        moves_end=data.get("moves_end", json_values.flag, default=False),
        part=_part(data) if kind is ClockKind.PART else None,
    )
    data.refuse_unknown_keys()
    return event


def _last_alive(data: JsonObject) -> Instant | None:
    instant = data.get_object("last_alive")
    if instant is None:
        return None
    result = _instant(instant)
    instant.refuse_unknown_keys()
    return result


def _instant(data: JsonObject) -> Instant:
    return Instant(
        data.get("at", json_values.moment),
        data.get("uptime", json_values.number, 0.0),
        data.get("boot", json_values.text(SHORT_TEXT), ""),
    )
