"""Prep: the outline at the left, the section being written, and what helps with it."""

from __future__ import annotations

from typing import ClassVar, cast
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.types import CSSPathType
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from db.records import Note, Theme
from facilitator.domain.last_time import PastReview, past_reviews
from facilitator.domain.readiness import checklist, ready
from facilitator.screens.document import DocumentScreen
from facilitator.screens.prep import outline as prep_outline
from facilitator.screens.prep.beside import WHOLE, Beside, NoteText
from facilitator.screens.prep.editor import Editor
from facilitator.screens.prep.outline import EDITORS, FIELDS, KEYS, SECTIONS
from facilitator.widgets.active import key_of
from facilitator.widgets.choices import Choices
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.question import Question
from facilitator.widgets.text import line


def _jump(place: int) -> Binding:
    """A digit goes to a section."""
    title = EDITORS[place].title
    return Binding(KEYS[place], f"jump({place})", title, show=False,
                   id=f"prep.section-{place + 1}", tooltip=f"Write {title}")  # fmt: skip


class PrepScreen(DocumentScreen):
    """One incident's post-mortem, written alone. No clock runs here, and no meeting is made."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["../incident/incident.tcss", "prep.tcss"]
    AUTO_FOCUS: ClassVar[str | None] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket,f8,ctrl+down", "section(1)", "Next section",
                id="prep.next", tooltip="The next section of the template"),
        Binding("left_square_bracket,f7,ctrl+up", "section(-1)", "Section before", show=False,
                id="prep.back", tooltip="The section before"),
        Binding("n,f6", "missing", "Next missing", id="prep.missing",
                tooltip="To the next thing that is missing"),
        Binding("r,f5", "ready", "Ready?", id="prep.ready",
                tooltip="The checklist: what is there and what is missing"),
        Binding("f2", "notes", "Notes", id="prep.notes",
                tooltip="To what stands beside the section and the private notes, and back"),
        Binding("m", "meet", "Hold the meeting", id="prep.meet",
                tooltip="Go to the meeting about this incident"),
        Binding("h,f10", "home", "Home", id="prep.home", tooltip="Back to the home screen"),
        Binding("escape", "out", "Outline", show=False, id="prep.out",
                tooltip="From a text to the outline, from the outline home"),
        *(_jump(place) for place in range(len(EDITORS))),
    ]  # fmt: skip

    def __init__(self, number: int) -> None:
        """number: the incident's."""
        super().__init__()
        self._number = number
        self.themes: list[Theme] = []
        self.past_reviews: list[PastReview] = []
        self._left: Widget | None = None
        self.notes: list[Note] = []

    def compose(self) -> ComposeResult:
        """The head over three columns, and the keys."""
        with Horizontal(id="prep-head"):
            yield Static(id="prep-ready")
            yield Static(id="prep-title")
            yield Static(id="prep-saved")
        with Horizontal(id="prep-body"):
            yield Choices(name="outline")
            with ContentSwitcher(id="prep-section", initial=f"section-{SECTIONS[0]}"):
                for editor in EDITORS:
                    yield editor()
            yield Beside(self.write_note)
        yield KeyBar()

    async def on_mount(self) -> None:
        """Read, paint, and start where something is missing."""
        if not await self.read_first():
            return
        missing = prep_outline.next_missing(self.document, SECTIONS[-1])
        if missing is None:
            self.editor.focus_first()
        else:
            await self.go(missing.section, FIELDS.get(missing.name, ""))

    @property
    def outline(self) -> Choices:
        """The sections."""
        return self.query_one("#outline", Choices)

    @property
    def editor(self) -> Editor:
        """The section in hand."""
        current = self.query_one("#prep-section", ContentSwitcher).current
        return self.query_one(f"#{current}", Editor)

    async def refresh_from_store(self) -> None:
        """Read the incident and what stands beside it."""
        await self.settled(self._read)
        await self._show()
        self.compare()

    async def _read(self) -> None:
        self.incident = await self.store.incidents.get(self._number)
        self.notes = await self.store.notes.of(self.incident.id)
        await self.read_beside()
        self.themes = await self.store.themes.all()
        self.past_reviews = past_reviews(
            await self.store.actions.last_reviews(), self.facilitator.settings.timezone
        )

    async def _show(self) -> None:
        await self.query_one(Beside).show_notes(self.notes)
        for editor in self.query(Editor):
            editor.show()
        self._show_head()
        self.outline.show(prep_outline.rows(self.document))
        self.show_beside()

    def on_resize(self) -> None:
        """Rows depend on the width."""
        if self.incident is not None:
            self.editor.show()

    def watch_saved_mark(self) -> None:
        """The mark stands in the head."""
        self._show_head()

    def _show_head(self) -> None:
        if self.incident is None or not self.query("#prep-title"):
            return
        met, of = ready(self.incident)
        self.query_one("#prep-ready", Static).update(
            Content.assemble(
                (f"Ready {met}/{of} ", "bold $text-success" if met == of else "bold"),
                ("━" * met, "$text-success"),
                ("─" * (of - met), "$text-muted"),
            )
        )
        severity = f" · {self.incident.severity}" if self.incident.severity else ""
        self.query_one("#prep-title", Static).update(
            line(f"#{self.incident.number} {self.incident.title}{severity}", "bold")
        )
        self.query_one("#prep-saved", Static).update(line(self.saved_mark))

    # What helps with the section in hand.

    def show_beside(self) -> None:
        """What helps with the section in hand, unless that takes all the room."""
        self.set_class(self.editor.wide, "-whole")
        if self.incident is not None:
            self.query_one(Beside).show_help(self.editor.help())

    def show_similar(self) -> None:
        """They stand beside the section."""
        self.show_beside()

    async def write_note(self, section: str, base: str, text: str) -> bool:
        """Save a private note."""
        pending = self.store.notes.write(self.document.id, section, base, text)
        return await self.write_text(pending, "note", text)

    async def write_field(self, incident_id: UUID, field: str, base: str, text: str) -> bool:
        """Save one long text, and show what the outline makes of it."""
        stored = await super().write_field(incident_id, field, base, text)
        if stored:
            self.call_later(self.reread)
        return stored

    def on_live_text_typed(self) -> None:
        """Similar incidents and advice follow the typing."""
        super().on_live_text_typed()
        self.show_beside()

    def on_line_input_typed(self) -> None:
        """A line that is not saved yet is told as a text is."""
        super().on_live_text_typed()

    # Going from section to section.

    async def on_option_list_option_highlighted(self, event: Choices.OptionHighlighted) -> None:
        """The outline shows the section that its highlight is on."""
        if event.option_list is self.outline and self.outline.has_focus and event.option_id:
            self._switch(event.option_id)

    def on_option_list_option_selected(self, event: Choices.OptionSelected) -> None:
        """Enter goes into it."""
        if event.option_list is self.outline:
            self.editor.focus_first()

    def _switch(self, section: str) -> None:
        self.remove_class("-beside")
        self.query_one("#prep-section", ContentSwitcher).current = f"section-{section}"
        self.show_beside()

    async def go(self, section: str, field: str = "") -> None:
        """Write another section. What can't be saved stays where it is, and is told.

        field: the id of the line to start at; else it is the first that is empty.
        """
        await super().flush()
        self._switch(section)
        self.outline.choose(section)
        if field:
            self.query_one(f"#{field}").focus()
        else:
            self.editor.focus_first()

    async def action_missing(self) -> None:
        """To the next thing that is missing."""
        # What is being typed may be just that.
        await super().flush()
        await self.reread()
        check = prep_outline.next_missing(self.document, self.editor.section)
        if check is None:
            meet = key_of(self, "prep.meet")
            said = f"{meet} holds the meeting" if meet else "esc, then m holds the meeting"
            self.notify(f"Nothing is missing: {said}", markup=False)
        else:
            await self.go(check.section, FIELDS.get(check.name, ""))

    async def action_ready(self) -> None:
        """The checklist, and from it to where something is mended."""
        await super().flush()
        await self.reread()
        checks = checklist(self.document)
        met, of = ready(self.document)

        async def mend(answer: str) -> None:
            check = checks[KEYS.index(answer)]
            await self.go(check.section, FIELDS.get(check.name, ""))

        self.app.push_screen(
            Question(f"Ready {met}/{of}", prep_outline.answers(self.document), mend)
        )

    async def flush(self, *, entries: bool = True) -> bool:
        """Save everything; where something can't be saved, go there: beside it stands why."""
        saved = await super().flush(entries=entries)
        if not saved:
            meant = (each for each in self.live() if entries or each.as_typed)
            unsaved = next(each for each in meant if each.unsaved)
            for editor in self.query(Editor):
                if unsaved in editor.lines:
                    self._switch(editor.section)
                    self.outline.choose(editor.section)
            self.set_focus(cast("Widget", unsaved))
        return saved

    async def action_section(self, by: int) -> None:
        """To the section beside this one; after the last comes the first."""
        place = SECTIONS.index(self.editor.section) + by
        await self.go(SECTIONS[place % len(SECTIONS)])

    async def action_jump(self, place: int) -> None:
        """To the section of that number."""
        await self.go(SECTIONS[place])

    def action_notes(self) -> None:
        """To the private notes, and back; where they share the place of the section, in turn."""
        beside = isinstance(self.focused, NoteText)
        self.set_class(not beside, "-beside")
        if beside and self._left in self.editor.stops:
            self.set_focus(self._left)
        elif beside:
            self.editor.focus_first()
        else:
            self._left = self.focused
            next(each for each in self.query(NoteText) if each.section == WHOLE).focus()

    async def action_out(self) -> None:
        """From a text to the outline, from there home."""
        if self.outline.has_focus:
            await self.action_home()
        else:
            self.remove_class("-beside")
            self.outline.focus()

    async def action_home(self) -> None:
        """Leave for the home screen."""
        if await self.flush():
            self.facilitator.show_home()

    async def action_meet(self) -> None:
        """Hold the meeting about this incident."""
        if not await self.flush():
            return
        agenda = self.facilitator.settings.agenda
        meeting = await self.save(self.store.meetings.begin(self.document.id, agenda))
        if meeting is not None:
            self.facilitator.show_meeting(meeting)

    def where_parked(self) -> tuple[UUID | None, UUID | None]:
        """This incident; there is no meeting."""
        return self.document.id, None
