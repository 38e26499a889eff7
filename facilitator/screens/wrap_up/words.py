"""How the wrap-up says what it knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from textual.content import Content

from db.records import ActionItem
from facilitator.domain.agenda import NAMES, AgendaState, as_minutes
from facilitator.domain.changed import Told
from facilitator.domain.due import due_in_words, full_day
from facilitator.domain.rules import Rule, lacking
from facilitator.text import shortened
from facilitator.widgets.hanging import Row
from facilitator.widgets.text import line

SHOWN_UNMET = 3
"""How many lines of what a rule lacks stand below it; its key goes through all of them."""
SHOWN_DETAILS = 3
MENDS = {1: "1 writes one", 2: "2 fills in what is missing", 3: "3 asks about each of them"}


def rules_said(rules: Sequence[Rule]) -> Iterator[Row]:
    """Each with its sign, what is unmet, and the key that mends it."""
    for rule in rules:
        sign = ("✓ ", "bold $text-success") if rule.met else ("✗ ", "bold $text-error")
        note = f"  {rule.note}" if rule.note else ""
        yield (
            Content.assemble(sign, (f"{rule.number}  ", "bold")),
            Content.assemble((rule.name, "bold"), (note, "$text-muted")),
        )
        for each in rule.unmet[:SHOWN_UNMET]:
            yield "     ", line(shortened(each, 60), "$text-warning")
        more = len(rule.unmet) - SHOWN_UNMET
        if more > 0:
            yield "     ", Content.styled(f"and {more} more", "$text-warning")
        if not rule.met:
            yield "   → ", Content.styled(MENDS[rule.number], "$text-accent")


def minutes_said(state: AgendaState) -> Content:
    """Planned and taken, a line a segment."""
    planned = sum(clock.planned for clock in state.segments)
    rows = [(NAMES[each.segment], each.planned, each.actual) for each in state.segments]
    return Content("\n").join(
        Content.assemble(
            f"{name:<9}",
            (f"{as_minutes(plan):>6}", "$text-muted"),
            (f"{as_minutes(taken):>7}", "bold"),
            _difference(taken - plan),
        )
        for name, plan, taken in [*rows, ("Meeting", planned, state.elapsed)]
    )


def _difference(seconds: float) -> Content:
    if abs(seconds) < 1:
        return Content.styled("  as planned", "$text-muted")
    word, style = ("over", "$text-error") if seconds > 0 else ("under", "$text-success")
    return Content.styled(f"  {as_minutes(seconds)} {word}", style)


def commitment(item: ActionItem, today: date, *, said_yes: bool) -> Row:
    """Who does what by when, and what is missing for that."""
    lacks = lacking(item)
    return Content.styled(f"{item.slot}  ", "$text-muted"), Content.assemble(
        line(shortened(item.owner or "nobody yet", 40), "bold"),
        " · ",
        line(shortened(item.action, 120)),
        (f" · {due_in_words(item.due, today)}" if item.due else "", "$text-muted"),
        line(f" · {shortened(item.ticket, 40)}" if item.ticket else "", "$text-muted"),
        (f"  ! {lacks}" if lacks else "", "$text-warning"),
        ("  ✓ said yes" if said_yes else "", "$text-success"),
    )


def changes_said(changes: Sequence[Told], *, whole: bool) -> Iterator[Row]:
    """A row each, its details below it; not whole, long lists end in how many more there are."""
    if not changes:
        yield "", Content.styled("Nothing yet", "$text-muted")
    for told in changes:
        yield "", line(told.head if whole else shortened(told.head, 120))
        shown = told.details if whole else told.details[:SHOWN_DETAILS]
        for each in shown:
            yield "   ", line(each if whole else shortened(each, 100), "$text-muted")
        if len(shown) < len(told.details):
            more = len(told.details) - len(shown)
            yield "   ", Content.styled(f"and {more} more: c", "$text-muted")


def next_said(next_on: date | None, today: date) -> Content:
    """The day of the next meeting, or the key that agrees on one."""
    if next_on is None:
        return Content.styled("not agreed on yet: n", "$text-muted")
    days = (next_on - today).days
    away = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days" if days > 0 else "in the past")
    return Content.assemble((full_day(next_on, today), "bold"), (f" · {away}", "$text-muted"))
