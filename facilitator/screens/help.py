"""All keys of a screen, with what they do."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static


class HelpScreen(ModalScreen[None]):
    """Made from the bindings themselves, so that it can't disagree with them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q", "dismiss", "Close", id="help.close")
    ]

    def __init__(self, about: Screen[None]) -> None:
        super().__init__()
        self._lines = _lines(about)

    def compose(self) -> ComposeResult:
        """The list, scrolled with the arrows."""
        with Vertical(id="form"):
            yield Static("Keys of this screen", classes="title")
            with VerticalScroll(id="help-keys"):
                yield Static(Content("\n").join(self._lines))
            yield Static("esc closes · ctrl+p finds a command by its name", classes="quiet")


def _lines(about: Screen[None]) -> list[Content]:
    keys: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    bindings = [active.binding for active in about.active_bindings.values() if active.binding.id]
    for binding in sorted(bindings, key=_group):
        keys.setdefault(binding.action, []).append(about.app.get_key_display(binding))
        words[binding.action] = binding.tooltip or binding.description
    return [
        Content.assemble(
            (f"{' '.join(dict.fromkeys(keys[action])):<14}", "bold $text-accent"), said
        )
        for action, said in words.items()
    ]


def _group(binding: Binding) -> int:
    """What belongs to the screen comes first, then what every screen has, then the clock."""
    family = (binding.id or "").partition(".")[0]
    return {"list": 1, "undo": 2, "park": 2, "help": 2, "clock": 3, "quit": 4}.get(family, 0)
