"""One-line texts inside a screen: a value that saves itself, and an entry that adds to a list."""

from __future__ import annotations

from asyncio import Lock
from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from db.errors import StoreError
from facilitator.text import clean, one_line
from facilitator.widgets.completion import Completion
from facilitator.widgets.form import FormInput
from facilitator.widgets.live import Live
from facilitator.widgets.text import line

SaveLine = Callable[[str], Awaitable[bool]]
"""Stores a text; whether it is stored. What it raises (ValueError, StoreError) stands beside it."""


class LineInput(Live, FormInput):
    """What the two have in common: enter says done, and what is wrong is told beside it."""

    class Told(Message):
        """Something is to be said beside the line; nothing, where all is well again."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    class Typed(Message):
        """The text has changed and is not saved yet."""

    class Saved(Message):
        """The database holds it now."""

    class Done(Message):
        """Enter was pressed, and nothing is left to save."""

        def __init__(self, line: LineInput) -> None:
            super().__init__()
            self.line = line

    def __init__(
        self, save: SaveLine, *, name: str, hint: str = "", suggestions: Sequence[str] = ()
    ) -> None:
        super().__init__(id=name, placeholder=hint, compact=True, select_on_focus=False)
        self._save = save
        self._turn = Lock()
        self.suggest(suggestions)

    def suggest(self, known: Sequence[str]) -> None:
        """Complete from these; the right arrow takes one."""
        self.suggester = Completion(known)

    @property
    def written(self) -> str:
        """The text as it stands here."""
        return self.value

    def on_input_changed(self, event: Input.Changed) -> None:
        """It waits to be saved."""
        if self.unsaved:
            self.post_message(self.Typed())

    async def on_key(self, event: events.Key) -> None:
        """Enter counts where it stands among the keys: what is typed behind it is the next text.

        As an action it would only come after what had been typed meanwhile.
        """
        bound = None if event.is_printable else self.screen.active_bindings.get(event.key)
        if bound is not None and bound.node is self and bound.binding.action == "submit":
            event.stop()
            event.prevent_default()
            await self.entered()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save, and go on where that worked."""
        event.stop()
        await self.entered()

    async def entered(self) -> None:
        """What enter does."""
        raise NotImplementedError

    async def _stored(self, text: str) -> bool:
        try:
            stored = await self._save(text)
        except (ValueError, StoreError) as error:
            self.post_message(self.Told(str(error)))
            return False
        if stored:
            self.post_message(self.Told(""))
            self.post_message(self.Saved())
        return stored


class LiveLine(LineInput):
    """One value of the database as a line of text. Enter saves it, and so does leaving it.

    offer: what enter takes where nothing is written.
    """

    def __init__(
        self, save: SaveLine, *, name: str, hint: str = "", suggestions: Sequence[str] = ()
    ) -> None:
        super().__init__(save, name=name, hint=hint, suggestions=suggestions)
        self._hint = hint
        self._shown = ""
        self.offer = ""

    @property
    def unsaved(self) -> bool:
        """Whether it says something else than the database."""
        return self.value != self._shown

    def read(self, stored: str) -> bool:
        """Show what the database holds, unless something unsaved stands here; whether it does."""
        if self.unsaved:
            return False
        shown = clean(one_line(stored))
        if shown != self._shown:
            self._shown = shown
            self.value = shown
        return True

    def offer_this(self, offer: str, why: str) -> None:
        """Say what enter would take here."""
        self.offer = offer
        self.placeholder = f"enter takes {offer}, {why}" if offer else self._hint

    def take_theirs(self, stored: str) -> None:
        """Show what somebody else wrote, in the place of what is typed here."""
        self._shown = self.value = clean(one_line(stored))
        self.post_message(self.Told(""))

    async def save_now(self) -> None:
        """Save what is not saved yet."""
        async with self._turn:
            text = self.value
            if text == self._shown:
                return
            if await self._stored(text):
                self._shown = text

    async def entered(self) -> None:
        """Save and go on; on an empty line take what is offered."""
        if not self.value and self.offer:
            self.value = self.offer
        await self.save_now()
        if not self.unsaved:
            self.post_message(self.Told(""))
            self.post_message(self.Done(self))

    async def on_blur(self) -> None:
        """Save at once."""
        await self.save_now()


class Entry(LineInput):
    """An empty line under a list: enter adds what is written, and it is empty for the next.

    A half-written line stays here until somebody leaves for another section or screen: then it is
    added too.
    """

    as_typed: ClassVar[bool] = False

    class Turned(Message):
        """Left or right was pressed on the empty line: another kind is meant."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    @property
    def unsaved(self) -> bool:
        """Whether something is written."""
        return bool(self.value.strip())

    async def save_now(self) -> None:
        """Add what is written."""
        async with self._turn:
            text = self.value
            if text.strip() and await self._stored(text) and self.value == text:
                self.value = ""

    async def entered(self) -> None:
        """Add, and stay for the next; an empty line goes on."""
        if self.unsaved:
            await self.save_now()
        else:
            self.post_message(self.Told(""))
            self.post_message(self.Done(self))

    def action_complete(self) -> None:
        """Take what is suggested, and stay: a day may follow a name. Else go on."""
        if self._suggestion and self.cursor_at_end:
            self._take_suggestion()
        else:
            super().action_complete()

    def action_cursor_left(self, select: bool = False) -> None:
        """On the empty line, the kind before."""
        if self.value:
            super().action_cursor_left(select)
        else:
            self.post_message(self.Turned(-1))

    def action_cursor_right(self, select: bool = False) -> None:
        """On the empty line, the next kind."""
        if self.value:
            super().action_cursor_right(select)
        else:
            self.post_message(self.Turned(1))


class LineRow(Vertical):
    """A label, the line, and under it what is wrong with it or worth knowing."""

    def __init__(self, label: str, line_input: LineInput) -> None:
        super().__init__(classes="line-row")
        self._label = label
        self.line = line_input
        self._wrong = ""
        self._note = ""

    def compose(self) -> ComposeResult:
        """The two beside each other over the note."""
        with Horizontal():
            yield Static(self._said(), classes="line-label")
            yield self.line
        note = Static(classes="line-note")
        note.display = False
        yield note

    def on_descendant_focus(self) -> None:
        """A sign says where one types: colour alone says nothing to some."""
        self._paint()

    def on_descendant_blur(self) -> None:
        """The sign goes."""
        self._paint()

    def label(self, words: str) -> None:
        """Another label."""
        self._label = words
        self._paint()

    def note(self, words: str) -> None:
        """Say something worth knowing, as long as nothing is wrong."""
        self._note = words
        self._paint()

    def on_line_input_told(self, event: LineInput.Told) -> None:
        """Say what is wrong."""
        event.stop()
        self._wrong = event.words
        self._paint()

    def _said(self) -> Content:
        sign = "▶ " if self.line.has_focus else "  "
        return Content.assemble((sign, "$text-accent"), line(self._label))

    def _paint(self) -> None:
        for label in self.query(".line-label").results(Static):
            label.update(self._said())
        for note in self.query(".line-note").results(Static):
            wrong = line(f"! {self._wrong}", "bold $text-error") if self._wrong else None
            note.update(wrong or line(self._note, "$text-muted"))
            note.display = bool(self._wrong or self._note)
