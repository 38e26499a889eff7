"""The last lines of a screen: the keys that work now, wrapped over as many lines as they need."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widgets import Static

from facilitator.widgets.active_bindings import active_bindings, by_action, display_rank, is_typed

LAST_KEYS = ("clock.next", "undo", "park", "home", "quit", "help")
"""The ids of the bindings that most screens have, in the order in which they end the bar."""


class KeyBar(Container):
    """Shows the keys of its screen. A click on a key presses it."""

    def compose(self) -> ComposeResult:
        """Make the one text that holds all keys."""
        yield Static(id="keys")

    def on_mount(self) -> None:
        """Follow the bindings as the focus moves."""
        self.screen.bindings_updated_signal.subscribe(self, self._update)
        self._update(self.screen)

    def on_resize(self) -> None:
        """Wrap the keys to the new width."""
        self._update(self.screen)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        key = event.style.meta.get("key")
        if key is not None:
            self.app.simulate_key(key)

    def _update(self, screen: Screen[object]) -> None:
        if not self.is_mounted or screen is not self.screen or not self.app.is_running:
            return
        shown = [
            active
            for active in active_bindings(screen)
            if active.binding.show
            and not is_typed(screen, active.binding)
            # A dialog is left first: its own key for that stands in the bar.
            and not (screen.is_modal and active.binding.id == "quit")
        ]
        shown.sort(key=lambda active: _position(active.binding))
        keys = [
            self._describe(min((active.binding for active in group), key=self._display_rank))
            for group in by_action(shown)
        ]
        width = max(20, self.content_size.width)
        if screen.has_class("-presenter"):
            keys = _fit_one_line(keys, width)
        self.query_one("#keys", Static).update(_wrap(keys, width))

    def _display_rank(self, binding: Binding) -> tuple[bool, int]:
        return display_rank(self.app.get_key_display(binding))

    def _describe(self, binding: Binding) -> Content:
        key = Content.styled(self.app.get_key_display(binding), "bold $text-accent")
        words = Content.assemble(key, f" {binding.description}")
        return words.stylize(Style.from_meta({"key": binding.key}))


def _wrap(keys: list[Content], width: int) -> Content:
    """Return as many lines as it takes, none of them broken between a key and what it does."""
    lines: list[Content] = []
    for key in keys:
        if lines and lines[-1].cell_length + 2 + key.cell_length <= width:
            lines[-1] = Content.assemble(lines[-1], "  ", key)
        else:
            lines.append(key)
    return Content("\n").join(lines)


def _fit_one_line(keys: list[Content], width: int) -> list[Content]:
    """Return as many keys as fit into one line, with the last one, which leads to all others."""
    *others, last = keys or [Content()]
    fitting: list[Content] = []
    for key in others:
        used = sum(content.cell_length + 2 for content in (*fitting, key))
        if used + last.cell_length > width:
            break
        fitting.append(key)
    return [*fitting, last]


def _position(binding: Binding) -> int:
    return LAST_KEYS.index(binding.id) if binding.id in LAST_KEYS else -1
