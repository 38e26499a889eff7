"""All keys of a screen, with what they do."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

EVERYWHERE = ("undo", "park", "prompt", "home", "help")
"""The ids of what every screen has."""


class HelpScreen(ModalScreen[None]):
    """Made from the bindings themselves, so that it can't disagree with them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,question_mark,f1,q",
            "dismiss",
            "Close",
            id="help.close",
            tooltip="Back to the screen",
        )
    ]

    def __init__(self, about: Screen[None]) -> None:
        super().__init__()
        self._lines = _lines(about)

    def compose(self) -> ComposeResult:
        """The list, scrolled with the arrows."""
        with Vertical(id="form", classes="-wide-form"):
            yield Static("Keys of this screen", classes="title")
            with VerticalScroll(id="help-keys"):
                yield Static(Content("\n").join(self._lines))
            yield Static("esc closes · ctrl+p finds a command by its name", classes="quiet")


def _lines(about: Screen[None]) -> list[Content]:
    """A key or several, what they do, and the id by which a keymap gives them others."""
    by_action: dict[str, list[Binding]] = {}
    bindings = [active.binding for active in about.active_bindings.values() if active.binding.id]
    for binding in sorted(bindings, key=_group):
        by_action.setdefault(binding.action, []).append(binding)
    return [
        Content.assemble(
            (f"{_displayed(about, same):<12} ", "bold $text-accent"),
            f"{same[0].tooltip or same[0].description:<50} ",
            (same[0].id or "", "$text-muted"),
        )
        for same in by_action.values()
    ]


def _displayed(about: Screen[None], same: list[Binding]) -> str:
    return " ".join(dict.fromkeys(about.app.get_key_display(binding) for binding in same))


def _group(binding: Binding) -> int:
    """What belongs to the screen comes first, then what every screen has, then the clock."""
    if binding.id in EVERYWHERE:
        return 2
    family = (binding.id or "").partition(".")[0]
    return {"list": 1, "clock": 3, "quit": 4}.get(family, 0)
