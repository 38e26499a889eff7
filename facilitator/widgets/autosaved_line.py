"""Texts of one line on a screen: a value that saves itself, and an entry that adds to a list."""

from __future__ import annotations

from asyncio import Lock
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, cast
from uuid import uuid4

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from db.errors import StoreError
from db.named_change import named_change
from facilitator.text import clean, one_line
from facilitator.widgets.autosaved import Autosaved, update_saved_mark
from facilitator.widgets.draft_change import with_change
from facilitator.widgets.form_input import FormInput
from facilitator.widgets.glyphs import HERE
from facilitator.widgets.name_suggester import NameSuggester
from facilitator.widgets.text import line

if TYPE_CHECKING:
    from facilitator.widgets.app_context import AppContext

SaveLine = Callable[[str], Awaitable[bool]]
"""Stores a text and returns whether it is stored.

What it raises, a ValueError or a StoreError, is shown beside the line.
"""


class LineInput(Autosaved, FormInput):
    """The base of both: enter confirms the line, and what is wrong with it is shown beside it."""

    class NoteShown(Message):
        """A note is to be shown beside the line; an empty one removes the note before."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    class Saved(Message):
        """The database holds the text now."""

    class Done(Message):
        """Enter was pressed, and nothing is left to save: the user goes on to the next line."""

        def __init__(self, line: LineInput) -> None:
            super().__init__()
            self.line = line

    def __init__(
        self, save: SaveLine, *, name: str, hint: str = "", suggestions: Sequence[str] = ()
    ) -> None:
        super().__init__(id=name, placeholder=hint, compact=True, select_on_focus=False)
        self._save = save
        self._save_lock = Lock()
        self.suggest(suggestions)

    def suggest(self, known: Sequence[str]) -> None:
        """Complete the line from these names; the right arrow accepts a suggestion."""
        self.suggester = NameSuggester(known)

    @property
    def written(self) -> str:
        """The text as it stands in the line."""
        return self.value

    @property
    def draft(self) -> dict[str, str]:
        """The line as it stands."""
        return {"text": self.value}

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show that the line holds something unsaved."""
        update_saved_mark(self)

    async def on_key(self, event: events.Key) -> None:
        """Handle enter at once, so that what is typed behind it belongs to the next text.

        As an action, enter would come only after everything that was typed in the meantime.
        """
        active = None if event.is_printable else self.screen.active_bindings.get(event.key)
        if active is not None and active.node is self and active.binding.action == "submit":
            event.stop()
            event.prevent_default()
            await self.confirm()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Confirm the line."""
        event.stop()
        await self.confirm()

    async def confirm(self) -> None:
        """Do what enter does in this kind of line."""
        raise NotImplementedError

    async def _store(self, text: str) -> bool:
        try:
            stored = await self._save(text)
        except (ValueError, StoreError) as error:
            self.post_message(self.NoteShown(str(error)))
            return False
        if stored:
            self.post_message(self.NoteShown(""))
            self.post_message(self.Saved())
        return stored


class AutosavedLine(LineInput):
    """One value of the database as a line of text. Enter saves it, and so does leaving it.

    Attributes:
        offer: The value that enter takes while the line is empty.
    """

    def __init__(
        self, save: SaveLine, *, name: str, hint: str = "", suggestions: Sequence[str] = ()
    ) -> None:
        super().__init__(save, name=name, hint=hint, suggestions=suggestions)
        self._hint = hint
        self._saved_text = ""
        self.offer = ""

    @property
    def unsaved(self) -> bool:
        """Whether the line holds something else than the database."""
        return self.value != self._saved_text

    def restore(self, draft: Mapping[str, str]) -> None:
        """Show a line again that was not saved when the program ended, and say so beside it."""
        text = clean(one_line(draft.get("text", "")))
        if text == self._saved_text:
            return
        self.value = text
        self.cursor_position = len(text)
        instead = f", in place of “{self._saved_text}”" if self._saved_text else ""
        self.post_message(self.NoteShown(f"what you typed before is back{instead}"))

    def read(self, stored: str) -> bool:
        """Show what the database holds, unless the line holds something unsaved.

        Returns:
            Whether the line shows what the database holds.
        """
        if self.unsaved:
            return False
        text = clean(one_line(stored))
        if text != self._saved_text:
            self._saved_text = text
            self.value = text
        return True

    def make_offer(self, offer: str, reason: str) -> None:
        """Say what enter would take while the line is empty, and why; an empty offer ends it."""
        self.offer = offer
        self.placeholder = f"press enter to take {offer}, {reason}" if offer else self._hint

    def show_theirs(self, stored: str) -> None:
        """Show what another window saved in the place of what is typed here."""
        self._saved_text = self.value = clean(one_line(stored))
        self.post_message(self.NoteShown(""))

    async def save_now(self) -> None:
        """Save what is not saved yet."""
        async with self._save_lock:
            text = self.value
            if text == self._saved_text:
                return
            if await self._store(text):
                self._saved_text = text
        update_saved_mark(self)

    async def confirm(self) -> None:
        """Save the line and go on to the next one; an empty line takes what is offered."""
        if not self.value and self.offer:
            self.value = self.offer
        await self.save_now()
        if not self.unsaved:
            self.post_message(self.NoteShown(""))
            self.post_message(self.Done(self))

    async def on_blur(self) -> None:
        """Save at once when the focus leaves."""
        await self.save_now()


class Entry(LineInput):
    """A line under a list. Enter adds what is written to the list, and empties the line.

    Going on to the next section adds a half-written line too. Left with escape, the line waits as
    it is until the user comes back to it.

    Attributes:
        set_aside: Whether the user has left the line with escape.
    """

    as_typed: ClassVar[bool] = False
    set_aside = False

    class Turned(Message):
        """Left or right was pressed on the empty line, to choose another kind."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def is_saved_by(self, entries: bool) -> bool:
        """Return whether a save of the screen adds this line."""
        return entries and not self.set_aside

    def on_focus(self) -> None:
        """Take the line up again."""
        super().on_focus()
        self.set_aside = False

    def __init__(
        self, save: SaveLine, *, name: str, hint: str = "", suggestions: Sequence[str] = ()
    ) -> None:
        super().__init__(save, name=name, hint=hint, suggestions=suggestions)
        self._change = uuid4()

    @property
    def unsaved(self) -> bool:
        """Whether anything is written."""
        return bool(self.value.strip())

    @property
    def draft(self) -> dict[str, str]:
        """The line as it stands, and the change that adds it."""
        return with_change(super().draft, self._change)

    def restore(self, draft: Mapping[str, str]) -> None:
        """Show a line again that was not added; it waits until the user comes to it."""
        self.value = clean(one_line(draft.get("text", "")))
        self.cursor_position = len(self.value)
        self.set_aside = True

    async def save_now(self) -> None:
        """Add what is written."""
        async with self._save_lock:
            text = self.value
            if not text.strip():
                return
            with named_change(self._change):
                is_stored = await self._store(text)
            if is_stored:
                self._change = uuid4()
            if is_stored and self.value == text:
                self.value = ""
                cast("AppContext", self.app).keep_drafts()

    async def confirm(self) -> None:
        """Add what is written and stay for the next; from an empty line go on."""
        if self.unsaved:
            await self.save_now()
        else:
            self.post_message(self.NoteShown(""))
            self.post_message(self.Done(self))

    def action_complete(self) -> None:
        """Accept the suggestion and stay, since a day may follow a name; without one go on."""
        if not self.accept_suggestion_at_end():
            super().action_complete()

    def action_cursor_left(self, select: bool = False) -> None:
        """Move the cursor; on the empty line choose the kind before."""
        if self.value:
            super().action_cursor_left(select)
        else:
            self.post_message(self.Turned(-1))

    def action_cursor_right(self, select: bool = False) -> None:
        """Move the cursor; on the empty line choose the next kind."""
        if self.value:
            super().action_cursor_right(select)
        else:
            self.post_message(self.Turned(1))


class LineRow(Vertical):
    """A label and its line, and under them what is wrong with the line or worth knowing."""

    def __init__(self, label: str, line_input: LineInput) -> None:
        super().__init__(classes="line-row")
        self._label = label
        self.line = line_input
        self._error = ""
        self._hint = ""

    def compose(self) -> ComposeResult:
        """Put the label beside the line, over the note."""
        with Horizontal():
            yield Static(self._label_content(), classes="line-label")
            yield self.line
        note = Static(classes="line-note")
        note.display = False
        yield note

    def on_descendant_focus(self) -> None:
        """Mark the focused line with a sign, since colour alone says nothing to some people."""
        self._paint()

    def on_descendant_blur(self) -> None:
        """Remove the sign."""
        self._paint()

    def set_label(self, label: str) -> None:
        """Show another label."""
        self._label = label
        self._paint()

    def set_hint(self, hint: str) -> None:
        """Show something worth knowing, as long as nothing is wrong."""
        self._hint = hint
        self._paint()

    def on_line_input_note_shown(self, event: LineInput.NoteShown) -> None:
        """Show what is wrong with the line."""
        event.stop()
        self._error = event.words
        self._paint()

    def _label_content(self) -> Content:
        sign = f"{HERE} " if self.line.has_focus else "  "
        return Content.assemble((sign, "$text-accent"), line(self._label))

    def _paint(self) -> None:
        for label in self.query(".line-label").results(Static):
            label.update(self._label_content())
        for note in self.query(".line-note").results(Static):
            error = line(f"! {self._error}", "bold $text-error") if self._error else None
            note.update(error or line(self._hint, "$text-muted"))
            note.display = bool(self._error or self._hint)
