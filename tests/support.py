"""Short ways to make records for tests. What a test does not give is unknown or empty."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from db.records import (
    ActionItem,
    Attendee,
    CarriedItem,
    Cause,
    ComparisonRecord,
    Factor,
    Impact,
    Incident,
    IncidentOutline,
    OutboxStep,
    Parked,
    Review,
    Theme,
    Ticket,
    TimelineEvent,
)
from db.store import Store
from db.vocabulary import (
    ActionStatus,
    EventKind,
    FactorKind,
    IncidentStatus,
    ParkedKind,
    Priority,
    SprintPlace,
    StepState,
    TicketCategory,
    TicketPresence,
    TicketStep,
)
from db.worker import Pending

DAY = "2026-03-14"


def at(text: str) -> datetime:
    """Return a moment in UTC of "2026-03-14 09:02", or of a time alone on the day `DAY`."""
    return datetime.fromisoformat(text if "-" in text else f"{DAY} {text}").replace(tzinfo=UTC)


def day(text: str) -> date:
    """Return the date of a text such as "2026-03-14"."""
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
    """Return an incident of the service checkout.

    Args:
        number: The number, which also determines the id.
        on: The day of the incident.
        cause: The name of the cause; the same name gives the same cause.
        stamps: The time of each event of the timeline by its kind.
        began: When the impact began.
        items: The action items.
        **more: Other fields of the record.
    """
    events = sorted((at(when), EventKind(kind)) for kind, when in (stamps or {}).items())
    defaults: dict[str, Any] = {
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
        "timeline": tuple(event(kind, when) for when, kind in events),
        "action_items": tuple(items),
    }
    return Incident(**(defaults | more))


def same_causes(*incidents: Incident) -> list[IncidentOutline]:
    """Return the outlines of incidents, as the store reads those of a cause."""
    names = [field.name for field in fields(IncidentOutline)]
    return [IncidentOutline(**{name: getattr(one, name) for name in names}) for one in incidents]


def comparison_record(of: Incident) -> ComparisonRecord:
    """Return what the store reads of an incident to name it among similar ones."""
    return ComparisonRecord(
        number=of.number,
        service=of.service,
        symptom=of.symptom,
        date=of.date,
        began_at=of.began_at,
        cause=of.cause,
        open_actions=of.open_actions,
        terms="",
    )


def edit_facts(store: Store, number: int, /, **facts: Any) -> Pending[None]:
    """Change these facts about the incident with this number; the others stay."""
    original = store.incidents.get(number).result()
    names = inspect.signature(store.incidents.edit).parameters.keys() - {"self", "tx", "original"}
    kept = {name: getattr(original, name) for name in names}
    return store.incidents.edit(original, **(kept | facts))


def event(kind: str, when: str | datetime, text: str = "") -> TimelineEvent:
    """Return an event of the timeline, at a moment or at a time as for `at`."""
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
    """Return an action item.

    Args:
        slot: The slot of the item, from 1 to 3.
        made: When the item was created.
        due: The due date.
        first_due: The due date that the item had at first; by default `due`.
        status: The status.
        closed: When the item was closed.
        reviews: The moment and the status of each review.
        **more: Other fields of the record.
    """
    first = first_due or due
    defaults: dict[str, Any] = {
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
            Review(uuid4(), None, at(when), ActionStatus(outcome), "") for when, outcome in reviews
        ),
    }
    return ActionItem(**(defaults | more))


def ticket(key: str = "OPS-17", **more: Any) -> Ticket:
    """Return what a tracker said of a ticket: it was found, to do, and in no sprint."""
    defaults: dict[str, Any] = {
        "presence": TicketPresence.FOUND,
        "status": "To Do",
        "category": TicketCategory.TO_DO,
        "sprint": SprintPlace.NONE,
        "sprint_name": "",
        "read_at": at(f"{DAY} 12:00"),
    }
    return Ticket(key=key, **(defaults | more))


def step(kind: str, state: str = "waiting", **more: Any) -> OutboxStep:
    """Return a step in the outbox, which nobody has released unless `next_at` is given."""
    defaults: dict[str, Any] = {
        "id": uuid4(),
        "action_id": uuid4(),
        "attempts": 0,
        "next_at": None,
        "last_error": "",
        "sent_at": None,
    }
    return OutboxStep(step=TicketStep(kind), state=StepState(state), **(defaults | more))


def carried(item: ActionItem, number: int = 1, *, reviewed_now: bool = False) -> CarriedItem:
    """Return an action item as a meeting carries it, from the incident with this number."""
    reviewed_at = at(f"{DAY} 12:00") if reviewed_now else None
    return CarriedItem(item, number, "checkout", "5xx spike", day(DAY), 0, reviewed_at)


def factor(kind: str = "made_possible", text: str = "no limit") -> Factor:
    """Return a contributing factor."""
    return Factor(uuid4(), FactorKind(kind), text)


def parked(
    text: str, when: str = f"{DAY} 10:00", *, meeting: UUID | None = None, of: int | None = None
) -> Parked:
    """Return a parked idea, from the meeting and of the incident with this number, if given."""
    incident_id = None if of is None else _id("incident", of)
    return Parked(uuid4(), incident_id, meeting, ParkedKind.IDEA, text, at(when), None)


def theme(name: str, systemic: str = "", owner: str = "", incidents: Sequence[int] = ()) -> Theme:
    """Return a theme that is linked to the incidents with these numbers."""
    return Theme(uuid4(), name, systemic, owner, tuple(incidents), at(f"{DAY} 10:00"))


def person(
    name: str,
    *,
    facilitates: bool = False,
    takes_notes: bool = False,
    was_in_incident: bool = False,
) -> Attendee:
    """Return a person in a meeting."""
    return Attendee(uuid4(), name, facilitates, takes_notes, was_in_incident)


def _id(*names: object) -> UUID:
    """Return an id that is the same for the same names."""
    return uuid5(NAMESPACE_OID, "/".join(map(str, names)))
