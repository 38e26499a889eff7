"""The line that timeline events are typed into, and how they will be read, shown below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from db.vocabulary import LONG_TEXT, EventKind
from facilitator.domain.event_lines import EventLine
from facilitator.domain.labels import milestone_name
from facilitator.domain.timeline import format_duration
from facilitator.text import clean
from facilitator.widgets.autosaved_line import Entry, LineInput, SaveLine
from facilitator.widgets.glyphs import HERE, LINK
from facilitator.widgets.text import line

ReadLines = Callable[[str], Sequence[EventLine]]
"""Reads typed or pasted text as events that continue the timeline as it stands now."""
EXAMPLE = "0902 alert: p99 over 2 s   or   +4m ack"


def event_line_rows(
    lines: Sequence[EventLine], incident_day: date, previous: datetime | None
) -> Content:
    """Return a row for each line: its time, what it follows, its kind and words, or its problem.

    Args:
        lines: The lines as they were read.
        incident_day: The day of the incident, which is not named in the rows.
        previous: The moment of the event that the first line follows.
    """
    dated = any(event.at is not None and event.at.date() != incident_day for event in lines)
    rows = []
    for event in lines:
        if event.problem:
            rows.append(_problem_row(event))
        else:
            rows.append(_event_row(event, incident_day, previous, dated=dated))
        previous = event.at or previous
    return Content("\n").join(rows)


def _event_row(
    event: EventLine, incident_day: date, previous: datetime | None, *, dated: bool
) -> Content:
    at = event.at
    if at is None:
        return Content("")
    day = f"{at.day:>2} {at:%b} " if at.date() != incident_day else ""
    clock = f"{at:%H:%M}" if at.second == 0 else f"{at:%H:%M:%S}"
    kind = milestone_name(event.kind)
    return Content.assemble(
        (f"{day:<7}" if dated else "", "$text-muted"),
        (f"{clock:<8}", "bold"),
        (f"{_delta(at, previous):>8}  ", "$text-muted"),
        (f"{kind}  " if event.kind is not EventKind.OTHER else "", "$text-accent"),
        line(event.text),
        (f" {LINK}" if event.link else "", "$text-muted"),
        (f"  ({event.how})" if event.how else "", "$text-muted"),
    )


def _delta(at: datetime, previous: datetime | None) -> str:
    if previous is None:
        return ""
    minutes = (at - previous).total_seconds() / 60
    sign = "+" if minutes >= 0 else ""
    return f"{sign}{format_duration(minutes)}"


def _problem_row(event: EventLine) -> Content:
    typed = next((text for text in event.source.splitlines() if text.strip()), "")
    return Content.assemble(
        line(f"! line {event.line_number}: {event.problem}", "bold $text-error"),
        "  ",
        line(typed.strip(), "$text-muted"),
    )


class EventLineInput(Entry):
    """A line for one event; several pasted lines open the dialog for many."""

    def __init__(self, save: SaveLine, open_dialog: Callable[[str], None]) -> None:
        super().__init__(save, name="quick-line", hint=EXAMPLE)
        self._open_dialog = open_dialog

    def on_paste(self, event: events.Paste) -> None:
        """Hand several pasted lines to the dialog, together with what is typed already."""
        if len(event.text) > LONG_TEXT or len(event.text.strip().splitlines()) < 2:
            # The line itself takes it, or says that it is too long.
            return
        event.prevent_default()
        event.stop()
        typed, self.value = self.value.strip(), ""
        pasted = clean(event.text)
        self._open_dialog(f"{typed}\n{pasted}" if typed else pasted)


class EventLineEntry(Vertical):
    """The line for new events, with how it will be read below it; enter adds the event."""

    def __init__(
        self,
        read: ReadLines,
        save: SaveLine,
        open_dialog: Callable[[str], None],
        incident_day: Callable[[], date],
        previous: Callable[[], datetime | None],
    ) -> None:
        """Prepare the line.

        Args:
            read: Reads what is typed.
            save: Stores the event of the line.
            open_dialog: Opens the dialog for many lines with a text.
            incident_day: Returns the day of the incident.
            previous: Returns the moment of the event that the line follows.
        """
        super().__init__(classes="quick-entry")
        self._read = read
        self._incident_day = incident_day
        self._previous = previous
        self.line = EventLineInput(save, open_dialog)

    def compose(self) -> ComposeResult:
        """Put the line over how it will be read."""
        with Horizontal():
            yield Static("  New event", classes="line-label")
            yield self.line
        yield Static(id="quick-read")

    def on_descendant_focus(self) -> None:
        """Mark the focused line with a sign, and show how it will be read."""
        self.query_one(".line-label", Static).update(f"{HERE} New event")
        self._show_reading(self.line.value)

    def on_descendant_blur(self) -> None:
        """Remove the sign."""
        self.query_one(".line-label", Static).update("  New event")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show how the line will be read."""
        self._show_reading(event.value)

    def on_line_input_note_shown(self, event: LineInput.NoteShown) -> None:
        """Show what is wrong with the line, also to a user who is in another section already."""
        event.stop()
        if not event.words:
            return
        self.query_one("#quick-read", Static).update(line(f"! {event.words}", "bold $text-error"))
        if not self.line.has_focus:
            self.notify(
                f"“{self.line.value}”: {event.words}",
                title="Not added to the timeline",
                severity="warning",
                markup=False,
            )

    def _show_reading(self, typed: str) -> None:
        content = Content.styled("enter adds it · several lines can be pasted", "$text-muted")
        if typed.strip():
            lines = self._read(typed)
            content = event_line_rows(lines, self._incident_day(), self._previous())
        self.query_one("#quick-read", Static).update(content)
