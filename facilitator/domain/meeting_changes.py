"""What a meeting changed, in words, as its wrap-up lists it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db.records import Change
from db.vocabulary import ActionStatus, Entity, EventKind, FactorKind, FindingKind
from facilitator.domain.due_dates import owner_and_due, short_day
from facilitator.domain.impact_figures import IMPACT_FIGURES
from facilitator.domain.labels import EVENT_LABELS, FACTOR_LABELS, FINDING_LABELS, STATUS_LABELS
from facilitator.domain.template import PARAGRAPHS
from facilitator.text import counted, shortened

NOUNS = {
    Entity.EVENT: "event",
    Entity.FACTOR: "factor",
    Entity.FINDING: "finding",
    Entity.ACTION_ITEM: "action item",
    Entity.THEME: "theme",
    Entity.SECTION: "section",
}
"""What one thing of a kind is called."""
IMPACT_CHANGE_LABELS = {
    "began_at": "began",
    **{figure.field: figure.change_label for figure in IMPACT_FIGURES},
    "currency": "currency",
}
"""The name of each value of an impact, by its field."""
TEXT_LABELS = {
    **{paragraph.field: part.label for part, paragraph in PARAGRAPHS.items()},
    "summary": "Impact in words",
}
"""The name of each long text, by its field."""
FACT_LABELS = {
    "number": "Number",
    "service": "Service",
    "symptom": "Symptom",
    "date": "Date",
    "severity": "Severity",
    "external_id": "Id",
    "ended_at": "End",
    "kind": "Kind",
    "trigger": "Trigger",
}
"""The name of each fact of an incident, by its field."""
MAX_CHARACTERS = 80
"""The length at most of a quoted sentence or of a name, in characters."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line about what a meeting changed.

    Attributes:
        head: The line: `2 events corrected`.
        details: The things that the line counts, one line each.
    """

    head: str
    details: tuple[str, ...] = ()


def describe_changes(changes: Sequence[Change], number: int, today: date) -> tuple[ChangeLine, ...]:
    """Say what a meeting changed.

    First come the reviewed items of other incidents, then the meeting's own incident, the themes,
    what was parked, and the next meeting.

    Args:
        changes: What became of each thing in the meeting.
        number: The number of the incident that the meeting was about.
        today: The present day; days of another year are shown with their year.
    """
    own = [change for change in changes if change.number == number]
    reviewed = [
        change
        for change in changes
        if change.entity is Entity.ACTION_ITEM and change.number != number and change.after
    ]
    return (
        *(ChangeLine(f"#{change.number} {_edited(change, today)}") for change in reviewed),
        *_document_lines(own),
        *_grouped_lines(own, Entity.EVENT, "corrected", today),
        *_grouped_lines(own, Entity.FACTOR, "reworded", today),
        *_grouped_lines(own, Entity.FINDING, "reworded", today),
        *_grouped_lines(own, Entity.SECTION, "changed", today),
        *_grouped_lines(own, Entity.ACTION_ITEM, "changed", today),
        *_grouped_lines(changes, Entity.THEME, "changed", today),
        *_theme_link_lines(changes),
        *_parked_lines(changes),
        *_next_meeting_lines(changes, today),
    )


def _of_entity(changes: Sequence[Change], entity: Entity) -> list[Change]:
    return [change for change in changes if change.entity is entity]


def _document_lines(changes: Sequence[Change]) -> Iterator[ChangeLine]:
    """Yield the changes of the incident's own fields and of its impact."""
    for change in (*_of_entity(changes, Entity.INCIDENT), *_of_entity(changes, Entity.IMPACT)):
        before, after = change.before or {}, change.after or {}
        for field, label in TEXT_LABELS.items():
            if before.get(field, "") != after.get(field, ""):
                yield ChangeLine(f"{label} {_text_verb(before.get(field), after.get(field))}")
        if "cause_id" in after:
            yield ChangeLine(_cause_line(before.get("cause_id"), after["cause_id"]))
        for field, label in FACT_LABELS.items():
            if field in after and change.entity is Entity.INCIDENT:
                yield ChangeLine(_field_edit(label, before.get(field), after[field]))
        values = [
            _field_edit(label, before.get(field), after[field])
            for field, label in IMPACT_CHANGE_LABELS.items()
            if field in after and before.get(field) != after[field]
        ]
        if values:
            yield ChangeLine(f"Impact: {', '.join(values)}")


def _text_verb(before: str | None, after: str | None) -> str:
    if not before:
        return "written"
    return "rewritten" if after else "removed"


def _cause_line(before: str | None, after: str | None) -> str:
    if after is None:
        return f"Cause no longer linked: {before}"
    return f"Cause linked: {after}" if before is None else f"Cause: {before} → {after}"


def _grouped_lines(
    changes: Sequence[Change], entity: Entity, verb: str, today: date
) -> Iterator[ChangeLine]:
    """Yield `3 events added`, `2 events corrected` and `1 event deleted`, with their details.

    Args:
        changes: What became of each thing.
        entity: The kind of things to count.
        verb: What a change of such a thing is called: `corrected`.
        today: The present day.
    """
    of_entity = _of_entity(changes, entity)
    added = [change for change in of_entity if change.before is None]
    deleted = [change for change in of_entity if change.after is None]
    edited = [
        change for change in of_entity if change.before is not None and change.after is not None
    ]
    for word, group, describe in (
        ("added", added, lambda change: _created(change, today)),
        (verb, edited, lambda change: _edited(change, today)),
        ("deleted", deleted, _name),
    ):
        if group:
            head = f"{counted(len(group), NOUNS[entity])} {word}"
            yield ChangeLine(head, tuple(map(describe, group)))


def _created(change: Change, today: date) -> str:
    """Describe a thing that the meeting added."""
    after = change.after or {}
    match change.entity:
        case Entity.ACTION_ITEM:
            promise = owner_and_due(after.get("owner", ""), after.get("due"), today)
            return f"{change.name} — {promise}"
        case Entity.FACTOR:
            return f"{FACTOR_LABELS[FactorKind(after['kind'])].name}: {change.name}"
        case Entity.FINDING:
            return f"{FINDING_LABELS[FindingKind(after['kind'])].name}: {change.name}"
        case Entity.EVENT:
            return f"{after['at']:%H:%M} {_name(change)}"
        case _:
            return _name(change)


def _name(change: Change) -> str:
    """Return the words of a thing; for an event without words, what its kind is called."""
    if change.name or change.entity is not Entity.EVENT:
        return change.name
    values = change.after or change.before or {}
    return EVENT_LABELS[EventKind(values.get("kind", EventKind.OTHER))].phrase


def _edited(change: Change, today: date) -> str:
    """Describe an edit: `Add canary deploys: not started → in progress (blocked on CI)`."""
    before, after = change.before or {}, change.after or {}
    edits = []
    if change.entity is Entity.SECTION:
        # The text of a section is too long to be quoted.
        edits += ["rewritten"] if "text" in after else []
        edits += ["moved"] if "position" in after else []
        after = {field: value for field, value in after.items() if field == "heading"}
    edits += _edits(before, after, today)
    name = _name(change)
    # A long name would hide the edits, which stand after it.
    return f"{shortened(name, MAX_CHARACTERS)}: {'; '.join(edits)}" if edits else name


def _edits(before: Mapping[str, Any], after: Mapping[str, Any], today: date) -> Iterator[str]:
    """Yield what became of each field."""
    note = f" ({after['note']})" if after.get("note") else ""
    if "status" in after:
        old, new = (
            STATUS_LABELS[ActionStatus(values["status"])].in_review.lower()
            for values in (before, after)
        )
        yield f"{old} → {new}{note}"
    elif "note" in after:
        yield _field_edit("note", before["note"], after["note"])
    for field in ("action", "heading", "text", "name"):
        if field in after:
            yield f"was “{shortened(before[field], MAX_CHARACTERS)}”"
    if "at" in after:
        yield f"{before['at']:%H:%M} → {after['at']:%H:%M}"
    if "kind" in after:
        old, new = (EVENT_LABELS[EventKind(values["kind"])].phrase for values in (before, after))
        yield _arrow(old, new)
    for field in ("owner", "priority", "ticket", "systemic"):
        if field in after:
            label = "systemic issue" if field == "systemic" else field
            yield _field_edit(label, before[field], after[field])
    if "due" in after:
        yield f"due {_arrow(_short_day(before['due'], today), _short_day(after['due'], today))}"
    if "link" in after:
        yield _field_edit("link", before["link"], after["link"])


def _theme_link_lines(changes: Sequence[Change]) -> Iterator[ChangeLine]:
    """Yield which incidents a theme was linked to, or no longer is."""
    links = [change for change in _of_entity(changes, Entity.THEME_INCIDENT) if change.name]
    for words, group in (
        ("shown by", [change for change in links if change.before is None]),
        ("no longer shown by", [change for change in links if change.after is None]),
    ):
        for name in dict.fromkeys(change.name for change in group):
            numbers = sorted(change.number or 0 for change in group if change.name == name)
            incidents = " ".join(f"#{number}" for number in numbers)
            yield ChangeLine(f"Theme “{name}” {words} {incidents}")


def parked_by(changes: Sequence[Change]) -> tuple[str, ...]:
    """Return the texts of what a meeting parked and has not settled again.

    An action item that gave way to another one is among them, and names that one.
    """
    return tuple(
        change.name
        for change in _of_entity(changes, Entity.PARKED)
        if change.before is None and not (change.after or {}).get("resolved_at")
    )


def _parked_lines(changes: Sequence[Change]) -> Iterator[ChangeLine]:
    parked, new = _of_entity(changes, Entity.PARKED), parked_by(changes)
    resolved = tuple(change.name for change in parked if change.before and change.after)
    if new:
        yield ChangeLine(f"{len(new)} parked", new)
    if resolved:
        yield ChangeLine(f"{len(resolved)} no longer parked", resolved)


def _next_meeting_lines(changes: Sequence[Change], today: date) -> Iterator[ChangeLine]:
    for change in _of_entity(changes, Entity.MEETING):
        day = (change.after or {}).get("next_on")
        if day is not None:
            yield ChangeLine(f"Next meeting on {short_day(day, today)}")


def _field_edit(label: str, before: Any, after: Any) -> str:
    """Return `note CI → the vendor`, or `note removed: CI` where nothing took its place."""
    if before and not after:
        return f"{label} removed: {shortened(_plain(before), MAX_CHARACTERS)}"
    return f"{label} {_arrow(before, after)}"


def _arrow(before: Any, after: Any) -> str:
    """Return `SEV2 → SEV1`; only the new value where there was none before."""
    old, new = (shortened(_plain(value), MAX_CHARACTERS) for value in (before, after))
    return f"{old} → {new or 'nothing'}" if old else new or "nothing"


def _plain(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%H:%M}"
        case int():
            return f"{value:,}"
        case _:
            return str(value)


def _short_day(day: date | None, today: date) -> str:
    return "" if day is None else short_day(day, today)
