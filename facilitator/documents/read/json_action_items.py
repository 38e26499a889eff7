"""Reading the action items of a post-mortem's JSON object, with their reviews and checks."""

from __future__ import annotations

from uuid import uuid4

from db.records import ActionItem, Check, Review
from db.vocabulary import (
    LINE_TEXT,
    SHORT_TEXT,
    SLOTS,
    ActionKind,
    ActionStatus,
    CheckResult,
    Priority,
)
from facilitator.documents.read import json_values
from facilitator.documents.read.json_meetings import MeetingReferences
from facilitator.documents.read.json_objects import JsonObject

_REQUIRED_LINE = json_values.text(LINE_TEXT, required=True)


def read_action_items(
    incident: JsonObject, references: MeetingReferences
) -> tuple[ActionItem, ...]:
    """Return the action items of an incident's JSON object, by slot.

    Raises:
        DocumentError: A value is refused, a slot is taken twice, or there are more than three.
    """
    items = [_action_item(item, references) for item in incident.objects("action_items")]
    location = incident.location.child("action_items")
    if len(items) > len(SLOTS):
        raise location.error(f"{len(items)}; a post-mortem has at most three")
    if len({item.slot for item in items}) < len(items):
        raise location.error("a slot is taken twice")
    return tuple(sorted(items, key=lambda item: item.slot))


def _action_item(data: JsonObject, references: MeetingReferences) -> ActionItem:
    item_id = uuid4()
    status = data.get("status", json_values.member_of(ActionStatus), ActionStatus.OPEN)
    note = data.get("note", json_values.text(LINE_TEXT), "")
    if status is ActionStatus.DROPPED and not note:
        raise data.location.child("note").error("expected the reason why it was dropped")
    due = data.get_optional("due", json_values.day)
    item = ActionItem(
        id=item_id,
        # The import sets the id of the incident when it stores the item.
        incident_id=item_id,
        slot=data.get("slot", json_values.slot),
        action=data.get("action", _REQUIRED_LINE),
        owner=data.get("owner", json_values.text(SHORT_TEXT), ""),
        priority=data.get("priority", json_values.member_of(Priority), Priority.P2),
        due=due,
        first_due=data.get_optional("first_due", json_values.day) if "first_due" in data else due,
        status=status,
        note=note,
        ticket=data.get("ticket", json_values.text(SHORT_TEXT), ""),
        ticket_verified=data.get("ticket_verified", json_values.flag, default=False),
        created_at=data.get("created_at", json_values.moment),
        closed_at=data.get_optional("closed_at", json_values.moment),
        reviews=tuple(
            sorted(
                (_review(review, references) for review in data.objects("reviews")),
                key=lambda review: review.at,
            )
        ),
        kind=data.get_optional("kind", json_values.member_of(ActionKind)),
        check_how=data.get("check_how", json_values.text(LINE_TEXT), ""),
        check_on=data.get_optional("check_on", json_values.day),
        checks=tuple(
            sorted(
                (_check(check, references) for check in data.objects("checks")),
                key=lambda check: check.at,
            )
        ),
    )
    data.refuse_unknown_keys()
    return item


def _review(data: JsonObject, references: MeetingReferences) -> Review:
    review = Review(
        uuid4(),
        references.read(data),
        data.get("at", json_values.moment),
        data.get("status", json_values.member_of(ActionStatus)),
        data.get("note", json_values.text(LINE_TEXT), ""),
        between_meetings=data.get("between_meetings", json_values.flag, default=False),
    )
    data.refuse_unknown_keys()
    return review


def _check(data: JsonObject, references: MeetingReferences) -> Check:
    check = Check(
        uuid4(),
        references.read(data),
        data.get("at", json_values.moment),
        data.get("result", json_values.member_of(CheckResult)),
        data.get("note", json_values.text(LINE_TEXT), ""),
    )
    data.refuse_unknown_keys()
    return check
