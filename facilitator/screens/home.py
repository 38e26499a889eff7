"""Home: pick or make an incident, start its meeting or take it up again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from db.errors import StoreError
from db.records import PARTS, IncidentLine, IncidentStatus, Meeting, Severity, Wanted
from facilitator.documents.markdown import write
from facilitator.domain.due import parse_day
from facilitator.domain.figures import Figures, figures
from facilitator.screens.base import FacilitatorScreen
from facilitator.widgets.choices import Choices
from facilitator.widgets.form import Field, Form
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.text import line, plain

FIRST_RUN = """Facilitator runs your team's 50-minute post-mortem meeting.

n  writes down your first incident
?  shows every key
facilitator demo  in a shell opens the sample team's meeting"""


class HomeScreen(FacilitatorScreen):
    """The screen under all others."""

    CSS_PATH = "home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "meet", "Hold the meeting", id="home.meet", priority=True,
                tooltip="Start the meeting about this incident, or take it up again"),
        Binding("n", "new", "New incident…", id="home.new", tooltip="Write down an incident"),
        Binding("q", "app.quit", "Quit", id="home.quit", tooltip="Leave the program"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[IncidentLine] = []
        self._in_progress: Meeting | None = None

    def compose(self) -> ComposeResult:
        """The figures, the incidents, and how the one in hand reads."""
        yield Static(id="strip")
        yield Static(id="running")
        yield Static(plain(FIRST_RUN), id="first-run")
        with Horizontal(id="incidents-and-preview"):
            yield Choices(name="incidents")
            with VerticalScroll(id="preview", can_focus=False):
                yield Static(id="preview-text")
        yield KeyBar()

    async def on_screen_resume(self) -> None:
        """Read again whenever it comes to the front."""
        await self.reread()

    async def refresh_from_store(self) -> None:
        """Read the incidents and the figures."""
        self._lines = await self.store.lists.lines(await self.store.lists.numbers(Wanted()))
        self._in_progress = await self.store.meetings.running()
        settings = self.facilitator.settings
        found = figures(
            await self.store.incidents.everything(), self.today, settings.months, settings.timezone
        )
        self.set_class(not self._lines, "-empty")
        self.query_one("#strip", Static).update(_strip(found))
        self._show_running()
        self.query_one("#incidents", Choices).show(
            (str(each.number), self._row(each)) for each in self._lines
        )
        await self._preview()

    def _show_running(self) -> None:
        running = self.query_one("#running", Static)
        running.set_class(self._in_progress is not None, "-shown")
        if self._in_progress is not None:
            running.update(
                f"▶ The meeting about #{self._in_progress.number} is running: enter goes on"
            )
            if self.query_one("#incidents", Choices).chosen is None:
                self.call_after_refresh(
                    self.query_one("#incidents", Choices).choose, str(self._in_progress.number)
                )

    def _row(self, each: IncidentLine) -> Content:
        running = self._in_progress is not None and self._in_progress.number == each.number
        draft = each.status is IncidentStatus.DRAFT
        return Content.assemble(
            ("● " if running else "  ", "$text-accent"),
            (f"#{each.number:<4}", "bold"),
            (f"{each.severity or '–':<5}", "$text-muted"),
            (f"{each.filled:>2}/{PARTS} ", "$text-warning" if draft else "$text-muted"),
            (f"{each.open_actions} open  " if each.open_actions else "        ", "$text-warning"),
            (f"{each.date.day:>2} {each.date:%b %Y}  ", "$text-muted"),
            line(f"{each.service} {each.symptom}"),
        )

    async def on_option_list_option_highlighted(self) -> None:
        """Preview the incident in hand."""
        await self._preview()

    async def _preview(self) -> None:
        chosen = self.query_one("#incidents", Choices).chosen
        if chosen is None:
            return
        try:
            incident = await self.store.incidents.get(int(chosen))
        except StoreError as error:
            self.query_one("#preview-text", Static).update(plain(str(error)))
            return
        self.query_one("#preview-text", Static).update(plain(write(incident)))
        self.query_one("#preview").scroll_home(animate=False)

    async def action_meet(self) -> None:
        """Hold the meeting about the incident in hand."""
        chosen = self.query_one("#incidents", Choices).chosen
        line = next((each for each in self._lines if str(each.number) == chosen), None)
        if line is None:
            return
        agenda = self.facilitator.settings.agenda
        meeting = await self.save(self.store.meetings.begin(line.id, agenda))
        if meeting is not None:
            self.facilitator.show_meeting(meeting)

    def action_new(self) -> None:
        """Write down an incident."""

        async def submit(values: Mapping[str, str]) -> None:
            try:
                on = parse_day(values["on"], self.today) or self.today
            except ValueError as error:
                raise ValueError(f"date: {error}") from None
            severity = Severity(values["severity"]) if values["severity"] != "–" else None
            number = _number(values["number"])
            made = await self.saving(
                self.store.incidents.create(
                    values["service"], values["symptom"], on, number, severity
                )
            )
            await self.reread()
            self.query_one("#incidents", Choices).choose(str(made.number))

        severities = {"–": "not known yet"} | {each.value: each.value for each in Severity}
        self.app.push_screen(
            Form(
                "New incident",
                [
                    Field("service", "Service", hint="checkout"),
                    Field("symptom", "Symptom", hint="5xx spike"),
                    Field("on", "Date", self.today.isoformat(), hint="2026-03-14"),
                    Field("severity", "Severity", "–", choices=severities),
                    Field("number", "Number", hint="the next free one"),
                ],
                submit,
            )
        )


def _number(typed: str) -> int | None:
    if not typed.strip():
        return None
    if not typed.strip().isdecimal():
        raise ValueError(f"number: expected a whole number, got {typed!r}")
    return int(typed)


def _strip(found: Figures) -> Content:
    rate = found.repeat.rate
    done = found.completion.rate
    return Content.assemble(
        ("Facilitator", "bold $text-accent"),
        f"   {found.open_actions} open",
        (f" · ! {found.overdue} overdue" if found.overdue else "", "bold $text-error"),
        "   repeats ",
        ("–" if rate is None else f"{rate:.0%}", "bold"),
        f" ({found.repeat.n}/{found.repeat.of})   done ",
        ("–" if done is None else f"{done:.0%}", "bold"),
        f" ({found.completion.n}/{found.completion.of})",
        (f"   last {found.months} months", "$text-muted"),
    )
