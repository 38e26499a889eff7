"""What a meeting came to, as text to paste into a chat or a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.records import ActionItem, CarriedItem, Incident, Parked, Theme
from db.words import ActionStatus
from facilitator.domain.agenda import NAMES, AgendaState, as_minutes, in_minutes
from facilitator.domain.due import full_day, short_day
from facilitator.domain.rules import Rule
from facilitator.text import shortened

STATUS_NAMES = {
    ActionStatus.OPEN: "NOT STARTED",
    ActionStatus.IN_PROGRESS: "IN PROGRESS",
    ActionStatus.DONE: "DONE",
    ActionStatus.DROPPED: "DROPPED",
}
"""How a review says a status, as in the article's agenda."""
LACK = 120
"""How many characters of an item that a rule is not met by are told."""
LACKING, REPEATED = 50, 10
"""How many of those items are told by name, and how many incidents that this one repeats."""


def status_in_words(item: ActionItem) -> str:
    """`IN PROGRESS (blocked on CI)`."""
    name = STATUS_NAMES[item.status]
    return f"{name} ({item.note})" if item.note else name


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting as its summaries tell it.

    carried: the items of earlier incidents that it had to review. parked: what it parked.
    same_cause: the numbers of earlier incidents of the same cause. systemic: the themes that this
    incident shows and that the team decided to address. today: where the team is.
    """

    incident: Incident
    carried: Sequence[CarriedItem]
    rules: Sequence[Rule]
    parked: Sequence[Parked]
    state: AgendaState
    today: date
    same_cause: Sequence[int] = ()
    next_on: date | None = None
    systemic: Sequence[Theme] = ()

    @property
    def reviewed(self) -> list[CarriedItem]:
        """The items that it said something of."""
        return [each for each in self.carried if each.reviewed_now]

    @property
    def repeats(self) -> str:
        """`Same cause as #31, #28: retry storm`; empty where it is the first."""
        if not self.same_cause or self.incident.cause is None:
            return ""
        numbers = ", ".join(f"#{number}" for number in self.same_cause[:REPEATED])
        left = len(self.same_cause) - REPEATED
        more = f" and {left:,} more" if left > 0 else ""
        return f"Same cause as {numbers}{more}: {self.incident.cause.name}"

    @property
    def systemic_issues(self) -> list[str]:
        """`no retry budget: one library for all clients — Mei`, a line each."""
        return [
            f"{each.name}: {each.systemic} — {each.owner or 'no owner'}" for each in self.systemic
        ]

    @property
    def next_meeting(self) -> str:
        """`Next meeting: Tue 8 Dec`; empty where no day is agreed on."""
        return "" if self.next_on is None else f"Next meeting: {full_day(self.next_on, self.today)}"


def summary(held: Held) -> str:
    """The meeting as Markdown that reads well unrendered too."""
    incident = held.incident
    lines = [f"# Post-mortem #{incident.number}: {incident.title}", ""]
    repeats = f"\n{held.repeats}" if incident.root_cause and held.repeats else held.repeats
    lines += _section("Root cause", [incident.root_cause, repeats])
    lines += _section(
        "Action items",
        [f"{item.slot}. {_commitment(item, held.today)}" for item in incident.action_items],
    )
    lines += _section(
        "Reviewed",
        [
            f'- Incident #{each.number}: "{each.item.action}" — {status_in_words(each.item)}'
            for each in held.reviewed
        ],
    )
    lines += _section(
        "Rules not met yet",
        [_unmet(rule) for rule in held.rules if not rule.met],
    )
    lines += _section("Systemic issues", [f"- {each}" for each in held.systemic_issues])
    lines += _section("Parked", [f"- {each.text}" for each in held.parked])
    lines += _section("Lessons learned", [incident.lessons_learned])
    if held.next_meeting:
        lines += [held.next_meeting, ""]
    taken = ", ".join(
        f"{NAMES[clock.segment]} {as_minutes(clock.actual)} of {in_minutes(clock.planned)}"
        for clock in held.state.segments
    )
    lines.append(f"Took {as_minutes(held.state.elapsed)}: {taken}")
    return "\n".join(lines) + "\n"


def _section(title: str, lines: Sequence[str]) -> list[str]:
    written = [line for line in lines if line.strip()]
    return [f"## {title}", *written, ""] if written else []


def _unmet(rule: Rule) -> str:
    """By name: one behind the rule, several below it, each on a line of its own."""
    lacks = [shortened(each, LACK) for each in rule.unmet[:LACKING]]
    if len(rule.unmet) == 1:
        return f"- {rule.name}: {lacks[0]}"
    left = len(rule.unmet) - LACKING
    more = [f"  - and {left:,} more"] if left > 0 else []
    return "\n".join([f"- {rule.name}:", *(f"  - {each}" for each in lacks), *more])


def _commitment(item: ActionItem, today: date) -> str:
    due = "no due date" if item.due is None else f"due {short_day(item.due, today)}"
    parts = [item.owner or "no owner", item.priority, due, item.ticket or "no ticket"]
    return f"{item.action} — {' · '.join(parts)} — {status_in_words(item)}"
