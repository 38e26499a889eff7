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
from textual.widgets import Input, Static, TextArea

from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.modal import Modal
from facilitator.widgets.row_list import RowList
from facilitator.widgets.scroll import Scroll
from facilitator.widgets.text import line, plain

Answer = tuple[str, str]
"""The key that gives the answer, and the words of the answer."""
QUIET_SECONDS = 0.6
"""After this long without a key press, the user is not in the middle of a word."""


class Answers(RowList, inherit_bindings=False):
    """The answers to a question: too few for pages, whose keys scroll what is asked instead."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding
        for binding in RowList.BINDINGS
        if isinstance(binding, Binding)
        and binding.id not in ("list.page-down", "list.page-up", "list.half-down", "list.half-up")
    ]


class Question(Modal[str]):
    """Asks on top of the screen and returns the key of the answer.

    The answers are always in view; what is asked scrolls above them where it is long. Escape
    closes the question without an answer.
    """

    AUTO_FOCUS = "Answers"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape", "dismiss", "Close", id="question.leave", tooltip="Close without an answer"
        ),
        Binding(
            "pagedown",
            "read_on",
            "Read on",
            id="question.page-down",
            tooltip="Scroll what is asked a page down",
        ),
        Binding(
            "pageup",
            "read_back",
            "Read back",
            show=False,
            id="question.page-up",
            tooltip="Scroll what is asked a page up",
        ),
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
                only after a pause, so that no letter meant for a text answers it: what is typed
                before still goes into that text.
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
            with Scroll(id="asked", can_focus=False):
                yield Static(plain(self._question), classes="title")
                yield from self.compose_detail()
            yield Answers()
            yield KeyBar()

    def compose_detail(self) -> ComposeResult:
        """Make what stands below the question and helps to answer it."""
        if self._detail:
            yield Static(plain(self._detail))

    def on_mount(self) -> None:
        """Show the answers, now or after a pause in the typing."""
        if self._interrupts:
            self.query_one(Answers).show((), empty="The answers appear once you stop typing")
            self._pause = self.set_timer(QUIET_SECONDS, self.show_answers)
        else:
            self.show_answers()

    def show_answers(self) -> None:
        """Show the answers, whose keys give them from now on."""
        self._pause = None
        self.query_one(Answers).show(
            (key, Content.assemble((key, "bold $text-accent"), "  ", line(words)))
            for key, words in self._answers
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to read on only where not all of the question is in view."""
        if action in ("read_on", "read_back"):
            return self.is_mounted and self.query_one("#asked", Scroll).max_scroll_y > 0
        return super().check_action(action, parameters)

    def action_read_on(self) -> None:
        """Scroll what is asked a page down."""
        self.query_one("#asked", Scroll).scroll_page_down(animate=False)

    def action_read_back(self) -> None:
        """Scroll what is asked a page up."""
        self.query_one("#asked", Scroll).scroll_page_up(animate=False)

    def on_option_list_option_selected(self, event: RowList.OptionSelected) -> None:
        """Give the highlighted answer when enter is pressed on it or it is clicked."""
        self._give(event.option_id or "")

    def on_key(self, event: events.Key) -> None:
        """Give the answer whose key was pressed; before there are answers, type into the text."""
        if self._pause is not None:
            self._pause.reset()
            self._type_below(event)
        elif event.character in {key for key, _ in self._answers}:
            event.stop()
            self._give(event.character or "")
        elif event.key in self._yes_keys:
            event.stop()
            self._give(self._answers[0][0])

    def on_paste(self, event: events.Paste) -> None:
        """Paste into the text while there are no answers yet."""
        if self._pause is not None:
            self._pause.reset()
            self._type_below(event)

    def _type_below(self, event: events.Key | events.Paste) -> None:
        """Hand what is typed to the text below, which the question has interrupted.

        Escape was meant for that text too: it must not close a question that nobody has read.
        """
        if isinstance(event, events.Key) and event.key == "escape":
            event.stop()
            return
        text = self.app.screen_stack[-2].focused
        if not isinstance(text, Input | TextArea):
            return
        if isinstance(event, events.Key) and event.key == "backspace":
            text.action_delete_left()
        elif isinstance(event, events.Paste) or event.is_printable or event.key == "enter":
            event.stop()
            text.post_message(event)

    def _give(self, key: str) -> None:
        if self.is_current:
            self.dismiss(key)
