"""Timeline events typed or pasted as lines: how each was read is seen before it is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import TYPE_CHECKING, ClassVar, cast
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from db.errors import StoreError
from db.records import NewEvent
from facilitator.domain.quick_lines import QuickLine, read_lines
from facilitator.screens.document import DocumentScreen
from facilitator.text import counted
from facilitator.widgets.active import key_of
from facilitator.widgets.form import draft_key
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.live_text import LiveText
from facilitator.widgets.modal import Modal
from facilitator.widgets.quick_lines import EXAMPLE, QuickEntry, quick_rows
from facilitator.widgets.text import line

if TYPE_CHECKING:
    from facilitator.host import Host

DRAFT = "Quick lines"
FORMS = (
    ("0902 alert: p99 over 2 s", "a time, and what was seen or done"),
    ("+4m ack", "after the line before: +90s, +1h30m"),
    ("2026-03-14 10:31 CET rolled back", "with a day, or a time zone"),
    ("Sam Lee  9:02 AM", "a chat as copied, a log, a table"),
    ("fix: flag off", "a milestone, like alert, ack, cause"),
)
"""What a line can look like, for whoever has not typed one yet."""


class Quick:
    """Reads and stores quick lines of the incident that a screen has in hand.

    before: tells the moment of the event that the first line follows. taken: is told the last new
    event's id, once the screen has read it.
    """

    def __init__(
        self,
        host: DocumentScreen,
        before: Callable[[], datetime | None],
        taken: Callable[[UUID], None],
    ) -> None:
        self._host = host
        self.before = before
        self._taken = taken
        self.local = False

    @property
    def on(self) -> date:
        """The incident's day."""
        return self._host.document.date

    @property
    def draft(self) -> str:
        """Under which a text that is not taken yet is kept."""
        return draft_key(DRAFT, self._host.document.id)

    @property
    def zone_name(self) -> str:
        """Where times without a zone are from."""
        return self._team_name if self.local else "UTC"

    @property
    def other_zone(self) -> str:
        """The zone that a turn would bring; empty where the team's time is UTC."""
        if not self._team.utcoffset(datetime.combine(self.on, time(12))):
            return ""
        return "UTC" if self.local else self._team_name

    def read(self, text: str) -> list[QuickLine]:
        """The lines, as the timeline stands now."""
        return read_lines(
            text,
            self.on,
            self.before(),
            now=self._host.facilitator.clock.now().wall,
            zone=self._team if self.local else UTC,
            taken={each.kind for each in self._host.document.timeline},
        )

    async def take(self, lines: Sequence[QuickLine]) -> None:
        """Store those that have no problem, in one go.

        Raises:
            StoreError: they are not stored, none of them.
        """
        host = self._host
        new = [
            NewEvent(each.at, each.kind, each.text, each.link)
            for each in lines
            if each.at is not None and not each.problem
        ]
        stored = await host.saving(host.store.timeline.add_many(host.document.id, new))
        await host.reread()
        self._taken(stored[-1].id)

    async def take_line(self, text: str) -> bool:
        """Store one line.

        Raises:
            ValueError: it can't be taken, in words. StoreError: it is not stored.
        """
        lines = self.read(text)
        for each in lines:
            if each.problem:
                raise ValueError(each.problem)
        if lines:
            await self.take(lines)
        return True

    def open(self, text: str = "") -> None:
        """The room for many lines, with these below those from before."""
        before = self._host.facilitator.drafts.get(self.draft, {}).get("text", "")
        both = "\n".join(each for each in (before.rstrip("\n"), text) if each)
        self._host.app.push_screen(QuickLinesScreen(self, both))

    def entry(self) -> QuickEntry:
        """One line to type into."""
        return QuickEntry(self.read, self.take_line, self.open, lambda: self.on, self.before)

    @property
    def undo_key(self) -> str:
        """What takes back what was taken, once this room is left."""
        return key_of(self._host, "undo") or "esc, then u"

    @property
    def _team(self) -> tzinfo:
        return self._host.facilitator.settings.timezone

    @property
    def _team_name(self) -> str:
        name = self._host.facilitator.settings.team_timezone
        return name or f"local time ({datetime.combine(self.on, time(12), self._team):%Z})"


class QuickLinesScreen(Modal):
    """A text, and under it how each of its lines is read."""

    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "take", "Take", id="quick.take", priority=True,
                tooltip="Take every line that could be read"),
        Binding("ctrl+t", "zone", "Other time zone", id="quick.zone", priority=True,
                tooltip="Times are UTC, or the team's"),
        Binding("escape", "close", "Close", id="quick.close",
                tooltip="Back; the text is kept and comes back here"),
    ]  # fmt: skip

    def __init__(self, quick: Quick, text: str) -> None:
        super().__init__()
        self._quick = quick
        self._text = text
        self._left = ""
        self._busy = False

    def compose(self) -> ComposeResult:
        """The text over the rows."""
        with Vertical(id="form", classes="-quick"):
            yield Static("Quick lines", classes="title")
            yield LiveText(self._keep, EXAMPLE, name="quick-text")
            yield Static(id="quick-counts")
            with VerticalScroll(id="quick-rows", can_focus=False):
                yield Static(id="quick-read")
            yield Static(id="form-error")
            yield KeyBar()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to turn to where the team's time is UTC."""
        return action != "zone" or bool(self._quick.other_zone)

    def on_mount(self) -> None:
        """Go on with the text from before."""
        text = self.query_one(LiveText)
        text.text = self._text
        text.move_cursor(text.document.end)
        text.focus()
        self._show()

    def on_text_area_changed(self) -> None:
        """How it is read follows the typing."""
        if self.query_one(LiveText).text != self._left:
            self._tell("")
        self._show()

    async def action_take(self) -> None:
        """Take what could be read; the rest stays, with what is wrong."""
        if self._busy:
            return
        text = self.query_one(LiveText)
        lines = self._quick.read(text.text)
        good = [each for each in lines if not each.problem]
        if not good:
            self._tell("nothing that could be taken yet")
            return
        self._busy = text.read_only = True
        try:
            await self._quick.take(good)
        except StoreError as error:
            self._tell(str(error))
        else:
            self._left = text.text = "".join(each.source for each in lines if each.problem)
            await text.save_now()
            taken = f"{counted(len(good), 'event')} taken"
            if text.text.strip():
                self._show()
                self._tell(f"{taken}; what is left could not be read")
            else:
                those = "it" if len(good) == 1 else "them"
                self.notify(f"{taken}; {self._quick.undo_key} takes {those} back", markup=False)
                self.dismiss()
        finally:
            self._busy = text.read_only = False

    def action_zone(self) -> None:
        """Times without a zone are from somewhere else."""
        self._quick.local = not self._quick.local
        self._show()

    async def action_close(self) -> None:
        """Back, with the text kept."""
        text = self.query_one(LiveText)
        await text.save_now()
        if text.text.strip():
            self.notify("Not taken yet; the lines are kept and come back here", markup=False)
        self.dismiss()

    async def _keep(self, _: str, text: str) -> bool:
        drafts = cast("Host", self.app).drafts
        if text.strip():
            drafts[self._quick.draft] = {"text": text}
        else:
            drafts.pop(self._quick.draft, None)
        return True

    def _show(self) -> None:
        quick = self._quick
        lines = quick.read(self.query_one(LiveText).text)
        wrong = sum(bool(each.problem) for each in lines)
        before = quick.before()
        zone = f"times are {quick.zone_name}"
        if quick.local:
            zone += ", shown in UTC"
        elif quick.other_zone:
            zone += f", not {quick.other_zone}"
        after = f" · follows {before:%H:%M}" if before else ""
        self.query_one("#quick-counts", Static).update(
            Content.assemble(
                (f"{len(lines) - wrong} to take", "bold"),
                (f" · ! {wrong} to correct" if wrong else "", "bold $text-error"),
                line(f" · {zone}{after}", "$text-muted"),
            )
        )
        rows = quick_rows(lines, quick.on, before) if lines else _forms()
        self.query_one("#quick-read", Static).update(rows)

    def _tell(self, what: str) -> None:
        self.query_one("#form-error", Static).update(line(what))


def _forms() -> Content:
    width = max(len(form) for form, _ in FORMS)
    return Content("\n").join(
        Content.assemble(f"{form:<{width}}  ", (said, "$text-muted")) for form, said in FORMS
    )
