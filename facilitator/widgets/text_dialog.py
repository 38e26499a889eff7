"""A long text on top of the screen, to be read before something is done with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from facilitator.widgets.hanging_indent import HangingIndent, Row
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.modal import Modal
from facilitator.widgets.question import Answer
from facilitator.widgets.scroll import Scroll
from facilitator.widgets.text import line


class TextDialog(Modal[str]):
    """Shows rows of text that scroll, and returns the key of what to do with them.

    Escape closes it and nothing is done.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape", "dismiss", "Close", id="sheet.leave", tooltip="Close without doing anything"
        )
    ]

    def __init__(self, title: str, rows: Iterable[Row], answers: Sequence[Answer] = ()) -> None:
        """Prepare the dialog.

        Args:
            title: What the text is, in a line.
            rows: The text, row by row, each with what stands before it.
            answers: What can be done with the text, each with its key; enter gives the first.
        """
        super().__init__()
        self._title = title
        self._rows = tuple(rows)
        self._answers = answers

    def compose(self) -> ComposeResult:
        """Put the text between its title and what can be done with it."""
        hints = [f"{key} {words}" for key, words in self._answers]
        with Vertical(id="form", classes="-sheet"):
            yield Static(line(self._title), classes="title")
            with Scroll(id="sheet"):
                yield HangingIndent(self._rows)
            if hints:
                yield Static(line(" · ".join(hints)), classes="quiet")
            yield KeyBar()

    def on_key(self, event: events.Key) -> None:
        """Return the answer whose key was pressed; enter returns the first."""
        keys = [key for key, _ in self._answers]
        chosen = keys[0] if event.key == "enter" and keys else event.character
        if chosen in keys and self.is_current:
            event.stop()
            self.dismiss(chosen)
