"""A list of rows on top of the screen, of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from facilitator.widgets.bindings import LIST_BINDINGS
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.modal import Modal
from facilitator.widgets.row_list import RowList
from facilitator.widgets.text import line


class ChoiceList(RowList, inherit_bindings=False):
    """The rows; since they are all that the dialog is for, its bar of keys has the one for them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *LIST_BINDINGS,
        Binding("enter", "select", "Choose", id="choice.take", tooltip="Choose this row"),
    ]


class ChoiceDialog(Modal[str]):
    """Shows rows with an id each, and returns the id of the one that enter is pressed on.

    Escape closes it without a choice.
    """

    AUTO_FOCUS = "#choices"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape", "dismiss", "Close", id="choice.leave", tooltip="Close without choosing a row"
        )
    ]

    def __init__(
        self,
        title: str,
        rows: Sequence[tuple[str, Content]],
        *,
        note: str = "",
        selected: str | None = None,
    ) -> None:
        """Prepare the dialog.

        Args:
            title: What the rows are, in a line.
            rows: The id and the text of each row.
            note: What there is to say about them, in a line below.
            selected: The id of the row that the cursor is on at first.
        """
        super().__init__()
        self._title, self._rows, self._note, self._selected = title, rows, note, selected

    def compose(self) -> ComposeResult:
        """Put the rows between their title and the note."""
        with Vertical(id="form", classes="-sheet"):
            yield Static(line(self._title), classes="title")
            yield ChoiceList(name="choices")
            if self._note:
                yield Static(line(self._note), classes="quiet")
            yield KeyBar()

    def on_mount(self) -> None:
        """Show the rows, with the cursor on the one that was asked for."""
        choices = self.query_one("#choices", RowList)
        choices.show(self._rows)
        if self._selected is not None:
            choices.select(self._selected)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the row that was chosen."""
        event.stop()
        self.dismiss(event.option.id)
