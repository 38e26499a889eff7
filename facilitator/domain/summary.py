"""The result of a meeting, and its summary as Markdown to paste into a ticket or a wiki."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.records import ActionItem, CarriedItem, Incident, Parked, Theme
from db.vocabulary import ActionStatus
from facilitator.domain.agenda import AgendaState
from facilitator.domain.clock_text import format_minutes, format_minutes_seconds
from facilitator.domain.due_dates import full_day, short_day
from facilitator.domain.figure_types import Finding
from facilitator.domain.labels import SEGMENT_LABELS, STATUS_LABELS
from facilitator.domain.rules import Rule
from facilitator.domain.tickets import ticket_briefly
from facilitator.domain.verdict_words import finding_in_words
from facilitator.text import shortened

MAX_UNMET_CHARACTERS = 120
"""The length at most of a line that says what a rule misses."""
MAX_UNMET_LINES = 50
"""How many lines of one rule are listed at most; the rest are counted."""
MAX_REPEATED = 10
"""How many earlier incidents of the same cause are listed at most; the rest are counted."""


def review_in_words(status: ActionStatus, note: str) -> str:
    """Return a status as a review says it, with its note: `IN PROGRESS (blocked on CI)`."""
    name = STATUS_LABELS[status].in_review
    return f"{name} ({note})" if note else name


def status_in_words(item: ActionItem) -> str:
    """Return the status of an item with its note: `IN PROGRESS (blocked on CI)`."""
    return review_in_words(item.status, item.note)


def outcome_in_words(entry: CarriedItem) -> str:
    """Return what a meeting said of an item: `NOT STARTED (reassigned to Mei)`."""
    return review_in_words(entry.item.status, entry.review_note or entry.item.note)


@dataclass(frozen=True, slots=True)
class MeetingResult:
    """Everything about a meeting that its summaries say.

    Attributes:
        incident: The incident that the meeting was about, with its action items.
        carried: The action items that were open when the meeting started.
        rules: The three rules, as far as they are met.
        parked: What the meeting parked and has not settled again.
        state: The clock at the end of the meeting.
        today: The present day, in the team's time zone.
        same_cause: The numbers of the earlier incidents of the same cause, in the order to list.
        came_back: What had become of the action items of the latest of them, if there is one.
        next_on: The day of the next meeting, if it is agreed on.
        systemic: The themes that this incident shows and that the team decided to address.
    """

    incident: Incident
    carried: Sequence[CarriedItem]
    rules: Sequence[Rule]
    parked: Sequence[Parked]
    state: AgendaState
    today: date
    same_cause: Sequence[int] = ()
    came_back: Finding | None = None
    next_on: date | None = None
    systemic: Sequence[Theme] = ()

    @property
    def reviewed(self) -> list[CarriedItem]:
        """The items that this meeting has reviewed."""
        return [entry for entry in self.carried if entry.reviewed_now]

    @property
    def repeats(self) -> str:
        """`Same cause as #31, #28: retry storm`; empty where the incident is the first of it."""
        if not self.same_cause or self.incident.cause is None:
            return ""
        numbers = ", ".join(f"#{number}" for number in self.same_cause[:MAX_REPEATED])
        left = len(self.same_cause) - MAX_REPEATED
        more = f" and {left:,} more" if left > 0 else ""
        return f"Same cause as {numbers}{more}: {self.incident.cause.name}"

    @property
    def why(self) -> str:
        """`#45 repeats #44 of 21 days before: …`; empty where the incident repeats none."""
        if self.came_back is None:
            return ""
        return finding_in_words(self.incident.number, self.came_back)

    @property
    def systemic_issues(self) -> list[str]:
        """One line for each systemic issue: `no retry budget: one library for all — Mei`."""
        return [
            f"{theme.name}: {theme.systemic} — {theme.owner or 'no owner'}"
            for theme in self.systemic
        ]

    @property
    def next_meeting(self) -> str:
        """`Next meeting: Tue 8 Dec`; empty where no day is agreed on."""
        return "" if self.next_on is None else f"Next meeting: {full_day(self.next_on, self.today)}"


def markdown_summary(result: MeetingResult) -> str:
    """Return the summary as Markdown that reads well as plain text too."""
    incident = result.incident
    repeats = "\n\n".join(filter(None, [result.repeats, result.why]))
    lines = [f"# Post-mortem #{incident.number}: {incident.title}", ""]
    lines += _section(
        "Root cause",
        [incident.root_cause, f"\n{repeats}" if incident.root_cause and repeats else repeats],
    )
    lines += _section(
        "Action items",
        [f"{item.slot}. {_commitment(item, result.today)}" for item in incident.action_items],
    )
    lines += _section(
        "Reviewed",
        [
            f'- Incident #{entry.number}: "{entry.item.action}" — {outcome_in_words(entry)}'
            for entry in result.reviewed
        ],
    )
    lines += _section(
        "Rules not met yet",
        [_unmet_rule(rule) for rule in result.rules if rule.unmet],
    )
    lines += _section("Systemic issues", [f"- {issue}" for issue in result.systemic_issues])
    lines += _section("Parked", [f"- {parked.text}" for parked in result.parked])
    lines += _section("Lessons learned", [incident.lessons_learned])
    if result.next_meeting:
        lines += [result.next_meeting, ""]
    times = ", ".join(
        f"{SEGMENT_LABELS[clock.segment].name} {format_minutes_seconds(clock.actual)}"
        f" of {format_minutes(clock.planned)}"
        for clock in result.state.segments
    )
    lines.append(f"Took {format_minutes_seconds(result.state.elapsed)}: {times}")
    return "\n".join(lines) + "\n"


def _section(title: str, lines: Sequence[str]) -> list[str]:
    """Return a section with its heading; nothing where all of its lines are blank."""
    written = [line for line in lines if line.strip()]
    return [f"## {title}", *written, ""] if written else []


def _unmet_rule(rule: Rule) -> str:
    """Return the rule with what it misses: one thing behind its name, several below it."""
    unmet = [shortened(line, MAX_UNMET_CHARACTERS) for line in rule.unmet[:MAX_UNMET_LINES]]
    if len(rule.unmet) == 1:
        return f"- {rule.name}: {unmet[0]}"
    left = len(rule.unmet) - MAX_UNMET_LINES
    more = [f"  - and {left:,} more"] if left > 0 else []
    return "\n".join([f"- {rule.name}:", *(f"  - {line}" for line in unmet), *more])


def _commitment(item: ActionItem, today: date) -> str:
    due = "no due date" if item.due is None else f"due {short_day(item.due, today)}"
    parts = [item.owner or "no owner", item.priority, due, ticket_briefly(item)]
    return f"{item.action} — {' · '.join(parts)} — {status_in_words(item)}"
