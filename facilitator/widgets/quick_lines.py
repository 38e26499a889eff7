"""How quick lines are shown before they are taken, and the one line to type them into."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from db.words import EventKind
from facilitator.domain.quick_lines import QuickLine
from facilitator.domain.timeline import MILESTONES, in_words
from facilitator.text import clean
from facilitator.widgets.live_line import Entry, LineInput, SaveLine
from facilitator.widgets.text import line

Read = Callable[[str], Sequence[QuickLine]]
"""Reads what is typed, as the timeline stands now."""
EXAMPLE = "0902 alert: p99 over 2 s   or   +4m ack"


def quick_rows(lines: Sequence[QuickLine], on: date, before: datetime | None) -> Content:
    """A row for each: its time, since when, its kind and words; or what is wrong with it.

    on: the incident's day, which needs no naming. before: the event that the first one follows.
    """
    dated = any(each.at is not None and each.at.date() != on for each in lines)
    rows = []
    for each in lines:
        rows.append(_wrong(each) if each.problem else _row(each, on, before, dated=dated))
        before = each.at or before
    return Content("\n").join(rows)


def _row(each: QuickLine, on: date, before: datetime | None, *, dated: bool) -> Content:
    at = each.at
    if at is None:
        return Content("")
    day = f"{at.day:>2} {at:%b} " if at.date() != on else ""
    clock = f"{at:%H:%M}" if at.second == 0 else f"{at:%H:%M:%S}"
    minutes = None if before is None else (at - before).total_seconds() / 60
    delta = "" if minutes is None else in_words(minutes) if minutes < 0 else f"+{in_words(minutes)}"
    kind = MILESTONES.get(each.kind, "")
    return Content.assemble(
        (f"{day:<7}" if dated else "", "$text-muted"),
        (f"{clock:<8}", "bold"),
        (f"{delta:>8}  ", "$text-muted"),
        (f"{kind}  " if each.kind is not EventKind.OTHER else "", "$text-accent"),
        line(each.text),
        (" ↗" if each.link else "", "$text-muted"),
        (f"  ({each.how})" if each.how else "", "$text-muted"),
    )


def _wrong(each: QuickLine) -> Content:
    typed = next((typed for typed in each.source.splitlines() if typed.strip()), "")
    return Content.assemble(
        line(f"! line {each.line_number}: {each.problem}", "bold $text-error"),
        "  ",
        line(typed.strip(), "$text-muted"),
    )


class QuickInput(Entry):
    """One line of the timeline; several that are pasted open a room of their own."""

    def __init__(self, take: SaveLine, open_many: Callable[[str], None]) -> None:
        super().__init__(take, name="quick-line", hint=EXAMPLE)
        self._open_many = open_many

    def _on_paste(self, event: events.Paste) -> None:
        if len(event.text.strip().splitlines()) < 2:
            super()._on_paste(event)
            return
        event.prevent_default()
        event.stop()
        typed, self.value = self.value.strip(), ""
        pasted = clean(event.text)
        self._open_many(f"{typed}\n{pasted}" if typed else pasted)


class QuickEntry(Vertical):
    """The line with how it is read below it, as it is typed; enter takes it.

    on: tells the incident's day. before: tells the event that the line follows.
    """

    def __init__(
        self,
        read: Read,
        take: SaveLine,
        open_many: Callable[[str], None],
        on: Callable[[], date],
        before: Callable[[], datetime | None],
    ) -> None:
        super().__init__(classes="quick-entry")
        self._read = read
        self._on = on
        self._before = before
        self.line = QuickInput(take, open_many)

    def compose(self) -> ComposeResult:
        """The line over how it is read."""
        with Horizontal():
            yield Static("  New event", classes="line-label")
            yield self.line
        yield Static(id="quick-read")

    def on_descendant_focus(self) -> None:
        """A sign says where one types."""
        self.query_one(".line-label", Static).update("▶ New event")
        self._show(self.line.value)

    def on_descendant_blur(self) -> None:
        """The sign goes."""
        self.query_one(".line-label", Static).update("  New event")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say how it is read."""
        self._show(event.value)

    def on_line_input_told(self, event: LineInput.Told) -> None:
        """Say what is wrong; from another section too, which nobody leaves before it is mended."""
        event.stop()
        if not event.words:
            return
        self.query_one("#quick-read", Static).update(line(f"! {event.words}", "bold $text-error"))
        if not self.line.has_focus:
            self.notify(
                f"“{self.line.value}”: {event.words}",
                title="Timeline: not taken",
                severity="warning",
                markup=False,
            )

    def _show(self, typed: str) -> None:
        shown = Content.styled("enter takes it · several lines can be pasted", "$text-muted")
        if typed.strip():
            shown = quick_rows(self._read(typed), self._on(), self._before())
        self.query_one("#quick-read", Static).update(shown)
