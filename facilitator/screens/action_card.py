"""What a card says of an action item: its facts, and what was decided about it before."""

from __future__ import annotations

from datetime import date, tzinfo

from textual.content import Content

from db.records import ActionItem
from db.vocabulary import ActionStatus
from facilitator.domain.checks import check_in_words
from facilitator.domain.due_dates import due_in_words, overdue_days, short_day
from facilitator.domain.labels import ACTION_KIND_LABELS, STATUS_LABELS
from facilitator.domain.summary import review_in_words, status_in_words
from facilitator.domain.team_day import team_day
from facilitator.domain.ticket_key import ticket_address
from facilitator.domain.tickets import TicketState, disagreement, status_and_state, ticket_state
from facilitator.text import is_web_address, shortened
from facilitator.widgets.chip import chip
from facilitator.widgets.glyphs import LINK, PROBLEM
from facilitator.widgets.link import leading_to, link
from facilitator.widgets.text import line

CHECK_CHARACTERS = 80
"""How many characters are shown of how a team will know whether an item works."""
STATUS_CHARACTERS = 40
"""How many characters are shown of what the tracker calls a status."""
TICKET_CHARACTERS = 160
"""How many characters are shown of what the tracker says of a ticket."""
TICKET_COLOURS = {
    TicketState.NEXT_SPRINT: "$text-success",
    TicketState.NOT_NEXT: "$text-warning",
    TicketState.UNKNOWN: "$text-warning",
    TicketState.NO_KEY: "$text-warning",
    TicketState.FAILED: "$text-error",
    TicketState.MISSING: "$text-error",
    TicketState.FORBIDDEN: "$text-error",
}
"""The colours of the states of a ticket that stand out."""
STATUS_COLOURS = {
    ActionStatus.OPEN: "$text-muted",
    ActionStatus.IN_PROGRESS: "$text-warning",
    ActionStatus.DONE: "$text-success",
    ActionStatus.DROPPED: "$text-muted",
}


def item_facts(item: ActionItem, today: date, site: str) -> Content:
    """Return the owner, priority, due date, ticket and status of an item.

    Args:
        item: The item.
        today: The present day, from which the due date is described.
        site: The address of the tracker's site, to which the ticket leads, or "".
    """
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
        ticket_link(item, site),
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


def ticket_link(item: ActionItem, site: str) -> Content:
    """Return the ticket of an item, its status, and how far it is: `OPS-12 ↗ unverified`.

    Without a ticket it says so, or what becomes of the one that is to be made.

    Args:
        item: The item.
        site: The address of the tracker's site, to which the key leads, or "".
    """
    state = ticket_state(item)
    if state is TicketState.NONE:
        return chip("no ticket", "warning" if item.is_open else "")
    words = shortened(status_and_state(item), TICKET_CHARACTERS)
    said = line(words, TICKET_COLOURS.get(state, "$text-muted"))
    return Content.assemble(_key(item.ticket, site), " ", said) if item.ticket else said


def ticket_mark(is_marked: bool) -> Content:
    """Return what stands in a list before an action whose ticket somebody has to see to."""
    return Content.styled(f"{LINK}{PROBLEM} " if is_marked else "", "bold $text-warning")


def disagreement_words(item: ActionItem) -> Content:
    """Return what the tracker and the team say of an item where that differs, else nothing."""
    found = disagreement(item)
    if found is None:
        return Content("")
    return Content.assemble(
        (f"{PROBLEM} ", "$text-warning"),
        ("The tracker says ", "$text-muted"),
        line(shortened(found.theirs, STATUS_CHARACTERS), "bold"),
        (", the team says ", "$text-muted"),
        (STATUS_LABELS[found.ours].in_review, "bold"),
    )


def _key(ticket: str, site: str) -> Content:
    if is_web_address(ticket):
        return link(ticket, "$text-accent")
    return leading_to(line(f"{ticket} {LINK}", "$text-accent"), ticket_address(ticket, site))


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
