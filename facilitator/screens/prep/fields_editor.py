"""The base of the editors of sections that have values, each of them edited on one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from db.errors import Conflict
from db.records import Incident
from facilitator.screens.conflict import TextConflict, resolve_conflict
from facilitator.screens.document import DocumentScreen
from facilitator.screens.prep.section_editor import SectionEditor
from facilitator.widgets.autosaved_line import AutosavedLine, LineInput, LineRow, SaveLine


@dataclass(frozen=True, slots=True)
class ValueField:
    """A value of an incident that is edited on one line.

    Attributes:
        name: The name of the value in the database.
        label: The label before the line.
        hint: What the empty line asks for.
        get: Returns the value of an incident.
        format: Returns the value as text, as the user reads and types it; takes the incident too.
        parse: Returns the value of the text that was typed, on the screen where it was typed.
            Raises ValueError if it can't be read; the message says what was expected.
    """

    name: str
    label: str
    hint: str
    get: Callable[[Incident], Any]
    format: Callable[[Any, Incident], str]
    parse: Callable[[str, DocumentScreen], Any]


class FieldsEditor(SectionEditor):
    """A section with one line for each value. A subclass may put more below the lines.

    Attributes:
        fields: The values that are edited, from top to bottom.
    """

    fields: tuple[ValueField, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        # The values that the lines were shown with, by their names. A save compares with them.
        self._bases: dict[str, Any] = {}

    def compose(self) -> ComposeResult:
        """Lay out the lines under the title."""
        yield Static(self.title, classes="title")
        with VerticalScroll(can_focus=False):
            for field in self.fields:
                line = AutosavedLine(
                    self._saver(field), name=f"{self.section}-{field.name}", hint=field.hint
                )
                yield LineRow(field.label, line)
            yield from self.compose_below()

    def compose_below(self) -> Iterable[Widget]:
        """Yield the widgets that stand below the lines."""
        return ()

    def show(self) -> None:
        """Show the values as they were read, but not in a line that holds something unsaved."""
        for field in self.fields:
            value = field.get(self.incident)
            if self.find_line(field.name).read(field.format(value, self.incident)):
                self._bases[field.name] = value

    def find_line(self, name: str) -> AutosavedLine:
        """Return the line of the value with this name."""
        return self.query_one(f"#{self.section}-{name}", AutosavedLine)

    def find_row(self, name: str) -> LineRow:
        """Return the row that holds the line of the value with this name."""
        line = self.find_line(name)
        return next(row for row in self.query(LineRow) if row.line is line)

    def _saver(self, field: ValueField) -> SaveLine:
        """Return the function that saves what is typed into the line of a field."""

        async def save(text: str) -> bool:
            value = field.parse(text.strip(), self.document_screen)
            try:
                await self.store_value(field.name, self._bases[field.name], value)
            except Conflict:
                theirs = await self.document_screen.store.incidents.get(self.incident.number)
                self._resolve_conflict(field, field.get(theirs))
                return False
            self._bases[field.name] = value
            return True

        return save

    async def store_value(self, name: str, base: Any, value: Any) -> None:
        """Save a value in the place of the one that the user saw.

        Args:
            name: The name of the value in the database.
            base: The value that the user saw.
            value: The new value.

        Raises:
            Conflict: Another window has changed the value in the meantime.
            StoreError: The value is not saved for another reason.
        """
        screen = self.document_screen
        await screen.saving(screen.store.incidents.write(self.incident.id, name, base, value))

    def _resolve_conflict(self, field: ValueField, their_value: Any) -> None:
        """Ask which of two values to keep, and save the answer."""
        screen, line = self.document_screen, self.find_line(field.name)

        def rebase() -> None:
            self._bases[field.name] = their_value

        async def save() -> None:
            await line.save_now()
            await screen.reread()

        conflict = TextConflict(
            name=field.label.lower(),
            mine=lambda: line.written,
            theirs=field.format(their_value, self.incident),
            paragraphs=False,
            rebase=rebase,
            replace=line.show_theirs,
            save=save,
        )
        screen.run_dialog_steps(resolve_conflict(screen, conflict))

    async def on_line_input_saved(self, event: LineInput.Saved) -> None:
        """Read everything again, since the outline and other lines depend on the value."""
        event.stop()
        await self.document_screen.reread()
