"""The box on the home screen for the words to search for."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from facilitator.widgets.form_input import FormInput
from facilitator.widgets.virtual_list import VirtualList


class SearchBox(FormInput):
    """The words to search for. The list stays filtered by them until the user clears them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "leave", "To the list", id="search.leave",
                tooltip="To the incidents that were found"),
    ]  # fmt: skip

    def action_leave(self) -> None:
        """Move the focus to the list."""
        self.screen.query_one(VirtualList).focus()
