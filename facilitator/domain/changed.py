"""What a meeting changed, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db.records import Change
from db.words import Entity, EventKind, FactorKind, FindingKind
from facilitator.domain.due import short_day
from facilitator.domain.patterns import FACTOR_NAMES
from facilitator.domain.timeline import MILESTONES
from facilitator.text import counted, shortened

NOUNS = {
    Entity.EVENT: "event",
    Entity.FACTOR: "factor",
    Entity.FINDING: "finding",
    Entity.ACTION_ITEM: "action item",
    Entity.THEME: "theme",
}
FINDING_KINDS = {
    FindingKind.WENT_WELL: "went well",
    FindingKind.PROCESS: "went wrong, a process",
    FindingKind.TECHNICAL: "went wrong, a technical gap",
}
IMPACTS = {
    "began_at": "began",
    "duration_minutes": "duration in minutes",
    "users_affected": "users affected",
    "revenue": "revenue",
    "currency": "currency",
    "slo_budget_percent": "SLO budget in percent",
}
TEXTS = {
    "root_cause": "Root cause",
    "lessons_learned": "Lessons learned",
    "summary": "Impact in words",
}
LONGEST = 80
"""How many characters are told of a sentence that something became of, or that was replaced."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of what changed. details: what it is made of, a line each."""

    head: str
    details: tuple[str, ...] = ()


def told(changes: Sequence[Change], number: int, today: date) -> tuple[Told, ...]:
    """Reviewed items first, then the incident's document, what recurs, and what is parked.

    number: the incident that the meeting was about.
    """
    own = [each for each in changes if each.number == number]
    reviewed = [
        each
        for each in changes
        if each.entity is Entity.ACTION_ITEM and each.number != number and each.after
    ]
    return (
        *(Told(f"#{each.number} {_changed(each, today)}") for each in reviewed),
        *_document(own),
        *_grouped(own, Entity.EVENT, "corrected", today),
        *_grouped(own, Entity.FACTOR, "reworded", today),
        *_grouped(own, Entity.FINDING, "reworded", today),
        *_grouped(own, Entity.ACTION_ITEM, "changed", today),
        *_grouped(changes, Entity.THEME, "changed", today),
        *_themes_shown(changes),
        *_parked(changes),
        *_next_meeting(changes, today),
    )


def _of(changes: Sequence[Change], entity: Entity) -> list[Change]:
    return [each for each in changes if each.entity is entity]


def _document(changes: Sequence[Change]) -> Iterator[Told]:
    for each in (*_of(changes, Entity.INCIDENT), *_of(changes, Entity.IMPACT)):
        before, after = each.before or {}, each.after or {}
        for name, title in TEXTS.items():
            if before.get(name, "") != after.get(name, ""):
                yield Told(f"{title} {_written(before.get(name), after.get(name))}")
        if "cause_id" in after:
            yield Told(_cause(before.get("cause_id"), after["cause_id"]))
        for name in ("service", "symptom", "date", "severity"):
            if name in after and each.entity is Entity.INCIDENT:
                yield Told(f"{name.capitalize()} {_arrow(before.get(name), after[name])}")
        facts = [
            f"{label} {_arrow(before.get(name), after[name])}"
            for name, label in IMPACTS.items()
            if name in after and before.get(name) != after[name]
        ]
        if facts:
            yield Told(f"Impact: {', '.join(facts)}")


def _written(before: str | None, after: str | None) -> str:
    if not before:
        return "written"
    return "rewritten" if after else "taken away"


def _cause(before: str | None, after: str | None) -> str:
    if after is None:
        return f"Cause no longer linked: {before}"
    return f"Cause linked: {after}" if before is None else f"Cause: {before} → {after}"


def _grouped(
    changes: Sequence[Change], entity: Entity, changed: str, today: date
) -> Iterator[Told]:
    """`3 action items new`, `2 events corrected`, `1 factor deleted`, each with what they are."""
    found = _of(changes, entity)
    sorts: tuple[tuple[str, list[Change], Callable[[Change], str]], ...] = (
        ("new", [each for each in found if each.before is None], lambda each: _new(each, today)),
        (
            changed,
            [each for each in found if each.before is not None and each.after is not None],
            lambda each: _changed(each, today),
        ),
        ("deleted", [each for each in found if each.after is None], _called),
    )
    for word, those, said in sorts:
        if those:
            yield Told(f"{counted(len(those), NOUNS[entity])} {word}", tuple(map(said, those)))


def _new(each: Change, today: date) -> str:
    after = each.after or {}
    match each.entity:
        case Entity.ACTION_ITEM:
            due = after.get("due")
            by = "no due date" if due is None else f"due {short_day(due, today)}"
            return f"{each.name} — {after.get('owner') or 'no owner'}, {by}"
        case Entity.FACTOR:
            return f"{FACTOR_NAMES[FactorKind(after['kind'])]}: {each.name}"
        case Entity.FINDING:
            return f"{FINDING_KINDS[FindingKind(after['kind'])]}: {each.name}"
        case Entity.EVENT:
            return f"{after['at']:%H:%M} {_called(each)}"
        case _:
            return _called(each)


def _called(each: Change) -> str:
    """The words it is known by; a milestone without any is known by its name."""
    if each.name or each.entity is not Entity.EVENT:
        return each.name
    side = each.after or each.before or {}
    kind = EventKind(side.get("kind", EventKind.OTHER))
    return MILESTONES.get(kind, "an event")


def _changed(each: Change, today: date) -> str:
    """`Add canary deploys: open → in progress (blocked on CI); owner Priya → Sam`."""
    before, after = each.before or {}, each.after or {}
    facts = list(_facts(before, after, today))
    called = _called(each)
    # What became of it stands behind its words, where a long one would hide it.
    return f"{shortened(called, LONGEST)}: {'; '.join(facts)}" if facts else called


def _facts(before: Mapping[str, Any], after: Mapping[str, Any], today: date) -> Iterator[str]:
    note = f" ({after['note']})" if after.get("note") else ""
    if "status" in after:
        old, new = (str(side["status"]).replace("_", " ") for side in (before, after))
        yield f"{old} → {new}{note}"
    elif "note" in after:
        yield f"note {_arrow(before['note'], after['note'])}"
    for name in ("action", "text", "name"):
        if name in after:
            yield f"was “{shortened(before[name], LONGEST)}”"
    if "at" in after:
        yield f"{before['at']:%H:%M} → {after['at']:%H:%M}"
    if "kind" in after:
        yield _arrow(_milestone(before["kind"]), _milestone(after["kind"]))
    for name in ("owner", "priority", "ticket", "systemic"):
        if name in after:
            label = "systemic issue" if name == "systemic" else name
            yield f"{label} {_arrow(before[name], after[name])}"
    if "due" in after:
        yield f"due {_arrow(_day(before['due'], today), _day(after['due'], today))}"
    if "link" in after:
        yield f"link {_arrow(before['link'], after['link'])}"


def _themes_shown(changes: Sequence[Change]) -> Iterator[Told]:
    links = [each for each in _of(changes, Entity.THEME_INCIDENT) if each.name]
    for word, those in (
        ("shown by", [each for each in links if each.before is None]),
        ("no longer shown by", [each for each in links if each.after is None]),
    ):
        names = dict.fromkeys(each.name for each in those)
        for name in names:
            numbers = sorted(each.number or 0 for each in those if each.name == name)
            yield Told(f"Theme “{name}” {word} {' '.join(f'#{each}' for each in numbers)}")


def _parked(changes: Sequence[Change]) -> Iterator[Told]:
    found = _of(changes, Entity.PARKED)
    new = tuple(each.name for each in found if each.before is None)
    resolved = tuple(each.name for each in found if each.before and each.after)
    if new:
        yield Told(f"{len(new)} parked", new)
    if resolved:
        yield Told(f"{len(resolved)} no longer parked", resolved)


def _next_meeting(changes: Sequence[Change], today: date) -> Iterator[Told]:
    for each in _of(changes, Entity.MEETING):
        on = (each.after or {}).get("next_on")
        if on is not None:
            yield Told(f"Next meeting on {short_day(on, today)}")


def _arrow(before: Any, after: Any) -> str:
    """`SEV2 → SEV1`; where nothing stood before, only what stands there now."""
    old, new = (shortened(_plain(each), LONGEST) for each in (before, after))
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


def _milestone(kind: str) -> str:
    return MILESTONES.get(EventKind(kind), "another event")


def _day(day: date | None, today: date) -> str:
    return "" if day is None else short_day(day, today)
