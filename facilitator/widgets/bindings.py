"""The bindings that many widgets and all screens share: moving in lists, texts and fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from textual.binding import Binding, BindingType

LIST_BINDINGS: tuple[BindingType, ...] = (
    Binding("down,j", "cursor_down", "Down", show=False, id="list.down", tooltip="The next row"),
    Binding("up,k", "cursor_up", "Up", show=False, id="list.up", tooltip="The previous row"),
    Binding("home,g", "first", "First", show=False, id="list.first", tooltip="The first row"),
    Binding("end,G", "last", "Last", show=False, id="list.last", tooltip="The last row"),
    Binding("pagedown", "page_down", "Page down", show=False, id="list.page-down",
            tooltip="A page down"),
    Binding("pageup", "page_up", "Page up", show=False, id="list.page-up", tooltip="A page up"),
    Binding("ctrl+d", "half_page_down", "Half a page down", show=False, id="list.half-down",
            tooltip="Half a page down"),
    Binding("ctrl+u", "half_page_up", "Half a page up", show=False, id="list.half-up",
            tooltip="Half a page up"),
)  # fmt: skip
"""The bindings of every list, which has to define their actions."""

SCROLL_BINDINGS: tuple[BindingType, ...] = (
    Binding("down,j", "scroll_down", "Down", show=False, id="scroll.down", tooltip="A line down"),
    Binding("up,k", "scroll_up", "Up", show=False, id="scroll.up", tooltip="A line up"),
    Binding("home,g", "scroll_home", "Start", show=False, id="scroll.first",
            tooltip="To the start"),
    Binding("end,G", "scroll_end", "End", show=False, id="scroll.last", tooltip="To the end"),
    Binding("pagedown,ctrl+d", "page_down", "Page down", show=False, id="scroll.page-down",
            tooltip="A page down"),
    Binding("pageup,ctrl+u", "page_up", "Page up", show=False, id="scroll.page-up",
            tooltip="A page up"),
)  # fmt: skip
"""The bindings of every long text that is read and not edited."""

COMMON_BINDINGS: tuple[BindingType, ...] = (
    Binding("question_mark,f1", "app.help", "Help", id="help", tooltip="All keys of this screen"),
    Binding("tab", "app.focus_next", "Next", show=False, id="focus.next",
            tooltip="To the next list or field"),
    Binding("shift+tab", "app.focus_previous", "Previous", show=False, id="focus.previous",
            tooltip="To the previous list or field"),
    Binding("ctrl+c,super+c", "screen.copy_text", "Copy", show=False, id="copy",
            tooltip="Copy what the mouse has selected"),
)  # fmt: skip
"""The bindings of every screen, modal or not."""


def with_ids(bindings: Iterable[BindingType], family: str) -> Iterator[Binding]:
    """Yield a widget's own bindings from Textual, each with an id and a tooltip.

    Args:
        bindings: The bindings as Textual declares them.
        family: How the ids begin, as in `text.cursor-up`.
    """
    for binding in Binding.make_bindings(bindings):
        name = binding.action.replace("(True)", "-select").replace("_", "-")
        yield replace(binding, id=f"{family}.{name}", tooltip=binding.description)
