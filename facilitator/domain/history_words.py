"""The changes of an incident in words, as its history lists them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from db.records import HistoryEntry
from db.vocabulary import (
    ActionKind,
    ActionStatus,
    CheckResult,
    Entity,
    EventKind,
    FactorKind,
    FindingKind,
    IncidentKind,
    ParkedKind,
    Trigger,
)
from facilitator.domain.due_dates import owner_and_due, short_day
from facilitator.domain.labels import (
    ACTION_KIND_LABELS,
    CHECK_LABELS,
    EVENT_LABELS,
    FACTOR_LABELS,
    FINDING_LABELS,
    INCIDENT_KIND_LABELS,
    PARKED_LABELS,
    STATUS_LABELS,
    TRIGGER_LABELS,
    Label,
)
from facilitator.domain.meeting_changes import FACT_LABELS, IMPACT_CHANGE_LABELS, TEXT_LABELS
from facilitator.domain.text_difference import difference_in_words

LONG = 40
"""From this many characters on, only what differs of a text is quoted."""
THINGS = {
    Entity.EVENT: "event",
    Entity.FACTOR: "factor",
    Entity.FINDING: "finding",
    Entity.SECTION: "section",
    Entity.THEME: "theme",
    Entity.THEME_INCIDENT: "theme",
    Entity.PARKED: "parked item",
    Entity.ATTENDEE: "attendee",
}
"""What a thing is called that is known by its words."""
KIND_LABELS: Mapping[type[StrEnum], Mapping[Any, Label]] = {
    EventKind: EVENT_LABELS,
    FactorKind: FACTOR_LABELS,
    FindingKind: FINDING_LABELS,
    ParkedKind: PARKED_LABELS,
    IncidentKind: INCIDENT_KIND_LABELS,
    Trigger: TRIGGER_LABELS,
    ActionKind: ACTION_KIND_LABELS,
    CheckResult: CHECK_LABELS,
}
ROLES = {
    "facilitates": ("facilitates", "no longer facilitates"),
    "takes_notes": ("takes notes", "no longer takes notes"),
    "was_in_incident": ("was involved in the incident", "was not involved in the incident"),
}
"""What an attendee does and no longer does, by the field that says so."""
MOMENTS_OF_MEETING = {
    "finished_at": ("Finished the meeting", "The meeting is not finished any more"),
    "cancelled_at": ("Cancelled the meeting", "The meeting is not cancelled any more"),
}
"""What is said of a meeting where a moment is set and where it is taken back, by the field."""


FIELD_LABELS = {
    "at": "time",
    "next_on": "next one on",
    "check_how": "how we will know",
    "check_on": "day to check",
}
"""What a field is called where its name says something else to people."""


FURTHER_TEXTS = {
    Entity.INCIDENT: ("root_cause", "lessons_learned"),
    Entity.IMPACT: ("summary",),
    Entity.SECTION: ("text",),
    Entity.EVENT: ("link",),
    Entity.ACTION_ITEM: ("note", "ticket", "check_how"),
}
"""The texts that are too long to stand in one line about a whole thing."""


def describe_entry(entry: HistoryEntry, number: int | None, today: date) -> str:
    """Say what a change changed.

    Args:
        entry: The change.
        number: The number of its incident; None where that is deleted.
        today: The present day; days of another year are shown with their year.
    """
    if entry.field:
        return _edited(entry, number, today)
    if entry.new is not None:
        return _added(entry, number, today)
    return _deleted(entry, number)


def is_long_text_edit(entry: HistoryEntry) -> bool:
    """Return whether a change replaced one long text by another, so that only words differ."""
    old, new = entry.old, entry.new
    return (
        bool(entry.field)
        and isinstance(old, str)
        and isinstance(new, str)
        and not isinstance(old, StrEnum)
        and bool(old and new)
        and max(len(old), len(new)) > LONG
    )


def further_texts(entry: HistoryEntry) -> list[str]:
    """Return the texts of a thing that was added or deleted that its description leaves out."""
    values: Mapping[str, Any] = {} if entry.field else entry.new or entry.old or {}
    fields = FURTHER_TEXTS.get(entry.entity, ())
    return [values[field] for field in fields if values.get(field)]


def _item(entry: HistoryEntry, number: int | None) -> str:
    """Return how an action item is called: `action item 43.2 “Cap retries”`."""
    return f"{_item_number(entry, number)} “{entry.name}”"


def _item_number(entry: HistoryEntry, number: int | None) -> str:
    places = [str(place) for place in (number, entry.slot) if place is not None]
    return f"action item {'.'.join(places)}" if entry.slot is not None else "action item"


def _thing(entry: HistoryEntry, number: int | None) -> str:
    """Return how the thing that was changed is called, as the beginning of a line."""
    match entry.entity:
        case Entity.ACTION_ITEM:
            return _capital(_item(entry, number))
        case Entity.REVIEW:
            return f"Outcome of {_item(entry, number)}"
        case Entity.CHECK:
            return f"Check of {_item(entry, number)}"
        case Entity.MEETING:
            return "Meeting"
        case Entity.DUPLICATE:
            return "Duplicate"
        case Entity.INCIDENT:
            return "Incident"
        case Entity.IMPACT:
            return "Impact"
        case _:
            return _capital(f"{THINGS[entry.entity]} “{entry.name}”")


def _added(entry: HistoryEntry, number: int | None, today: date) -> str:
    """Say what was added."""
    values: Mapping[str, Any] = entry.new
    match entry.entity:
        case Entity.INCIDENT:
            return f"Wrote the incident down: {values['service']} {values['symptom']}"
        case Entity.IMPACT:
            figures = [
                f"{label} {_plain(values[field], today)}"
                for field, label in IMPACT_CHANGE_LABELS.items()
                if values.get(field) is not None
            ]
            return f"Added the impact: {', '.join(figures)}" if figures else "Added the impact"
        case Entity.ACTION_ITEM:
            item = f"{_item_number(entry, number)} “{values['action']}”"
            return f"Added {item} — {owner_and_due(values['owner'], values['due'], today)}"
        case Entity.REVIEW:
            return f"{_thing(entry, number)}: {_outcome(values)}"
        case Entity.CHECK:
            return f"{_thing(entry, number)}: {_found(values)}"
        case Entity.PARKED:
            return f"Parked the {_parked(values)}"
        case Entity.THEME_INCIDENT:
            return f"Linked the theme “{entry.name}”"
        case Entity.MEETING:
            return "Opened a meeting"
        case Entity.DUPLICATE:
            return f"Marked as a duplicate of {_number(values['original_id'])}"
        case _:
            return f"Added the {_whole(entry, values)}"


def _deleted(entry: HistoryEntry, number: int | None) -> str:
    """Say what was deleted."""
    values: Mapping[str, Any] = entry.old or {}
    match entry.entity:
        case Entity.INCIDENT:
            return "Deleted the incident"
        case Entity.IMPACT:
            return "Deleted the impact"
        case Entity.ACTION_ITEM:
            return f"Deleted {_item(entry, number)}"
        case Entity.REVIEW:
            return f"Deleted the outcome of {_item(entry, number)}: {_outcome(values)}"
        case Entity.CHECK:
            return f"Deleted the check of {_item(entry, number)}: {_found(values)}"
        case Entity.PARKED:
            return f"Deleted the parked {_parked(values)}"
        case Entity.THEME_INCIDENT:
            return f"Unlinked the theme “{entry.name}”"
        case Entity.MEETING:
            return "Deleted the meeting"
        case Entity.DUPLICATE:
            return f"No longer a duplicate of {_number(values.get('original_id'))}"
        case _:
            return f"Deleted the {_whole(entry, values)}"


def _whole(entry: HistoryEntry, values: Mapping[str, Any]) -> str:
    """Return `event 09:02 “pager”`, `factor “no limit” (made it possible)` or `section “Luck”`."""
    noun = THINGS[entry.entity]
    match entry.entity:
        case Entity.EVENT:
            kind = _kind_name(values["kind"])
            words = f"{noun} {values['at']:%H:%M} “{values['text'] or kind}”"
            is_said = not values["text"] or values["kind"] is EventKind.OTHER
            return words if is_said else f"{words} ({kind})"
        case Entity.FACTOR | Entity.FINDING:
            return f"{noun} “{values['text']}” ({_kind_name(values['kind'])})"
        case _:
            return f"{noun} “{values.get('heading') or values.get('name') or entry.name}”"


def _parked(values: Mapping[str, Any]) -> str:
    return f"{_kind_name(values['kind'])} “{values['text']}”"


def _kind_name(kind: StrEnum) -> str:
    return KIND_LABELS[type(kind)][kind].name


def _outcome(values: Mapping[str, Any]) -> str:
    note = f" ({values['note']})" if values.get("note") else ""
    return f"{STATUS_LABELS[ActionStatus(values['status'])].in_review.lower()}{note}"


def _found(values: Mapping[str, Any]) -> str:
    note = f" ({values['note']})" if values.get("note") else ""
    return f"{CHECK_LABELS[CheckResult(values['result'])].name}{note}"


def _edited(entry: HistoryEntry, number: int | None, today: date) -> str:
    """Say what became of a field."""
    match entry.entity, entry.field:
        case Entity.MEETING, "finished_at" | "cancelled_at":
            done, taken_back = MOMENTS_OF_MEETING[entry.field]
            return taken_back if entry.new is None else done
        case Entity.PARKED, "resolved_at":
            return f"{'Parked again' if entry.new is None else 'Settled'}: “{entry.name}”"
        case Entity.ATTENDEE, ("facilitates" | "takes_notes" | "was_in_incident") as role:
            return f"{entry.name} {ROLES[role][0 if entry.new else 1]}"
        case Entity.DUPLICATE, "original_id":
            return f"Duplicate of {_number(entry.old)} → {_number(entry.new)}"
        case Entity.SECTION, "position":
            return f"Moved the section “{entry.name}”"
        case ((Entity.INCIDENT | Entity.IMPACT), field):
            return _change(_field_of_incident(field), entry, today, ": ")
        case entity, "text" | "action" | "heading" | "name" if not is_long_text_edit(entry):
            # Both names stand behind it.
            noun = THINGS.get(entity, _item_number(entry, number))
            return f"{_capital(noun)}: {_arrow(_quoted(entry.old), _quoted(entry.new))}"
        case _, "text" | "action" | "heading" | "name":
            return f"{_thing(entry, number)}: {difference_in_words(entry.old, entry.new)}"
        case _:
            label = FIELD_LABELS.get(entry.field, entry.field.replace("_", " "))
            return f"{_thing(entry, number)}: {_change(label, entry, today, ' ')}"


def _field_of_incident(field: str) -> str:
    """Return what a field of the incident or of its impact is called, as the start of a line."""
    if field in IMPACT_CHANGE_LABELS:
        return f"Impact: {IMPACT_CHANGE_LABELS[field]}"
    others = {"cause_id": "Cause", "status": "Status"}
    labels = TEXT_LABELS | FACT_LABELS | others
    return labels.get(field, _capital(field.replace("_", " ")))


def _change(label: str, entry: HistoryEntry, today: date, between: str) -> str:
    """Return `due 28 Mar → 4 Apr`, `words written: “…”`, or what differs of a long text."""
    if is_long_text_edit(entry):
        return f"{label}{between}{difference_in_words(entry.old, entry.new)}"
    quote: Callable[[Any], str] = _quoted if _is_text(entry) else lambda value: _plain(value, today)
    old, new = quote(entry.old), quote(entry.new)
    return f"{label}{between}{_arrow(old, new)}" if new else f"{label} removed: {old}"


def _arrow(old: str, new: str) -> str:
    """Return `SEV2 → SEV1`; only the one of them where the other is empty."""
    return " → ".join(words for words in (old, new) if words)


def _is_text(entry: HistoryEntry) -> bool:
    """Return whether the values are texts that people wrote."""
    values = [value for value in (entry.old, entry.new) if value is not None]
    return all(isinstance(value, str) and not isinstance(value, StrEnum) for value in values)


def _quoted(text: str | None) -> str:
    return f"“{text}”" if text else ""


def _plain(value: Any, today: date) -> str:
    """Return a value as people write it; "" for None."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case ActionStatus():
            return STATUS_LABELS[value].in_review.lower()
        case StrEnum() if type(value) in KIND_LABELS:
            return _kind_name(value)
        case datetime():
            return f"{short_day(value.date(), today)} {value:%H:%M}"
        case date():
            return short_day(value, today)
        case int():
            return f"{value:,}"
        case _:
            return str(value)


def _number(number: int | None) -> str:
    return "another incident" if number is None else f"#{number}"


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
