"""The incidents and action items behind a figure, each of which can be opened."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.types import CSSPathType
from textual.widgets import Static

from db.errors import StoreError
from facilitator.domain.figure_members import Member
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.dialogs.past_meetings import show_reviewed
from facilitator.widgets.bindings import LIST_BINDINGS
from facilitator.widgets.fitted_list import FittedList
from facilitator.widgets.glyphs import COUNTED, TO_COUNT
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.row_list import RowList
from facilitator.widgets.text import line

MOST_LISTED = 500
"""How many members are listed; the rest are counted."""


class MemberList(FittedList, inherit_bindings=False):
    """What a figure counts; the screen has the key that opens a row."""

    BINDINGS: ClassVar[list[BindingType]] = [*LIST_BINDINGS]


class FigureIncidentsScreen(FacilitatorScreen):
    """Lists what a figure counts, on top of the trends."""

    CSS_PATH: ClassVar[CSSPathType | None] = "trends.tcss"
    AUTO_FOCUS = "#members"
    reads = FacilitatorScreen.reads | {"open", "back"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="members.open",
                tooltip="Read the post-mortem of the incident, and its meetings"),
        Binding("escape,h,f10", "back", "Back", id="members.back", tooltip="Back to the trends"),
    ]  # fmt: skip

    def __init__(self, name: str, value: str, members: Sequence[Member]) -> None:
        """Prepare the screen.

        Args:
            name: What the figure is called.
            value: Its value, with what it counts.
            members: What is behind it, in the order to list.
        """
        super().__init__()
        self._figure, self._value = name, value
        self._members = members

    def compose(self) -> ComposeResult:
        """Put the name of the figure over what is behind it."""
        yield Static(id="members-heading")
        yield MemberList(name="members")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what is behind the figure."""
        heading = Content.assemble(
            (f"{self._figure}  ", "bold $text-accent"), self._value, (self._legend, "$text-muted")
        )
        self.query_one("#members-heading", Static).update(heading)
        rows = [
            (str(index), partial(member_row, member))
            for index, member in enumerate(self._members[:MOST_LISTED])
        ]
        self.query_one("#members", MemberList).show_fitted(rows, empty="There is none")

    @property
    def _legend(self) -> str:
        """What the signs mean, and how many are not listed."""
        words = ""
        if any(member.counts is not None for member in self._members):
            words += f"  {COUNTED} counts, {TO_COUNT} does not"
        left = len(self._members) - MOST_LISTED
        return words + (f"  the first {MOST_LISTED}; {left:,} more" if left > 0 else "")

    @property
    def _selected(self) -> Member | None:
        selected_id = self.query_one("#members", MemberList).selected_id
        return None if selected_id is None else self._members[int(selected_id)]

    @on(RowList.OptionSelected)
    def _open_clicked(self) -> None:
        """Open the incident that was chosen."""
        self.action_open()

    @work(group=DIALOG_STEPS)
    async def action_open(self) -> None:
        """Show the post-mortem of the selected incident, and its meetings."""
        if self._selected is None:
            return
        try:
            summaries = await self.store.lists.summaries([self._selected.number])
        except StoreError as error:
            self.show_not_read(error)
            return
        if summaries:
            await show_reviewed(self, summaries[0])

    def action_back(self) -> None:
        """Go back to the trends."""
        self.go_back()


def member_row(member: Member, width: int) -> Content:
    """Return a member in rows of so many cells: whether it counts, what it is, and why.

    What does not fit beside its title stands below it, as long as it is.
    """
    sign = "" if member.counts is None else f"{COUNTED if member.counts else TO_COUNT} "
    head = Content.assemble((sign, "$text-accent"), (f"{member.name:<8}", "$text-muted"))
    title = Content.assemble(head, line(member.title))
    if not member.words:
        return title.truncate(width, ellipsis=True)
    words = line(member.words, "$text-muted")
    if title.cell_length + 2 + words.cell_length <= width:
        return Content.assemble(title, "  ", words)
    indent = " " * head.cell_length
    below = words.wrap(max(1, width - len(indent)))
    lines = [title.truncate(width, ellipsis=True)]
    return Content("\n").join([*lines, *(Content.assemble(indent, row) for row in below)])
