"""The keys that work on every screen, in every dialog, and while the user types."""

from __future__ import annotations

from textual.binding import Binding, BindingType

GLOBAL_BINDINGS: tuple[BindingType, ...] = (
    Binding("f4", "toggle_theme", "Light or dark", show=False, priority=True, id="theme.toggle",
            tooltip="Switch between light and dark; your choice is remembered"),
    Binding("f12", "presenter", "Presenter size", show=False, priority=True, id="presenter",
            tooltip="For a projector: a larger clock, and only what the room needs"),
    Binding("ctrl+g", "jump", "Jump", show=False, priority=True, id="jump",
            tooltip="Show a letter on every list, row and field; type it to go there"),
    Binding("ctrl+p", "command_palette", "Commands", show=False, priority=True, id="palette",
            tooltip="Find a command by its name"),
    Binding("alt+s", "write_unsaved", "Write into a file", show=False, priority=True,
            id="unsaved.write",
            tooltip="Write what can't be saved into a file; it stays on the screen too"),
    Binding("ctrl+q", "quit", "Quit", priority=True, id="quit", tooltip="Leave the program"),
    Binding("ctrl+c", "help_quit", "How to quit", show=False, id="quit.how",
            tooltip="Say which key leaves the program"),
)  # fmt: skip
"""The bindings of the app."""
