"""The editors of lists of short lines: factors, what went well and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from db.records import Factor, Finding
from db.vocabulary import FactorKind, FindingKind
from facilitator.domain.labels import FACTOR_LABELS, FINDING_LABELS, WENT_WRONG
from facilitator.domain.line_kinds import next_kind, split_kind
from facilitator.domain.template import TemplatePart
from facilitator.screens.dialogs.factor_or_finding import ask_edited_line, delete_line
from facilitator.screens.incident.similar_band import similar_rows
from facilitator.screens.prep.section_editor import ABOVE_ENTRY, SectionEditor
from facilitator.widgets.advice import advice_rows, advised
from facilitator.widgets.autosaved_line import Entry, LineInput, LineRow
from facilitator.widgets.hanging_indent import indent_wrapped
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.row_list import RowList

Kind = FactorKind | FindingKind
PADDING = 5
"""How many cells of a row the cursor's sign, the scroll bar and the margins take."""


class ListEditor(SectionEditor):
    """A list of short lines, over an entry that adds one with enter.

    Attributes:
        kinds: The kinds of lines in the list, in their order, with the names that are shown.
        kind_words: The words that name a kind before a colon, as in `detection: no alert`.
        kind_hint: The hint under the entry, which says how to choose another kind.
        entry_hint: What the empty entry asks for.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "e,enter", "edit", "Edit…", id="prep.edit", tooltip="Change the words of this line"
        ),
        Binding(
            "x,delete",
            "delete",
            "Delete",
            id="prep.delete",
            tooltip="Delete this line; u brings it back",
        ),
    ]

    kinds: ClassVar[Mapping[Kind, str]]
    kind_words: ClassVar[Mapping[str, Kind]] = {}
    kind_hint: ClassVar[str] = ""
    entry_hint: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        # The kind that the user chose for the next line, or that follows the last line.
        self._chosen_kind: Kind | None = None

    def compose(self) -> ComposeResult:
        """Put the list over the entry."""
        yield Static(self.title, classes="title")
        yield RowList(name=f"{self.section}-lines").add_class(ABOVE_ENTRY)
        yield LineRow("", Entry(self._add, name=f"{self.section}-entry", hint=self.entry_hint))

    def on_mount(self) -> None:
        """Show how to choose another kind."""
        self.query_one(LineRow).set_hint(self.kind_hint)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow to edit and delete only while the list has the focus."""
        is_list_action = action in ("edit", "delete")
        allowed = not is_list_action or isinstance(self.document_screen.focused, RowList)
        return allowed and super().check_action(action, parameters)

    @property
    def saved_lines(self) -> Sequence[Factor | Finding]:
        """The incident's lines of these kinds, in the order of the kinds."""
        lines: tuple[Factor | Finding, ...] = (*self.incident.factors, *self.incident.findings)
        order = list(self.kinds)
        return sorted(
            (line for line in lines if line.kind in self.kinds),
            key=lambda line: order.index(line.kind),
        )

    @property
    def selected_line(self) -> Factor | Finding | None:
        """The line that the cursor of the list is on."""
        selected_id = self.row_list.selected_id
        return next((line for line in self.saved_lines if str(line.id) == selected_id), None)

    @property
    def row_list(self) -> RowList:
        """The list of the saved lines."""
        return self.query_one(f"#{self.section}-lines", RowList)

    @property
    def entry(self) -> Entry:
        """The entry for a new line."""
        return self.query_one(f"#{self.section}-entry", Entry)

    def on_resize(self) -> None:
        """Wrap the lines to the new width."""
        super().on_resize()
        if self.document_screen.incident is not None:
            self.show()

    def show(self) -> None:
        """Show the lines as they were read."""
        self.row_list.show((str(line.id), self._row(line)) for line in self.saved_lines)
        self.row_list.display = bool(self.saved_lines)
        self._show_kind()

    def _row(self, line: Factor | Finding) -> Content:
        """Return a line after its kind, with its wrapped lines indented."""
        width = max(len(name) for name in self.kinds.values())
        kind = f"{self.kinds[line.kind]:<{width}}  " if len(self.kinds) > 1 else ""
        text = advised(line.text, self.document_screen.owners)
        # Before the first layout the width is 0; the resize after it draws the rows again.
        return indent_wrapped(Content.styled(kind, "$text-muted"), text, self.size.width - PADDING)

    def help_rows(self) -> list[Content]:
        """Return advice on the wording of the line that is being typed, else of the selected."""
        text = self.entry.written
        if not text and self.selected_line is not None:
            text = self.selected_line.text
        return advice_rows(text, self.document_screen.owners)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the kind that the line names so far, and the advice on it."""
        self._show_kind()
        self.prep_screen.show_help()

    def on_entry_turned(self, event: Entry.Turned) -> None:
        """Choose the kind before or after the present one."""
        kinds = list(self.kinds)
        self._chosen_kind = kinds[(kinds.index(self._entry_kind) + event.by) % len(kinds)]
        self._show_kind()

    @property
    def _entry_kind(self) -> Kind:
        """The kind that the entry adds: the chosen one, else the first that has no line yet."""
        present = {line.kind for line in self.saved_lines}
        missing = (kind for kind in self.kinds if kind not in present)
        return self._chosen_kind or next(missing, next(iter(self.kinds)))

    def _show_kind(self) -> None:
        """Show in the label of the entry which kind it adds."""
        typed_kind, _ = split_kind(self.entry.written, self.kind_words)
        name = self.kinds[typed_kind or self._entry_kind]
        self.query_one(LineRow).set_label(f"‹ {name} ›" if len(self.kinds) > 1 else "Add")

    async def _add(self, typed: str) -> bool:
        """Save a new line, and choose the kind of the next one."""
        typed_kind, text = split_kind(typed, self.kind_words)
        kind = typed_kind or self._entry_kind
        screen, findings = self.document_screen, self.document_screen.store.findings
        added: Factor | Finding
        if isinstance(kind, FactorKind):
            added = await screen.saving(findings.add_factor(self.incident.id, kind, text))
        else:
            added = await screen.saving(findings.add_finding(self.incident.id, kind, text))
        present = {*(line.kind for line in self.saved_lines), added.kind}
        self._chosen_kind = next_kind(list(self.kinds), present, kind)
        return True

    async def on_line_input_saved(self, event: LineInput.Saved) -> None:
        """Show the new line in the list."""
        event.stop()
        await self.document_screen.reread()

    @work(group=DIALOG_STEPS)
    async def action_edit(self) -> None:
        """Ask for other words for the selected line."""
        if self.selected_line is not None:
            await ask_edited_line(self.document_screen, self.selected_line)

    async def action_delete(self) -> None:
        """Delete the selected line; after the last one the entry gets the focus."""
        if self.selected_line is not None:
            await delete_line(self.document_screen, self.selected_line)
            if not self.saved_lines:
                self.entry.focus()


class FactorsEditor(ListEditor):
    """The editor of the contributing factors, which are of three kinds."""

    shows_similar = True
    section = TemplatePart.FACTORS
    title = "Contributing factors"
    short_title = "Factors"
    entry_hint = "what, not who"
    kind_hint = "kind: ← →, or begin with “detection:”"
    kinds: ClassVar[Mapping[Kind, str]] = {kind: FACTOR_LABELS[kind].name for kind in FactorKind}
    kind_words: ClassVar[Mapping[str, Kind]] = {
        "possible": FactorKind.MADE_POSSIBLE,
        "detection": FactorKind.SLOWED_DETECTION,
        "resolution": FactorKind.SLOWED_RESOLUTION,
    }

    def help_rows(self) -> list[Content]:
        """Return advice on the wording, over the similar incidents."""
        return super().help_rows() + similar_rows(self.document_screen.suggestions)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for similar incidents while a factor is typed."""
        super().on_input_changed(event)
        self.document_screen.compare(self.incident.root_cause, self.entry.written)


class WentWellEditor(ListEditor):
    """The editor of what went well."""

    section = TemplatePart.WENT_WELL
    title = "What went well"
    short_title = "Went well"
    entry_hint = "something that worked, or helped"
    kinds: ClassVar[Mapping[Kind, str]] = {
        FindingKind.WENT_WELL: FINDING_LABELS[FindingKind.WENT_WELL].name
    }


class WentWrongEditor(ListEditor):
    """The editor of what went wrong, in the process or technically."""

    section = TemplatePart.WENT_WRONG
    title = "What went wrong"
    short_title = "Went wrong"
    entry_hint = "what did not work"
    kind_hint = "kind: ← →, or begin with “process:” or “technical:”"
    kinds: ClassVar[Mapping[Kind, str]] = {kind: FINDING_LABELS[kind].name for kind in WENT_WRONG}
    kind_words: ClassVar[Mapping[str, Kind]] = {
        "process": FindingKind.PROCESS,
        "technical": FindingKind.TECHNICAL,
    }
