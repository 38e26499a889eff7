"""Values of an incident that are edited as one line each."""

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
from facilitator.screens.document import DocumentScreen
from facilitator.screens.prep.editor import Editor
from facilitator.widgets.live_line import LineInput, LineRow, LiveLine, SaveLine
from facilitator.widgets.question import Question


@dataclass(frozen=True, slots=True)
class Value:
    """One value. name: the database's own. said: as people read and type it.

    parsed: the value that was typed, on this screen. Raises ValueError, which says what was
    expected.
    """

    name: str
    label: str
    hint: str
    value: Callable[[Incident], Any]
    said: Callable[[Any, Incident], str]
    parsed: Callable[[str, DocumentScreen], Any]


class FieldsEditor(Editor):
    """A row for each value; what else a section has stands under them."""

    values: tuple[Value, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self._bases: dict[str, Any] = {}

    def compose(self) -> ComposeResult:
        """The rows."""
        yield Static(self.title, classes="title")
        with VerticalScroll(can_focus=False):
            for each in self.values:
                yield LineRow(
                    each.label,
                    LiveLine(self._saver(each), name=self._line_id(each), hint=each.hint),
                )
            yield from self.compose_more()

    def compose_more(self) -> Iterable[Widget]:
        """What stands under the rows."""
        return ()

    def show(self) -> None:
        """The values as they were read; one that somebody is typing stays as it is typed."""
        for each in self.values:
            value = each.value(self.incident)
            if self._line(each).read(each.said(value, self.incident)):
                self._bases[each.name] = value

    def line_of(self, name: str) -> LiveLine:
        """The line of a value."""
        return self.query_one(f"#{self.section}-{name}", LiveLine)

    def row_of(self, name: str) -> LineRow:
        """Its row."""
        return next(each for each in self.query(LineRow) if each.line is self.line_of(name))

    def _line_id(self, value: Value) -> str:
        return f"{self.section}-{value.name}"

    def _line(self, value: Value) -> LiveLine:
        return self.line_of(value.name)

    def _saver(self, value: Value) -> SaveLine:
        async def save(text: str) -> bool:
            parsed = value.parsed(text.strip(), self.host)
            try:
                await self.store_value(value.name, self._bases[value.name], parsed)
            except Conflict:
                theirs = await self.host.store.incidents.get(self.incident.number)
                self._ask_which(value, value.value(theirs))
                return False
            self._bases[value.name] = parsed
            return True

        return save

    async def store_value(self, name: str, base: Any, value: Any) -> None:
        """Write it, compare-and-set."""
        host = self.host
        await host.saving(host.store.incidents.write(self.incident.id, name, base, value))

    def _ask_which(self, value: Value, theirs: Any) -> None:
        if any(isinstance(screen, Question) for screen in self.app.screen_stack):
            return
        said = value.said(theirs, self.incident)

        async def keep(answer: str) -> None:
            self._bases[value.name] = theirs
            line = self._line(value)
            if answer == "t":
                line.take_theirs(said)
            await line.save_now()
            await self.host.reread()

        self.app.push_screen(
            Question(
                f"Somebody else has changed the {value.label.lower()} in the meantime.",
                (("m", f"keep mine: {self._line(value).written}"), ("t", f"keep theirs: {said}")),
                keep,
            )
        )

    async def on_line_input_saved(self, event: LineInput.Saved) -> None:
        """The outline and the other windows of the section follow."""
        event.stop()
        await self.host.reread()
