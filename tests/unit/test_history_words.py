"""The changes of an incident in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from db.records import HistoryEntry
from db.vocabulary import ActionStatus, CheckResult, Entity, EventKind, FactorKind, ParkedKind
from facilitator.domain.history_words import describe_entry, further_texts
from tests.support import at, day

TODAY = day("2026-03-20")
SENTENCE = "The client retried at once, and every retry was a load of its own."


def entry(
    entity: Entity,
    field: str = "",
    old: Any = None,
    new: Any = None,
    name: str = "",
    slot: int | None = None,
) -> HistoryEntry:
    return HistoryEntry(
        id=1, at=at("09:00"), who="Ana", label="", entity=entity, name=name, slot=slot,
        field=field, old=old, new=new, undone=False,
    )  # fmt: skip


def words(*arguments: Any, **more: Any) -> str:
    return describe_entry(entry(*arguments, **more), 43, TODAY)


ITEM: dict[str, Any] = {"name": "Cap retries", "slot": 2}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            words(Entity.ACTION_ITEM, "due", day("2026-03-28"), day("2026-04-04"), **ITEM),
            "Action item 43.2 “Cap retries”: due 28 Mar → 4 Apr",
        ),
        (
            words(Entity.ACTION_ITEM, "status", ActionStatus.OPEN, ActionStatus.DONE, **ITEM),
            "Action item 43.2 “Cap retries”: status not started → done",
        ),
        (
            words(Entity.ACTION_ITEM, "ticket", "OPS-1", "", **ITEM),
            "Action item 43.2 “Cap retries”: ticket removed: “OPS-1”",
        ),
        (
            words(Entity.ACTION_ITEM, "action", "Cap", "Cap retries", **ITEM),
            "Action item 43.2: “Cap” → “Cap retries”",
        ),
        (words(Entity.INCIDENT, "root_cause", "", "Retries"), "Root cause: “Retries”"),
        (words(Entity.INCIDENT, "root_cause", "Retries", ""), "Root cause removed: “Retries”"),
        (
            words(Entity.INCIDENT, "root_cause", SENTENCE, SENTENCE.replace("at once", "quickly")),
            "Root cause: “at once,” → “quickly,”",
        ),
        (words(Entity.INCIDENT, "cause_id", None, "retry storm"), "Cause: “retry storm”"),
        (
            words(Entity.IMPACT, "users_affected", 900, 12000),
            "Impact: users affected: 900 → 12,000",
        ),
        (
            words(Entity.EVENT, "at", at("09:02"), at("09:04"), "pager"),
            "Event “pager”: time 14 Mar 09:02 → 14 Mar 09:04",
        ),
        (
            words(Entity.PARKED, "resolved_at", None, at("09:00"), "chaos day"),
            "Settled: “chaos day”",
        ),
        (
            words(Entity.PARKED, "resolved_at", at("09:00"), None, "chaos day"),
            "Parked again: “chaos day”",
        ),
        (words(Entity.MEETING, "finished_at", None, at("09:00")), "Finished the meeting"),
        (words(Entity.MEETING, "next_on", None, day("2026-04-04")), "Meeting: next one on 4 Apr"),
        (words(Entity.ATTENDEE, "takes_notes", False, True, "Ana"), "Ana takes notes"),
        (words(Entity.ATTENDEE, "takes_notes", True, False, "Ana"), "Ana no longer takes notes"),
        (words(Entity.DUPLICATE, "original_id", 41, None), "Duplicate of #41 → another incident"),
        (words(Entity.SECTION, "position", 1, 2, "Luck"), "Moved the section “Luck”"),
    ],
)
def test_a_changed_field_is_said_with_what_it_was(changed: str, said: str) -> None:
    assert changed == said


EVENT = {"at": at("09:02"), "kind": EventKind.OTHER, "text": "pager", "link": "https://logs"}
ACTION = {
    "slot": 2,
    "action": "Cap retries",
    "owner": "",
    "due": None,
    "note": "first",
    "ticket": "",
}


@pytest.mark.parametrize(
    ("entity", "values", "added", "deleted"),
    [
        (Entity.EVENT, EVENT, "Added the event 09:02 “pager”", "Deleted the event 09:02 “pager”"),
        (
            Entity.EVENT,
            EVENT | {"kind": EventKind.FIRST_ALERT},
            "Added the event 09:02 “pager” (first alert fired)",
            "Deleted the event 09:02 “pager” (first alert fired)",
        ),
        (
            Entity.EVENT,
            EVENT | {"kind": EventKind.FIRST_ALERT, "text": ""},
            "Added the event 09:02 “first alert fired”",
            "Deleted the event 09:02 “first alert fired”",
        ),
        (
            Entity.FACTOR,
            {"kind": FactorKind.MADE_POSSIBLE, "text": "no limit"},
            "Added the factor “no limit” (made it possible)",
            "Deleted the factor “no limit” (made it possible)",
        ),
        (
            Entity.ACTION_ITEM,
            ACTION,
            "Added action item 43.2 “Cap retries” — no owner, no due date",
            "Deleted action item 43.2 “Cap retries”",
        ),
        (
            Entity.REVIEW,
            {"status": ActionStatus.IN_PROGRESS, "note": "blocked on CI"},
            "Outcome of action item 43.2 “Cap retries”: in progress (blocked on CI)",
            "Deleted the outcome of action item 43.2 “Cap retries”: in progress (blocked on CI)",
        ),
        (
            Entity.CHECK,
            {"result": CheckResult.DID_NOT_HOLD, "note": "it paged again"},
            "Check of action item 43.2 “Cap retries”: did not hold (it paged again)",
            "Deleted the check of action item 43.2 “Cap retries”: did not hold (it paged again)",
        ),
        (
            Entity.PARKED,
            {"kind": ParkedKind.IDEA, "text": "chaos day"},
            "Parked the idea “chaos day”",
            "Deleted the parked idea “chaos day”",
        ),
        (
            Entity.ATTENDEE,
            {"name": "Ana"},
            "Added the attendee “Ana”",
            "Deleted the attendee “Ana”",
        ),
        (
            Entity.DUPLICATE,
            {"original_id": 41},
            "Marked as a duplicate of #41",
            "No longer a duplicate of #41",
        ),
        (
            Entity.INCIDENT,
            {"service": "checkout", "symptom": "5xx"},
            "Wrote the incident down: checkout 5xx",
            "Deleted the incident",
        ),
    ],
)
def test_what_was_added_or_deleted_is_named(
    entity: Entity, values: dict[str, Any], added: str, deleted: str
) -> None:
    assert words(entity, new=values, **ITEM) == added
    assert words(entity, old=values, **ITEM) == deleted


def test_an_item_of_a_deleted_incident_is_known_by_its_slot() -> None:
    deleted = entry(Entity.ACTION_ITEM, old=ACTION, **ITEM)
    assert describe_entry(deleted, None, TODAY) == "Deleted action item 2 “Cap retries”"


def test_a_long_text_that_was_deleted_with_its_section_can_still_be_read() -> None:
    deleted = entry(Entity.SECTION, old={"heading": "Luck", "text": SENTENCE})
    assert describe_entry(deleted, 43, TODAY) == "Deleted the section “Luck”"
    assert further_texts(deleted) == [SENTENCE]
    assert further_texts(entry(Entity.ACTION_ITEM, new=ACTION)) == ["first"]


@pytest.mark.parametrize("entity", list(Entity))
def test_every_field_of_everything_can_be_said(entity: Entity) -> None:
    for old, new in ((None, 3), ("a", "b"), (True, False), (date.min, None), ("", "x")):
        assert words(entity, "some_field", old, new, name="name")
