"""Incidents for tests, told in a few words; whatever is not said is unknown or empty."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from db.records import (
    ActionItem,
    Attendee,
    CarriedItem,
    Cause,
    Factor,
    Impact,
    Incident,
    Parked,
    Review,
    Theme,
    TimelineEvent,
)
from db.words import ActionStatus, EventKind, FactorKind, IncidentStatus, ParkedKind, Priority

DAY = "2026-03-14"


def at(text: str) -> datetime:
    """`2026-03-14 09:02`, in UTC; a time alone is on 14 March 2026."""
    return datetime.fromisoformat(text if "-" in text else f"{DAY} {text}").replace(tzinfo=UTC)


def day(text: str) -> date:
    return date.fromisoformat(text)


def incident(
    number: int = 1,
    on: str = DAY,
    *,
    cause: str | None = None,
    stamps: Mapping[str, str] | None = None,
    began: str | None = None,
    items: Sequence[ActionItem] = (),
    **more: Any,
) -> Incident:
    """stamps: times by milestone. began: the impact's own."""
    told = sorted((at(when), EventKind(kind)) for kind, when in (stamps or {}).items())
    plain: dict[str, Any] = {
        "id": _id("incident", number),
        "number": number,
        "service": "checkout",
        "symptom": "5xx spike",
        "date": day(on),
        "severity": None,
        "status": IncidentStatus.REVIEWED,
        "impact": Impact(began_at=None if began is None else at(began)),
        "root_cause": "",
        "cause": None if cause is None else Cause(_id("cause", cause), cause),
        "lessons_learned": "",
        "created_at": datetime.combine(day(on), time(), UTC),
        "timeline": tuple(event(kind, when) for when, kind in told),
        "action_items": tuple(items),
    }
    return Incident(**(plain | more))


def event(kind: str, when: str | datetime, text: str = "") -> TimelineEvent:
    moment = at(when) if isinstance(when, str) else when
    return TimelineEvent(uuid4(), moment, EventKind(kind), text, None)


def item(
    slot: int = 1,
    *,
    made: str = f"{DAY} 10:00",
    due: str | None = None,
    first_due: str | None = None,
    status: str = "open",
    closed: str | None = None,
    reviews: Sequence[tuple[str, str]] = (),
    **more: Any,
) -> ActionItem:
    """first_due: `due` if it is not said. reviews: moments and statuses."""
    first = first_due or due
    plain: dict[str, Any] = {
        "id": uuid4(),
        "incident_id": uuid4(),
        "slot": slot,
        "action": "Cap retries",
        "owner": "Ana",
        "priority": Priority.P2,
        "due": None if due is None else day(due),
        "first_due": None if first is None else day(first),
        "status": ActionStatus(status),
        "note": "",
        "ticket": "OPS-17",
        "ticket_verified": False,
        "created_at": at(made),
        "closed_at": None if closed is None else at(closed),
        "reviews": tuple(
            Review(uuid4(), None, at(when), ActionStatus(said), "") for when, said in reviews
        ),
    }
    return ActionItem(**(plain | more))


def carried(of: ActionItem, number: int = 1, *, reviewed_now: bool = False) -> CarriedItem:
    reviewed_at = at(f"{DAY} 12:00") if reviewed_now else None
    return CarriedItem(of, number, "checkout", "5xx spike", day(DAY), 0, reviewed_at)


def factor(kind: str = "made_possible", text: str = "no limit") -> Factor:
    return Factor(uuid4(), FactorKind(kind), text)


def parked(
    text: str, when: str = f"{DAY} 10:00", *, meeting: UUID | None = None, of: int | None = None
) -> Parked:
    incident_id = None if of is None else _id("incident", of)
    return Parked(uuid4(), incident_id, meeting, ParkedKind.IDEA, text, at(when), None)


def theme(name: str, systemic: str = "", owner: str = "", incidents: Sequence[int] = ()) -> Theme:
    return Theme(uuid4(), name, systemic, owner, tuple(incidents), at(f"{DAY} 10:00"))


def person(
    name: str,
    *,
    facilitates: bool = False,
    takes_notes: bool = False,
    was_in_incident: bool = False,
) -> Attendee:
    return Attendee(uuid4(), name, facilitates, takes_notes, was_in_incident)


def _id(*names: object) -> UUID:
    """The same for the same names, as a catalogue's are."""
    return uuid5(NAMESPACE_OID, "/".join(map(str, names)))
