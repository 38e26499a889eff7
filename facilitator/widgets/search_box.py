"""The box for the words to search a list for."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from facilitator.widgets.form_input import FormInput
from facilitator.widgets.virtual_list import VirtualList

SEARCH_PAUSE = 0.15
"""How many seconds typing pauses before the search begins."""


class SearchBox(FormInput):
    """The words to search for. The list stays filtered by them until the user clears them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "leave", "To the list", id="search.leave",
                tooltip="To what was found"),
    ]  # fmt: skip

    def action_leave(self) -> None:
        """Move the focus to the list."""
        self.screen.query_one(VirtualList).focus()
