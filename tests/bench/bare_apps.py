"""The least apps that do what a screen does, as references: `python -m tests.bench.bare_apps NAME`.

Each says `ready` on its screen. What it shows is as long as what the program shows.
"""

from __future__ import annotations

import sys
from itertools import count

from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Digits, OptionList, Static, TextArea

ROWS = [f"#{number} checkout 5xx spike, owned by Mei, due in {number} days" for number in range(30)]
CARD_LINES = 8


class DrawnList(Widget, can_focus=True):
    """A list and a card of fixed size, of which a key paints two rows and the card alone."""

    highlighted = 0

    def render_line(self, y: int) -> Strip:
        """Return a row of the list, or a line of the card about the highlighted row."""
        width = self.size.width
        if y < len(ROWS):
            sign = "▶" if y == self.highlighted else " "
            return Strip([Segment(f"{sign} {ROWS[y]}")]).adjust_cell_length(width)
        return Strip([Segment(f"{y} {ROWS[self.highlighted]}")]).adjust_cell_length(width)

    def on_key(self, event: events.Key) -> None:
        """Move the highlight."""
        before = self.highlighted
        step = {"down": 1, "up": -1}.get(event.key, 0)
        self.highlighted = min(max(0, before + step), len(ROWS) - 1)
        width, rows = self.size.width, {before, self.highlighted}
        card = Region(0, len(ROWS), width, CARD_LINES)
        self.refresh(*(Region(0, row, width, 1) for row in rows), card)


class DrawnApp(App[None]):
    """The floor: a list and a card that are drawn by lines."""

    def compose(self) -> ComposeResult:
        """Lay out the list below a word that says that it is there."""
        yield Static("ready")
        yield DrawnList()


class OptionsApp(App[None]):
    """The way of Textual's own widgets: a list, and a text beside it about what is highlighted."""

    CSS = "OptionList, Static { width: 1fr; }"

    def compose(self) -> ComposeResult:
        """Lay out the list beside the text."""
        with Horizontal():
            yield OptionList(*ROWS)
            yield Static("ready")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the highlighted row in the text."""
        words = [f"{line} {ROWS[event.option_index]}" for line in range(CARD_LINES)]
        self.query_one(Static).update("\n".join(["ready", *words]))


class TickingApp(App[None]):
    """A number in large digits that changes once a second."""

    def compose(self) -> ComposeResult:
        """Lay out the number."""
        yield Static("ready")
        yield Digits("00:00")

    def on_mount(self) -> None:
        """Start to count."""
        seconds, digits = count(1), self.query_one(Digits)

        def tick() -> None:
            minutes, rest = divmod(next(seconds), 60)
            digits.update(f"{minutes:02}:{rest:02}")

        self.set_interval(1, tick)


class EditorApp(App[None]):
    """A text that is typed."""

    def compose(self) -> ComposeResult:
        """Lay out the text."""
        yield Static("ready")
        yield TextArea()


APPS: dict[str, type[App[None]]] = {
    "drawn": DrawnApp,
    "options": OptionsApp,
    "ticking": TickingApp,
    "editor": EditorApp,
}

if __name__ == "__main__":
    APPS[sys.argv[1]]().run()
