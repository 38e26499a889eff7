"""What a card says of an action item: its facts, and what was decided about it before."""

from __future__ import annotations

from datetime import date, tzinfo

from textual.content import Content

from db.records import ActionItem
from db.vocabulary import ActionStatus
from facilitator.domain.checks import check_in_words
from facilitator.domain.due_dates import due_in_words, overdue_days, short_day
from facilitator.domain.labels import ACTION_KIND_LABELS
from facilitator.domain.summary import review_in_words, status_in_words
from facilitator.domain.team_day import team_day
from facilitator.text import shortened
from facilitator.widgets.glyphs import PROBLEM
from facilitator.widgets.link import link
from facilitator.widgets.text import line

CHECK_CHARACTERS = 80
"""How many characters are shown of how a team will know whether an item works."""
STATUS_COLOURS = {
    ActionStatus.OPEN: "$text-muted",
    ActionStatus.IN_PROGRESS: "$text-warning",
    ActionStatus.DONE: "$text-success",
    ActionStatus.DROPPED: "$text-muted",
}


def item_facts(item: ActionItem, today: date) -> Content:
    """Return the owner, priority, due date, ticket and status of an item."""
    is_overdue = bool(overdue_days(item, today))
    due = due_in_words(item.due, today)
    status = Content.styled("Now: " if item.reviews else "Status: ", "$text-muted") + line(
        status_in_words(item), f"{STATUS_COLOURS[item.status]} bold"
    )
    return Content.assemble(
        line(item.owner, "bold") if item.owner else Content.styled("no owner", "$text-error"),
        f" · {item.priority} · ",
        (f"{PROBLEM} {due}" if is_overdue else due, "bold $text-error" if is_overdue else ""),
        " · ",
        ticket_link(item),
        "\n\n",
        status,
        "\n" if (check := check_words(item, today)) else "",
        check,
    )


def check_words(item: ActionItem, today: date) -> Content:
    """Return what an item is for, and how and when the team will know whether it works.

    Nothing where nobody has said so.
    """
    words = [] if item.kind is None else [ACTION_KIND_LABELS[item.kind].title]
    if item.check_how:
        words.append(f"we will know: {shortened(item.check_how, CHECK_CHARACTERS)}")
    if item.check_on is not None:
        words.append(f"check on {short_day(item.check_on, today)}")
    return line(" · ".join(words), "$text-muted")


def ticket_link(item: ActionItem) -> Content:
    """Return the ticket of an item, and whether a tracker knows it."""
    if not item.ticket:
        return Content.styled("no ticket", "$text-muted")
    known = "verified" if item.ticket_verified else "unverified"
    return Content.assemble(link(item.ticket, "$text-accent"), (f" {known}", "$text-muted"))


def item_history(item: ActionItem, today: date, zone: tzinfo) -> Content:
    """Return a line for each check, each review and each change between meetings, newest first.

    Args:
        item: The item.
        today: The present day, whose year is not named.
        zone: The team's time zone.
    """
    lines = [
        line(f"Checked {short_day(team_day(check.at, zone), today)}: {check_in_words(check)}")
        for check in reversed(item.checks)
    ]
    meetings = 0
    for review in reversed(item.reviews):
        if review.between_meetings:
            when = "Between meetings"
        else:
            when = "Last time" if meetings == 0 else "Before that"
            meetings += 1
        day = short_day(team_day(review.at, zone), today)
        lines.append(line(f"{when} ({day}): {review_in_words(review.status, review.note)}"))
    return Content("\n").join(lines)
