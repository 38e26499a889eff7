"""The help: all keys of a screen with what they do, and on demand the ids to remap them by."""

from __future__ import annotations

from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from facilitator.shell.global_bindings import GLOBAL_BINDINGS
from facilitator.widgets.active_bindings import active_bindings, by_action
from facilitator.widgets.bindings import COMMON_BINDINGS
from facilitator.widgets.glyphs import LEGEND
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.modal import Modal
from facilitator.widgets.scroll import Scroll

ON_MOST_SCREENS = ("undo", "redo", "park", "prompt", "catalogue", "home")
EVERYWHERE = frozenset(ON_MOST_SCREENS) | {
    binding.id for binding in (*COMMON_BINDINGS, *GLOBAL_BINDINGS) if isinstance(binding, Binding)
}
GROUPS_BY_FAMILY = {
    "list": "In a list",
    "scroll": "In a long text",
    "clock": "The meeting and its clock",
    "meeting": "The meeting and its clock",
    "text": "While typing",
    "line": "While typing",
}
"""The group of the bindings whose ids begin with a word; all others belong to the screen."""
GROUPS = (
    "This screen",
    "The meeting and its clock",
    "Everywhere",
    "In a list",
    "In a long text",
    "While typing",
)
"""The groups in the order in which the help lists them."""
KEYS_WIDTH = 14


class HelpScreen(Modal[None]):
    """Lists the keys of a screen. It is made from the bindings, so it can't disagree with them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", id="help.close", tooltip="Back to the screen"),
        Binding("question_mark,f1,q", "dismiss", "Close", show=False, id="help.close",
                tooltip="Back to the screen"),
        Binding("i", "ids", "Ids for config.toml", id="help.ids",
                tooltip="Show or hide the id of each key, for the keymap in config.toml"),
    ]  # fmt: skip

    def __init__(self, screen: Screen[object]) -> None:
        super().__init__()
        self._has_ids = False
        # Taken now, since the focus moves away from the screen while the help is open.
        self._actions = by_action(
            [active for active in active_bindings(screen) if active.binding.id]
        )

    def compose(self) -> ComposeResult:
        """Put the list into a container that scrolls."""
        with Vertical(id="form", classes="-wide-form"):
            yield Static("Keys of this screen", classes="title")
            with Scroll(id="help-keys"):
                yield Static(id="help-lines")
            yield KeyBar()

    def on_resize(self) -> None:
        """Lay the columns out for the new width."""
        self.call_after_refresh(self._show)

    def action_ids(self) -> None:
        """Show or hide the ids of the keys."""
        self._has_ids = not self._has_ids
        self._show()

    def _show(self) -> None:
        widget = self.query_one("#help-lines", Static)
        ids = [bindings[0].binding.id or "" for bindings in self._actions]
        id_width = max(map(len, ids)) if self._has_ids else 0
        words_width = max(20, widget.size.width - KEYS_WIDTH - id_width - 3)
        lines: dict[str, list[Content]] = {group: [] for group in GROUPS}
        for bindings in self._actions:
            lines[group_of(bindings[0].binding)].extend(self._lines(bindings, words_width))
        groups = [
            Content("\n").join([Content.styled(group, "bold"), *group_lines])
            for group, group_lines in lines.items()
            if group_lines
        ]
        widget.update(Content("\n\n").join([*groups, _legend(widget.size.width)]))

    def _lines(self, bindings: list[ActiveBinding], words_width: int) -> list[Content]:
        """Return the lines of one action: its keys, what it does, and its id if ids are shown."""
        binding = bindings[0].binding
        keys = dict.fromkeys(self.app.get_key_display(active.binding) for active in bindings)
        words = wrap(binding.tooltip or binding.description, words_width)
        key_lines = wrap(" ".join(keys), KEYS_WIDTH, break_long_words=False)
        height = max(len(words), len(key_lines))
        words += [""] * (height - len(words))
        key_lines += [""] * (height - len(key_lines))
        return [
            Content.assemble(
                (f"{key_lines[0]:<{KEYS_WIDTH}} ", "bold $text-accent"),
                f"{words[0]:<{words_width}}  ",
                ((binding.id or "") if self._has_ids else "", "$text-muted"),
            ),
            *(
                Content.assemble((f"{key:<{KEYS_WIDTH}} ", "bold $text-accent"), text)
                for key, text in zip(key_lines[1:], words[1:], strict=True)
            ),
        ]


def _legend(width: int) -> Content:
    """Return what the glyphs mean, which is the same on every screen."""
    rows = [
        Content.assemble((f"{glyphs:<{KEYS_WIDTH}} ", "bold"), meaning)
        for glyphs, meaning in LEGEND
    ]
    return Content("\n").join(
        [Content.styled("What the signs mean", "bold"), *(row.truncate(width) for row in rows)]
    )


def group_of(binding: Binding) -> str:
    """Return the heading that a binding stands under."""
    if binding.id in EVERYWHERE:
        return "Everywhere"
    return GROUPS_BY_FAMILY.get((binding.id or "").partition(".")[0], GROUPS[0])
