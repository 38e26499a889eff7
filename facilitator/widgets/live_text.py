"""A long text that saves itself while somebody types, and tells when somebody else did too."""

from __future__ import annotations

import os
from asyncio import Lock
from collections.abc import Awaitable, Callable
from itertools import takewhile
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from db.words import LONG_TEXT
from facilitator.text import clean
from facilitator.widgets.live import Live
from facilitator.widgets.motions import with_ids

if TYPE_CHECKING:
    from facilitator.host import Host

PAUSE_SECONDS = 0.4
"""How long nobody types before the text is saved."""

Save = Callable[[str, str], Awaitable[bool]]
"""Stores a text in the place of the one it was read as: (base, text) → whether it is saved."""


class LiveText(Live, TextArea, inherit_bindings=False):
    """A text area bound to one field of the database.

    saving: the text that was handed to the database last.
    """

    # F6 and F7 stay the clock's, for which no letter is left while somebody types.
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            each
            for each in with_ids(TextArea.BINDINGS, "text")
            if each.key not in ("f6", "f7", "home", "ctrl+a")
        ),
        Binding(
            "home",
            "cursor_line_start",
            "Line start",
            show=False,
            id="text.line-start",
            tooltip="To the start of the line",
        ),
        Binding(
            "ctrl+a",
            "select_all",
            "Select all",
            show=False,
            id="text.select-all",
            tooltip="Select all of the text",
        ),
        Binding(
            "ctrl+r",
            "editor",
            "Editor",
            show=False,
            id="text.editor",
            tooltip="Write it in your own editor, $VISUAL or $EDITOR",
        ),
    ]

    class Typed(Message):
        """The text has changed and is not saved yet."""

    def __init__(self, save: Save, placeholder: str, *, name: str | None = None) -> None:
        super().__init__(
            id=name, soft_wrap=True, tab_behavior="focus", placeholder=placeholder, compact=True
        )
        self._save = save
        self._base = ""
        self._shown = ""
        self.saving = ""
        self._pause: Timer | None = None
        self._turn = Lock()

    def on_mount(self) -> None:
        """A watching window reads it."""
        self.read_only = cast("Host", self.app).read_only

    def on_unmount(self) -> None:
        """Textual keeps what follows the theme until that changes, and with it a whole screen."""
        followers = getattr(self.app, "__watchers", {}).get("theme", [])
        followers[:] = [each for each in followers if each[0] is not self]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is only read needs no editor."""
        allowed = action != "editor" or not self.read_only
        return allowed and super().check_action(action, parameters)

    def on_focus(self) -> None:
        """Who comes to a text for the first time goes on where it ends."""
        if self.cursor_location == (0, 0) and not self.read_only:
            self.move_cursor(self.document.end)

    @property
    def unsaved(self) -> bool:
        """Whether it holds something the database does not."""
        return self.text != self._shown

    @property
    def written(self) -> str:
        """The text as it stands here."""
        return self.text

    def read(self, stored: str) -> None:
        """Show what the database holds, unless something unsaved stands here.

        The cursor stays with the words it is at.
        """
        if self.unsaved or stored == self._base:
            return
        before, after = self.text, clean(stored)
        kept = _alike(before, after)
        tail = _alike(before[kept:][::-1], after[kept:][::-1])
        self.replace(
            after[kept : len(after) - tail],
            _location(before, kept),
            _location(before, len(before) - tail),
        )
        if not before or self.text.splitlines() != after.splitlines():
            self.text = after
        if not before and self.has_focus and not self.read_only:
            self.move_cursor(self.document.end)
        # What others wrote is theirs to take back.
        self.history.clear()
        # As the editor holds it: it knows fewer ends of a line than Unicode does.
        self._base, self._shown = stored, self.text

    async def save_now(self) -> None:
        """Save what is not saved yet."""
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        # One after the other: a second save would take the first for somebody else's.
        async with self._turn:
            self.saving = text = self.text
            if text != self._shown and await self._save(self._base, text):
                # As the database keeps it: without blanks around it.
                self._base, self._shown = text.strip(), text

    def take_theirs(self, stored: str) -> None:
        """Go on from what somebody else wrote; what is typed here stays, to be saved over it."""
        self._base = stored

    async def action_editor(self) -> None:
        """Write it in the person's own editor; what comes back is saved as typed text is."""
        from facilitator.editor import EditorError, command, edited

        await self.save_now()
        if self.unsaved:
            return
        wrong = ""
        text = self.text
        try:
            words = command(os.environ)
            with self.app.suspend():
                # What is raised in here would leave the app suspended.
                try:
                    text = edited(self.text, self.id or "text", words, LONG_TEXT)
                except EditorError as error:
                    wrong = str(error)
        except EditorError as error:
            wrong = str(error)
        except SuspendNotSupported:
            wrong = "this terminal can't be left for an editor; write it here"
        if wrong:
            self.notify(wrong, title="Editor", severity="warning", markup=False, timeout=15)
        elif text != self.text:
            self.replace(clean(text), (0, 0), self.document.end)
            await self.save_now()

    def on_text_area_changed(self) -> None:
        """Save after a pause."""
        if not self.unsaved:
            return
        self.post_message(self.Typed())
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_SECONDS, self.save_now)

    async def on_blur(self) -> None:
        """Save at once."""
        await self.save_now()

    async def _on_paste(self, event: events.Paste) -> None:
        if len(self.text) + len(event.text) > LONG_TEXT:
            event.prevent_default()
            event.stop()
            self.notify(
                f"A text takes at most {LONG_TEXT:,} characters; nothing was pasted",
                severity="warning",
                markup=False,
            )
            return
        # Replaced on the way in, so that no control character reaches the screen.
        event.prevent_default()
        event.stop()
        await super()._on_paste(events.Paste(clean(event.text)))


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _location(text: str, index: int) -> tuple[int, int]:
    """The row and the column of a character."""
    rows = text[:index].split("\n")
    return len(rows) - 1, len(rows[-1])
