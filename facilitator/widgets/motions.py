"""The keys that move through any list: the arrows and their kin, and those of vim."""

from __future__ import annotations

from textual.binding import Binding, BindingType

MOTIONS: tuple[BindingType, ...] = (
    Binding("down,j", "cursor_down", "Down", show=False, id="list.down", tooltip="The next row"),
    Binding("up,k", "cursor_up", "Up", show=False, id="list.up", tooltip="The row before"),
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
"""For the BINDINGS of a list; it brings the actions."""
