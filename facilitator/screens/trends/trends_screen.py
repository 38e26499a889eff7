"""The trends screen: the figures of a quarter or of some months, each with what is behind it."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar
from uuid import UUID

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.types import CSSPathType
from textual.widgets import Static

from db.records import IncidentFilter
from facilitator.domain.courses import Course, compute_courses
from facilitator.domain.figure_definitions import DEFINITIONS
from facilitator.domain.figure_members import (
    CountedRecords,
    Member,
    count_records,
    members_of,
)
from facilitator.domain.group_words import group_in_words
from facilitator.domain.periods import (
    Period,
    course_of,
    months_ending,
    needed_since,
    quarter_of,
    shifted,
)
from facilitator.domain.systemic_issues import SystemicIssue, systemic_issues
from facilitator.domain.targets import Target
from facilitator.screens.background_read import BackgroundRead
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.figure_views import course_view
from facilitator.screens.paged_reads import all_measured
from facilitator.screens.trends.figure_detail import DetailView, FigureDetail
from facilitator.screens.trends.figure_rows import figure_facts, figure_row, figure_value
from facilitator.screens.trends.incidents_screen import FigureIncidentsScreen
from facilitator.screens.trends.issue_lines import IssueLines
from facilitator.text import counted
from facilitator.widgets.bindings import LIST_BINDINGS
from facilitator.widgets.figure_panel import FigureView
from facilitator.widgets.fitted_list import FittedList
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.row_list import RowList
from facilitator.widgets.text import line
from facilitator.widgets.text_dialog import TextDialog

PLOTTED_MONTHS = 12
"""How many months the plots show."""
NO_INCIDENTS = "No incident is written down yet. Create or import one, and its figures stand here."
NONE_IN_WINDOW = "Nothing to count in these days"


@dataclass(frozen=True, slots=True)
class Trends:
    """What the screen shows of a period.

    Attributes:
        records: The figures of the period, with what they were computed from.
        courses: The course of each share, by its key.
        members: The incidents and action items behind each figure, by its key.
        issues: The systemic issues on the last day of the period.
        is_empty: Whether there is no incident at all.
    """

    records: CountedRecords
    courses: Mapping[str, Course]
    members: Mapping[str, Sequence[Member]]
    issues: Sequence[SystemicIssue]
    is_empty: bool


class FigureList(FittedList, inherit_bindings=False):
    """The figures; what stands beside them belongs to the one with the cursor."""

    is_always_marked = True
    # Without enter, which the screen has: the bar of the keys then says what it does.
    BINDINGS: ClassVar[list[BindingType]] = [*LIST_BINDINGS]


class TrendsScreen(FacilitatorScreen):
    """The figures at the left, the one in hand at the right, and the systemic issues below it."""

    CSS_PATH: ClassVar[CSSPathType | None] = "trends.tcss"
    AUTO_FOCUS = "#figures"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - as Screen declares it
    reads = FacilitatorScreen.reads | {"incidents", "definition", "move", "switch", "back"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "incidents", "Incidents", id="trends.incidents",
                tooltip="List the incidents or action items that the figure counts"),
        Binding("d", "definition", "Definition", id="trends.definition",
                tooltip="Say what the figure means, and what it is counted from"),
        Binding("left", "move(-1)", "Before", id="trends.before",
                tooltip="The months or the quarter before"),
        Binding("right", "move(1)", "After", id="trends.after",
                tooltip="The months or the quarter after"),
        Binding("w", "switch", "Months or quarter", id="trends.window",
                tooltip="Change between the last months and a calendar quarter"),
        Binding("escape,h,f10", "back", "Back", id="trends.back",
                tooltip="Back to the screen that you came from"),
    ]  # fmt: skip

    def __init__(self, parks_in: tuple[UUID | None, UUID | None] = (None, None)) -> None:
        """Prepare the screen.

        Args:
            parks_in: The ids of the incident and the meeting that a parked item belongs to.
        """
        super().__init__()
        self._parks_in = parks_in
        self._period: Period | None = None
        self._trends: Trends | None = None
        self._reading = BackgroundRead(self, self._read)

    def compose(self) -> ComposeResult:
        """Put the figures beside the one in hand and the systemic issues."""
        yield Static(id="trends-heading")
        with Horizontal(id="trends-columns"):
            with Vertical(id="trends-list"):
                yield FigureList(name="figures")
                yield Static(id="meaning")
            with Vertical(id="trends-detail"):
                yield FigureDetail(name="figure")
                yield IssueLines(name="issues")
        yield KeyBar()

    async def on_mount(self) -> None:
        """Show the last months, and read their figures."""
        await self.reread()

    @property
    def period(self) -> Period:
        """The period in hand: at first the months of the settings, up to today."""
        if self._period is None:
            return months_ending(self.today, self.facilitator.settings.months)
        return self._period

    def where_parked(self) -> tuple[UUID | None, UUID | None]:
        """Return the ids of the incident and the meeting that a parked item belongs to."""
        return self._parks_in

    async def refresh_from_store(self) -> None:
        """Read the figures again in the background, since that can take a while."""
        self._show_heading()
        self._reading.request()

    async def _read(self) -> None:
        """Read what the figures count, reckon on another thread, and show the result."""
        period, zone = self.period, self.facilitator.settings.timezone
        since = needed_since(period, PLOTTED_MONTHS)
        incidents = await all_measured(self.store, since)
        first_meetings = await self.store.overview.first_meetings(since)
        themes = await self.store.themes.all()
        numbers = await self.store.lists.numbers(IncidentFilter())

        def compute() -> Trends:
            records = count_records(incidents, period, zone, first_meetings)
            windows = course_of(period, PLOTTED_MONTHS)
            return Trends(
                records,
                compute_courses(incidents, windows, zone, first_meetings),
                {key: members_of(key, records) for key in DEFINITIONS},
                systemic_issues(themes, period.last, zone),
                is_empty=not numbers,
            )

        trends = await to_thread(compute)
        if self.is_showing and period == self.period:
            self._trends = trends
            self._show()

    def _show(self) -> None:
        """Show the figures that were read last."""
        trends = self._trends
        if trends is None:
            return
        figures = trends.records.figures
        self.query_one("#figures", FigureList).show_fitted(
            [(key, partial(figure_row, key, figures)) for key in DEFINITIONS],
            empty="",
        )
        self.query_one("#issues", IssueLines).show(trends.issues)
        self._show_heading()
        self._show_detail()

    def _show_heading(self) -> None:
        """Show the period and, once they are read, how many incidents began in it."""
        period, trends = self.period, self._trends
        words = period.days_in_words
        state = "  reading…"
        if trends is not None and trends.records.period == period:
            count = trends.records.figures.incidents
            state = f"  {counted(count, 'incident')}"
        self.query_one("#trends-heading", Static).update(
            Content.assemble(
                ("Trends  ", "bold $text-accent"),
                (f"{period.name}  ", "bold"),
                words,
                (state, "$text-muted"),
            )
        )

    @on(RowList.OptionHighlighted)
    def _show_detail(self) -> None:
        """Show the figure with the cursor."""
        trends, key = self._trends, self._selected_key
        if trends is None or key is None:
            return
        self.query_one("#figure", FigureDetail).show(self._detail(key, trends))
        meaning = line(DEFINITIONS[key].sentence, "$text-muted")
        self.query_one("#meaning", Static).update(meaning)
        self.refresh_bindings()

    def _detail(self, key: str, trends: Trends) -> DetailView:
        """Return what is shown of a figure; without any incident only that there is none."""
        name = DEFINITIONS[key].name
        if trends.is_empty:
            return DetailView(name, (), None, (), (), NO_INCIDENTS)
        figures, course = trends.records.figures, trends.courses.get(key)
        facts = figure_facts(key, figures)
        by = key.removeprefix("by_")
        return DetailView(
            name=name,
            facts=facts,
            plot=None if course is None else self._plot(key, course, facts),
            groups=[
                (group_in_words(by, group.name), group) for group in figures.groups.get(by, ())
            ],
            members=trends.members[key],
            empty=NONE_IN_WINDOW,
        )

    def _plot(self, key: str, course: Course, facts: Sequence[str]) -> FigureView:
        settings = self.facilitator.settings
        targets = {
            "repeat_incident_rate": Target(settings.target_repeat_rate, is_ceiling=True),
            "completion": Target(settings.target_completion, is_ceiling=False),
        }
        months = self.period.months or settings.months
        return course_view(DEFINITIONS[key].name, course, targets.get(key), months, facts)

    @property
    def _selected_key(self) -> str | None:
        return self.query_one("#figures", FigureList).selected_id

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse what lies after today, and to list what is not there."""
        if action == "move" and parameters == (1,):
            return self.period.last < self.today and self._allows(action, parameters)
        if action == "incidents":
            key = self._selected_key
            has_members = self._trends is not None and key and self._trends.members[key]
            return bool(has_members) and self._allows(action, parameters)
        return self._allows(action, parameters)

    def _allows(self, action: str, parameters: tuple[object, ...]) -> bool:
        return bool(super().check_action(action, parameters))

    async def action_move(self, by: int) -> None:
        """Go to the period that lies so many of its kind later."""
        await self._go_to(shifted(self.period, by, self.today))

    async def action_switch(self) -> None:
        """Change between a quarter and the months that end with its last day."""
        period = self.period
        if period.quarter:
            await self._go_to(months_ending(period.last, self.facilitator.settings.months))
        else:
            await self._go_to(quarter_of(period.last, self.today))

    async def _go_to(self, period: Period) -> None:
        self._period = period
        await self.reread()

    @on(RowList.OptionSelected)
    def _open_clicked(self) -> None:
        """List what the chosen figure counts."""
        self.action_incidents()

    def action_incidents(self) -> None:
        """List the incidents or action items that the figure in hand counts."""
        trends, key = self._trends, self._selected_key
        if trends is None or key is None or not trends.members[key]:
            return
        value = " ".join(filter(None, figure_value(key, trends.records.figures)))
        name = DEFINITIONS[key].name
        self.app.push_screen(FigureIncidentsScreen(name, value, trends.members[key]))

    @work(group=DIALOG_STEPS)
    async def action_definition(self) -> None:
        """Say what the figure in hand means, and what it is counted from."""
        if self._selected_key is None:
            return
        definition = DEFINITIONS[self._selected_key]
        rows = [
            ("", line(definition.sentence)),
            ("", Content("")),
            ("Counted from: ", line(definition.source)),
        ]
        await self.ask(TextDialog(definition.name, rows))

    def action_back(self) -> None:
        """Go back to the screen that one came from."""
        self.go_back()
