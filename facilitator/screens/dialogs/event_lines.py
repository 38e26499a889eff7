"""Timeline events typed or pasted as lines, which are shown as read before they are added."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import TYPE_CHECKING, ClassVar, cast
from uuid import UUID, uuid4

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from db.errors import StoreError
from db.named_change import named_change
from db.records import NewEvent
from facilitator.domain.event_lines import EventLine, parse_event_lines
from facilitator.screens.document import DocumentScreen
from facilitator.text import clean, counted
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.autosaved_text import AutosavedText
from facilitator.widgets.draft_change import with_change
from facilitator.widgets.event_line_entry import EXAMPLE, EventLineEntry, event_line_rows
from facilitator.widgets.form import draft_key
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.modal import Modal
from facilitator.widgets.text import line

if TYPE_CHECKING:
    from facilitator.widgets.app_context import AppContext

DRAFT_TITLE = "Quick lines"
EXAMPLES = (
    ("0902 alert: p99 over 2 s", "a time, and what was seen or done"),
    ("+4m ack", "after the line above: +90s, +1h30m"),
    ("2026-03-14 10:31 CET rolled back", "with a day, or a time zone"),
    ("Sam Lee  9:02 AM", "a copied chat, log or table"),
    ("fix: flag off", "a milestone: alert, ack, cause, fix"),
)
"""What a line can look like, for users who have not typed one yet."""


class EventLineReader:
    """Reads and stores event lines for the incident that a screen shows.

    Attributes:
        previous: Returns the moment of the event that the first line follows.
        uses_team_zone: Whether times without a zone are in the team's zone, and not in UTC.
    """

    def __init__(
        self,
        screen: DocumentScreen,
        previous: Callable[[], datetime | None],
        on_added: Callable[[UUID], None],
    ) -> None:
        """Prepare the reader.

        Args:
            screen: The screen that shows the incident.
            previous: Returns the moment of the event that the first line follows.
            on_added: Called with the id of the last new event, once the screen shows it.
        """
        self._screen = screen
        self.previous = previous
        self._on_added = on_added
        self.uses_team_zone = False

    @property
    def incident_day(self) -> date:
        """The day of the incident."""
        return self._screen.document.date

    @property
    def draft_key(self) -> str:
        """The key among the drafts of the app for lines that are not added yet."""
        return draft_key(DRAFT_TITLE, self._screen.document.id)

    @property
    def zone_name(self) -> str:
        """The name of the zone of times that are written without one."""
        return self._team_zone_name if self.uses_team_zone else "UTC"

    @property
    def other_zone_name(self) -> str:
        """The name of the other zone to choose; empty where the team's time is UTC."""
        if not self._team_zone.utcoffset(datetime.combine(self.incident_day, time(12))):
            return ""
        return "UTC" if self.uses_team_zone else self._team_zone_name

    def read(self, text: str) -> list[EventLine]:
        """Read lines as events that continue the timeline as it stands now."""
        return parse_event_lines(
            text,
            self.incident_day,
            self.previous(),
            now=self._screen.facilitator.clock.now().wall,
            zone=self._team_zone if self.uses_team_zone else UTC,
            present={event.kind for event in self._screen.document.timeline},
        )

    async def add(self, lines: Sequence[EventLine]) -> None:
        """Store the lines that have no problem, all at once.

        Raises:
            StoreError: They are not stored, none of them.
        """
        screen = self._screen
        new = [
            NewEvent(event.at, event.kind, event.text, event.link)
            for event in lines
            if event.at is not None and not event.problem
        ]
        stored = await screen.saving(screen.store.timeline.add_many(screen.document.id, new))
        await screen.reread()
        self._on_added(stored[-1].id)

    async def add_line(self, text: str) -> bool:
        """Read one line and store its event.

        Raises:
            ValueError: The line can't be read; the message says why.
            StoreError: The event is not stored.
        """
        lines = self.read(text)
        for event in lines:
            if event.problem:
                raise ValueError(event.problem)
        if lines:
            await self.add(lines)
        return True

    def open_dialog(self, text: str = "") -> None:
        """Open the dialog for many lines.

        Args:
            text: What to put below the lines that were left in the dialog the last time.
        """
        draft = clean(self._screen.facilitator.drafts.get(self.draft_key, {}).get("text", ""))
        lines = "\n".join(part for part in (draft.rstrip("\n"), text) if part)
        self._screen.app.push_screen(EventLinesDialog(self, lines))

    def make_entry(self) -> EventLineEntry:
        """Return a new line to type events into."""
        return EventLineEntry(
            self.read, self.add_line, self.open_dialog, lambda: self.incident_day, self.previous
        )

    @property
    def undo_key(self) -> str:
        """The key that takes added events back once the dialog is closed."""
        return key_of(self._screen, "undo") or "esc, then u"

    @property
    def _team_zone(self) -> tzinfo:
        return self._screen.facilitator.settings.timezone

    @property
    def _team_zone_name(self) -> str:
        name = self._screen.facilitator.settings.team_timezone
        noon = datetime.combine(self.incident_day, time(12), self._team_zone)
        return name or f"local time ({noon:%Z})"


class EventLinesDialog(Modal[None]):
    """A text over the events that its lines will become."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "add", "Add", id="quick.take", priority=True,
                tooltip="Add every line that could be read"),
        Binding("ctrl+t", "zone", "Other time zone", id="quick.zone", priority=True,
                tooltip="Read the times as UTC, or in the team's time zone"),
        Binding("escape", "close", "Close", id="quick.close",
                tooltip="Close; what you typed comes back the next time"),
    ]  # fmt: skip

    def __init__(self, reader: EventLineReader, text: str) -> None:
        super().__init__()
        self._reader = reader
        self._text = text
        self._unreadable = ""
        self._is_saving = False
        self._change = uuid4()

    def compose(self) -> ComposeResult:
        """Put the text over the rows that say how it is read."""
        with Vertical(id="form", classes="-quick"):
            yield Static("Quick lines", classes="title")
            yield AutosavedText(self._keep_draft, EXAMPLE, name="quick-text")
            yield Static(id="quick-counts")
            with VerticalScroll(id="quick-rows", can_focus=False):
                yield Static(id="quick-read")
            yield Static(id="form-error")
            yield KeyBar()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse to change the zone where the team's time is UTC."""
        return action != "zone" or bool(self._reader.other_zone_name)

    def on_mount(self) -> None:
        """Show the text from before, with the cursor at its end."""
        text = self.query_one(AutosavedText)
        text.text = self._text
        text.move_cursor(text.document.end)
        text.focus()
        self._show_reading()

    def on_text_area_changed(self) -> None:
        """Show how the text is read while it is typed."""
        if self.query_one(AutosavedText).text != self._unreadable:
            self._show_message("")
        self._show_reading()

    async def action_add(self) -> None:
        """Add the lines that could be read; the others stay, with what is wrong with them."""
        if self._is_saving:
            return
        text = self.query_one(AutosavedText)
        lines = self._reader.read(text.text)
        readable = [event for event in lines if not event.problem]
        if not readable:
            self._show_message("there is no line to add yet")
            return
        self._is_saving = text.read_only = True
        # A draft that holds other lines too is not one that was added.
        change = self._change if len(readable) == len(lines) else uuid4()
        try:
            with named_change(change):
                await self._reader.add(readable)
        except StoreError as error:
            self._show_message(str(error))
        else:
            self._change = uuid4()
            unreadable = "".join(event.source for event in lines if event.problem)
            await self._keep_unreadable(text, unreadable, len(readable))
        finally:
            self._is_saving = text.read_only = False

    async def _keep_unreadable(self, text: AutosavedText, unreadable: str, added: int) -> None:
        """Keep the lines that could not be read, or close where there are none."""
        self._unreadable = text.text = unreadable
        await text.save_now()
        message = f"{counted(added, 'event')} added"
        if unreadable.strip():
            self._show_reading()
            self._show_message(f"{message}; the lines that are left could not be read")
        else:
            pronoun = "it" if added == 1 else "them"
            self.notify(f"{message}; {self._reader.undo_key} takes {pronoun} back", markup=False)
            self.dismiss()

    def action_zone(self) -> None:
        """Read times without a zone in the other zone."""
        self._reader.uses_team_zone = not self._reader.uses_team_zone
        self._show_reading()

    async def action_close(self) -> None:
        """Close the dialog and keep its text."""
        text = self.query_one(AutosavedText)
        await text.save_now()
        if text.text.strip():
            self.notify("Not added yet; the lines come back when you open this again", markup=False)
        self.dismiss()

    async def _keep_draft(self, _: str, text: str) -> bool:
        app = cast("AppContext", self.app)
        drafts = app.drafts
        if text.strip():
            drafts[self._reader.draft_key] = with_change({"text": text}, self._change)
        else:
            drafts.pop(self._reader.draft_key, None)
        app.keep_drafts()
        return True

    def _show_reading(self) -> None:
        reader = self._reader
        lines = reader.read(self.query_one(AutosavedText).text)
        problems = sum(bool(event.problem) for event in lines)
        previous = reader.previous()
        zone = f"times are {reader.zone_name}"
        if reader.uses_team_zone:
            zone += ", shown in UTC"
        elif reader.other_zone_name:
            zone += f", not {reader.other_zone_name}"
        follows = f" · + counts from {previous:%H:%M}" if previous else ""
        self.query_one("#quick-counts", Static).update(
            Content.assemble(
                (f"{len(lines) - problems} to add", "bold"),
                (f" · ! {problems} to correct" if problems else "", "bold $text-error"),
                line(f" · {zone}{follows}", "$text-muted"),
            )
        )
        rows = event_line_rows(lines, reader.incident_day, previous) if lines else _examples()
        self.query_one("#quick-read", Static).update(rows)

    def _show_message(self, message: str) -> None:
        self.query_one("#form-error", Static).update(line(message))


def _examples() -> Content:
    width = max(len(example) for example, _ in EXAMPLES)
    return Content("\n").join(
        Content.assemble(f"{example:<{width}}  ", (meaning, "$text-muted"))
        for example, meaning in EXAMPLES
    )
