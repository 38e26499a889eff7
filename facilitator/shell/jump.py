"""Jump mode: every list, row and field gets a letter, and typing the letter goes there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.chip import filled
from facilitator.widgets.selectable_list import SelectableList

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""The letters of the labels, those that lie under the fingers first."""


class Target(NamedTuple):
    """A place on the screen to jump to.

    Attributes:
        offset: Where on the screen its label stands.
        jump: Goes there.
    """

    offset: Offset
    jump: Callable[[], object]


def toggle_jump_mode(app: App[None]) -> None:
    """Lay the labels over the current screen, or take them away again."""
    screen = app.screen
    if isinstance(screen, JumpScreen):
        screen.dismiss()
        return
    targets = list(_targets(screen))
    if targets:
        app.push_screen(JumpScreen(targets))


def _targets(screen: Screen[object]) -> Iterator[Target]:
    for widget in screen.focus_chain:
        rows = list(widget.rows_in_view()) if isinstance(widget, SelectableList) else []
        visible = widget.region.intersection(screen.region)
        if rows:
            for index, offset in rows:
                yield Target(offset, partial(_select_row, screen, widget, index))
        elif visible:
            yield Target(visible.offset, partial(screen.set_focus, widget))


def _select_row(screen: Screen[object], widget: Widget, index: int) -> None:
    screen.set_focus(widget)
    if isinstance(widget, SelectableList):
        widget.highlighted = index


def labels(count: int) -> list[str]:
    """Return a label for each target: one letter, or two where there are more than letters."""
    if count <= len(LETTERS):
        return list(LETTERS[:count])
    return ["".join(pair) for pair, _ in zip(product(LETTERS, LETTERS), range(count), strict=False)]


class JumpLabel(Static):
    """The letters of one target, on top of it."""

    DEFAULT_CSS = """
    JumpLabel {
        position: absolute; width: auto; height: 1; layer: labels;
    }
    """


class JumpScreen(ModalScreen[None], inherit_bindings=False):
    """Shows the labels on top of the screen, which stays visible."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Stay", id="jump.leave", tooltip="Stay where you are"),
    ]
    CSS = """
    JumpScreen { align: left top; background: $background 70%; layers: legend labels; }
    JumpScreen #jump-legend {
        layer: legend; dock: bottom; height: 1; padding: 0 1;
        background: $panel; text-wrap: nowrap; text-overflow: ellipsis;
    }
    """

    def __init__(self, targets: list[Target]) -> None:
        super().__init__()
        self._targets = dict(zip(labels(len(targets)), targets, strict=True))
        self._typed = ""
        self._size_of_labels = self.app.size

    def compose(self) -> ComposeResult:
        """Make a label for each target, over a line that says what to do with them."""
        for letters, target in self._targets.items():
            chip = filled(letters, "accent")
            # A chip begins one cell before its place, so that the first letter there is still
            # read; at the left edge it is one cell narrower. At the right edge it moves in.
            left = target.offset.x - 1
            label = JumpLabel(chip if left >= 0 else chip[1:])
            right = self.app.size.width - chip.cell_length
            label.styles.offset = Offset(max(0, min(left, right)), target.offset.y)
            yield label
        leave = key_of(self, "jump.leave")
        what = "a letter" if len(self._targets) <= len(LETTERS) else "two letters"
        yield Static(
            Content.assemble(
                f"Type {what} to go there  ", (leave, "bold $text-accent"), " stay where you are"
            ),
            id="jump-legend",
        )

    def on_resize(self, event: events.Resize) -> None:
        """Close when the screen below has moved away from under the labels."""
        if event.size != self._size_of_labels:
            self.dismiss()

    def on_key(self, event: events.Key) -> None:
        """Go to the target of the typed letters; any other letter closes the labels."""
        if event.key == "escape" or event.character is None:
            return
        event.stop()
        self._typed += event.character
        if any(label.startswith(self._typed) for label in self._targets):
            target = self._targets.get(self._typed)
            if target is None:
                return
            self.dismiss()
            target.jump()
        else:
            self.dismiss()
