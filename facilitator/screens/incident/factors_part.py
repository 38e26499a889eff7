"""The contributing factors, what went well and what went wrong, and the root cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from db.records import Factor, Finding
from db.vocabulary import FactorKind, FindingKind
from facilitator.domain.labels import FACTOR_LABELS, FINDING_LABELS, WENT_WRONG, choices
from facilitator.domain.similarity.similar_incident import first_with_cause
from facilitator.screens.dialogs.cause import ask_cause
from facilitator.screens.dialogs.factor_or_finding import (
    ask_edited_line,
    compare_while_typed,
    delete_line,
    names_to_avoid,
    title_of_new,
)
from facilitator.screens.dialogs.similar import read_similar
from facilitator.screens.incident.came_back import CameBack
from facilitator.screens.incident.part import IncidentPart
from facilitator.screens.incident.similar_band import SimilarBand
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.advice import advised, first_advice
from facilitator.widgets.autosaved_text import AutosavedText
from facilitator.widgets.form import Field, Form
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.painted_text import PaintedText
from facilitator.widgets.row_list import RowList
from facilitator.widgets.text import line

WENT_WRONG_CHOICES = choices({kind: FINDING_LABELS[kind] for kind in WENT_WRONG})


class FactorsPart(IncidentPart):
    """Five lists of short lines, beside the root cause and the incidents with a similar one."""

    reads = IncidentPart.reads | {"similar"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add…", id="factors.add", tooltip="Add a line to the focused list"),
        Binding("e,enter", "edit", "Edit…", id="factors.edit",
                tooltip="Change the words of this line"),
        Binding("x,delete", "delete", "Delete", id="factors.delete",
                tooltip="Delete this line; u brings it back"),
        Binding("left", "list(-1)", "← list", show=False, id="factors.left",
                tooltip="The previous list"),
        Binding("right", "list(1)", "→ list", show=False, id="factors.right",
                tooltip="The next list"),
        Binding("r", "root_cause", "Root cause", id="factors.root-cause",
                tooltip="Write the root cause; esc leaves the text"),
        Binding("c,alt+c", "same_cause", "Same cause", id="factors.same-cause",
                tooltip="Link it to the cause of the similar incident that is shown first"),
        Binding("s,alt+r", "similar", "Similar…", id="factors.similar",
                tooltip="Read the similar incidents beside this one, and what was done about them"),
        Binding("l", "name_cause", "Link cause…", id="factors.cause",
                tooltip="Link it to a cause of the catalogue, or to a new one"),
        Binding("escape", "leave_text", "Leave the text", id="factors.leave-text",
                tooltip="From the root cause back to the lists"),
    ]  # fmt: skip

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse the keys of the lists while the root cause is typed, and esc while it is not.

        Without a similar incident there is none to read.
        """
        if action == "similar":
            return bool(self.document_screen.suggestions)
        is_typing = isinstance(self.document_screen.focused, AutosavedText)
        both = action in ("root_cause", "same_cause")
        allowed = both or is_typing == (action == "leave_text")
        return allowed and super().check_action(action, parameters)

    def compose(self) -> ComposeResult:
        """Put three lists over two others, beside the root cause, over the similar incidents."""
        with Horizontal(id="factor-columns"):
            with Vertical(id="factor-lists"):
                with Horizontal(classes="lists"):
                    for kind in FactorKind:
                        with Vertical(classes="list"):
                            yield Static(FACTOR_LABELS[kind].title, classes="title")
                            yield RowList(name=kind.value)
                with Horizontal(classes="lists"):
                    with Vertical(classes="list"):
                        yield Static("Went well", classes="title")
                        yield RowList(name="went_well")
                    with Vertical(classes="list"):
                        yield Static("Went wrong", classes="title")
                        yield RowList(name="went_wrong")
            with Vertical(id="root-cause-column"):
                yield Static("Root cause", classes="title")
                yield AutosavedText(self._save_root_cause, "", name="root-cause")
                yield PaintedText(name="advice")
                yield PaintedText(name="cause")
                yield CameBack(name="came-back")
        yield SimilarBand(name="similar")

    def focus_first(self) -> None:
        """Focus the first list."""
        self.query(RowList).first().focus()

    def show(self) -> None:
        """Show the lists and the root cause as they were read."""
        incident = self.incident
        for kind in FactorKind:
            factors = [factor for factor in incident.factors if factor.kind is kind]
            self._show_list(kind.value, [(str(row.id), self._advised(row.text)) for row in factors])
        well = incident.findings_of(FindingKind.WENT_WELL)
        wrong = incident.findings_of(*WENT_WRONG)
        self._show_list("went_well", [(str(finding.id), line(finding.text)) for finding in well])
        self._show_list(
            "went_wrong", [(str(finding.id), self._went_wrong_row(finding)) for finding in wrong]
        )
        root_cause = self.query_one("#root-cause", AutosavedText)
        key = key_of(self.document_screen, "factors.root-cause") or "r"
        root_cause.placeholder = f"Two or three sentences; press {key} to write them"
        root_cause.read(incident.root_cause)
        no_cause = f"none yet (press {self._cause_key})"
        cause = no_cause if incident.cause is None else incident.cause.name
        self.query_one("#cause", PaintedText).update(
            Content.assemble(("Cause: ", "$text-muted"), line(cause, "bold"))
        )
        self.show_help()
        self.document_screen.compare(root_cause.text, pause=False)

    @property
    def _cause_key(self) -> str:
        return key_of(self.document_screen, "factors.cause") or "l"

    def _show_list(self, name: str, rows: Sequence[tuple[str, Content]]) -> None:
        key = key_of(self.document_screen, "factors.add") or "a"
        self.query_one(f"#{name}", RowList).show(rows, empty=f"Nothing yet: {key} adds a line.")

    def _went_wrong_row(self, finding: Finding) -> Content:
        kind = FINDING_LABELS[finding.kind].name
        return Content.assemble((f"{kind}: ", "$text-muted"), self._advised(finding.text))

    def on_autosaved_text_typed(self) -> None:
        """Update the advice while the root cause is typed, and the similar incidents soon."""
        self._show_advice()
        self.document_screen.compare(self.query_one("#root-cause", AutosavedText).text)

    def on_option_list_option_highlighted(self) -> None:
        """Show advice on the line that is selected now."""
        self._show_advice()

    def on_descendant_focus(self) -> None:
        """Show advice on the focused list or text, and the keys that work there."""
        self.show_help()

    def show_help(self) -> None:
        """Show similar incidents, and advice on the wording."""
        self.show_similar()
        self._show_advice()

    def show_similar(self) -> None:
        """Show the similar incidents that were found last, with the keys that work now."""
        screen = self.document_screen
        keys = [f"{key_of(screen, 'factors.similar') or 'alt+r'}: read"]
        linked = first_with_cause(suggestion.incident for suggestion in screen.suggestions)
        if linked is not None:
            link = key_of(screen, "factors.same-cause") or "alt+c"
            keys.insert(0, f"{link}: same cause as #{linked[0].number}")
        self.query_one("#similar", SimilarBand).show(screen.suggestions, " · ".join(keys))
        screen.refresh_bindings()

    def _show_advice(self) -> None:
        """Show advice on the selected line, or on the root cause while that is focused."""
        root_cause = self.query_one("#root-cause", AutosavedText)
        selected = self._selected_line
        text = root_cause.text if selected is None or root_cause.has_focus else selected.text
        self.query_one("#advice", PaintedText).update(first_advice(text, self._people()))

    def _advised(self, text: str) -> Content:
        return advised(text, self._people())

    def _people(self) -> list[str]:
        return [*self.document_screen.owners, *self.document_screen.people]

    @property
    def _focused_list(self) -> RowList | None:
        focused = self.document_screen.focused
        return focused if isinstance(focused, RowList) else None

    @property
    def _selected_line(self) -> Factor | Finding | None:
        """The factor or finding that is selected in the focused list."""
        if self._focused_list is None:
            return None
        selected_id = self._focused_list.selected_id
        rows: tuple[Factor | Finding, ...] = (*self.incident.factors, *self.incident.findings)
        return next((row for row in rows if str(row.id) == selected_id), None)

    def action_list(self, by: int) -> None:
        """Focus the list that is so many lists further on, starting over at the end."""
        lists = list(self.query(RowList))
        if self._focused_list in lists:
            lists[(lists.index(self._focused_list) + by) % len(lists)].focus()

    def action_root_cause(self) -> None:
        """Focus the root cause."""
        self.query_one("#root-cause", AutosavedText).focus()

    def action_leave_text(self) -> None:
        """Leave the root cause and focus the first list."""
        self.focus_first()

    @work(group=DIALOG_STEPS)
    async def action_add(self) -> None:
        """Ask for a new line for the focused list."""
        focused_list = self._focused_list or self.query(RowList).first()
        name = focused_list.id or FactorKind.MADE_POSSIBLE.value
        finding_kinds = {"went_well": FindingKind.WENT_WELL, "went_wrong": FindingKind.PROCESS}
        kind = finding_kinds.get(name) or FactorKind(name)
        avoid = names_to_avoid(self.document_screen, kind)
        fields = [Field("text", "What", hint="what, not who", names_to_avoid=avoid)]
        if name == "went_wrong":
            fields.append(Field("kind", "It is", kind.value, choices=WENT_WRONG_CHOICES))

        async def save(values: Mapping[str, str]) -> Factor | Finding:
            added = await self.document_screen.saving(self._store_line(kind, values))
            await self.document_screen.reread()
            return added

        typed = compare_while_typed(self.document_screen, kind)
        form = Form(title_of_new(kind), fields, save, about=self.incident.id, typed=typed)
        added = await self.document_screen.ask(form)
        if added is None:
            self.document_screen.compare(self.document_screen.compared_root_cause, pause=False)
        else:
            self.query_one(f"#{name}", RowList).select(str(added.id))

    async def _store_line(
        self, kind: FactorKind | FindingKind, values: Mapping[str, str]
    ) -> Factor | Finding:
        """Add a factor, or a finding of the kind that the form has if it has one."""
        findings, incident_id = self.document_screen.store.findings, self.incident.id
        if isinstance(kind, FactorKind):
            return await findings.add_factor(incident_id, kind, values["text"])
        finding_kind = FindingKind(values.get("kind", kind))
        return await findings.add_finding(incident_id, finding_kind, values["text"])

    @work(group=DIALOG_STEPS)
    async def action_edit(self) -> None:
        """Ask for other words for the selected line."""
        if self._selected_line is not None:
            await ask_edited_line(self.document_screen, self._selected_line)

    async def action_delete(self) -> None:
        """Delete the selected line."""
        if self._selected_line is not None:
            await delete_line(self.document_screen, self._selected_line)

    async def action_same_cause(self) -> None:
        """Link the cause of the most similar incident that is linked to one."""
        suggestions = self.document_screen.suggestions
        similar = first_with_cause(suggestion.incident for suggestion in suggestions)
        if similar is None:
            self.notify(
                "No similar incident with a cause is shown;"
                f" press {self._cause_key} to link a cause by its name",
                markup=False,
            )
            return
        incident, set_cause = self.incident, self.document_screen.store.incidents.set_cause
        _, cause = similar
        await self.document_screen.save(set_cause(incident.id, cause.name, incident))
        await self.document_screen.reread()

    @work(group=DIALOG_STEPS)
    async def action_similar(self) -> None:
        """Show the similar incidents beside the root cause, with what both share highlighted."""
        await read_similar(self.document_screen)

    @work(group=DIALOG_STEPS)
    async def action_name_cause(self) -> None:
        """Ask for the cause that the incident is linked to, by its name."""
        screen = self.document_screen
        similar = [suggestion.incident.cause for suggestion in screen.suggestions]
        causes = [*(cause for cause in similar if cause is not None), *screen.causes]
        names = dict.fromkeys(cause.name for cause in causes)
        await ask_cause(screen, self.incident, list(names))

    async def _save_root_cause(self, base: str, text: str) -> bool:
        return await self.document_screen.write_field(self.incident.id, "root_cause", base, text)
