"""Pattern analysis: what keeps coming back, and the systemic issues the team writes down."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from db.records import Incident, Parked, Theme
from db.words import Stage
from facilitator.domain import patterns
from facilitator.domain.figures import Figures, Share, figures
from facilitator.domain.patterns import Direction, ParkedIdea, Recurring, sparkline
from facilitator.screens.meeting.screen import MeetingScreen
from facilitator.screens.seen import Seen
from facilitator.screens.told import all_told
from facilitator.text import counted
from facilitator.widgets.choices import Choices
from facilitator.widgets.form import Field, Form
from facilitator.widgets.text import line

SHOWN = 6
"""How many of each kind a screen lists; the count of the rest is said."""
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
        """Every incident, the themes, what is parked, and who may take an issue."""
        self._incidents: Sequence[Incident] = await all_told(self.store)
        themes = await self.store.themes.all()
        # What recurs most stands first; of equals, the first by name.
        self._themes: Sequence[Theme] = sorted(themes, key=lambda each: -len(each.incidents))
        self._parked: Sequence[Parked] = await self.store.parked.open()
        self._people = await self.store.meetings.people()
        settings, today = self.facilitator.settings, self.today
        # Of many incidents they take a while, in which the keys go on working.
        self._now = await to_thread(
            figures, self._incidents, today, settings.months, settings.timezone
        )
        day_before = self._now.window.first - timedelta(days=1)
        self._before = await to_thread(
            figures, self._incidents, day_before, settings.months, settings.timezone
        )

    def heading(self) -> Content:
        """The question of the segment."""
        return Content("Pattern analysis\nWhat keeps coming back?")

    def show(self) -> None:
        """Everything that was read."""
        settings = self.facilitator.settings
        self.query_one("#figures", Static).update(
            _figures(
                self._now, self._before, settings.target_repeat_rate, settings.target_completion
            )
        )
        self.query_one("#recurring", Static).update(Content("\n").join(self._recurring()))
        self.query_one("#themes", Choices).show(
            ((str(each.id), self._theme(each)) for each in self._themes),
            empty="a writes down the first theme",
        )
        self._ideas = patterns.parked_ideas(self._parked)
        again = sum(each.times > 1 for each in self._ideas)
        said = f"Parked: {len(self._ideas)} open" + (
            f", {again} of them again and again" * bool(again)
        )
        self.query_one("#parked-title", Static).update(said)
        self.query_one("#parked", Choices).show(
            ((str(each.items[0].id), _idea(each)) for each in self._ideas),
            empty="Nothing is parked",
        )

    def _recurring(self) -> Iterator[Content]:
        kinds = (
            ("Causes", patterns.causes),
            ("Services", patterns.services),
            ("Contributing factors", patterns.factor_kinds),
        )
        for title, count in kinds:
            found = count(self._incidents, self.today)
            yield Content.assemble(
                (title, "bold $text-accent"), ("  in all; bars: the last 12 months", "$text-muted")
            )
            highest = max((max(each.course) for each in found), default=0)
            for each in found[:SHOWN]:
                yield _recurring_row(each, highest)
            if len(found) > SHOWN:
                yield Content.styled(f"and {len(found) - SHOWN} more", "$text-muted")
            if not found:
                yield Content.styled("nothing twice so far", "$text-muted")
            yield Content("")

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


def _figures(now: Figures, before: Figures, repeat_target: float, done_target: float) -> Content:
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
