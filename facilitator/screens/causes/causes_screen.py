"""The causes screen: classify incidents one after another, and put the catalogue in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import ClassVar
from uuid import UUID

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.types import CSSPathType
from textual.widgets import Static

from db.errors import StoreError
from db.records import Incident, IncidentFilter, ListedCause
from facilitator.domain.labels import CATEGORY_LABELS
from facilitator.domain.verdicts import latest_findings
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.causes.cause_card import CauseCard, ShownCause
from facilitator.screens.dialogs.catalogue import ask_edited_cause, ask_merge, ask_split
from facilitator.screens.dialogs.cause import ask_cause
from facilitator.screens.dialogs.incidents import show_incidents
from facilitator.screens.history_steps import StepWords
from facilitator.screens.paged_reads import all_of_cause
from facilitator.screens.similar_causes import SimilarCauses, likely_categories
from facilitator.text import counted
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.text import line
from facilitator.widgets.virtual_list import VirtualList

NAME_WIDTH, CATEGORY_WIDTH = 32, 26
"""How many cells the name of a cause and its category take at least, so that columns form."""
MOST_NUMBERS_WIDTH = 24
"""So many cells of a row the numbers of its incidents have at most, where its name is long."""
CARD_PAUSE = 0.05
"""For how many seconds the cursor rests before the card of its row is read."""
LEAST_WIDTH_FOR_CATEGORY = 76
"""In narrower rows the category is left out."""


class CausesScreen(FacilitatorScreen):
    """The incidents that are linked to no cause, over the catalogue of causes."""

    CSS_PATH: ClassVar[CSSPathType | None] = "causes.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - as Screen declares it
    AUTO_FOCUS = "#unclassified"
    reads = FacilitatorScreen.reads | {"back", "incidents"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "classify", "Name its cause…", id="causes.classify",
                tooltip="Link the incident to a cause, and go to the next one"),
        Binding("enter", "incidents", "Its incidents", id="causes.incidents",
                tooltip="List the incidents that have the cause, and read them"),
        Binding("e", "edit", "Edit…", id="causes.rename",
                tooltip="Give the cause another name or category, in all its incidents"),
        Binding("m", "merge", "Merge…", id="causes.merge",
                tooltip="Merge it into another cause; it leaves the catalogue"),
        Binding("s", "split", "Split…", id="causes.split",
                tooltip="Give some of its incidents another cause"),
        Binding("escape,h,f10", "back", "Back", id="causes.back",
                tooltip="Back to the screen that you came from"),
    ]  # fmt: skip

    def __init__(
        self,
        parks_in: tuple[UUID | None, UUID | None] = (None, None),
        selected: UUID | None = None,
    ) -> None:
        """Prepare the screen.

        Args:
            parks_in: The ids of the incident and the meeting that a parked item belongs to.
            selected: The id of the cause that the cursor is on at first; None for the incidents
                without a cause.
        """
        super().__init__()
        self._selected = selected
        self._parks_in = parks_in
        self._numbers: Sequence[int] = ()
        self._catalogue: Sequence[ListedCause] = ()
        self._similar_causes = SimilarCauses(self)
        self._card_pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Put the incidents without a cause over the catalogue."""
        yield Static(id="causes-heading")
        with Vertical():
            yield Static(id="unclassified-title", classes="title")
            yield VirtualList[int, Incident](
                self._read_incidents, _incident_row, name="unclassified"
            )
            yield Static(id="catalogue-title", classes="title")
            yield VirtualList[UUID, ListedCause](self._read_causes, _cause_row, name="catalogue")
            yield CauseCard(name="cause-card")
        yield KeyBar()

    async def on_mount(self) -> None:
        """Read both lists; where that fails, go back."""
        if not await self.reread():
            if self.is_showing:
                self.action_back()
        elif self._selected is not None or not self._numbers:
            self._causes_list.focus()
        if self._selected is not None:
            self._causes_list.select(self._selected)
        self._similar_causes.prepare()

    @property
    def _incidents_list(self) -> VirtualList[int, Incident]:
        return self.query_one("#unclassified", VirtualList)

    @property
    def _causes_list(self) -> VirtualList[UUID, ListedCause]:
        return self.query_one("#catalogue", VirtualList)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse what needs a row of a list where that list is empty or has not the focus."""
        allowed = True
        if action == "classify":
            allowed = bool(self._numbers) and self._incidents_list.has_focus
        elif action in ("incidents", "edit", "merge", "split"):
            allowed = bool(self._catalogue) and self._causes_list.has_focus
            selected = self._causes_list.selected_row if allowed and action == "split" else None
            allowed = allowed and (selected is None or len(selected.incidents) > 1)
        return allowed and super().check_action(action, parameters)

    def where_parked(self) -> tuple[UUID | None, UUID | None]:
        """Return the ids of the incident and the meeting that a parked item belongs to."""
        return self._parks_in

    async def refresh_from_store(self) -> None:
        """Read and show the incidents without a cause, newest first, and the catalogue."""
        self._numbers = await self.store.lists.numbers(IncidentFilter(unclassified=True))
        self._catalogue = await self.store.causes.catalogue()
        # Up to half of the screen, so that the catalogue gets the rows that are not needed here.
        self._incidents_list.styles.max_height = max(1, len(self._numbers))
        await self._incidents_list.show(self._numbers)
        await self._causes_list.show([entry.cause.id for entry in self._catalogue])
        self._show()
        self._show_card_soon()

    async def _read_incidents(self, numbers: Sequence[int]) -> Mapping[int, Incident]:
        incidents = await self.store.incidents.several(numbers)
        return {incident.number: incident for incident in incidents}

    async def _read_causes(self, ids: Sequence[UUID]) -> Mapping[UUID, ListedCause]:
        wanted = set(ids)
        return {entry.cause.id: entry for entry in self._catalogue if entry.cause.id in wanted}

    def _show(self) -> None:
        """Show the heading and the titles of both lists."""
        self.query_one("#causes-heading", Static).update(
            Content.assemble(
                ("Causes  ", "bold $text-accent"),
                "incidents with the same cause count as repeats",
                (f"  {self.saved_mark}", "$text-success"),
            )
        )
        unclassified = "Every incident is classified"
        if self._numbers:
            unclassified = f"Not classified: {counted(len(self._numbers), 'incident')}"
        self._show_title("unclassified", unclassified, "name their causes")
        catalogue = "The catalogue is empty"
        if self._catalogue:
            catalogue = f"The catalogue: {counted(len(self._catalogue), 'cause')}"
        self._show_title("catalogue", catalogue, "put causes in order")
        self.refresh_bindings()

    def _show_title(self, name: str, words: str, purpose: str) -> None:
        """Show the title of a list; that of the other list says how to get there, and for what."""
        row_list = self.query_one(f"#{name}", VirtualList)
        way = ""
        if len(row_list) and not row_list.has_focus:
            way = f"  press {key_of(self, 'focus.next')} to go there and {purpose}"
        title = Content.assemble(words, (way, "not bold $text-muted"))
        self.query_one(f"#{name}-title", Static).update(title)

    @on(events.DescendantFocus)
    def _follow_focus(self) -> None:
        """Say at the list that has not the focus how to get there."""
        if self._was_read:
            self._show()
            self._show_card_soon()

    def watch_saved_mark(self) -> None:
        """Show the saved mark in the heading."""
        if self.is_showing and self.query("#causes-heading"):
            self._show()

    @on(VirtualList.Activated)
    def _open_clicked(self) -> None:
        if self._incidents_list.has_focus:
            self.action_classify()
        else:
            self.action_incidents()

    @on(events.Mount)
    def _follow_cursors(self) -> None:
        for row_list in (self._incidents_list, self._causes_list):
            self.watch(row_list, "highlighted", self._show_row, init=False)

    @on(VirtualList.RowsRead)
    def _show_row(self) -> None:
        """Offer to split a cause only where it has several incidents, and show its card."""
        self.refresh_bindings()
        self._show_card_soon()

    def _show_card_soon(self) -> None:
        """Show the card once the cursor rests, so that it moves fast while a key is held."""
        if self._card_pause is not None:
            self._card_pause.stop()
        self._card_pause = self.set_timer(CARD_PAUSE, self._show_card)

    async def _show_card(self) -> None:
        card = self.query_one(CauseCard)
        if self._incidents_list.has_focus:
            card.show(self._incidents_list.selected_row)
            return
        entry = self._causes_list.selected_row
        if entry is None:
            card.show(None)
            return
        try:
            outlines = await all_of_cause(self.store, entry.cause.id)
        except StoreError as error:
            self.show_not_read(error)
            return
        if self.is_showing and self._causes_list.selected_row is entry:
            newest = sorted(outlines, key=attrgetter("began_at"), reverse=True)
            card.show(ShownCause(entry, newest, latest_findings(outlines), self.today))

    @work(group=DIALOG_STEPS)
    async def action_classify(self) -> None:
        """Ask for the cause of the selected incident; the cursor goes to the next one."""
        incident = self._incidents_list.selected_row
        if incident is not None:
            names, looks_like = await self._similar_causes.offered(incident, self._catalogue)
            await ask_cause(self, incident, names, looks_like)

    @work(group=DIALOG_STEPS)
    async def action_incidents(self) -> None:
        """List the incidents that have the selected cause."""
        entry = self._causes_list.selected_row
        if entry is not None:
            await show_incidents(self, f"Cause “{entry.cause.name}”", entry.incidents)

    @work(group=DIALOG_STEPS)
    async def action_edit(self) -> None:
        """Ask for another name or category of the selected cause."""
        entry = self._causes_list.selected_row
        if entry is not None:
            try:
                likely = await likely_categories(self, entry)
            except StoreError as error:
                self.show_not_read(error)
                return
            cause = await ask_edited_cause(self, entry, self._catalogue, likely)
            if cause is not None:
                await self._show_changed(cause.id)

    @work(group=DIALOG_STEPS)
    async def action_merge(self) -> None:
        """Ask which cause the incidents of the selected one get instead."""
        entry = self._causes_list.selected_row
        if entry is not None:
            cause = await ask_merge(self, entry, self._catalogue)
            if cause is not None:
                await self._show_changed(cause.id)

    @work(group=DIALOG_STEPS)
    async def action_split(self) -> None:
        """Ask which incidents of the selected cause get another one."""
        entry = self._causes_list.selected_row
        if entry is not None:
            names = [other.cause.name for other in self._catalogue if other is not entry]
            cause = await ask_split(self, entry, names)
            if cause is not None:
                await self._show_changed(cause.id)

    async def _show_changed(self, cause_id: UUID) -> None:
        """Read everything again, and select the cause that has been changed."""
        await self.reread()
        self._causes_list.select(cause_id)

    async def take_step(self, words: StepWords, group: UUID) -> None:
        """Undo or redo a change, and select the incident that has lost its cause with it.

        The next key is then meant for that incident.
        """
        before = set(self._numbers)
        await super().take_step(words, group)
        returned = next((number for number in self._numbers if number not in before), None)
        if returned is not None:
            self._incidents_list.select(returned)

    def action_back(self) -> None:
        """Go back to the screen that one came from."""
        self.go_back()


def _incident_row(incident: Incident, width: int) -> Content:
    """Return the number, the day and the title of an incident, and how its root cause begins."""
    return Content.assemble(
        (f"{f'#{incident.number}':<6} {incident.date.isoformat()}  ", "$text-muted"),
        line(f"{incident.service} {incident.symptom}"),
        "  ",
        line(incident.root_cause or "no root cause yet", "$text-muted"),
    ).truncate(width, ellipsis=True)


def _cause_row(entry: ListedCause, width: int) -> Content:
    """Return how many incidents a cause has, its name and category, and its incidents' numbers."""
    count = f"{len(entry.incidents):>4}× "
    category = "" if entry.cause.category is None else CATEGORY_LABELS[entry.cause.category].name
    shown = f" {category:<{CATEGORY_WIDTH}}" if width >= LEAST_WIDTH_FOR_CATEGORY else ""
    # No screen has room for more numbers than this.
    numbers = f" {' '.join(f'#{number}' for number in entry.incidents[:width])}"
    # A long name takes what the rest of its row leaves; so many numbers always have room.
    rest = len(count) + len(shown) + min(len(numbers), MOST_NUMBERS_WIDTH)
    name = line(entry.cause.name).truncate(max(NAME_WIDTH, width - rest), ellipsis=True)
    return Content.assemble(
        (count, "bold"),
        name.pad_right(max(0, NAME_WIDTH - name.cell_length)),
        (shown, "$text"),
        (numbers, "$text-muted"),
    ).truncate(width, ellipsis=True)
