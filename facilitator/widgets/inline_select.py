"""A field whose value is chosen from a few instead of typed, all on one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class InlineSelect(Widget, can_focus=True):
    """Shows one of a few choices. Left and right turn through them, a letter goes to its next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "left,up",
            "turn(-1)",
            "Previous",
            show=False,
            id="form.previous-choice",
            tooltip="The previous choice",
        ),
        Binding(
            "right,down,space",
            "turn(1)",
            "Next",
            show=False,
            id="form.next-choice",
            tooltip="The next choice; a letter goes to the next one that begins with it",
        ),
        Binding(
            "enter",
            "done",
            "Next field",
            id="form.choice-done",
            tooltip="Go on to the next field; from the last one, save",
        ),
    ]

    value: reactive[str] = reactive("")

    class Changed(Message):
        """Another choice is shown."""

    class Done(Message):
        """The user has confirmed the choice with enter."""

        def __init__(self, inline_select: InlineSelect) -> None:
            super().__init__()
            self.inline_select = inline_select

    def __init__(self, choices: Mapping[str, str], value: str, *, name: str) -> None:
        super().__init__(id=name)
        self._choices = choices
        self.set_reactive(InlineSelect.value, value if value in choices else next(iter(choices)))

    def render(self) -> Content:
        """Draw the choice and its number, as in `‹ on-call acknowledged ›  3 of 8`."""
        number = list(self._choices).index(self.value) + 1
        return Content.assemble(
            "‹ ",
            (self._choices[self.value], "bold"),
            " ›",
            (f"  {number} of {len(self._choices)}", "$text-muted"),
        )

    def watch_value(self) -> None:
        """Tell the form that another choice is shown."""
        self.post_message(self.Changed())

    def action_turn(self, by: int) -> None:
        """Turn to a later choice, or with a negative number to an earlier one."""
        values = list(self._choices)
        self.value = values[(values.index(self.value) + by) % len(values)]

    def on_key(self, event: events.Key) -> None:
        """Turn to the next choice that begins with the letter."""
        letter = (event.character or "").casefold()
        if not letter.isalnum():
            return
        values = list(self._choices)
        start = values.index(self.value) + 1
        for value in [*values[start:], *values[:start]]:
            if self._choices[value].casefold().startswith(letter):
                self.value = value
                event.stop()
                event.prevent_default()
                break

    def action_done(self) -> None:
        """Confirm the choice."""
        self.post_message(self.Done(self))

    def on_click(self) -> None:
        """Turn to the next choice."""
        self.action_turn(1)
