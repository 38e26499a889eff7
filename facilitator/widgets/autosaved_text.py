"""A long text that saves itself while somebody types it.

This is the one module that uses Textual's list of watchers, `App.__watchers`: a `TextArea` watches
the app's theme and is never taken out of that list, so every screen with a text would be kept in
memory until the theme changes. After an upgrade of Textual, look whether `TextArea` still calls
`self.watch(self.app, "theme", …)`.
"""

from __future__ import annotations

import os
from asyncio import Lock
from collections.abc import Awaitable, Callable, Mapping
from itertools import takewhile
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from db.vocabulary import LONG_TEXT
from facilitator.text import clean
from facilitator.widgets.autosaved import (
    AUTOSAVE_DELAY_SECONDS,
    LONGEST_UNSAVED_SECONDS,
    Autosaved,
    update_saved_mark,
)
from facilitator.widgets.bindings import with_ids

if TYPE_CHECKING:
    from facilitator.widgets.app_context import AppContext

Save = Callable[[str, str], Awaitable[bool]]
"""Stores a text in the place of the one that it was read as.

It gets (base, text), and returns whether the text is saved.
"""


class AutosavedText(Autosaved, TextArea, inherit_bindings=False):
    """A text area that is bound to one field of the database.

    Attributes:
        saving: The text that is being handed to the database; None while none is.
        is_asked_about: Whether a question is open about which text to keep.
    """

    # F6 and F7 stay keys of the clock, which has no letters while somebody types.
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            binding
            for binding in with_ids(TextArea.BINDINGS, "text")
            if binding.key not in ("f6", "f7", "home", "ctrl+a")
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
            tooltip="Write it in your own editor ($VISUAL or $EDITOR)",
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
        self._saved_text = ""
        self.saving: str | None = None
        self._pause: Timer | None = None
        self._longest_wait: Timer | None = None
        self._save_lock = Lock()
        self.is_asked_about = False

    def on_mount(self) -> None:
        """Make the text read-only in a watching window."""
        self.read_only = cast("AppContext", self.app).read_only

    def on_unmount(self) -> None:
        """Take this text out of the watchers of the theme, or its whole screen stays in memory."""
        watchers = getattr(self.app, "__watchers", {}).get("theme", [])
        watchers[:] = [watcher for watcher in watchers if watcher[0] is not self]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse the editor for a text that is only read."""
        allowed = action != "editor" or not self.read_only
        return allowed and super().check_action(action, parameters)

    def on_focus(self) -> None:
        """Put the cursor at the end of the text when it is focused for the first time."""
        if self.cursor_location == (0, 0) and not self.read_only:
            self.move_cursor(self.document.end)

    @property
    def unsaved(self) -> bool:
        """Whether the text is another one than the database holds."""
        return self.text != self._saved_text

    @property
    def is_typing(self) -> bool:
        """Whether the pause that saves the text is not over yet."""
        return self._pause is not None

    @property
    def written(self) -> str:
        """The text as it stands on the screen."""
        return self.text

    @property
    def draft(self) -> dict[str, str]:
        """The text, and the one in whose place it is to be saved."""
        return {"text": self.text, "base": self._base}

    def restore(self, draft: Mapping[str, str]) -> None:
        """Show a text again that was not saved when the program ended; it is saved soon.

        Where the database holds another text by now than the writer saw, the save asks which one
        to keep. A text that was saved after all, or is part of what was saved later, is left.
        """
        text, base = draft.get("text", ""), draft.get("base", "")
        if base != self._base and text.strip() in self._base:
            return
        self._base = base
        self.text = clean(text)

    def read(self, stored: str) -> None:
        """Show what the database holds, unless the text on the screen is unsaved.

        The cursor stays with the words that it is at.
        """
        if self.unsaved or stored == self._base:
            return
        before, after = self.text, clean(stored)
        head = _common_start(before, after)
        tail = _common_start(before[head:][::-1], after[head:][::-1])
        self.replace(
            after[head : len(after) - tail],
            _location(before, head),
            _location(before, len(before) - tail),
        )
        if not before or self.text.splitlines() != after.splitlines():
            self.text = after
        if not before and self.has_focus and not self.read_only:
            self.move_cursor(self.document.end)
        # An undo here must not take back what another window wrote.
        self.history.clear()
        # The text as the widget holds it, which knows fewer kinds of line ends than Unicode.
        self._base, self._saved_text = stored, self.text

    async def save_now(self) -> None:
        """Save what is not saved yet."""
        self._stop_pause()
        await self._save_meanwhile()
        update_saved_mark(self)

    async def _save_meanwhile(self) -> None:
        """Save what is not saved yet, also while somebody goes on typing."""
        if self._longest_wait is not None:
            self._longest_wait.stop()
            self._longest_wait = None
        # Saves wait for each other: a second one would take the first for another window's.
        async with self._save_lock:
            text = self.text
            if text == self._saved_text:
                return
            self.saving = text
            try:
                if await self._save(self._base, text):
                    # The database keeps the text without blanks around it.
                    self._base, self._saved_text = text.strip(), text
            finally:
                self.saving = None

    def rebase(self, stored: str) -> None:
        """Take what another window wrote as the base; the next save replaces it with this text."""
        self._base = stored

    def is_based_on(self, stored: str) -> bool:
        """Return whether the next save takes the place of this text."""
        return self._base == stored

    async def action_editor(self) -> None:
        """Open the text in the user's own editor, and save what comes back as if it was typed."""
        from facilitator.system.external_editor import EditorError, edit_text, editor_command

        await self.save_now()
        if self.unsaved:
            return
        problem = ""
        text = self.text
        try:
            words = editor_command(os.environ)
            with self.app.suspend():
                # An error that left this block would leave the app suspended.
                try:
                    text = edit_text(self.text, self.id or "text", words, LONG_TEXT)
                except EditorError as error:
                    problem = str(error)
        except EditorError as error:
            problem = str(error)
        except SuspendNotSupported:
            problem = "no editor can be opened from this terminal; write it here"
        if problem:
            self.notify(problem, title="Editor", severity="warning", markup=False, timeout=15)
        elif text != self.text:
            self.replace(clean(text), (0, 0), self.document.end)
            await self.save_now()

    def edit(self, edit: Edit) -> EditResult:
        """Change the text, and paint with it that it is not saved."""
        result = super().edit(edit)
        update_saved_mark(self)
        return result

    def on_text_area_changed(self) -> None:
        """Save after a pause in the typing, and after a while also without one."""
        self._stop_pause()
        if self.unsaved:
            self.post_message(self.Typed())
            self._pause = self.set_timer(AUTOSAVE_DELAY_SECONDS, self.save_now)
            if self._longest_wait is None:
                self._longest_wait = self.set_timer(LONGEST_UNSAVED_SECONDS, self._save_meanwhile)
        update_saved_mark(self)

    def _stop_pause(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    async def on_blur(self) -> None:
        """Save at once when the focus leaves."""
        await self.save_now()

    def on_paste(self, event: events.Paste) -> None:
        """Insert pasted text without control characters, unless it is far too long."""
        if len(self.text) + len(event.text) > LONG_TEXT:
            event.prevent_default()
            event.stop()
            self.notify(
                f"A text takes at most {LONG_TEXT:,} characters; nothing was pasted",
                severity="warning",
                markup=False,
            )
            return
        event.prevent_default()
        event.stop()
        if not self.read_only:
            edit = self.replace(clean(event.text), *self.selection, maintain_selection_offset=False)
            self.move_cursor(edit.end_location)


def _common_start(one: str, other: str) -> int:
    """Return how many characters both texts begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _location(text: str, index: int) -> tuple[int, int]:
    """Return the row and the column of a character in a text."""
    rows = text[:index].split("\n")
    return len(rows) - 1, len(rows[-1])
