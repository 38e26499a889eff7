"""What a meeting came to, as text to paste into a chat or a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.records import ActionItem, ActionStatus, CarriedItem, Incident, Parked
from facilitator.domain.agenda import NAMES, AgendaState, as_minutes, in_minutes
from facilitator.domain.due import short_day
from facilitator.domain.rules import Rule

STATUS_NAMES = {
    ActionStatus.OPEN: "NOT STARTED",
    ActionStatus.IN_PROGRESS: "IN PROGRESS",
    ActionStatus.DONE: "DONE",
    ActionStatus.DROPPED: "DROPPED",
}
"""How a review says a status, as in the article's agenda."""


def status_in_words(item: ActionItem) -> str:
    """`IN PROGRESS (blocked on CI)`."""
    name = STATUS_NAMES[item.status]
    return f"{name} ({item.note})" if item.note else name


def summary(
    incident: Incident,
    carried: Sequence[CarriedItem],
    rules: Sequence[Rule],
    parked: Sequence[Parked],
    state: AgendaState,
    today: date,
) -> str:
    """The meeting as Markdown that reads well unrendered too."""
    lines = [f"# Post-mortem #{incident.number}: {incident.title}", ""]
    lines += _section("Root cause", [incident.root_cause] if incident.root_cause else [])
    lines += _section(
        "Action items",
        [f"{item.slot}. {_commitment(item, today)}" for item in incident.action_items],
    )
    lines += _section(
        "Reviewed",
        [
            f'- Incident #{each.number}: "{each.item.action}" — {status_in_words(each.item)}'
            for each in carried
            if each.reviewed_now
        ],
    )
    lines += _section(
        "Rules not met yet",
        [f"- {rule.name}: {'; '.join(rule.unmet)}" for rule in rules if not rule.met],
    )
    lines += _section("Parked", [f"- {each.text}" for each in parked])
    lines += _section("Lessons learned", [incident.lessons_learned])
    taken = ", ".join(
        f"{NAMES[clock.segment]} {as_minutes(clock.actual)} of {in_minutes(clock.planned)}"
        for clock in state.segments
    )
    lines.append(f"Took {as_minutes(state.elapsed)}: {taken}")
    return "\n".join(lines) + "\n"


def _section(title: str, lines: Sequence[str]) -> list[str]:
    written = [line for line in lines if line.strip()]
    return [f"## {title}", *written, ""] if written else []


def _commitment(item: ActionItem, today: date) -> str:
    due = "no due date" if item.due is None else f"due {short_day(item.due, today)}"
    parts = [item.owner or "no owner", item.priority, due, item.ticket or "no ticket"]
    return f"{item.action} — {' · '.join(parts)} — {status_in_words(item)}"
