"""What the editors of prep's sections share."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from facilitator.screens.incident.part import Part
from facilitator.widgets.live_line import LineInput
from facilitator.widgets.live_text import LiveText

if TYPE_CHECKING:
    from facilitator.screens.prep.screen import PrepScreen
OVER_ENTRY = "over-entry"
"""The class of what stands over an entry."""
ROWS_OF_ENTRY = 7
"""The title, and the entry with what is told under it."""


class Editor(Part):
    """One section of the template, filling the middle.

    section: as the outline has it. title: as the template names it. short: as the outline does.
    wide: whether it needs the room beside it too.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Field below", show=False, id="prep.down",
                tooltip="The next field of the section"),
        Binding("up", "move(-1)", "Field above", show=False, id="prep.up",
                tooltip="The field before it"),
    ]  # fmt: skip

    section: ClassVar[str]
    wide: ClassVar[bool] = False
    title: ClassVar[str]
    short: ClassVar[str]

    def __init__(self) -> None:
        super().__init__(id=f"section-{self.section}", classes="editor")

    @property
    def prep(self) -> PrepScreen:
        """The screen it is on, with what only prep knows."""
        return cast("PrepScreen", self.screen)

    def on_resize(self) -> None:
        """What stands over an entry grows until the entry would be pushed off the screen."""
        for each in self.query(f".{OVER_ENTRY}"):
            each.styles.max_height = max(3, self.size.height - ROWS_OF_ENTRY)

    @property
    def stops(self) -> list[Widget]:
        """Where the focus can be, in order."""
        return [each for each in self.query("*") if each.can_focus and each.display]

    @property
    def lines(self) -> list[LineInput | LiveText]:
        """Where somebody writes, in order: enter goes from one to the next."""
        return [each for each in self.stops if isinstance(each, (LineInput, LiveText))]

    def focus_first(self) -> None:
        """Where somebody would go on writing: the first line that is empty, else the first."""
        lines = self.lines
        undone = (each for each in lines if each.unsaved or not each.written.strip())
        next(undone, lines[0]).focus()

    async def on_line_input_done(self, event: LineInput.Done) -> None:
        """Enter goes on to the next line, and from the last to the next section."""
        event.stop()
        lines = self.lines
        place = lines.index(event.line)
        if place + 1 < len(lines):
            lines[place + 1].focus()
        else:
            await self.prep.action_section(1)

    def help(self) -> list[Content]:
        """What stands beside the section while it is written, line by line."""
        return []

    def action_move(self, by: int) -> None:
        """To the field above or below."""
        stops, focused = self.stops, self.screen.focused
        if focused in stops:
            place = stops.index(focused) + by
            if 0 <= place < len(stops):
                stops[place].focus()
