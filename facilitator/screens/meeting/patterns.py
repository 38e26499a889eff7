"""Pattern analysis: what keeps coming back, and the systemic issues the team writes down."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from db.records import Meeting, Occurrence, Parked, Theme
from db.words import Stage
from facilitator.domain import patterns
from facilitator.domain.figures import Rates, Share, rates, since, window_of
from facilitator.domain.patterns import Direction, ParkedIdea, Recurring, sparkline
from facilitator.screens.afterwards import Afterwards
from facilitator.screens.meeting.screen import MeetingScreen
from facilitator.screens.seen import Seen
from facilitator.screens.told import all_occurrences, all_outlines
from facilitator.text import counted
from facilitator.widgets.choices import Choices
from facilitator.widgets.form import Field, Form
from facilitator.widgets.text import line

SHOWN = 6
"""How many of each kind a screen lists; the count of the rest is said."""
IDEAS = 200
"""How many parked ideas are listed; when some are settled, the next come up."""
ARROWS = {
    Direction.RISING: ("↗", "bold $text-error"),
    Direction.FALLING: ("↘", "$text-success"),
    Direction.STEADY: ("→", "$text-muted"),
}


class PatternsScreen(MeetingScreen):
    """The third segment."""

    CSS_PATH = "patterns.tcss"
    stage = Stage.PATTERNS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add theme…", id="patterns.add", tooltip="Write down what recurs"),
        Binding("e", "decide", "Systemic issue…", id="patterns.decide",
                tooltip="Make the theme an issue to address, with an owner"),
        Binding("l", "link", "Shown by this one", id="patterns.link",
                tooltip="Whether this meeting's incident shows the theme"),
        Binding("x", "remove", "Delete", id="patterns.delete",
                tooltip="Delete the theme, or settle the parked item"),
    ]  # fmt: skip

    def __init__(self, meeting: Meeting) -> None:
        """meeting: as last read."""
        super().__init__(meeting)
        self._recurrence = Afterwards(self, self._read_recurrence)

    def compose_body(self) -> ComposeResult:
        """Figures above; counts at the left, what the team writes at the right."""
        yield Static(id="figures")
        with Horizontal(id="patterns-columns"):
            with VerticalScroll(id="recurring-column", can_focus=False):
                yield Static(id="recurring")
            with Vertical(id="themes-column"):
                yield Static("Themes and systemic issues", classes="title")
                yield Choices(name="themes")
                yield Static(id="parked-title", classes="title")
                yield Choices(name="parked")

    async def read_more(self) -> None:
        """The themes, what is parked, and who may take an issue; the figures follow."""
        themes = await self.store.themes.all()
        # What recurs most stands first; of equals, the first by name.
        self._themes: Sequence[Theme] = sorted(themes, key=lambda each: -len(each.incidents))
        self._parked: Sequence[Parked] = await self.store.parked.open()
        self._people = await self.store.meetings.people()
        self._recurrence.ask()

    async def _read_recurrence(self) -> None:
        """The figures and what recurs, of however many incidents."""
        settings, today = self.facilitator.settings, self.today
        day_before = window_of(today, settings.months).first - timedelta(days=1)
        outlines = await all_outlines(self.store, since(day_before, settings.months))
        occurrences = await all_occurrences(self.store)

        def work_out() -> tuple[Content, Content]:
            now, before = (
                rates(outlines, day, settings.months, settings.timezone)
                for day in (today, day_before)
            )
            targets = settings.target_repeat_rate, settings.target_completion
            return _figures(now, before, *targets), _recurring(occurrences, today)

        # In which the keys go on working.
        said, recurring = await to_thread(work_out)
        if self.is_there:
            self.query_one("#figures", Static).update(said)
            self.query_one("#recurring", Static).update(recurring)

    def heading(self) -> Content:
        """The question of the segment."""
        return Content("Pattern analysis\nWhat keeps coming back?")

    def show(self) -> None:
        """The lists."""
        self.query_one("#themes", Choices).show(
            ((str(each.id), self._theme(each)) for each in self._themes),
            empty="a writes down the first theme",
        )
        self._ideas = patterns.parked_ideas(self._parked)
        again = sum(each.times > 1 for each in self._ideas)
        said = f"Parked: {len(self._ideas):,} open" + (
            f", {again:,} of them again and again" * bool(again)
        )
        self.query_one("#parked-title", Static).update(said)
        self.query_one("#parked", Choices).show(
            ((str(each.items[0].id), _idea(each)) for each in self._ideas[:IDEAS]),
            empty="Nothing is parked",
        )

    def _theme(self, each: Theme) -> Content:
        here = self.meeting.number in each.incidents
        count = counted(len(each.incidents), "incident")
        issue = Content.assemble(
            ("\n     → ", "$text-accent"),
            line(each.systemic),
            line(f" · {each.owner}" if each.owner else " · no owner", "$text-muted"),
        )
        return Content.assemble(
            ("● " if here else "○ ", "$text-accent"),
            line(each.name),
            (f"  {count}", "$text-muted"),
            issue if each.systemic else "",
        )

    @property
    def _in_hand(self) -> Theme | None:
        chosen = self.query_one("#themes", Choices).chosen
        return next((each for each in self._themes if str(each.id) == chosen), None)

    def action_add(self) -> None:
        """A new theme, shown by this meeting's incident."""

        async def submit(values: Mapping[str, str]) -> None:
            theme = await self.saving(self.store.themes.add(values["name"], [self.meeting.number]))
            if values["systemic"].strip():
                await self.saving(
                    self.store.themes.decide(theme, values["systemic"], values["owner"])
                )
            await self.reread()
            self.query_one("#themes", Choices).choose(str(theme.id))

        fields = [
            Field("name", "Theme", hint="what recurs, in a few words"),
            Field("systemic", "Issue", hint="the systemic issue to address, if decided"),
            Field("owner", "Owner", hint="who takes it", suggestions=self._people),
        ]  # fmt: skip
        self.app.push_screen(Form("New theme", fields, submit))

    def action_decide(self) -> None:
        """The systemic issue behind the theme in hand."""
        theme = self._in_hand
        if theme is None:
            return
        seen = Seen(self, theme)

        async def submit(values: Mapping[str, str]) -> None:
            systemic, owner = values["systemic"], values["owner"]
            await seen.saving(lambda now: self.store.themes.decide(now, systemic, owner))
            await self.reread()

        fields = [
            Field("systemic", "Issue", theme.systemic, "what to address"),
            Field("owner", "Owner", theme.owner, "who takes it", suggestions=self._people),
        ]
        self.app.push_screen(Form(f"Systemic issue: {theme.name}", fields, submit, about=theme.id))

    async def action_link(self) -> None:
        """Whether this meeting's incident shows the theme."""
        theme = self._in_hand
        if theme is None:
            return
        themes, number = self.store.themes, self.meeting.number
        turn = themes.unlink if number in theme.incidents else themes.link
        if await self.save(turn(theme.id, number)) is not None:
            await self.reread()

    async def action_remove(self) -> None:
        """Delete the theme, or settle the parked item, whichever list has the focus."""
        parked = self.query_one("#parked", Choices)
        if parked.has_focus:
            for each in self._ideas:
                if str(each.items[0].id) == parked.chosen:
                    ids = (item.id for item in each.items)
                    await self.save(self.store.parked.resolve(*ids))
        elif self._in_hand is not None:
            await self.save(self.store.themes.delete(self._in_hand.id))
        await self.reread()


def _recurring(occurrences: Sequence[Occurrence], today: date) -> Content:
    kinds = (
        ("Causes", patterns.causes),
        ("Services", patterns.services),
        ("Contributing factors", patterns.factor_kinds),
    )
    lines = []
    for title, count in kinds:
        found = count(occurrences, today)
        lines.append(
            Content.assemble(
                (title, "bold $text-accent"), ("  in all; bars: the last 12 months", "$text-muted")
            )
        )
        highest = max((max(each.course) for each in found), default=0)
        lines += [_recurring_row(each, highest) for each in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(Content.styled(f"and {len(found) - SHOWN} more", "$text-muted"))
        if not found:
            lines.append(Content.styled("nothing twice so far", "$text-muted"))
        lines.append(Content(""))
    return Content("\n").join(lines)


def _figures(now: Rates, before: Rates, repeat_target: float, done_target: float) -> Content:
    course = [month.repeat.rate or 0.0 for month in now.by_month]
    done = [month.completion.rate or 0.0 for month in now.by_month]
    return Content.assemble(
        _figure("Repeat incident rate", now.repeat, before.repeat, repeat_target, course),
        (f"   {now.repeat.unclassified} not classified", "$text-muted"),
        "\n",
        _figure("Action items done", now.completion, before.completion, done_target, done),
        (f"   {now.completion.dropped} dropped", "$text-muted"),
    )


def _figure(
    name: str, now: Share, before: Share, target: float, course: Sequence[float]
) -> Content:
    was = "" if before.rate is None else f"   was {before.rate:.0%} before"
    return Content.assemble(
        f"{name:<22}",
        ("–" if now.rate is None else f"{now.rate:.0%}", "bold"),
        f" ({now.n}/{now.of})   ",
        (sparkline([round(share * 100) for share in course], 100), "$text-accent"),
        (f"{was}   target {target:.0%}", "$text-muted"),
    )


def _recurring_row(each: Recurring, highest: int) -> Content:
    arrow, style = ARROWS[each.direction]
    numbers = " ".join(f"#{number}" for number in each.incidents[:4])
    more = " …" if len(each.incidents) > 4 else ""
    return Content.assemble(
        "  ",
        (sparkline(each.course, highest), "$text-accent"),
        (f"{each.count:>4}× ", "bold"),
        (f"{arrow} ", style),
        line(each.name).pad_right(max(0, 32 - len(each.name))),
        (f" {numbers}{more}", "$text-muted"),
    )


def _idea(each: ParkedIdea) -> Content:
    again = (f"  {each.times} meetings", "bold $text-warning") if each.times > 1 else ("", "")
    return Content.assemble(line(each.text), again)
