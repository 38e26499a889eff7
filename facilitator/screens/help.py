"""All keys of a screen, with what they do."""

from __future__ import annotations

from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from facilitator.screens.anywhere import ANYWHERE
from facilitator.widgets.active import active, by_action
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.modal import Modal
from facilitator.widgets.motions import AROUND
from facilitator.widgets.scroll import Scroll

ON_EVERY_SCREEN = ("undo", "park", "prompt", "home")
EVERYWHERE = frozenset(ON_EVERY_SCREEN) | {
    each.id for each in (*AROUND, *ANYWHERE) if isinstance(each, Binding)
}
FAMILIES = {
    "list": "In a list",
    "scroll": "In a long text",
    "clock": "The clock",
    "text": "While typing",
    "line": "While typing",
}
"""Where ids that begin alike stand; what is not here belongs to the screen."""
ORDER = ("This screen", "The clock", "Everywhere", "In a list", "In a long text", "While typing")
KEYS_WIDTH = 14


class HelpScreen(Modal):
    """Made from the bindings themselves, so that it can't disagree with them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", id="help.close", tooltip="Back to the screen"),
        Binding("question_mark,f1,q", "dismiss", "Close", show=False, id="help.close",
                tooltip="Back to the screen"),
    ]  # fmt: skip

    def __init__(self, about: Screen[object]) -> None:
        super().__init__()
        # As they are now: what has the focus changes while this is open.
        self._about = by_action([each for each in active(about) if each.binding.id])

    def compose(self) -> ComposeResult:
        """The list, scrolled with the arrows."""
        with Vertical(id="form", classes="-wide-form"):
            yield Static("Keys of this screen", classes="title")
            with Scroll(id="help-keys"):
                yield Static(id="help-lines")
            yield Static(
                "At the right: the name of each key, for the keymap in config.toml",
                classes="quiet",
            )
            yield KeyBar()

    def on_resize(self) -> None:
        """The columns depend on the width."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        lines = self.query_one("#help-lines", Static)
        ids = max(len(same[0].binding.id or "") for same in self._about)
        words = max(20, lines.size.width - KEYS_WIDTH - ids - 3)
        found: dict[str, list[Content]] = {group: [] for group in ORDER}
        for same in self._about:
            found[group(same[0].binding)].extend(self._lines(same, words))
        parts = [
            Content("\n").join([Content.styled(group, "bold"), *inside])
            for group, inside in found.items()
            if inside
        ]
        lines.update(Content("\n\n").join(parts))

    def _lines(self, same: list[ActiveBinding], words: int) -> list[Content]:
        """A key or several, what they do, and the id by which a keymap gives them others."""
        binding = same[0].binding
        keys = dict.fromkeys(self.app.get_key_display(each.binding) for each in same)
        first, *more = wrap(binding.tooltip or binding.description, words)
        shown = wrap(" ".join(keys), KEYS_WIDTH, break_long_words=False)
        more += [""] * (len(shown) - 1 - len(more))
        shown += [""] * (len(more) + 1 - len(shown))
        return [
            Content.assemble(
                (f"{shown[0]:<{KEYS_WIDTH}} ", "bold $text-accent"),
                f"{first:<{words}}  ",
                (binding.id or "", "$text-muted"),
            ),
            *(
                Content.assemble((f"{key:<{KEYS_WIDTH}} ", "bold $text-accent"), said)
                for key, said in zip(shown[1:], more, strict=True)
            ),
        ]


def group(binding: Binding) -> str:
    """The heading that it stands under."""
    if binding.id in EVERYWHERE:
        return "Everywhere"
    return FAMILIES.get((binding.id or "").partition(".")[0], ORDER[0])
