"""The base of the editors on the prep screen, each of which edits one section of a post-mortem."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol, cast

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from db.records import Theme
from facilitator.domain.past_reviews import PastReview
from facilitator.screens.dialogs.similar import read_similar
from facilitator.screens.incident.part import IncidentPart
from facilitator.widgets.autosaved_line import LineInput
from facilitator.widgets.autosaved_text import AutosavedText
from facilitator.widgets.modal import DIALOG_STEPS

ABOVE_ENTRY = "above-entry"
"""The CSS class of a widget that stands above an entry, and grows with its contents."""
ENTRY_HEIGHT = 7
"""How many lines an editor keeps free for its title, and for its entry with the note under it."""


class PrepContext(Protocol):
    """The prep screen, as far as the editors of its sections know it.

    Attributes:
        themes: All themes that the team has written down.
        past_reviews: The results of the last reviews of action items, newest meeting first.
    """

    themes: Sequence[Theme]
    past_reviews: Sequence[PastReview]

    def show_help(self) -> None:
        """Show the help of the current section in the side panel again."""

    async def action_section(self, by: int) -> None:
        """Open the section that comes so many sections later, or earlier if `by` is negative."""


class SectionEditor(IncidentPart):
    """The editor of one section, in the middle of the prep screen.

    Attributes:
        section: The id of the section, as in `SECTION_IDS`.
        title: The title over the section, as the template names it.
        short_title: The name of the section in the outline, at most 14 characters.
        is_full_width: Whether the editor takes the room of the side panel too.
        shows_similar: Whether its help shows similar incidents.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Field below", show=False, id="prep.down",
                tooltip="The next field of the section"),
        Binding("up", "move(-1)", "Field above", show=False, id="prep.up",
                tooltip="The previous field of the section"),
        Binding("alt+r", "similar", "Similar…", id="prep.similar",
                tooltip="Read the similar incidents beside this one, and what was done about them"),
    ]  # fmt: skip

    section: ClassVar[str]
    title: ClassVar[str]
    short_title: ClassVar[str]
    is_full_width: ClassVar[bool] = False
    shows_similar: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__(id=f"section-{self.section}", classes="editor")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer similar incidents only where there are any."""
        if action == "similar" and not (self.shows_similar and self.document_screen.suggestions):
            return False
        return super().check_action(action, parameters)

    @work(group=DIALOG_STEPS)
    async def action_similar(self) -> None:
        """Show the similar incidents beside the root cause, with what both share highlighted."""
        await read_similar(self.document_screen)

    @property
    def prep_screen(self) -> PrepContext:
        """The screen that the editor is on, with what only the prep screen has."""
        return cast("PrepContext", self.screen)

    def help_rows(self) -> list[Content]:
        """Return what the side panel shows while the section is written, line by line."""
        return []

    @property
    def focusable_widgets(self) -> list[Widget]:
        """The widgets that can have the focus now, from top to bottom."""
        return [widget for widget in self.query("*") if widget.can_focus and widget.display]

    @property
    def text_fields(self) -> list[LineInput | AutosavedText]:
        """The widgets that the user writes in, from top to bottom; enter goes to the next."""
        return [
            widget
            for widget in self.focusable_widgets
            if isinstance(widget, (LineInput, AutosavedText))
        ]

    def focus_first(self) -> None:
        """Focus the first field that is empty or not saved; if there is none, the first of all."""
        fields = self.text_fields
        unfinished = (field for field in fields if field.unsaved or not field.written.strip())
        first = next(unfinished, next(iter(fields), None))
        # While the screen is left, the fields are removed one after another.
        if first is not None:
            first.focus()

    def reveal(self, field: Widget) -> None:
        """Make a field visible that another one may hide, so that it can have the focus."""

    async def on_line_input_done(self, event: LineInput.Done) -> None:
        """Go on after enter: to the next field, and from the last one to the next section."""
        event.stop()
        fields = self.text_fields
        index = fields.index(event.line)
        if index + 1 < len(fields):
            fields[index + 1].focus()
        else:
            await self.prep_screen.action_section(1)

    def action_move(self, by: int) -> None:
        """Focus the field so many fields below, or above if `by` is negative."""
        widgets, focused = self.focusable_widgets, self.screen.focused
        if focused in widgets:
            index = widgets.index(focused) + by
            if 0 <= index < len(widgets):
                widgets[index].focus()

    def on_resize(self) -> None:
        """Limit what stands above an entry, so that it can't push the entry off the screen."""
        for widget in self.query(f".{ABOVE_ENTRY}"):
            widget.styles.max_height = max(3, self.size.height - ENTRY_HEIGHT)
