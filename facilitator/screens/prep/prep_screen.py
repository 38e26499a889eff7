"""The prep screen: the outline, the editor of the current section, and the side panel."""

from __future__ import annotations

from typing import ClassVar, cast
from uuid import UUID

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.types import CSSPathType
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from db.records import Note, Theme
from facilitator.domain.labels import severity_or_kind
from facilitator.domain.past_reviews import PastReview, past_reviews
from facilitator.domain.readiness import Check, checklist, count_met_checks
from facilitator.screens.dialogs.hold_meeting import hold_meeting
from facilitator.screens.document import DocumentScreen
from facilitator.screens.prep.outline import (
    CHECK_FIELDS,
    DIGITS,
    EDITORS,
    SECTION_IDS,
    SECTION_KEYS,
    Outline,
    checklist_answers,
    next_missing,
    outline_rows,
)
from facilitator.screens.prep.root_cause_editor import RootCauseEditor
from facilitator.screens.prep.section_editor import SectionEditor
from facilitator.screens.prep.side_panel import WHOLE_INCIDENT, NoteText, SidePanel
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.autosaved_line import Entry
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.question import Question
from facilitator.widgets.row_list import RowList
from facilitator.widgets.text import line


def _section_binding(index: int) -> Binding:
    """Return the binding of the key that opens a section; `index` counts from 0."""
    title = EDITORS[index].title
    return Binding(SECTION_KEYS[index], f"jump({index})", title, show=False,
                   id=f"prep.section-{index + 1}", tooltip=f"Write {title}")  # fmt: skip


class PrepScreen(DocumentScreen):
    """The screen on which one person writes a post-mortem before the meeting, without a clock.

    Attributes:
        themes: All themes that the team has written down.
        past_reviews: The results of the last reviews of action items, newest meeting first.
        notes: The private notes on the incident.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = ["../incident/incident.tcss", "prep.tcss"]
    AUTO_FOCUS: ClassVar[str | None] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket,f8,ctrl+down", "section(1)", "Next section",
                id="prep.next", tooltip="The next section of the template"),
        Binding("left_square_bracket,f7,ctrl+up", "section(-1)", "Previous section", show=False,
                id="prep.back", tooltip="The previous section"),
        Binding("n,f6", "missing", "Next missing", id="prep.missing",
                tooltip="Go to the next thing that is missing"),
        Binding("r,f5", "ready", "Ready?", id="prep.ready",
                tooltip="The checklist: what is there and what is missing"),
        Binding("f2", "notes", "Notes", id="prep.notes",
                tooltip="To the help and the private notes, and back"),
        Binding("H,f9", "history", "History", id="prep.history",
                tooltip="Who changed what of this incident, and when"),
        Binding("m", "meet", "Hold the meeting", id="prep.meet",
                tooltip="Go to the meeting about this incident"),
        Binding("h,f10", "home", "Home", id="prep.home", tooltip="Back to the home screen"),
        Binding("escape", "leave", "Outline", show=False, id="prep.out",
                tooltip="From a text to the outline, from the outline to the home screen"),
        *(_section_binding(index) for index in range(len(EDITORS))),
    ]  # fmt: skip

    def __init__(self, number: int) -> None:
        """Prepare the screen for the incident with this number."""
        super().__init__()
        self._number = number
        self.themes: list[Theme] = []
        self.past_reviews: list[PastReview] = []
        self.notes: list[Note] = []
        self._focused_before_notes: Widget | None = None

    def compose(self) -> ComposeResult:
        """Put a header over three columns: the outline, the editors and the side panel."""
        with Horizontal(id="prep-head"):
            yield Static(id="prep-ready")
            yield Static(id="prep-title")
            yield Static(id="prep-saved")
        with Horizontal(id="prep-body"):
            yield Outline(name="outline")
            with ContentSwitcher(id="prep-section", initial=f"section-{SECTION_IDS[0]}"):
                for editor in EDITORS:
                    yield editor()
            yield SidePanel(self.write_note)
        yield KeyBar()

    async def on_mount(self) -> None:
        """Read the incident, and start where something is missing."""
        if not await self.read_first():
            return
        missing = next_missing(self.document, SECTION_IDS[-1])
        if missing is None:
            self.editor.focus_first()
        else:
            await self._open_check(missing)

    @property
    def outline(self) -> RowList:
        """The list of the sections."""
        return self.query_one("#outline", RowList)

    @property
    def editor(self) -> SectionEditor:
        """The editor of the current section."""
        current = self.query_one("#prep-section", ContentSwitcher).current
        return self.query_one(f"#{current}", SectionEditor)

    async def refresh_from_store(self) -> None:
        """Read and show the incident, its notes, and what helps to write about it."""
        await self.read_consistently(self._read)
        await self._show()
        self.compare(self.query_one(RootCauseEditor).text.written, pause=False)

    async def _read(self) -> None:
        self.incident = await self.store.incidents.get(self._number)
        self.notes = await self.store.notes.of_incident(self.incident.id)
        await self.read_suggestions()
        self.themes = await self.store.themes.all()
        self.past_reviews = past_reviews(
            await self.store.actions.latest_reviews(), self.facilitator.settings.timezone
        )

    async def _show(self) -> None:
        await self.query_one(SidePanel).show_notes(self.notes)
        for editor in self.query(SectionEditor):
            editor.show()
        self._show_header()
        self.outline.show(outline_rows(self.document))
        self.show_help()

    def on_resize(self) -> None:
        """Show the current editor again, since its rows are wrapped to the width."""
        if self.incident is not None:
            self.editor.show()

    def watch_saved_mark(self) -> None:
        """Show the saved mark in the header."""
        self._show_header()

    def _show_header(self) -> None:
        if self.incident is None or not self.query("#prep-title"):
            return
        met, total = count_met_checks(self.incident)
        self.query_one("#prep-ready", Static).update(
            Content.assemble(
                (f"Ready {met}/{total} ", "bold $text-success" if met == total else "bold"),
                ("━" * met, "$text-success"),
                ("─" * (total - met), "$text-muted"),
            )
        )
        # The title comes last: of a long one, the end is missing in a small terminal.
        number = f"#{self.incident.number}"
        severity = severity_or_kind(self.incident.kind, self.incident.severity)
        self.query_one("#prep-title", Static).update(
            line(" ".join(filter(None, [number, severity, self.incident.title])), "bold")
        )
        self.query_one("#prep-saved", Static).update(line(self.saved_mark))

    # The side panel.

    def show_help(self) -> None:
        """Show the help of the current section; a full-width editor hides the panel."""
        self.set_class(self.editor.is_full_width, "-full-width")
        if self.incident is not None:
            self.query_one(SidePanel).show_help(self.editor.help_rows())

    def show_similar(self) -> None:
        """Show the similar incidents, which are part of the help."""
        self.show_help()
        self.refresh_bindings()

    async def write_note(self, section: str, base: str, text: str) -> bool:
        """Save a private note; after a conflict ask which text to keep.

        Args:
            section: The section that the note is about, or `WHOLE_INCIDENT`.
            base: The text that the user saw before.
            text: The new text.

        Returns:
            Whether the note is saved.
        """
        pending = self.store.notes.write(self.document.id, section, base, text)
        return await self.write_text(pending, "note", text)

    async def write_field(self, incident_id: UUID, field: str, base: str, text: str) -> bool:
        """Save one long text as the base class does, and then bring the outline up to date."""
        is_saved = await super().write_field(incident_id, field, base, text)
        if is_saved:
            self.call_later(self.reread)
        return is_saved

    def on_autosaved_text_typed(self) -> None:
        """Bring the help on the text up to date, and the similar incidents soon."""
        self.show_help()
        self.compare(self.query_one(RootCauseEditor).text.written)

    # Moving between sections.

    async def on_option_list_option_highlighted(self, event: RowList.OptionHighlighted) -> None:
        """Show the section that the cursor of the outline is on; the focus stays in the outline."""
        if event.option_list is self.outline and self.outline.has_focus and event.option_id:
            self._switch_to(event.option_id)

    def on_option_list_option_selected(self, event: RowList.OptionSelected) -> None:
        """Move the focus into the current section after enter in the outline."""
        if event.option_list is self.outline:
            self.editor.focus_first()

    def _switch_to(self, section: str) -> None:
        """Show the editor of a section in the middle, without moving the focus."""
        self.remove_class("-side-panel-open")
        self.query_one("#prep-section", ContentSwitcher).current = f"section-{section}"
        self.show_help()

    async def open_section(self, section: str, field: str = "") -> None:
        """Save what is typed, and go to another section, even if it could not be saved.

        Args:
            section: The id of the section.
            field: The id of the field to focus; "" leaves the choice to the editor.
        """
        await super().flush(entries=True)
        self._switch_to(section)
        self.outline.select(section)
        if field:
            self.query_one(f"#{field}").focus()
        else:
            self.editor.focus_first()

    async def _open_check(self, check: Check) -> None:
        """Go to the field or the section in which a check can be met."""
        await self.open_section(check.section, CHECK_FIELDS.get(check.name, ""))

    async def action_missing(self) -> None:
        """Go to the next section in which something is missing."""
        # The text that is being typed may meet a check.
        await super().flush(entries=True)
        await self.reread()
        check = next_missing(self.document, self.editor.section)
        if check is None:
            key = key_of(self, "prep.meet") or "esc, then m"
            self.notify(f"Nothing is missing: press {key} to hold the meeting", markup=False)
        else:
            await self._open_check(check)

    @work(group=DIALOG_STEPS)
    async def action_ready(self) -> None:
        """Show the checklist, and go to the section of the check that the user picks."""
        await super().flush(entries=True)
        await self.reread()
        checks = checklist(self.document)
        met, total = count_met_checks(self.document)
        question = Question(f"Ready {met}/{total}", checklist_answers(self.document))
        answer = await self.ask(question)
        if answer is not None:
            await self._open_check(checks[DIGITS.index(answer)])

    async def flush(self, *, entries: bool = False) -> bool:
        """Save everything as the base class does; what can't be saved is shown and focused.

        Lines that are not confirmed are kept as drafts, and come back here.
        """
        try:
            is_saved = await super().flush(entries=entries)
        finally:
            self.keep_drafts()
        if not is_saved:
            unsaved = cast(
                "Widget",
                next(
                    widget
                    for widget in self.autosaved_widgets()
                    if widget.unsaved and widget.is_saved_by(entries)
                ),
            )
            for editor in self.query(SectionEditor):
                if editor in unsaved.ancestors:
                    self._switch_to(editor.section)
                    self.outline.select(editor.section)
                    editor.reveal(unsaved)
            self.set_focus(unsaved)
        return is_saved

    async def action_section(self, by: int) -> None:
        """Open the section that comes so many sections later; after the last comes the first."""
        index = SECTION_IDS.index(self.editor.section) + by
        await self.open_section(SECTION_IDS[index % len(SECTION_IDS)])

    async def action_jump(self, index: int) -> None:
        """Open a section by its index, from 0."""
        await self.open_section(SECTION_IDS[index])

    def action_notes(self) -> None:
        """Move the focus to the private notes, or back to the field that had it before.

        Where the screen has no room for both, the side panel hides the section meanwhile.
        """
        is_in_notes = isinstance(self.focused, NoteText)
        self.set_class(not is_in_notes, "-side-panel-open")
        if not is_in_notes:
            self._focused_before_notes = self.focused
            notes = self.query(NoteText)
            next(note for note in notes if note.section == WHOLE_INCIDENT).focus()
        elif self._focused_before_notes in self.editor.focusable_widgets:
            self.set_focus(self._focused_before_notes)
        else:
            self.editor.focus_first()

    async def action_leave(self) -> None:
        """Move the focus to the outline; from the outline go to the home screen."""
        if self.outline.has_focus:
            await self.action_home()
        else:
            if isinstance(self.focused, Entry):
                self.focused.set_aside = True
            self.remove_class("-side-panel-open")
            self.outline.focus()

    async def action_history(self) -> None:
        """Save everything and show who changed what of this incident."""
        if await self.flush():
            incident = self.document
            where = self.where_parked()
            self.facilitator.show_history(incident.id, incident.number, incident.title, where)

    async def action_home(self) -> None:
        """Save everything and go to the home screen."""
        if await self.flush():
            self.facilitator.show_home()

    @work(group=DIALOG_STEPS)
    async def action_meet(self) -> None:
        """Save everything and begin the meeting about this incident, or return to it."""
        if await self.flush():
            await hold_meeting(self, self.document.id, self.document.number)

    def where_parked(self) -> tuple[UUID | None, UUID | None]:
        """Return the incident of this screen; there is no meeting."""
        return self.document.id, None
