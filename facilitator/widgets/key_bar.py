"""The keys that work here and now, wrapped over as many lines as they need."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widgets import Static

from facilitator.widgets.active import active, by_action, is_typed, plainness

COMMON = ("clock.next", "undo", "park", "help")
"""The keys that every screen has, in the order in which they end the bar."""


class KeyBar(Container):
    """The screen's keys in its last lines; each can be clicked."""

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id="keys")

    def on_mount(self) -> None:
        """Follow the bindings as the focus moves."""
        self.screen.bindings_updated_signal.subscribe(self, self._update)
        self._update(self.screen)

    def on_resize(self) -> None:
        """Wrap anew."""
        self._update(self.screen)

    def on_click(self, event: events.Click) -> None:
        """A click on a key is that key."""
        key = event.style.meta.get("key")
        if key is not None:
            self.app.simulate_key(key)

    def _update(self, screen: Screen[object]) -> None:
        if not self.is_mounted or screen is not self.screen or not self.app.is_running:
            return
        here = [
            each
            for each in active(screen)
            if each.binding.show and not is_typed(screen, each.binding)
        ]
        here.sort(key=lambda each: _place(each.binding))
        said = [
            self._said(min((each.binding for each in same), key=self._plainness))
            for same in by_action(here)
        ]
        width = max(20, self.content_size.width)
        if screen.has_class("-presenter"):
            said = _first(said, width)
        self.query_one("#keys", Static).update(_wrapped(said, width))

    def _plainness(self, binding: Binding) -> tuple[bool, int]:
        return plainness(self.app.get_key_display(binding))

    def _said(self, binding: Binding) -> Content:
        key = Content.styled(self.app.get_key_display(binding), "bold $text-accent")
        words = Content.assemble(key, f" {binding.description}")
        return words.stylize(Style.from_meta({"key": binding.key}))


def _wrapped(said: list[Content], width: int) -> Content:
    """As many lines as it takes, none broken between a key and what it does."""
    lines: list[Content] = []
    for each in said:
        if lines and lines[-1].cell_length + 2 + each.cell_length <= width:
            lines[-1] = Content.assemble(lines[-1], "  ", each)
        else:
            lines.append(each)
    return Content("\n").join(lines)


def _first(said: list[Content], width: int) -> list[Content]:
    """As many as one line takes, and the last: the way to all others."""
    *most, last = said or [Content()]
    kept: list[Content] = []
    for each in most:
        if sum(one.cell_length + 2 for one in (*kept, each)) + last.cell_length > width:
            break
        kept.append(each)
    return [*kept, last]


def _place(binding: Binding) -> int:
    return COMMON.index(binding.id) if binding.id in COMMON else -1
