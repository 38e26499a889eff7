"""Jump mode: a letter on every list, row and field, and typing it puts the focus there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from typing import Any, ClassVar, NamedTuple

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from facilitator.widgets.choices import Choices
from facilitator.widgets.long_list import LongList

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""Those under the fingers first."""


class Target(NamedTuple):
    """A place on the screen, and what goes there."""

    at: Offset
    go: Callable[[], object]


def jump(app: App[None]) -> None:
    """Lay the letters over the screen in front, or take them away again."""
    screen = app.screen
    if isinstance(screen, JumpScreen):
        screen.dismiss()
        return
    found = list(_targets(screen))
    if found:
        app.push_screen(JumpScreen(found))


def _targets(screen: Screen[object]) -> Iterator[Target]:
    for widget in screen.focus_chain:
        rows = list(widget.rows_in_view()) if isinstance(widget, Choices | LongList) else []
        visible = widget.region.intersection(screen.region)
        if rows and isinstance(widget, Choices | LongList):
            for place, at in rows:
                yield Target(at, partial(_take_row, screen, widget, place))
        elif visible:
            yield Target(visible.offset, partial(screen.set_focus, widget))


def _take_row(screen: Screen[object], widget: Choices | LongList[Any, Any], place: int) -> None:
    screen.set_focus(widget)
    if isinstance(widget, Choices):
        widget.highlighted = place
    else:
        widget.place = place


def labels(count: int) -> list[str]:
    """As many labels as there are targets: one letter each, or two each where one is not enough."""
    if count <= len(LETTERS):
        return list(LETTERS[:count])
    return ["".join(pair) for pair, _ in zip(product(LETTERS, LETTERS), range(count), strict=False)]


class Label(Static):
    """One letter or two, in their place."""

    DEFAULT_CSS = """
    Label {
        position: absolute; width: auto; height: 1; padding: 0;
        background: $accent; color: auto; text-style: bold reverse;
    }
    """


class JumpScreen(ModalScreen[None], inherit_bindings=False):
    """The letters, over the screen as it stands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Stay", id="jump.leave", tooltip="Stay where you are"),
    ]
    CSS = "JumpScreen { align: left top; background: $background 0%; }"

    def __init__(self, targets: list[Target]) -> None:
        super().__init__()
        self._targets = dict(zip(labels(len(targets)), targets, strict=True))
        self._typed = ""
        self._drawn_for = self.app.size

    def compose(self) -> ComposeResult:
        """A label each."""
        for letters, target in self._targets.items():
            label = Label(letters, markup=False)
            label.styles.offset = target.at
            yield label

    def on_resize(self, event: events.Resize) -> None:
        """What lies below has moved away from under the letters."""
        if event.size != self._drawn_for:
            self.dismiss()

    def on_key(self, event: events.Key) -> None:
        """A letter that leads somewhere goes there; any other leaves."""
        if event.key == "escape" or event.character is None:
            return
        event.stop()
        self._typed += event.character
        if any(each.startswith(self._typed) for each in self._targets):
            target = self._targets.get(self._typed)
            if target is None:
                return
            self.dismiss()
            target.go()
        else:
            self.dismiss()
