"""The themes screen: what rises, what the team has named, and what it has hidden or merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar
from uuid import UUID

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.timer import Timer
from textual.types import CSSPathType
from textual.widgets import Static

from db.errors import StoreError
from db.records import FoundTerm
from facilitator.domain.themes.found import FoundTheme
from facilitator.domain.themes.theme_overview import NamedTheme, ThemeOverview
from facilitator.screens.background_read import BackgroundRead
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.dialogs.incidents import show_incidents
from facilitator.screens.dialogs.theme import (
    ask_decision,
    ask_keep,
    ask_merge,
    ask_merge_named,
    ask_new_theme,
)
from facilitator.screens.theme_reads import ThemeReader
from facilitator.screens.themes.theme_card import ShownTheme, ThemeCard
from facilitator.screens.themes.theme_lines import (
    ListedTheme,
    incidents_of,
    key_of_theme,
    theme_line,
)
from facilitator.text import counted
from facilitator.widgets.glyphs import FALLING, RISING
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.virtual_list import Heading, VirtualList

CARD_PAUSE = 0.05
"""How many seconds the cursor pauses before the card follows it."""
MOST_ON_CARD = 40
"""How many incidents the card lists; enter lists all of them."""


class ThemesScreen(FacilitatorScreen):
    """All themes beside a card of the selected one with its counts and incidents."""

    CSS_PATH: ClassVar[CSSPathType | None] = "themes.tcss"
    AUTO_FOCUS = "#all-themes"
    reads = FacilitatorScreen.reads | {"incidents", "back"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "incidents", "Its incidents", id="themes.incidents",
                tooltip="List the incidents of the theme, to read them"),
        Binding("t", "keep", "Keep…", id="themes.keep",
                tooltip="Keep what rises as a theme of yours, or as a systemic issue"),
        Binding("m", "merge", "Merge…", id="themes.merge",
                tooltip="It is the same as another theme: count the two as one"),
        Binding("x", "remove", "Hide or delete", id="themes.remove",
                tooltip="Hide what rises for good, or delete a theme; u brings it back"),
        Binding("o", "show_again", "Show again", id="themes.show-again",
                tooltip="Show what is hidden, and part what is merged"),
        Binding("e", "decide", "Systemic issue…", id="themes.decide",
                tooltip="Make the theme an issue to address, with an owner and a day"),
        Binding("a", "add", "Add theme…", id="themes.add", tooltip="Write down what recurs"),
        Binding("escape,h,f10", "back", "Back", id="themes.back",
                tooltip="Back to the screen that you came from"),
    ]  # fmt: skip

    def __init__(self, parks_in: tuple[UUID | None, UUID | None] = (None, None)) -> None:
        """Prepare the screen.

        Args:
            parks_in: The ids of the incident and the meeting that a parked item belongs to.
        """
        super().__init__()
        self._parks_in = parks_in
        self._overview: ThemeOverview | None = None
        self._rows: dict[str, ListedTheme] = {}
        self._causes: Mapping[str, str] = {}
        self._owners: Sequence[str] = ()
        self._card_pause: Timer | None = None
        self._reader: ThemeReader | None = None
        self._reading = BackgroundRead(self, self._read)

    def compose(self) -> ComposeResult:
        """Put the list beside the card of the selected theme."""
        yield Static(id="themes-heading")
        yield Static(id="themes-empty", classes="quiet")
        with Container(id="themes-body"):
            yield VirtualList[str, ListedTheme](self._read_rows, self._draw_row, name="all-themes")
            yield ThemeCard(name="theme-card")
        yield KeyBar()

    async def on_mount(self) -> None:
        """Read the themes; where that fails, go back."""
        self._show_heading()
        if not await self.reread() and self.is_showing:
            self.action_back()

    @property
    def _list(self) -> VirtualList[str, ListedTheme]:
        return self.query_one("#all-themes", VirtualList)

    @property
    def _selected(self) -> ListedTheme | None:
        return self._rows.get(self._list.selected_id or "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse what the selected row is not meant for."""
        selected = self._selected if self.is_showing and self.query("#all-themes") else None
        allowed = True
        if action == "keep":
            allowed = isinstance(selected, FoundTheme)
        elif action == "merge":
            allowed = isinstance(selected, FoundTheme | NamedTheme)
        elif action == "decide":
            allowed = isinstance(selected, NamedTheme)
        elif action == "show_again":
            allowed = isinstance(selected, FoundTerm)
        elif action in ("remove", "incidents"):
            allowed = isinstance(selected, FoundTheme | NamedTheme)
        return allowed and super().check_action(action, parameters)

    def where_parked(self) -> tuple[UUID | None, UUID | None]:
        """Return the ids of the incident and the meeting that a parked item belongs to."""
        return self._parks_in

    async def refresh_from_store(self) -> None:
        """Read who may own something, and in the background the themes."""
        self._owners = await self.store.meetings.people()
        self._reading.request()

    async def _read(self) -> None:
        self._causes = {str(cause.id): cause.name for cause in await self.store.causes.all()}
        settings = self.facilitator.settings
        self._reader = self._reader or ThemeReader(self.store, settings.concepts)
        self._overview = await self._reader.read(self.today, settings.months)
        if self.is_showing:
            await self._show(self._overview)

    async def _show(self, overview: ThemeOverview) -> None:
        """Show the list with a heading over each of its parts."""
        parts = (
            (f"Rising: {len(overview.found):,}", overview.found),
            (f"Named: {len(overview.named):,}", overview.named),
            (f"Hidden or merged: {len(overview.decided):,}", overview.decided),
        )
        rows: list[ListedTheme] = []
        headings = []
        for words, themes in parts:
            if themes:
                title = Content.styled(words, "bold $text-accent")
                headings.append(Heading(len(rows), title, Content("")))
                rows.extend(themes)
        self._rows = {key_of_theme(theme): theme for theme in rows}
        # The card gets the rows that the list does not need, where it stands below the list.
        lines = len(rows) + sum(heading.height for heading in headings)
        self._list.styles.max_height = max(1, lines)
        await self._list.show(list(self._rows), headings=headings)
        if self.is_showing:
            self._show_heading()
            await self._show_card()
            self.refresh_bindings()

    async def _read_rows(self, keys: Sequence[str]) -> Mapping[str, ListedTheme]:
        return {key: self._rows[key] for key in keys if key in self._rows}

    def _draw_row(self, theme: ListedTheme, width: int) -> Content:
        return theme_line(theme, self._causes, width)

    def _show_heading(self) -> None:
        """Show what the screen compares, and that nothing rises where that is so."""
        months = self.facilitator.settings.months
        self.query_one("#themes-heading", Static).update(
            Content.assemble(
                ("Themes  ", "bold $text-accent"),
                f"the last {months} months against the {months} before",
                (f"  {self.saved_mark}", "$text-success"),
            )
        )
        way = "" if self._rows or self._overview is None else "\nPress a to write down what recurs"
        self.query_one("#themes-empty", Static).update(Content(f"{self._what_rises()}{way}"))
        self.set_class(not self._rows, "-nothing")

    def _what_rises(self) -> str:
        """Return a legend, or why nothing rises."""
        overview, months = self._overview, self.facilitator.settings.months
        if overview is None:
            return "Reading the incidents…"
        if not overview.has_enough:
            return (
                f"Too little to compare: {counted(overview.recent, 'incident')} in the last"
                f" {months} months, {overview.before:,} in the {months} before"
            )
        if not overview.found:
            return f"Nothing rises beyond chance in {counted(overview.recent, 'incident')} of late"
        return (
            f"{RISING} rises, {FALLING} falls beyond chance; fewer than 3 in 10 screens show a"
            " false one"
        )

    def watch_saved_mark(self) -> None:
        """Show the saved mark in the heading."""
        if self.is_showing and self.query("#themes-heading"):
            self._show_heading()

    @on(events.Mount)
    def _follow_cursor(self) -> None:
        self.watch(self._list, "highlighted", self._show_card_soon, init=False)

    def _show_card_soon(self) -> None:
        """Show the card once the cursor rests, so that it moves fast while a key is held."""
        self.refresh_bindings()
        if self._card_pause is not None:
            self._card_pause.stop()
        self._card_pause = self.set_timer(CARD_PAUSE, self._show_card)

    async def _show_card(self) -> None:
        theme = self._selected
        card = self.query_one(ThemeCard)
        if theme is None:
            card.show(None)
            return
        try:
            summaries = await self.store.lists.summaries(incidents_of(theme)[:MOST_ON_CARD])
        except StoreError as error:
            self.show_not_read(error)
            return
        if self.is_showing and self._selected is theme:
            months = self.facilitator.settings.months
            card.show(ShownTheme(theme, summaries, self._causes, months, self.today))

    @on(VirtualList.Activated)
    def _open_clicked(self) -> None:
        self.action_incidents()

    @work(group=DIALOG_STEPS)
    async def action_incidents(self) -> None:
        """List the incidents of the selected theme."""
        theme = self._selected
        if isinstance(theme, FoundTheme):
            await show_incidents(self, theme.name, theme.incidents)
        elif isinstance(theme, NamedTheme):
            await show_incidents(self, theme.theme.name, incidents_of(theme))

    @work(group=DIALOG_STEPS)
    async def action_keep(self) -> None:
        """Ask under which name to keep the selected theme that was found."""
        if isinstance(theme := self._selected, FoundTheme):
            await ask_keep(self, theme, self._owners)

    @work(group=DIALOG_STEPS)
    async def action_merge(self) -> None:
        """Ask what the selected theme is the same as."""
        theme, overview = self._selected, self._overview
        if overview is not None and isinstance(theme, FoundTheme):
            await ask_merge(self, theme, overview)
        elif overview is not None and isinstance(theme, NamedTheme):
            await ask_merge_named(self, theme.theme, overview)

    @work(group=DIALOG_STEPS)
    async def action_decide(self) -> None:
        """Ask for the systemic issue behind the selected theme."""
        if isinstance(named := self._selected, NamedTheme):
            await ask_decision(self, named.theme, self._owners)

    @work(group=DIALOG_STEPS)
    async def action_add(self) -> None:
        """Ask for a new theme."""
        await ask_new_theme(self, (), self._owners)

    async def action_remove(self) -> None:
        """Hide the selected theme that was found for good, or delete one that was named."""
        theme = self._selected
        if isinstance(theme, FoundTheme):
            await self.save(self.store.found_terms.hide(theme.feature.term))
        elif isinstance(theme, NamedTheme):
            await self.save(self.store.themes.delete(theme.theme.id))
        await self.reread()

    async def action_show_again(self) -> None:
        """Show the selected hidden term again, or count a merged one by itself."""
        decided = self._selected
        if isinstance(decided, FoundTerm):
            terms = self.store.found_terms
            again = terms.show if decided.hidden else terms.separate
            await self.save(again(decided.term))
            await self.reread()

    def action_back(self) -> None:
        """Go back to the screen that one came from."""
        self.go_back()
