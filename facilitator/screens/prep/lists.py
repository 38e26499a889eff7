"""Lists of short lines: factors, what went well, what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from db.records import Factor, Finding
from db.words import FactorKind, FindingKind
from facilitator.domain.kinds import next_kind, split_kind
from facilitator.domain.patterns import FACTOR_NAMES
from facilitator.domain.readiness import PrepSection
from facilitator.screens.incident.lines import delete_line, edit_line
from facilitator.screens.prep.editor import OVER_ENTRY, Editor
from facilitator.widgets.advice import advice_rows, advised
from facilitator.widgets.choices import Choices
from facilitator.widgets.hanging import hung
from facilitator.widgets.live_line import Entry, LineInput, LineRow

Kind = FactorKind | FindingKind
PADDING = 5
"""How many columns the sign, the scroll bar and some air take."""


class ListEditor(Editor):
    """The lines, and an entry under them that adds one by enter.

    kinds: what a line can be, with its name. words: by which a line says its kind, as in
    `detection: no alert on retries`. hint: what to write. how: how another kind is said.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e,enter", "edit", "Edit…", id="prep.edit", tooltip="Other words for this line"),
        Binding("x,delete", "delete", "Delete", id="prep.delete", tooltip="u brings it back"),
    ]

    kinds: ClassVar[Mapping[Kind, str]]
    words: ClassVar[Mapping[str, Kind]] = {}
    hint: ClassVar[str]
    how: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self._said: Kind | None = None

    def compose(self) -> ComposeResult:
        """The list over the entry."""
        yield Static(self.title, classes="title")
        lines = Choices(name=f"{self.section}-lines")
        yield lines.add_class(OVER_ENTRY)
        yield LineRow("", Entry(self._add, name=f"{self.section}-entry", hint=self.hint))

    def on_mount(self) -> None:
        """Say how another kind is said."""
        self.query_one(LineRow).note(self.how)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The list's keys are for the list."""
        return action not in ("edit", "delete") or isinstance(self.host.focused, Choices)

    @property
    def written_lines(self) -> Sequence[Factor | Finding]:
        """The incident's lines of these kinds."""
        both: tuple[Factor | Finding, ...] = (*self.incident.factors, *self.incident.findings)
        order = list(self.kinds)
        return sorted(
            (each for each in both if each.kind in self.kinds),
            key=lambda each: order.index(each.kind),
        )

    @property
    def rows(self) -> Choices:
        """The lines."""
        return self.query_one(f"#{self.section}-lines", Choices)

    @property
    def entry(self) -> Entry:
        """Where a new one is written."""
        return self.query_one(f"#{self.section}-entry", Entry)

    def on_resize(self) -> None:
        """The lines wrap anew."""
        super().on_resize()
        if self.host.incident is not None:
            self.show()

    def show(self) -> None:
        """The lines as they were read."""
        self.rows.show((str(each.id), self._row(each)) for each in self.written_lines)
        self.rows.display = bool(self.written_lines)
        self._label()

    def _row(self, each: Factor | Finding) -> Content:
        width = max(len(name) for name in self.kinds.values())
        name = f"{self.kinds[each.kind]:<{width}}  " if len(self.kinds) > 1 else ""
        said = advised(each.text, self.host.owners)
        return hung(Content.styled(name, "$text-muted"), said, self._width)

    @property
    def _width(self) -> int:
        # Nothing is laid out before it is shown; then it is painted again.
        return self.size.width - PADDING

    def help(self) -> list[Content]:
        """Advice on the line that is being written, or is in hand."""
        text = self.entry.written
        if not text and self.in_hand is not None:
            text = self.in_hand.text
        return advice_rows(text, self.host.owners)

    @property
    def in_hand(self) -> Factor | Finding | None:
        """The line that the highlight is on."""
        chosen = self.rows.chosen
        return next((each for each in self.written_lines if str(each.id) == chosen), None)

    def on_input_changed(self, event: Input.Changed) -> None:
        """A word for the kind is understood while it is typed."""
        self._label()
        self.prep.show_beside()

    def on_entry_turned(self, event: Entry.Turned) -> None:
        """Another kind."""
        kinds = list(self.kinds)
        self._said = kinds[(kinds.index(self._kind) + event.by) % len(kinds)]
        self._label()

    @property
    def _kind(self) -> Kind:
        """The kind that the entry adds: as somebody said, else the first that is missing."""
        present = {each.kind for each in self.written_lines}
        missing = (kind for kind in self.kinds if kind not in present)
        return self._said or next(missing, next(iter(self.kinds)))

    def _label(self) -> None:
        kind, _ = split_kind(self.entry.written, self.words)
        name = self.kinds[kind or self._kind]
        self.query_one(LineRow).label(f"‹ {name} ›" if len(self.kinds) > 1 else "Add")

    async def _add(self, typed: str) -> bool:
        said, text = split_kind(typed, self.words)
        kind = said or self._kind
        host, findings = self.host, self.host.store.findings
        added: Factor | Finding
        if isinstance(kind, FactorKind):
            added = await host.saving(findings.add_factor(self.incident.id, kind, text))
        else:
            added = await host.saving(findings.add_finding(self.incident.id, kind, text))
        present = {*(each.kind for each in self.written_lines), added.kind}
        self._said = next_kind(list(self.kinds), present, kind)
        return True

    async def on_line_input_saved(self, event: LineInput.Saved) -> None:
        """It stands in the list now."""
        event.stop()
        await self.host.reread()

    def action_edit(self) -> None:
        """Other words for the line in hand."""
        if self.in_hand is not None:
            edit_line(self.host, self.in_hand)

    async def action_delete(self) -> None:
        """Take the line in hand away."""
        if self.in_hand is not None:
            await delete_line(self.host, self.in_hand)
            if not self.written_lines:
                self.entry.focus()


class FactorsEditor(ListEditor):
    """Contributing factors of the three kinds."""

    section = PrepSection.FACTORS
    title = "Contributing factors"
    short = "Factors"
    hint = "what, not who"
    how = "← → or “detection:” says another kind"
    kinds: ClassVar[Mapping[Kind, str]] = {kind: FACTOR_NAMES[kind] for kind in FactorKind}
    words: ClassVar[Mapping[str, Kind]] = {
        "possible": FactorKind.MADE_POSSIBLE,
        "detection": FactorKind.SLOWED_DETECTION,
        "resolution": FactorKind.SLOWED_RESOLUTION,
    }


class WentWellEditor(ListEditor):
    """What worked."""

    section = PrepSection.WENT_WELL
    title = "What went well"
    short = "Went well"
    hint = "something that worked, or helped"
    kinds: ClassVar[Mapping[Kind, str]] = {FindingKind.WENT_WELL: "went well"}


class WentWrongEditor(ListEditor):
    """What did not."""

    section = PrepSection.WENT_WRONG
    title = "What went wrong"
    short = "Went wrong"
    hint = "what did not work"
    how = "← → or “process:”, “technical:” says the kind"
    kinds: ClassVar[Mapping[Kind, str]] = {
        FindingKind.PROCESS: "process",
        FindingKind.TECHNICAL: "technical gap",
    }
    words: ClassVar[Mapping[str, Kind]] = {
        "process": FindingKind.PROCESS,
        "technical": FindingKind.TECHNICAL,
    }
