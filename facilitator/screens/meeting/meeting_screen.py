"""The base of the screens of a meeting: agenda bar, countdown, heading, prompt and notice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer

from db.errors import Gone, StoreError
from db.records import CarriedItem, Meeting
from facilitator.domain.agenda import AgendaState
from facilitator.domain.prompts import PromptTopic, facilitation_prompt
from facilitator.domain.review_order import most_urgent_first
from facilitator.screens.meeting.clock_keeper import HEARTBEAT_SECONDS
from facilitator.screens.meeting.clock_screen import ClockScreen
from facilitator.screens.paged_reads import all_carried
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.agenda_bar import AgendaBar
from facilitator.widgets.autosaved import Autosaved
from facilitator.widgets.countdown import Countdown
from facilitator.widgets.glyphs import NOT_OK
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.meeting_status import MeetingStatus
from facilitator.widgets.modal import DIALOG_STEPS, Modal
from facilitator.widgets.painted_text import PaintedText
from facilitator.widgets.question import Question
from facilitator.widgets.row_list import RowList
from facilitator.widgets.text import line

if TYPE_CHECKING:
    from uuid import UUID

MARGIN_SECONDS = 0.02
"""So long after a second has begun it is shown, since a timer may be a little early."""
LATE_SECONDS = 0.2
"""Where a second is shown this late, the clock was paused or moved, and is followed anew."""
STEADY_SECONDS = 5
"""While the clock goes on steadily, all but its digits is shown anew after so many seconds."""


class MeetingScreen(ClockScreen):
    """The screen of one stage of a meeting.

    When another window goes on with the meeting, this one follows as soon as the user leaves the
    text or the form that is open: otherwise what somebody types would become keys of the next
    screen.

    Attributes:
        carried: The action items from earlier incidents that this meeting has to review.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p,ctrl+t", "prompt", "Prompt", show=False, id="prompt",
                tooltip="Another question for the room"),
        Binding("X", "cancel_meeting", "Cancel the meeting…", show=False, id="meeting.cancel",
                tooltip="Cancel the meeting; keep it to be read later, or throw it away"),
        Binding("h,f10", "home", "Home", id="home",
                tooltip="Go to the home screen; the clock keeps running"),
    ]  # fmt: skip

    AUTO_FOCUS: ClassVar[str | None] = ""
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012 - as Screen declares it

    def __init__(self, meeting: Meeting) -> None:
        """Prepare the screen.

        Args:
            meeting: The meeting as last read; it is read again before anything is shown.
        """
        super().__init__(meeting)
        self.carried: list[CarriedItem] = []
        self._prompt_number = 0
        self._ticked_at = 0.0
        self._seconds: Timer | None = None
        self._clock_over_dialog: Countdown | None = None

    def compose(self) -> ComposeResult:
        """Put the body of the stage between the parts that every stage has."""
        yield AgendaBar()
        with Horizontal(id="head"):
            with Vertical(id="head-words"):
                yield PaintedText(name="heading")
                yield PaintedText(name="prompt")
                yield MeetingStatus()
            yield Countdown()
        yield PaintedText(name="notice")
        with Container(id="body"):
            yield from self.compose_body()
        yield KeyBar()

    def compose_body(self) -> ComposeResult:
        """Yield the widgets that only this stage has."""
        raise NotImplementedError

    def heading(self) -> Content:
        """Return the one or two lines beside the countdown."""
        raise NotImplementedError

    def prompt_topic(self) -> PromptTopic:
        """Return what the room is talking about, which decides the prompts."""
        return PromptTopic(self.stage.value)

    def show(self) -> None:
        """Show what was read."""
        raise NotImplementedError

    def show_again(self) -> None:
        """Show what was read at another size, if anything was read yet."""
        if self.incident is not None and self.is_showing:
            self.show()
            self.tick()

    def focus_first(self) -> None:
        """Focus the first list of the stage."""
        self.query(RowList).first().focus()

    @property
    def people(self) -> Sequence[str]:
        """The names of the attendees."""
        return [attendee.name for attendee in self.meeting.attendees]

    @property
    def meeting_id(self) -> UUID | None:
        """The id of this meeting."""
        return self.meeting.id

    async def on_mount(self) -> None:
        """Read and show everything, and start the timers of the clock."""
        if not await self.read_first():
            return
        self.focus_first()
        self.follow_time()
        if not self.facilitator.read_only:
            await self.keeper.take_over_if_free()
            self.set_interval(HEARTBEAT_SECONDS, self.keeper.send_heartbeat)

    @on(events.Resize)
    def _fit_head(self) -> None:
        """Say above the body what fits, once the screen knows how wide it is."""
        self.call_after_refresh(self.tick)

    def on_screen_suspend(self) -> None:
        """Lay a clock over the dialog that was opened, where the one of this screen stands."""
        dialog = self.app.screen
        if isinstance(dialog, Modal) and dialog.is_attached and not dialog.query(Countdown):
            clock, place = Countdown(), self.query_one(Countdown).region
            self._clock_over_dialog = clock
            clock.styles.width, clock.styles.height = place.size
            clock.styles.margin = (place.y, self.size.width - place.right, 0, 0)
            dialog.mount(clock)
            self.call_after_refresh(self.tick)

    async def on_screen_resume(self) -> None:
        """Show the clock again, which stood still below the dialog that was closed."""
        self.tick()
        await super().on_screen_resume()

    async def refresh_from_store(self) -> None:
        """Read and show the meeting, its incident, and what else the stage shows."""
        await self.read_consistently(self._read)
        self.show()
        self.tick()

    async def _read(self) -> None:
        # A watching window goes on to the next meeting once this one is over.
        running = await self.store.meetings.to_watch() if self.facilitator.read_only else None
        try:
            self.meeting = running or await self.store.meetings.get(self.meeting.id)
        except Gone:
            if self.incident is None:
                raise
            # What was typed stays on the screen, and a notice says what has become of the meeting.
            self.is_thrown_away = True
            return
        if not self.facilitator.settings.name:
            note_takers = (person.name for person in self.meeting.attendees if person.takes_notes)
            self.store.write_as(next(note_takers, ""))
        self.incident = await self.store.incidents.get(self.meeting.number)
        await self.read_more()

    async def read_more(self) -> None:
        """Read what only this stage shows; called after the meeting and its incident are read."""

    async def read_carried(self) -> None:
        """Read the action items to review, for a stage that shows them, the most urgent first."""
        self.carried = most_urgent_first(await all_carried(self.store, self.meeting.id), self.today)

    def watch_saved_mark(self, before: str, now: str) -> None:
        """Show the saved mark; below a dialog too where something is not saved, or is again."""
        is_trouble = any(mark.startswith(NOT_OK) for mark in (before, now))
        if (
            self.incident is not None
            and self.is_showing
            and (is_trouble or self.app.screen is self)
        ):
            self._show_clock(self.state)

    def follow_time(self) -> None:
        """Show the digits as each second begins, and all the rest every few seconds."""
        state = self.state
        is_steady = state.running and not (state.over or state.ending or self.moved_notice)
        if is_steady and 0 <= state.elapsed - self._ticked_at < STEADY_SECONDS:
            self._show_second(state)
        else:
            self.tick()
        # While the clock stands, only what it says about the time of day goes on.
        left = state.left if state.running else -self.facilitator.clock.now().wall.timestamp()
        if self._seconds is None or -left % 1 > LATE_SECONDS:
            self._count_seconds_in(left % 1 + MARGIN_SECONDS)

    def _count_seconds_in(self, delay: float) -> None:
        """Begin to follow the seconds anew, the first of them after so many seconds.

        Only an interval is free of messages, each of which would paint what is below a dialog.
        """
        if self._seconds is not None:
            self._seconds.stop()

        def begin() -> None:
            self._seconds = self.set_interval(1, self.follow_time)
            self.follow_time()

        self._seconds = self.set_timer(delay, begin)

    def tick(self) -> None:
        """Show the clock as it stands now, and follow the meeting where another window moved it.

        Below a dialog nothing is painted: the whole screen would be, dimmed, again and again. The
        dialog has a clock of its own instead.
        """
        # A save can end after the next screen has taken the place of this one.
        if self.incident is None or not self.is_showing:
            return
        state, clock = self.state, self._clock
        self._ticked_at = state.elapsed
        if clock is not None:
            clock.show(state, self.facilitator.settings.timezone)
        if self.app.screen is self:
            self._show_clock(state)
        if not self.facilitator.read_only:
            self.keeper.check(state)
        if self.moved_notice and self._can_leave:
            self.follow_meeting()

    def _show_second(self, state: AgendaState) -> None:
        """Show the digits that change with each second."""
        clock = self._clock if self.is_showing else None
        if clock is not None:
            clock.show_digits(state)
        if self.app.screen is self and self.is_showing:
            self.query_one(AgendaBar).show_time(state)

    @property
    def _clock(self) -> Countdown | None:
        """The clock of this screen, or the one over the dialog that is open, if there is one."""
        if self.app.screen is self:
            return self.query_one(Countdown)
        clock = self._clock_over_dialog
        is_on_top = clock is not None and clock.is_attached and clock.screen is self.app.screen
        return clock if is_on_top else None

    def _show_clock(self, state: AgendaState) -> None:
        """Show everything above the body, without a layout."""
        zone, heading = self.facilitator.settings.timezone, self.heading()
        mark = "watching" if self.facilitator.read_only else self.saved_mark
        incident = self.document
        title = f"#{incident.number} {incident.service} {incident.symptom}"
        if f"#{incident.number} " in heading.plain:
            title = ""
        self.query_one(AgendaBar).show(state)
        self.query_one(MeetingStatus).show(state, title, mark, zone)
        self.query_one("#heading", PaintedText).update(heading)
        prompt = facilitation_prompt(self.prompt_topic(), self._prompt_number)
        self.query_one("#prompt", PaintedText).update(Content.styled(prompt, "italic"))
        words = self._notice(state)
        notice = self.query_one("#notice", PaintedText)
        notice.set_class(bool(words), "-shown")
        notice.update(line(words))

    def _notice(self, state: AgendaState) -> str:
        """Say that the meeting has moved on, or that the time of the segment is up."""
        if self.moved_notice:
            return f"{self.moved_notice}: this window follows when you leave the text"
        if not state.over:
            return ""
        if self.facilitator.read_only:
            return "Time is up"
        cost = self._extension_cost(state, 5)
        extend_key = key_of(self, "clock.plus-5")
        park_key, next_key = key_of(self, "park"), key_of(self, "clock.next")
        return (
            f"Time is up: {extend_key} for 5 more min ({cost}) · {park_key} park the rest"
            f" · {next_key} move on"
        )

    @property
    def _can_leave(self) -> bool:
        """Whether no dialog is open and nobody types, so that the screen may change by itself."""
        is_typing = isinstance(self.focused, Autosaved) or any(
            widget.unsaved for widget in self.autosaved_widgets()
        )
        return self.app.screen is self and (self.facilitator.read_only or not is_typing)

    def where_parked(self) -> tuple[UUID | None, UUID | None]:
        """Return the ids of the incident and the meeting that a parked item belongs to."""
        return self.meeting.incident_id, self.meeting.id

    def action_prompt(self) -> None:
        """Show another question for the room."""
        self._prompt_number += 1
        self.tick()

    async def action_home(self) -> None:
        """Leave for the home screen; the clock goes on.

        A meeting that has not begun, since nobody is named present and its clock does not run,
        leaves no trace.
        """
        if await self.flush():
            await self.save(self.store.meetings.discard_unbegun(self.meeting.id))
            self.facilitator.show_home()

    @work(group=DIALOG_STEPS)
    async def action_cancel_meeting(self) -> None:
        """Ask whether to give the meeting up, and what to do with what it has said so far."""
        if not await self.flush():
            return
        answer = await self.ask(
            Question(
                f"Cancel the meeting about #{self.meeting.number}?",
                (
                    ("k", "cancel it, and keep it to be read later"),
                    ("t", "cancel it, and throw it away"),
                    ("g", "go on with the meeting"),
                ),
                detail="What it decided about action items stays in their history either way.",
            )
        )
        if answer not in ("k", "t"):
            return
        try:
            await self.saving(self.store.meetings.cancel(self.meeting.id, keep=answer == "k"))
        except StoreError as error:
            self.show_error("Not cancelled", error)
        else:
            self.facilitator.show_home()
