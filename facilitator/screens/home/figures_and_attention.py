"""The lines over the list of the home screen: the figures, and what needs attention today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from textual.content import Content

from db.records import Incident, Meeting
from facilitator.config.settings import Settings
from facilitator.domain.age import age_in_words
from facilitator.domain.attention import DraftNotReady, OpenItem, drafts_not_ready
from facilitator.domain.due_dates import overdue_days, short_day
from facilitator.domain.figure_types import Headline
from facilitator.text import counted, one_line, shortened
from facilitator.widgets.glyphs import FALLING, NEXT_MEETING, PROBLEM, RISING, RUNNING

LISTED_DRAFTS, LISTED_ITEMS = 3, 5
"""How many drafts and how many action items a line lists at most; it counts the others."""
FULL_SUMMARY_WIDTH = 96
"""From this width in cells on, the figures stand between the program's name and their months."""


@dataclass(frozen=True, slots=True)
class NeedsAttention:
    """What needs attention today.

    Attributes:
        today: The present day.
        running: The meetings that are running, the last one alive first.
        next_meeting: The day for which the next meeting is planned, if it is.
        drafts: The newest drafts, newest first, ready or not.
        older_drafts: How many drafts there are besides.
        overdue: The open action items that are overdue, those overdue for longest first.
        without_ticket: The open action items that have no ticket.
    """

    today: date
    running: Sequence[Meeting]
    next_meeting: date | None
    drafts: Sequence[Incident]
    older_drafts: int
    overdue: Sequence[OpenItem]
    without_ticket: Sequence[OpenItem]


@dataclass(frozen=True, slots=True)
class AttentionKeys:
    """The keys that the lines name, as they are bound now.

    Attributes:
        meet: The key that holds the meeting about the selected incident.
        prep: The key that prepares the selected incident.
    """

    meet: str
    prep: str


def summary_line(headline: Headline, settings: Settings, width: int) -> Content:
    """Return the figures on one line, each with its target.

    Such as `Repeats 14% (1/7) ▲ over 12%   Done 68% (13/19) ▼ under 90%   8 open`.

    Args:
        headline: The figures.
        settings: The settings, which hold the targets and the length of the window.
        width: The width of the screen in cells.
    """
    repeat, completion = headline.repeat, headline.completion
    has_too_many_repeats = repeat.rate is not None and repeat.rate > settings.target_repeat_rate
    has_too_few_done = completion.rate is not None and completion.rate < settings.target_completion
    window = f"   last {counted(settings.months, 'month')}"
    is_full = width >= FULL_SUMMARY_WIDTH
    return Content.assemble(
        ("Facilitator   " if is_full else "", "bold $text-accent"),
        "Repeats ",
        _rate(repeat.rate, "$text-warning" if has_too_many_repeats else "$text-success"),
        f" ({repeat.n}/{repeat.of})",
        (_target(settings.target_repeat_rate, f"{RISING} over" if has_too_many_repeats else ""),
         "$text-muted"),
        "   Done ",
        _rate(completion.rate, "$text-warning" if has_too_few_done else "$text-success"),
        f" ({completion.n}/{completion.of})",
        (_target(settings.target_completion, f"{FALLING} under" if has_too_few_done else ""),
         "$text-muted"),
        f"   {headline.open_actions:,} open",
        (window if is_full else "", "$text-muted"),
    )  # fmt: skip


def _rate(rate: float | None, style: str) -> tuple[str, str]:
    return ("–", "bold") if rate is None else (f"{rate:.0%}", f"bold {style}")


def _target(target: float, missed: str) -> str:
    """Return how a figure compares with its target; `missed` is "" where the target is met."""
    return one_line(f" {missed} {target:.0%}" if missed else f" target {target:.0%}")


def attention_lines(attention: NeedsAttention, keys: AttentionKeys) -> Content:
    """Return at most four lines about what needs attention; empty where nothing does.

    They are about the meeting that is running or planned, overdue action items, drafts that are
    not ready, and action items without a ticket.
    """
    return Content("\n").join(_lines(attention, keys))


def _lines(attention: NeedsAttention, keys: AttentionKeys) -> Iterator[Content]:
    today = attention.today
    if attention.running:
        numbers = ", ".join(f"#{meeting.number}" for meeting in attention.running)
        is_one = len(attention.running) == 1
        meetings, are, which = ("meeting", "is", "it") if is_one else ("meetings", "are", "one")
        yield Content.assemble(
            (f"{RUNNING} The {meetings} about {numbers} {are} running", "bold $text-accent"),
            f": select {which} and press {keys.meet} to go back",
        )
    elif attention.next_meeting is not None:
        yield _next_meeting(attention.next_meeting, today)
    if attention.overdue:
        yield _items_line(
            f"! {len(attention.overdue):,} overdue",
            "$text-error",
            [_overdue_item(entry, today) for entry in attention.overdue[:LISTED_ITEMS]],
            len(attention.overdue) - LISTED_ITEMS,
        )
    yield from _draft_lines(attention, keys)
    if attention.without_ticket:
        yield _items_line(
            f"{PROBLEM} {len(attention.without_ticket):,} without a ticket",
            "$text-warning",
            [_item(entry) for entry in attention.without_ticket[:LISTED_ITEMS]],
            len(attention.without_ticket) - LISTED_ITEMS,
        )


def _next_meeting(day: date, today: date) -> Content:
    days = (day - today).days
    when = {0: "is today", 1: "is tomorrow"}.get(days, f"is on {day:%A}, {short_day(day, today)}")
    if days < 0:
        when = f"was planned for {short_day(day, today)} and has not been held"
    return Content.assemble((f"{NEXT_MEETING} The next meeting ", "bold"), (when, "bold"))


def _items_line(count: str, style: str, listed: Sequence[str], others: int) -> Content:
    """Return how many action items there are, the first of them, and how many others."""
    more = f", and {others:,} more" if others > 0 else ""
    return Content.assemble((count, f"bold {style}"), f": {', '.join(listed)}{more}")


def _overdue_item(entry: OpenItem, today: date) -> str:
    owner = shortened(entry.item.owner, 20) or "no owner"
    return f"{_item(entry)} ({owner}, {overdue_days(entry.item, today)} d)"


def _item(entry: OpenItem) -> str:
    return f"#{entry.number} {shortened(entry.item.action, 40)}"


def _draft_lines(attention: NeedsAttention, keys: AttentionKeys) -> Iterator[Content]:
    """Yield a line about the drafts that are not ready, if there are any.

    Drafts whose meetings are running are left out: it is too late to prepare those.
    """
    running_numbers = {meeting.number for meeting in attention.running}
    not_ready = [
        result
        for result in drafts_not_ready(attention.drafts)
        if result.draft.number not in running_numbers
    ]
    if not not_ready:
        return
    listed = [_draft(result, attention.today) for result in not_ready[:LISTED_DRAFTS]]
    if len(not_ready) > LISTED_DRAFTS:
        listed.append(f"{len(not_ready) - LISTED_DRAFTS} more")
    if attention.older_drafts:
        listed.append(counted(attention.older_drafts, "older draft"))
    are, which = ("is", "it") if len(not_ready) == 1 else ("are", "one")
    yield Content.assemble(
        (f"{PROBLEM} {counted(len(not_ready), 'draft')} {are} not ready", "bold $text-warning"),
        f" (select {which} and press {keys.prep}): {', '.join(listed)}",
    )


def _draft(result: DraftNotReady, today: date) -> str:
    incident = result.draft
    age = age_in_words(incident.date, today)
    service = shortened(incident.service, 24)
    return f"#{incident.number} {service} ({age}, {result.met}/{result.of})"
