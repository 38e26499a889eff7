"""Pattern analysis: what recurs, and the systemic issues that the team decides to address."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content

from db.records import Meeting, Theme
from db.vocabulary import Stage
from facilitator.domain import patterns
from facilitator.domain.figure_types import window_ending
from facilitator.domain.figures import compute_headline, compute_trend, records_needed_since
from facilitator.domain.parked_ideas import ParkedIdea, parked_ideas
from facilitator.domain.themes.found import FoundTheme
from facilitator.domain.themes.theme_overview import ThemeOverview
from facilitator.domain.verdicts import count_verdicts, find_repeats
from facilitator.screens.background_read import BackgroundRead
from facilitator.screens.dialogs.incidents import show_incidents
from facilitator.screens.dialogs.theme import (
    ask_decision,
    ask_keep,
    ask_merge,
    ask_new_theme,
    ask_what_to_do,
)
from facilitator.screens.figure_views import completion_view, repeat_view
from facilitator.screens.meeting.meeting_screen import MeetingScreen
from facilitator.screens.meeting.recurring_lines import Recurrences, RecurringLines
from facilitator.screens.meeting.theme_rows import found_row, idea_row, theme_row
from facilitator.screens.paged_reads import all_measured, all_occurrences, all_outlines
from facilitator.screens.theme_reads import ThemeReader
from facilitator.text import counted
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.figure_panel import FigurePanel, FigureView
from facilitator.widgets.fitted_list import FittedList
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.row_list import RowList
from facilitator.widgets.title_line import TitleLine

MOST_IDEAS = 200
"""How many parked ideas are listed; when some of them are settled, others appear."""
MOST_FOUND = (5, 2)
"""How many rising themes are in view at once, and how many where there is little room."""
PLOTTED_MONTHS = 24
"""How many months the plots show where there is room for them."""


class PatternsScreen(MeetingScreen):
    """The third segment of a meeting."""

    CSS_PATH = "patterns.tcss"
    stage = Stage.PATTERNS
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - as Screen declares it
        (0, "-short"),
        (32, "-tall"),
        (50, "-towering"),
    ]
    reads = MeetingScreen.reads | {"causes", "themes", "trends"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add theme…", id="patterns.add", tooltip="Write down what recurs"),
        Binding("e", "decide", "Systemic issue…", id="patterns.decide",
                tooltip="Make the theme an issue to address, with an owner"),
        Binding("l", "link", "Shown by this incident", id="patterns.link",
                tooltip="Say whether this meeting's incident shows the theme"),
        Binding("x", "remove", "Delete", id="patterns.delete",
                tooltip="Delete the theme, or mark the parked item as resolved"),
        Binding("r", "found", "Rising…", id="patterns.found",
                tooltip="Keep what rises as a theme, hide it, merge it, or see its incidents"),
        Binding("t", "themes", "Themes", id="patterns.themes",
                tooltip="All themes, found and named, with their incidents"),
        Binding("T", "trends", "Trends", id="patterns.trends",
                tooltip="All figures, with what is behind each, such as why a cause came back"),
        Binding("c", "causes", "Causes", id="patterns.causes",
                tooltip="Name the causes of incidents, and rename or merge causes"),
    ]  # fmt: skip

    def __init__(self, meeting: Meeting) -> None:
        """Prepare the screen.

        Args:
            meeting: The meeting as last read; it is read again before anything is shown.
        """
        super().__init__(meeting)
        self._themes: Sequence[Theme] = ()
        self._ideas: Sequence[ParkedIdea] = ()
        self._suggested_owners: Sequence[str] = ()
        self._overview = ThemeOverview()
        self._reader: ThemeReader | None = None
        self._recurrence = BackgroundRead(self, self._read_recurrence)

    def compose_body(self) -> ComposeResult:
        """Put the figures over what recurs at the left, and themes and ideas at the right."""
        with Container(id="figures"):
            yield FigurePanel(name="repeat-rate")
            yield FigurePanel(name="completion")
        with Horizontal(id="patterns-columns"):
            yield RecurringLines(name="recurring")
            with Vertical(id="themes-column"):
                yield TitleLine("Rising", name="found-title")
                yield FittedList(name="found")
                yield TitleLine("Systemic issues", name="themes-title")
                yield FittedList(name="themes")
                yield TitleLine("Parked ideas", name="parked-title")
                yield FittedList(name="parked")

    async def read_more(self) -> None:
        """Read the themes, the parked items and the people to suggest as owners.

        The figures and what recurs are read in the background, since that can take a while.
        """
        themes = await self.store.themes.all()
        # The theme that recurs most stands first. Among equals the order by name is kept.
        self._themes = sorted(themes, key=lambda theme: -len(theme.incidents))
        parked = await self.store.parked.open()
        self._ideas = await to_thread(parked_ideas, parked, self.facilitator.settings.timezone)
        self._suggested_owners = await self.store.meetings.people()
        self._recurrence.request()

    async def _read_recurrence(self) -> None:
        """Read all incidents, and show the figures and what recurs."""
        settings, today = self.facilitator.settings, self.today
        months, zone = settings.months, settings.timezone
        points = max(PLOTTED_MONTHS, months + 1)
        outlines = await all_outlines(self.store, records_needed_since(today, months, points))
        occurrences = await all_occurrences(self.store)
        measured = await all_measured(self.store, records_needed_since(today, months))
        causes_key = key_of(self, "patterns.causes") or "c"

        def compute() -> tuple[FigureView, FigureView, Recurrences]:
            trend = compute_trend(outlines, today, months, points, zone)
            headline = compute_headline(outlines, today, months, zone)
            recurrences = Recurrences(
                causes=patterns.recurring_causes(occurrences, today),
                services=patterns.recurring_services(occurrences, today),
                factors=patterns.recurring_factor_kinds(occurrences, today),
            )
            verdicts = count_verdicts(find_repeats(measured, window_ending(today, months)))
            repeats = repeat_view(trend, settings, causes_key, verdicts)
            return repeats, completion_view(trend, headline, settings), recurrences

        # It runs on another thread, so that the keys go on working meanwhile.
        repeats, completion, recurrences = await to_thread(compute)
        if self.is_showing:
            self.query_one("#repeat-rate", FigurePanel).show(repeats)
            self.query_one("#completion", FigurePanel).show(completion)
            self.query_one(RecurringLines).show(recurrences)
        self._reader = self._reader or ThemeReader(self.store, settings.concepts)
        self._overview = await self._reader.read(today, months)
        if self.is_showing:
            self._show_found()

    def _show_found(self) -> None:
        """Show what rises, where anything does; else its place belongs to the themes."""
        found = self._overview.found
        self.set_class(bool(found), "-rising")
        self.query_one("#found-title", TitleLine).show(
            f"{key_of(self, 'patterns.found')} keep or hide"
        )
        rows = self.query_one("#found", FittedList)
        rows.styles.height = min(len(found), MOST_FOUND[self.has_class("-short")])
        rows.show_fitted(
            [(theme.feature.term, partial(found_row, theme)) for theme in found], empty=""
        )
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse what needs a theme that was found where there is none."""
        allowed = action != "found" or bool(self._overview.found)
        return allowed and super().check_action(action, parameters)

    def focus_first(self) -> None:
        """Focus the themes, which stand below what rises."""
        self.query_one("#themes").focus()

    def heading(self) -> Content:
        """Return the question of the segment."""
        return Content("Pattern analysis\nWhat keeps coming back?")

    def show(self) -> None:
        """Show the themes and the parked ideas."""
        number = self.meeting.number
        decided = sum(bool(theme.systemic) for theme in self._themes)
        self.query_one("#themes-title", TitleLine).show(
            f"{counted(len(self._themes), 'theme')} · {decided:,} decided"
        )
        self.query_one("#themes", FittedList).show_fitted(
            [(str(theme.id), partial(theme_row, theme, number)) for theme in self._themes],
            empty="Press a to write down the first theme",
        )
        again = sum(idea.times > 1 for idea in self._ideas)
        repeatedly = f", {again:,} repeatedly" if again else ""
        self.query_one("#parked-title", TitleLine).show(f"{len(self._ideas):,} open{repeatedly}")
        self.query_one("#parked", FittedList).show_fitted(
            [(str(idea.items[0].id), partial(idea_row, idea)) for idea in self._ideas[:MOST_IDEAS]],
            empty="Nothing is parked",
        )

    @property
    def _selected_theme(self) -> Theme | None:
        selected_id = self.query_one("#themes", RowList).selected_id
        return next((theme for theme in self._themes if str(theme.id) == selected_id), None)

    @property
    def _selected_idea(self) -> ParkedIdea | None:
        selected_id = self.query_one("#parked", RowList).selected_id
        return next((idea for idea in self._ideas if str(idea.items[0].id) == selected_id), None)

    @property
    def _selected_found(self) -> FoundTheme | None:
        selected_id = self.query_one("#found", RowList).selected_id
        found = self._overview.found
        return next((theme for theme in found if theme.feature.term == selected_id), None)

    @work(group=DIALOG_STEPS)
    async def action_add(self) -> None:
        """Ask for a new theme that this meeting's incident shows, and select it."""
        theme = await ask_new_theme(self, [self.meeting.number], self._suggested_owners)
        if theme is not None:
            self.query_one("#themes", RowList).select(str(theme.id))

    @work(group=DIALOG_STEPS)
    async def action_decide(self) -> None:
        """Ask for the systemic issue behind the selected theme, for its owner and the day."""
        if (theme := self._selected_theme) is not None:
            await ask_decision(self, theme, self._suggested_owners)

    @on(RowList.OptionSelected, "#found")
    def _ask_about_found(self) -> None:
        self.action_found()

    @work(group=DIALOG_STEPS)
    async def action_found(self) -> None:
        """Ask what to do with the selected theme that was found."""
        found = self._selected_found
        if found is None:
            return
        answer = await ask_what_to_do(self, found)
        if answer == "k":
            theme = await ask_keep(self, found, self._suggested_owners)
            if theme is not None:
                self.query_one("#themes", RowList).select(str(theme.id))
        elif answer == "m":
            await ask_merge(self, found, self._overview)
        elif answer == "h":
            await self.save(self.store.found_terms.hide(found.feature.term))
            await self.reread()
        elif answer == "i":
            await show_incidents(self, found.name, found.incidents)

    def action_themes(self) -> None:
        """Show all themes with their incidents."""
        self.facilitator.show_themes(self.where_parked())

    def action_trends(self) -> None:
        """Show the figures with what is behind each."""
        self.facilitator.show_trends(self.where_parked())

    def action_causes(self) -> None:
        """Show the catalogue of causes; the figures follow when it is closed."""
        self.facilitator.show_causes(self.where_parked())

    async def action_link(self) -> None:
        """Link the selected theme to this meeting's incident, or remove the link."""
        theme = self._selected_theme
        if theme is None:
            return
        themes, number = self.store.themes, self.meeting.number
        link_or_unlink = themes.unlink if number in theme.incidents else themes.link
        if await self.save(link_or_unlink(theme.id, number)) is not None:
            await self.reread()

    async def action_remove(self) -> None:
        """Settle the selected parked idea if its list has the focus, else delete the theme."""
        if self.query_one("#parked", RowList).has_focus:
            if self._selected_idea is not None:
                ids = (item.id for item in self._selected_idea.items)
                await self.save(self.store.parked.resolve(*ids))
        elif self._selected_theme is not None:
            await self.save(self.store.themes.delete(self._selected_theme.id))
        await self.reread()
