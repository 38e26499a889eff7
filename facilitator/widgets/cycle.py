"""One of a few words, chosen instead of typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class Cycle(Widget, can_focus=True):
    """One of a few words; left and right go round, and a letter to those that begin with it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "left,up",
            "turn(-1)",
            "Previous",
            show=False,
            id="form.previous-choice",
            tooltip="The choice before",
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

    class Done(Message):
        """The choice is made."""

        def __init__(self, cycle: Cycle) -> None:
            super().__init__()
            self.cycle = cycle

    def __init__(self, choices: Mapping[str, str], value: str, *, name: str) -> None:
        super().__init__(id=name)
        self._choices = choices
        self.set_reactive(Cycle.value, value if value in choices else next(iter(choices)))

    def render(self) -> Content:
        """`‹ on-call acknowledged ›  3 of 8`."""
        place = list(self._choices).index(self.value) + 1
        return Content.assemble(
            "‹ ",
            (self._choices[self.value], "bold"),
            " ›",
            (f"  {place} of {len(self._choices)}", "$text-muted"),
        )

    def action_turn(self, by: int) -> None:
        """The next or the previous one."""
        values = list(self._choices)
        self.value = values[(values.index(self.value) + by) % len(values)]

    def on_key(self, event: events.Key) -> None:
        """A letter goes to the next choice that begins with it."""
        letter = (event.character or "").casefold()
        if not letter.isalnum():
            return
        values = list(self._choices)
        place = values.index(self.value) + 1
        for value in [*values[place:], *values[:place]]:
            if self._choices[value].casefold().startswith(letter):
                self.value = value
                event.stop()
                event.prevent_default()
                break

    def action_done(self) -> None:
        """Go on."""
        self.post_message(self.Done(self))

    def on_click(self) -> None:
        """A click turns it."""
        self.action_turn(1)
