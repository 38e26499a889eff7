"""Pattern analysis: what recurs, and the systemic issues that the team decides to address."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from db.records import Meeting, Occurrence, Parked, Theme
from db.vocabulary import Stage
from facilitator.domain import patterns
from facilitator.domain.figure_types import Rates, Share, window_ending
from facilitator.domain.figures import compute_rates, records_needed_since
from facilitator.domain.patterns import Direction, ParkedIdea, Recurring, sparkline
from facilitator.screens.background_read import BackgroundRead
from facilitator.screens.meeting.meeting_screen import MeetingScreen
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.screens.paged_reads import all_occurrences, all_outlines
from facilitator.text import counted
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.form import Field, Form
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.row_list import RowList
from facilitator.widgets.text import line

MOST_RECURRING = 6
"""How many causes, services and kinds of factors are listed; the others are only counted."""
MOST_IDEAS = 200
"""How many parked ideas are listed; when some of them are settled, others appear."""
ARROWS = {
    Direction.RISING: ("↗", "bold $text-error"),
    Direction.FALLING: ("↘", "$text-success"),
    Direction.STEADY: ("→", "$text-muted"),
}


class PatternsScreen(MeetingScreen):
    """The third segment of a meeting."""

    CSS_PATH = "patterns.tcss"
    stage = Stage.PATTERNS
    reads = MeetingScreen.reads | {"causes"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add theme…", id="patterns.add", tooltip="Write down what recurs"),
        Binding("e", "decide", "Systemic issue…", id="patterns.decide",
                tooltip="Make the theme an issue to address, with an owner"),
        Binding("l", "link", "Shown by this incident", id="patterns.link",
                tooltip="Say whether this meeting's incident shows the theme"),
        Binding("x", "remove", "Delete", id="patterns.delete",
                tooltip="Delete the theme, or mark the parked item as resolved"),
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
        self._parked: Sequence[Parked] = ()
        self._ideas: Sequence[ParkedIdea] = ()
        self._suggested_owners: Sequence[str] = ()
        self._recurrence = BackgroundRead(self, self._read_recurrence)

    def compose_body(self) -> ComposeResult:
        """Put the figures over what recurs at the left, and themes and ideas at the right."""
        yield Static(id="figures")
        with Horizontal(id="patterns-columns"):
            with VerticalScroll(id="recurring-column", can_focus=False):
                yield Static(id="recurring")
            with Vertical(id="themes-column"):
                yield Static("Themes and systemic issues", classes="title")
                yield RowList(name="themes")
                yield Static(id="parked-title", classes="title")
                yield RowList(name="parked")

    async def read_more(self) -> None:
        """Read the themes, the parked items and the people to suggest as owners.

        The figures and what recurs are read in the background, since that can take a while.
        """
        themes = await self.store.themes.all()
        # The theme that recurs most stands first. Among equals the order by name is kept.
        self._themes = sorted(themes, key=lambda theme: -len(theme.incidents))
        self._parked = await self.store.parked.open()
        self._suggested_owners = await self.store.meetings.people()
        self._recurrence.request()

    async def _read_recurrence(self) -> None:
        """Read all incidents, and show the figures and what recurs."""
        settings, today = self.facilitator.settings, self.today
        day_before = window_ending(today, settings.months).first - timedelta(days=1)
        outlines = await all_outlines(self.store, records_needed_since(day_before, settings.months))
        occurrences = await all_occurrences(self.store)
        causes_key = key_of(self, "patterns.causes") or "c"

        def compute() -> tuple[Content, Content]:
            now, before = (
                compute_rates(outlines, day, settings.months, settings.timezone)
                for day in (today, day_before)
            )
            targets = settings.target_repeat_rate, settings.target_completion
            figures = _figures(now, before, *targets, causes_key)
            return figures, _recurring(occurrences, today)

        # It runs on another thread, so that the keys go on working meanwhile.
        figures, recurring = await to_thread(compute)
        if self.is_showing:
            self.query_one("#figures", Static).update(figures)
            self.query_one("#recurring", Static).update(recurring)

    def heading(self) -> Content:
        """Return the question of the segment."""
        return Content("Pattern analysis\nWhat keeps coming back?")

    def show(self) -> None:
        """Show the themes and the parked ideas."""
        self.query_one("#themes", RowList).show(
            ((str(theme.id), self._theme_row(theme)) for theme in self._themes),
            empty="Press a to write down the first theme",
        )
        self._ideas = patterns.parked_ideas(self._parked, self.facilitator.settings.timezone)
        repeated = sum(idea.times > 1 for idea in self._ideas)
        title = f"Parked: {len(self._ideas):,} open"
        if repeated:
            title += f", {repeated:,} repeatedly"
        self.query_one("#parked-title", Static).update(title)
        self.query_one("#parked", RowList).show(
            ((str(idea.items[0].id), _idea_row(idea)) for idea in self._ideas[:MOST_IDEAS]),
            empty="Nothing is parked",
        )

    def _theme_row(self, theme: Theme) -> Content:
        is_shown_by_incident = self.meeting.number in theme.incidents
        count = counted(len(theme.incidents), "incident")
        issue = Content.assemble(
            ("\n     → ", "$text-accent"),
            line(theme.systemic),
            line(f" · {theme.owner}" if theme.owner else " · no owner", "$text-muted"),
        )
        return Content.assemble(
            ("● " if is_shown_by_incident else "○ ", "$text-accent"),
            line(theme.name),
            (f"  {count}", "$text-muted"),
            issue if theme.systemic else "",
        )

    @property
    def _selected_theme(self) -> Theme | None:
        selected_id = self.query_one("#themes", RowList).selected_id
        return next((theme for theme in self._themes if str(theme.id) == selected_id), None)

    @property
    def _selected_idea(self) -> ParkedIdea | None:
        selected_id = self.query_one("#parked", RowList).selected_id
        return next((idea for idea in self._ideas if str(idea.items[0].id) == selected_id), None)

    @work(group=DIALOG_STEPS)
    async def action_add(self) -> None:
        """Ask for a new theme that this meeting's incident shows, and select it."""

        async def save(values: Mapping[str, str]) -> Theme:
            theme = await self.saving(self.store.themes.add(values["name"], [self.meeting.number]))
            if values["systemic"].strip():
                await self.saving(
                    self.store.themes.decide(theme, values["systemic"], values["owner"])
                )
            await self.reread()
            return theme

        fields = [
            Field("name", "Theme", hint="what recurs, in a few words"),
            Field("systemic", "Issue", hint="the systemic issue to address, if decided"),
            Field("owner", "Owner", hint="who takes it on", suggestions=self._suggested_owners),
        ]
        theme = await self.ask(Form("New theme", fields, save))
        if theme is not None:
            self.query_one("#themes", RowList).select(str(theme.id))

    @work(group=DIALOG_STEPS)
    async def action_decide(self) -> None:
        """Ask for the systemic issue behind the selected theme, and for its owner."""
        theme = self._selected_theme
        if theme is None:
            return
        edit = OptimisticEdit(self, theme)

        async def save(values: Mapping[str, str]) -> bool:
            systemic, owner = values["systemic"], values["owner"]
            await edit.save(lambda current: self.store.themes.decide(current, systemic, owner))
            await self.reread()
            return True

        fields = [
            Field("systemic", "Issue", theme.systemic, "what to address"),
            Field(
                "owner", "Owner", theme.owner, "who takes it on", suggestions=self._suggested_owners
            ),
        ]
        await self.ask(Form(f"Systemic issue: {theme.name}", fields, save, about=theme.id))

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


def _recurring(occurrences: Sequence[Occurrence], today: date) -> Content:
    """Return the causes, services and kinds of factors that recur, under a title each."""
    count_functions = (
        ("Causes", patterns.recurring_causes),
        ("Services", patterns.recurring_services),
        ("Contributing factors", patterns.recurring_factor_kinds),
    )
    counted_over = "Counts: all time · bars: 12 months"
    lines = [Content.styled(counted_over, "$text-muted")]
    for title, count in count_functions:
        entries = count(occurrences, today)
        lines.append(Content.styled(title, "bold $text-accent"))
        highest = max((max(entry.course) for entry in entries), default=0)
        lines += [_recurring_row(entry, highest) for entry in entries[:MOST_RECURRING]]
        if len(entries) > MOST_RECURRING:
            more = len(entries) - MOST_RECURRING
            lines.append(Content.styled(f"and {more} more", "$text-muted"))
        if not entries:
            lines.append(Content.styled("Nothing has come up twice yet", "$text-muted"))
        lines.append(Content(""))
    return Content("\n").join(lines)


def _recurring_row(entry: Recurring, highest: int) -> Content:
    """Return how often something occurred, its course, its trend and its newest incidents.

    Args:
        entry: What recurs.
        highest: The count that the highest bar of the sparkline stands for.
    """
    arrow, style = ARROWS[entry.direction]
    numbers = " ".join(f"#{number}" for number in entry.incidents[:4])
    more = " …" if len(entry.incidents) > 4 else ""
    return Content.assemble(
        "  ",
        (sparkline(entry.course, highest), "$text-accent"),
        (f"{entry.count:>4}× ", "bold"),
        (f"{arrow} ", style),
        line(entry.name).pad_right(max(0, 32 - len(entry.name))),
        (f" {numbers}{more}", "$text-muted"),
    )


def _figures(
    now: Rates, before: Rates, repeat_target: float, done_target: float, causes_key: str
) -> Content:
    """Return the two rates of the window, compared with the window before and with the targets.

    Args:
        now: The rates of the present window.
        before: The rates of the window before.
        repeat_target: The repeat incident rate that the team wants to reach.
        done_target: The share of action items done that the team wants to reach.
        causes_key: The key that leads to the incidents that are not classified.
    """
    repeat_course = [month.repeat.rate for month in now.by_month]
    done_course = [month.completion.rate for month in now.by_month]
    unclassified = f"{now.repeat.unclassified} not classified"
    if now.repeat.unclassified:
        unclassified += f" (press {causes_key})"
    items = f"{counted(now.completion.not_due, 'item')} not yet due"
    beside = (
        f"{unclassified} · {now.repeat.preventable} preventable"
        f" · {items}, {now.completion.dropped} dropped"
    )
    return Content.assemble(
        _figure("Repeat incident rate", now.repeat, before.repeat, repeat_target, repeat_course),
        "\n",
        _figure("Action items done", now.completion, before.completion, done_target, done_course),
        "\n",
        (beside, "$text-muted"),
    )


def _figure(
    name: str, now: Share, before: Share, target: float, course: Sequence[float | None]
) -> Content:
    """Return one rate with its course, the rate before, and the target.

    Args:
        name: What the rate is called.
        now: The rate of the present window.
        before: The rate of the window before.
        target: The rate that the team wants to reach, from 0 to 1.
        course: The rate in each month of the present window, from 0 to 1, the oldest first; None
            for a month that has nothing to count.
    """
    comparison = "" if before.rate is None else f"   was {before.rate:.0%} before"
    return Content.assemble(
        f"{name:<22}",
        ("–" if now.rate is None else f"{now.rate:.0%}", "bold"),
        f" ({now.n}/{now.of})   ",
        (
            sparkline([None if rate is None else round(rate * 100) for rate in course], 100),
            "$text-accent",
        ),
        (f"{comparison}   target {target:.0%}", "$text-muted"),
    )


def _idea_row(idea: ParkedIdea) -> Content:
    again = (f"  {idea.times} meetings", "bold $text-warning") if idea.times > 1 else ("", "")
    return Content.assemble(line(idea.text), again)
