"""A long text on top of the screen, to read before something is done with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from facilitator.widgets.hanging import Hanging, Row
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.modal import Modal
from facilitator.widgets.question import Answer
from facilitator.widgets.scroll import Scroll
from facilitator.widgets.text import line


class Sheet(Modal):
    """Scrolled with the arrows; escape leaves it, and nothing is done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Leave it", id="sheet.leave", tooltip="Nothing is done")
    ]

    def __init__(
        self,
        title: str,
        rows: Iterable[Row],
        answers: Sequence[Answer] = (),
        then: Callable[[str], Awaitable[None]] | None = None,
    ) -> None:
        """answers: what can be done with it, a key each; enter is the first. then: does it."""
        super().__init__()
        self._title = title
        self._rows = tuple(rows)
        self._answers = answers
        self._then = then

    def compose(self) -> ComposeResult:
        """The text between its title and what can be done."""
        told = [f"{key} {words}" for key, words in self._answers]
        with Vertical(id="form", classes="-sheet"):
            yield Static(line(self._title), classes="title")
            with Scroll(id="sheet"):
                yield Hanging(self._rows)
            yield Static(line(" · ".join(told)), classes="quiet")
            yield KeyBar()

    async def on_key(self, event: events.Key) -> None:
        """A key that stands below the text."""
        keys = [key for key, _ in self._answers]
        if event.key == "enter" and keys:
            event.stop()
            await self._give(keys[0])
        elif event.character in keys:
            event.stop()
            await self._give(event.character or "")

    async def _give(self, key: str) -> None:
        if self.is_current:
            self.dismiss()
            if self._then is not None:
                await self._then(key)
