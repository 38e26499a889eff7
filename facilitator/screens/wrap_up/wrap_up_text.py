"""The rows and texts of the wrap-up screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from textual.content import Content

from db.records import ActionItem
from facilitator.domain.agenda import AgendaState
from facilitator.domain.clock_text import format_minutes_seconds
from facilitator.domain.due_dates import due_in_words, full_day
from facilitator.domain.labels import SEGMENT_LABELS
from facilitator.domain.meeting_changes import ChangeLine
from facilitator.domain.rules import Rule, describe_missing
from facilitator.text import shortened
from facilitator.widgets.glyphs import BECOMES, NOT_OK, OK
from facilitator.widgets.hanging_indent import Row
from facilitator.widgets.text import line

SHOWN_UNMET = 3
"""How many things that a rule lacks are listed below it; its key asks for all of them."""
SHOWN_DETAILS = 3
"""How many details of a change are listed below it; the dialog of all changes lists all."""
RULE_KEY_HINTS = {
    1: "press 1 to write one",
    2: "press 2 to fill in what is missing",
    3: "press 3 to review them",
}
"""What the key of each rule does where the rule is not met, by the number of the rule."""


def rule_rows(rules: Sequence[Rule]) -> Iterator[Row]:
    """Yield the rows of the rules: whether each is met, what it lacks, and the key to fix it."""
    for rule in rules:
        sign = (f"{OK} ", "bold $text-success") if rule.met else (f"{NOT_OK} ", "bold $text-error")
        note = f"  {rule.note}" if rule.note else ""
        yield (
            Content.assemble(sign, (f"{rule.number}  ", "bold")),
            Content.assemble((rule.name, "bold"), (note, "$text-muted")),
        )
        for problem in rule.unmet[:SHOWN_UNMET]:
            yield "     ", line(shortened(problem, 60), "$text-warning")
        more = len(rule.unmet) - SHOWN_UNMET
        if more > 0:
            yield "     ", Content.styled(f"and {more} more", "$text-warning")
        if not rule.met:
            yield f"   {BECOMES} ", Content.styled(RULE_KEY_HINTS[rule.number], "$text-accent")


def minutes_table(state: AgendaState) -> Content:
    """Return a line for each segment and for the meeting: minutes planned, taken, and over."""
    rows = [
        (SEGMENT_LABELS[clock.segment].name, clock.planned, clock.actual)
        for clock in state.segments
    ]
    planned_in_all = sum(clock.planned for clock in state.segments)
    return Content("\n").join(
        Content.assemble(
            f"{name:<9}",
            (f"{format_minutes_seconds(planned):>6}", "$text-muted"),
            (f"{format_minutes_seconds(actual):>7}", "bold"),
            _difference(actual - planned),
        )
        for name, planned, actual in [*rows, ("Meeting", planned_in_all, state.elapsed)]
    )


def _difference(seconds: float) -> Content:
    if abs(seconds) < 1:
        return Content.styled("  as planned", "$text-muted")
    word, style = ("over", "$text-error") if seconds > 0 else ("under", "$text-success")
    return Content.styled(f"  {format_minutes_seconds(seconds)} {word}", style)


def commitment_row(item: ActionItem, today: date, *, is_confirmed: bool) -> Row:
    """Return a row that says who does what by when, and what the item lacks.

    Args:
        item: The action item.
        today: The present day, from which the due date is described.
        is_confirmed: Whether the owner said yes to it in this meeting.
    """
    missing = describe_missing(item)
    return Content.styled(f"{item.slot}  ", "$text-muted"), Content.assemble(
        line(shortened(item.owner or "nobody yet", 40), "bold"),
        " · ",
        line(shortened(item.action, 120)),
        (f" · {due_in_words(item.due, today)}" if item.due else "", "$text-muted"),
        line(f" · {shortened(item.ticket, 40)}" if item.ticket else "", "$text-muted"),
        (f"  ! {missing}" if missing else "", "$text-warning"),
        (f"  {OK} said yes" if is_confirmed else "", "$text-success"),
    )


def change_rows(changes: Sequence[ChangeLine], *, in_full: bool) -> Iterator[Row]:
    """Yield a row for each change, with its details on rows below it.

    Args:
        changes: The changes to list.
        in_full: Whether to list all details, and all texts at their full length.
    """
    if not changes:
        yield "", Content.styled("Nothing yet", "$text-muted")
    for change in changes:
        yield "", line(change.head if in_full else shortened(change.head, 120))
        details = change.details if in_full else change.details[:SHOWN_DETAILS]
        for detail in details:
            yield "   ", line(detail if in_full else shortened(detail, 100), "$text-muted")
        if len(details) < len(change.details):
            more = len(change.details) - len(details)
            yield "   ", Content.styled(f"and {more} more (c lists them)", "$text-muted")


def next_meeting_line(next_on: date | None, today: date) -> Content:
    """Return the day of the next meeting, or the key that asks for one."""
    if next_on is None:
        return Content.styled("No date yet (n to set one)", "$text-muted")
    days = (next_on - today).days
    away = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days" if days > 0 else "in the past")
    return Content.assemble((full_day(next_on, today), "bold"), (f" · {away}", "$text-muted"))
