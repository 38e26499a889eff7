"""The last lines of a screen: the keys that work now, and at the right the one that lists all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.style import Style

from facilitator.widgets.active_bindings import active_bindings, by_action, display_rank, is_typed
from facilitator.widgets.modal import Modal
from facilitator.widgets.painted_lines import PaintedLines

LAST_KEYS = ("clock.next", "undo", "park", "home", "quit")
"""The ids of the bindings that most screens have, in the order in which they end the bar."""
RARE_IN_A_ROOM = frozenset({"undo", "park", "home", "quit"})
"""The ids of the bindings that the bar leaves to the help in front of a room."""
GOES_ON = frozenset({"clock.next", "opening.start", "wrap-up.finish"})
"""The ids of the bindings by which a meeting goes on, for which there is always room."""
HELP = "help"
MOST_LINES = 2
"""So many lines the bar has at most; the keys that do not fit are in the help."""


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A key as the bar shows it.

    Attributes:
        binding_id: The id of its binding.
        content: The key and what it does.
        tooltip: What it does, in a sentence.
    """

    binding_id: str
    content: Content
    tooltip: str


class KeyBar(PaintedLines):
    """Shows the keys of its screen. A click on a key presses it."""

    def __init__(self) -> None:
        super().__init__(name="keys")
        self._keys: dict[str, ShownKey] = {}
        self._lines: Sequence[Content] = ()

    def on_mount(self) -> None:
        """Follow the bindings as the focus moves."""
        self.screen.bindings_updated_signal.subscribe(self, self._update)
        self._update(self.screen)

    def on_resize(self) -> None:
        """Wrap the keys to the new width."""
        super().on_resize()
        self._fit()

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        key = event.style.meta.get("key")
        if key is not None:
            self.app.simulate_key(key)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Explain the key that the mouse is on."""
        shown = self._keys.get(event.style.meta.get("key", ""))
        self.tooltip = shown.tooltip if shown else None

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the keys, with help at the right end of the last line."""
        return self._lines

    def _update(self, screen: Screen[object]) -> None:
        if not self.is_mounted or screen is not self.screen or not self.app.is_running:
            return
        is_presenter = screen.has_class("-presenter")
        bindings_now = active_bindings(screen)
        can_go_home = any(active.binding.id == "home" for active in bindings_now)
        shown = [
            active
            for active in bindings_now
            if active.binding.show
            and not is_typed(screen, active.binding)
            # A dialog or a screen is left first: its own key for that stands in the bar.
            and not (active.binding.id == "quit" and (screen.is_modal or can_go_home))
            and not (is_presenter and active.binding.id in RARE_IN_A_ROOM)
        ]
        shown.sort(key=lambda active: _position(active.binding))
        bindings = [
            min((active.binding for active in group), key=self._display_rank)
            for group in by_action(shown)
        ]
        self._keys = {binding.key: self._shown(binding) for binding in bindings}
        self._fit()

    def _fit(self) -> None:
        """Wrap the keys; the bar changes its height only where it needs another number of lines."""
        if not self.size.width:
            return
        most = 1 if self.screen.has_class("-presenter") else MOST_LINES
        self._lines = _lay_out(list(self._keys.values()), self.size.width, most)
        height = self.styles.height
        if height is None or height.value != len(self._lines):
            self.styles.height = len(self._lines)
        self.redraw()

    def _display_rank(self, binding: Binding) -> tuple[bool, int]:
        return display_rank(self.app.get_key_display(binding))

    def _shown(self, binding: Binding) -> ShownKey:
        key = Content.styled(self.app.get_key_display(binding), "bold $text-accent")
        screen = self.screen
        does = screen.description_of(binding) if isinstance(screen, Modal) else binding.description
        words = Content.assemble(key, f" {does}")
        content = words.stylize(Style.from_meta({"key": binding.key}))
        return ShownKey(binding.id or "", content, binding.tooltip or binding.description)


def _lay_out(keys: Sequence[ShownKey], width: int, most_lines: int) -> list[Content]:
    """Return the lines, with the help at the right end of the last one.

    Where there are too many keys, the last ones are left out, but never the one that goes on.
    """
    *_, help_key = [Content(""), *(key.content for key in keys if key.binding_id == HELP)]
    kept = [key for key in keys if key.binding_id != HELP]
    while True:
        lines = list(_wrap((key.content for key in kept), width, help_key.cell_length))
        droppable = [key for key in kept if key.binding_id not in GOES_ON]
        if len(lines) <= most_lines or not droppable:
            break
        kept.remove(droppable[-1])
    last = lines[-1]
    room = max(0, width - last.cell_length - help_key.cell_length)
    return [*lines[:-1], Content.assemble(last, " " * room, help_key)]


def _wrap(keys: Iterable[Content], width: int, at_the_end: int) -> Iterable[Content]:
    """Yield as many lines as it takes, none of them broken between a key and what it does.

    Args:
        keys: The keys.
        width: The cells of a line.
        at_the_end: So many cells of the last line are taken.
    """
    line = Content("")
    for key in keys:
        if line and line.cell_length + 2 + key.cell_length > width:
            yield line
            line = key
        else:
            line = Content.assemble(line, "  ", key) if line else key
    if line and at_the_end and line.cell_length + 2 + at_the_end > width:
        yield line
        line = Content("")
    yield line


def _position(binding: Binding) -> int:
    return LAST_KEYS.index(binding.id) if binding.id in LAST_KEYS else -1
