"""The parts of the card of the review: what each says of an action item, and how it looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from textual.content import Content
from textual.style import Style

from db.records import ActionItem, CarriedItem
from db.vocabulary import ActionStatus
from facilitator.domain.blocked import is_blocked_note
from facilitator.domain.due_dates import due_in_words, overdue_days, short_day
from facilitator.domain.labels import STATUS_LABELS
from facilitator.domain.meeting_track import Stop, said_briefly
from facilitator.domain.team_day import team_day
from facilitator.screens.action_card import disagreement_words, ticket_link
from facilitator.screens.slot_card import priority_chip
from facilitator.text import counted
from facilitator.widgets.chip import chip
from facilitator.widgets.columns import beside
from facilitator.widgets.flowed import flowed
from facilitator.widgets.hanging_indent import Row, indent_wrapped
from facilitator.widgets.text import line, plain

CARRIED_TOO_LONG = 3
"""From so many meetings on, the card asks to do, re-scope or drop the item."""
LABEL_WIDTH = 9
"""How many cells the name of a fact takes."""
LEFT_COLUMN = 28
"""How many cells the first of two columns of facts takes, where there is room."""
COLUMN_GAP = 3
"""How many cells stay free between two columns of facts."""
LINES_OF_FACT = 2
"""How many lines a fact takes at most."""
COLUMNS_OF_KEYS = 4
"""How many keys stand in a row."""
Fact = tuple[str, Content]
"""The name of a fact, and what it is."""


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A key of the card.

    Attributes:
        name: The name by which it is pressed.
        display: The key as people know it.
        does: What it does, in a word or two.
    """

    name: str
    display: str
    does: str


def state_colour(item: ActionItem, today: date) -> str:
    """Return the colour that says at a glance whether an item is late, open, done or dropped."""
    if overdue_days(item, today):
        return "$text-error"
    if item.is_open:
        return "$text-accent"
    return "$text-success" if item.status is ActionStatus.DONE else "$rule"


def origin(entry: CarriedItem, width: int, today: date) -> Content:
    """Return the incident that an item comes from, with its date at the right."""
    day = Content.styled(short_day(entry.incident_date, today), "$text-muted")
    words = line(f"#{entry.number} {entry.service} {entry.symptom}", "$text-muted")
    room = max(1, width - day.cell_length - 2)
    return Content.assemble(words.truncate(room, ellipsis=True, pad=True), "  ", day)


def chips(item: ActionItem, width: int, today: date) -> list[Content]:
    """Return how late an item is, its priority and its status, on as many lines as they need."""
    days = overdue_days(item, today)
    late = [chip(f"{counted(days, 'day')} overdue", "error")] if days else []
    is_done = item.status is ActionStatus.DONE
    status = chip(STATUS_LABELS[item.status].in_review, "success" if is_done else "")
    if item.status is ActionStatus.IN_PROGRESS and is_blocked_note(item.note):
        status = chip(item.note)
        if status.cell_length > width:
            status = chip("blocked")
    return flowed([*late, priority_chip(item), status], width)


def facts(item: ActionItem, today: date, zone: tzinfo, site: str) -> list[Fact]:
    """Return the owner, the due date, the ticket, and when it was promised for when.

    Args:
        item: The item.
        today: The present day.
        zone: The team's time zone.
        site: The address of the tracker's site, to which the ticket leads, or "".
    """
    missing = "bold $text-error"
    due = Content.styled("no due date", missing)
    if item.due is not None:
        words = due_in_words(item.due, today).removeprefix("due ")
        due = Content.styled(
            short_day(item.due, today) if overdue_days(item, today) else words, "bold"
        )
    promised = short_day(team_day(item.created_at, zone), today)
    if item.first_due is not None and item.first_due != item.due:
        promised += f" for {short_day(item.first_due, today)}"
    return [
        ("Owner", line(item.owner, "bold") if item.owner else Content.styled("no owner", missing)),
        ("Due", due),
        ("Ticket", ticket_link(item, site)),
        ("Promised", Content(promised)),
    ]


def fact_lines(known: Sequence[Fact], width: int) -> list[Content]:
    """Return facts in two columns; one below the other where they do not fit side by side."""
    rows = [(_label(name), what) for name, what in known]
    half = (len(rows) + 1) // 2
    left, right = [[Content.assemble(*row) for row in side] for side in (rows[:half], rows[half:])]
    needed = max(row.cell_length for row in left) + COLUMN_GAP
    others = max((row.cell_length for row in right), default=0)
    if needed + others > width:
        return [part for lead, what in rows for part in _lines_of_fact(lead, what, width)]
    column = max(needed, min(LEFT_COLUMN, width - others))
    return beside(left, right, column)


def _lines_of_fact(lead: Content, what: Content, width: int) -> list[Content]:
    """Return a fact on two lines at most, so that a long name leaves room for the others."""
    lines = indent_wrapped(lead, what, width).split("\n")
    if len(lines) <= LINES_OF_FACT:
        return list(lines)
    last = lines[LINES_OF_FACT - 1].rstrip().truncate(width - 1)
    return [*lines[: LINES_OF_FACT - 1], Content.assemble(last, "…")]


def note_lines(
    item: ActionItem, unsaid: Sequence[Stop], width: int, today: date, latest: Stop | None
) -> list[Content]:
    """Return in full the newest words that the track has no room for, and a note of no meeting.

    Args:
        item: The item.
        unsaid: The stops of the track whose words do not fit.
        width: How many cells there are.
        today: The present day.
        latest: The last stop of the track.
    """
    rows = [(short_day(stop.day, today), stop.words) for stop in unsaid[:1]]
    said = said_briefly(item.status, item.note)
    if item.note and (latest is None or item.note not in latest.words):
        rows.insert(0, ("Now", said))
    return [
        part
        for lead, words in rows
        for part in indent_wrapped(_label(lead), line(words), width).split("\n")
    ]


def carried_lines(meetings: int, width: int, *, is_band: bool) -> list[Content]:
    """Return the request to decide about an item that too many meetings have carried on.

    Args:
        meetings: In how many meetings it was reviewed and left open.
        width: How many cells there are.
        is_band: Whether there is room for a band of three lines.
    """
    if meetings < CARRIED_TOO_LONG:
        return []
    request = "do it, re-scope it, or drop it"
    forms = [
        Content.assemble((f"{words}{gap}", "bold $text-warning"), (request, "bold"))
        for words, gap in (
            (f"Carried through {meetings} meetings", "   "),
            (f"Carried {meetings} times", ": "),
            ("", ""),
        )
    ]
    words = next((form for form in forms if form.cell_length <= width - 2), forms[-1])
    margin = "  " if is_band else " "
    row = Content.assemble(margin, words, margin)
    if not is_band:
        return [row.stylize("on $chip")]
    rows = [each.truncate(width, pad=True) for each in (Content(""), row, Content(""))]
    return [each.stylize("on $chip") for each in rows]


def disagreement_lines(item: ActionItem, keys: Sequence[ShownKey], width: int) -> list[Content]:
    """Return what the tracker and the team say where that differs, and the key for either.

    Args:
        item: The item.
        keys: The keys that take what the tracker says, and keep what the team says; none where the
            window only watches.
        width: How many cells there are.
    """
    words = disagreement_words(item)
    if not words.plain:
        return []
    return flowed([words, *(_key(key) for key in keys)], width, "   ")


def whole_item(
    item: ActionItem, track: Sequence[Stop], today: date, zone: tzinfo, site: str
) -> list[Row]:
    """Return all that is known of an item, row by row, the newest of its meetings first."""
    known = [
        *facts(item, today, zone, site),
        ("Status", line(said_briefly(item.status, item.note))),
    ]
    rows: list[Row] = [("", plain(item.action, "bold")), ("", Content(""))]
    rows += [(_label(name), what) for name, what in known]
    rows.append(("", Content("")))
    for stop in reversed(track):
        when = ", between meetings" if stop.between_meetings else ""
        lead = f"{short_day(stop.day, today)}{when}  {STATUS_LABELS[stop.status].glyph} "
        rows.append((Content.styled(lead, "$text-muted"), line(stop.words)))
    return rows


def key_lines(keys: Sequence[ShownKey], width: int) -> list[Content]:
    """Return the keys in columns of four, or flowing where they do not fit into columns."""
    contents = [_key(key) for key in keys]
    column = max((content.cell_length for content in contents), default=0) + COLUMN_GAP
    if column * COLUMNS_OF_KEYS > width:
        return flowed(contents, width, "  ")
    padded = [content.pad_right(column - content.cell_length) for content in contents]
    rows = range(0, len(padded), COLUMNS_OF_KEYS)
    return [Content.assemble(*padded[at : at + COLUMNS_OF_KEYS]) for at in rows]


def _key(key: ShownKey) -> Content:
    return Content.assemble((key.display, "bold $text-accent"), f" {key.does}").stylize(
        Style.from_meta({"key": key.name})
    )


def _label(name: str) -> Content:
    return Content.styled(f"{name:<{LABEL_WIDTH}}", "$text-muted")
