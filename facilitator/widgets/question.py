"""A question with a few answers, one key each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from facilitator.widgets.choices import Choices
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.modal import Modal
from facilitator.widgets.text import line, plain

Answer = tuple[str, str]
"""The key that gives it, and its words."""
QUIET_SECONDS = 0.6
"""Without a key: then nobody is in the middle of a word."""


class Question(Modal):
    """Asks on top of the screen; escape leaves it without an answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Leave it", id="question.leave", tooltip="Give no answer")
    ]

    def __init__(
        self,
        question: str,
        answers: Sequence[Answer],
        then: Callable[[str], Awaitable[None]],
        detail: str = "",
        *,
        unasked: bool = False,
    ) -> None:
        """then: is told the key of the answer.

        unasked: it comes while somebody may be typing, and no letter of theirs may answer it; so
        its answers come only after a pause.
        """
        super().__init__()
        self._question = question
        self._answers = answers
        self._then = then
        self._detail = detail
        self._given = False
        self._unasked = unasked
        self._pause: Timer | None = None

    @property
    def listening(self) -> bool:
        """Whether a key answers it."""
        return self._pause is None

    def compose(self) -> ComposeResult:
        """The question over its answers."""
        with Vertical(id="form"):
            yield Static(plain(self._question), classes="title")
            if self._detail:
                yield Static(plain(self._detail))
            yield Choices()
            yield KeyBar()

    def on_mount(self) -> None:
        """Show the answers, now or after a pause."""
        if self._unasked:
            self.query_one(Choices).show((), empty="answers follow once nobody types")
            self._pause = self.set_timer(QUIET_SECONDS, self._listen)
        else:
            self._listen()

    def _listen(self) -> None:
        self._pause = None
        self.query_one(Choices).show(
            (key, Content.assemble((key, "bold $text-accent"), "  ", line(words)))
            for key, words in self._answers
        )

    async def on_option_list_option_selected(self, event: Choices.OptionSelected) -> None:
        """Enter answers."""
        await self._give(event.option_id or "")

    async def on_key(self, event: events.Key) -> None:
        """So does the answer's key."""
        if self._pause is not None:
            self._pause.reset()
        elif event.character in {key for key, _ in self._answers}:
            event.stop()
            await self._give(event.character or "")

    async def _give(self, key: str) -> None:
        if self._given:
            return
        self._given = True
        self.dismiss()
        await self._then(key)
