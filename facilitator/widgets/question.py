"""A question with a few answers, each of which has a key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.modal import Modal
from facilitator.widgets.row_list import RowList
from facilitator.widgets.text import line, plain

Answer = tuple[str, str]
"""The key that gives the answer, and the words of the answer."""
QUIET_SECONDS = 0.6
"""After this long without a key press, the user is not in the middle of a word."""


class Question(Modal[str]):
    """Asks on top of the screen and returns the key of the answer.

    Escape closes it without an answer.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape", "dismiss", "Close", id="question.leave", tooltip="Close without an answer"
        )
    ]

    def __init__(
        self,
        question: str,
        answers: Sequence[Answer],
        detail: str = "",
        *,
        yes_keys: Sequence[str] = (),
        interrupts: bool = False,
    ) -> None:
        """Prepare the question.

        Args:
            question: The question itself, on one or more lines.
            answers: The answers in their order; each key is one character.
            detail: What helps to answer, below the question.
            yes_keys: The names of keys that give the first answer too, such as the one that has
                opened the question.
            interrupts: Whether it may appear while the user is typing. Its answers then come
                only after a pause, so that no letter meant for a text answers it.
        """
        super().__init__()
        self._question = question
        self._answers = answers
        self._detail = detail
        self._yes_keys = yes_keys
        self._interrupts = interrupts
        self._pause: Timer | None = None

    @property
    def accepts_keys(self) -> bool:
        """Whether the key of an answer gives that answer now."""
        return self._pause is None

    def compose(self) -> ComposeResult:
        """Put the question over its answers."""
        with Vertical(id="form"):
            yield Static(plain(self._question), classes="title")
            if self._detail:
                yield Static(plain(self._detail))
            yield RowList()
            yield KeyBar()

    def on_mount(self) -> None:
        """Show the answers, now or after a pause in the typing."""
        if self._interrupts:
            self.query_one(RowList).show((), empty="The answers appear once you stop typing")
            self._pause = self.set_timer(QUIET_SECONDS, self._show_answers)
        else:
            self._show_answers()

    def _show_answers(self) -> None:
        self._pause = None
        self.query_one(RowList).show(
            (key, Content.assemble((key, "bold $text-accent"), "  ", line(words)))
            for key, words in self._answers
        )

    def on_option_list_option_selected(self, event: RowList.OptionSelected) -> None:
        """Give the highlighted answer when enter is pressed on it or it is clicked."""
        self._give(event.option_id or "")

    def on_key(self, event: events.Key) -> None:
        """Give the answer whose key was pressed."""
        if self._pause is not None:
            self._pause.reset()
        elif event.character in {key for key, _ in self._answers}:
            event.stop()
            self._give(event.character or "")
        elif event.key in self._yes_keys:
            event.stop()
            self._give(self._answers[0][0])

    def _give(self, key: str) -> None:
        if self.is_current:
            self.dismiss(key)
