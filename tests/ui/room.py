"""A meeting room: the app on a real database, with a clock that the test moves."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Sequence, Sized
from contextlib import AbstractAsyncContextManager, suppress
from pathlib import Path
from typing import Any, Protocol, cast

from rich.cells import cell_len
from textual import events
from textual.css.query import NoMatches
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets._toast import Toast

from db.records import Incident, Meeting
from db.store import Store
from db.vocabulary import Stage
from facilitator.app import FacilitatorApp
from facilitator.config.settings import Settings
from facilitator.screens.meeting.meeting_screen import MeetingScreen
from facilitator.widgets.agenda_bar import AgendaBar
from facilitator.widgets.countdown import CountdownDigits
from facilitator.widgets.form import Form
from facilitator.widgets.inline_select import InlineSelect
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.opening_list import OpeningList
from facilitator.widgets.painted_lines import PaintedLines
from facilitator.widgets.painted_text import PaintedText
from facilitator.widgets.question import Question
from facilitator.widgets.row_list import RowList
from facilitator.widgets.virtual_list import VirtualList
from tests.ui.doubles import ManualClock, RoomApp, WatchedStore
from tests.ui.preparation import SPIKE_NUMBER

OpenStore = Callable[[], Store]
"""Opens a store of its own on the test's database, as another window does."""
PATIENCE_SECONDS = 30.0
"""How long a condition is waited for before the test fails: far longer than it ever takes."""
TICK_SECONDS = 240.0
"""How often the meeting screen ticks while time passes: less than what counts as a gap."""
IDLE_TURNS = 3
"""How many turns of the event loop the app has to be idle, since one turn may begin another."""
CHARACTERS = {"enter": "\r", "escape": "\x1b", "space": " ", "tab": "\t"}


class Room:
    """A running app: its keys, its clock, what it shows and what it has stored.

    Attributes:
        app: The running app.
        pilot: Textual's driver of the app.
        clock: The clock that the app reads.
        path: The file of the database.
    """

    def __init__(self, app: RoomApp, pilot: Pilot[None], clock: ManualClock, path: Path) -> None:
        self.app = app
        self.pilot = pilot
        self.clock = clock
        self.path = path

    # What there is. Screen and stage are methods, since mypy takes an attribute that was compared
    # once to be the same for the rest of the test.

    def screen(self) -> Screen[Any]:
        """Return the screen in front."""
        return self.app.screen

    def stage(self) -> Stage:
        """Return the stage of the meeting whose screen is in front."""
        screen = self.app.screen
        assert isinstance(screen, MeetingScreen), screen
        return screen.stage

    @property
    def store(self) -> Store:
        return self.app.store

    @property
    def meeting_screen(self) -> MeetingScreen:
        """The screen of the meeting, which a dialog or home may cover."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, MeetingScreen))

    @property
    def form(self) -> Form[Any]:
        """The form in front."""
        assert isinstance(self.app.screen, Form), self.app.screen
        return self.app.screen

    @property
    def question(self) -> Question:
        """The question in front."""
        assert isinstance(self.app.screen, Question), self.app.screen
        return self.app.screen

    async def wait_for_question(self) -> None:
        """Wait until a question is in front and takes keys."""

        def is_asked() -> bool:
            screen = self.app.screen
            return isinstance(screen, Question) and screen.accepts_keys

        await self.wait_until(is_asked)

    async def incident(self, number: int = SPIKE_NUMBER) -> Incident:
        """Read the incident with this number from the database."""
        return await self.store.incidents.get(number)

    async def meeting(self) -> Meeting:
        """Read the meeting of the meeting screen from the database."""
        return await self.store.meetings.get(self.meeting_screen.meeting.id)

    # What somebody does.

    def post_key(self, key: str) -> None:
        """Send a key to the app, and do not wait for its effect."""
        self.app.post_message(key_event(key))

    def post_paste(self, text: str) -> None:
        """Send a pasted text to the app, and do not wait for its effect."""
        self.app.post_message(events.Paste(text))

    async def press(self, *keys: str) -> None:
        """Press keys, each after the one before has had its whole effect."""
        for key in keys:
            self.post_key(key)
            await wait_until_idle(self.pilot)

    async def press_together(self, *keys: str) -> None:
        """Press keys before any has had its effect, as they arrive over a slow connection."""
        for key in keys:
            self.post_key(key)
        await wait_until_idle(self.pilot)

    async def type(self, text: str) -> None:
        """Type a text, character after character, without waiting in between."""
        await self.press_together(*text)

    async def paste(self, text: str) -> None:
        """Paste a text, which a terminal sends in one piece."""
        self.post_paste(text)
        await wait_until_idle(self.pilot)

    async def click_text(self, text: str) -> None:
        """Click on the first place where this text is painted."""
        for y, line in enumerate(self.screen_text.replace("\N{NO-BREAK SPACE}", " ").splitlines()):
            if text in line:
                await self.pilot.click(offset=(cell_len(line[: line.index(text)]), y))
                await wait_until_idle(self.pilot)
                return
        raise AssertionError(f"{text!r} is not on the screen")

    async def fill_form(self, *values: str | None) -> None:
        """Fill the fields of the form in order, from the focused one, with enter after each.

        Enter on the last field saves the form.

        Args:
            values: The new value of each field; None leaves a field unchanged.
        """
        for value in values:
            if value is not None:
                focused = self.app.focused
                if isinstance(focused, Input) and focused.value:
                    await self.press("end", "ctrl+u")
                self.post_paste(value)
            self.post_key("enter")
            await wait_until_idle(self.pilot)

    async def select_row(self, selector: str, text: str) -> None:
        """Select the first row of a list that contains this text, as the arrow keys would."""
        row_list = self.app.screen.query_one(selector)
        index = next(index for index, row in enumerate(self.rows(selector)) if text in row)
        if isinstance(row_list, VirtualList):
            row_list.select([number for number in row_list._ids if number in row_list._rows][index])
        else:
            assert isinstance(row_list, RowList | OpeningList)
            row_list.highlighted = index
        await wait_until_idle(self.pilot)

    # How time passes.

    async def tick(self) -> None:
        """Let the meeting screen tick now, instead of waiting for its timer."""
        self.meeting_screen.tick()
        await wait_until_idle(self.pilot)

    async def pass_time(self, seconds: float) -> None:
        """Advance the clock, with ticks often enough that the app notices no gap."""
        while seconds > TICK_SECONDS:
            self.clock.advance(TICK_SECONDS)
            self.meeting_screen.tick()
            seconds -= TICK_SECONDS
        self.clock.advance(seconds)
        await self.tick()

    async def skip_time(self, seconds: float) -> None:
        """Advance the clock with no tick in between, as when the machine was asleep."""
        self.clock.advance(seconds)
        await self.tick()

    async def wait_until(self, condition: Callable[[], bool | Awaitable[bool]]) -> None:
        """Wait for a condition that a timer or another thread of the app brings about.

        Raises:
            AssertionError: It has not become true within `PATIENCE_SECONDS`.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            # A screen that has just been opened may have no widgets yet.
            with suppress(NoMatches):
                answer = condition()
                if answer if isinstance(answer, bool) else await answer:
                    await wait_until_idle(self.pilot)
                    return
            await self.pilot.pause(0.02)
        raise AssertionError(
            f"the condition did not become true; {self.app.screen} shows:\n{self.screen_text}"
        )

    # What is shown.

    @property
    def screen_text(self) -> str:
        """What is painted, line by line."""
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return "\n".join(strip.text for strip in strips)

    @property
    def notices(self) -> str:
        """The texts of the notifications on the screen."""
        return "\n".join(_text_of(toast) for toast in self.app.screen.query(Toast))

    def text(self, selector: str) -> str:
        """Return the whole text of a widget, including what is scrolled out of view."""
        return _text_of(self.app.screen.query_one(selector))

    def rows(self, selector: str) -> list[str]:
        """Return the rows of a list; of a virtual list, those that have been read."""
        return _rows_of(self.app.screen.query_one(selector))

    def selected_row(self, selector: str) -> str:
        """Return the selected row of a list, with all its lines; "" if there is none."""
        row_list = self.app.screen.query_one(selector)
        if isinstance(row_list, VirtualList):
            row = row_list.selected_row
            return "" if row is None else str(row_list._draw(row, row_list.row_width))
        if isinstance(row_list, OpeningList):
            return "" if row_list.selected_id is None else row_list.row_text(row_list.selected_id)
        assert isinstance(row_list, RowList)
        option = row_list.highlighted_option
        return "" if option is None else str(option.prompt)


class OpenRoom(Protocol):
    """Opens the app at a stage of the meeting, or at home; the fixture `open_room`."""

    def __call__(
        self,
        at: Stage | None = None,
        *,
        part: int = 0,
        sample: bool = True,
        prepare: Callable[[Store], None] | None = None,
        clock: ManualClock | None = None,
        settings: Settings | None = None,
        size: tuple[int, int] = (120, 40),
        people: Sequence[str] = (),
        watch: bool = False,
    ) -> AbstractAsyncContextManager[Room]:
        """Open the app, and close it at the end of the block.

        A database that exists already, from a room before, is opened as it is.

        Args:
            at: The stage that the meeting about the newest incident is at; None opens home.
            part: The part of the incident stage, from 0.
            sample: Whether the database begins as the sample team's, or empty.
            prepare: Changes the database before the meeting begins.
            clock: The clock that the app reads; by default one that shows `NOW`.
            settings: The settings of the app.
            size: The columns and rows of the terminal.
            people: The names of the people in the meeting.
            watch: Whether the window only watches the meeting.
        """
        ...


def key_event(key: str) -> events.Key:
    """Return the event of a key, which is given by its name or as the character that it types.

    With alt a letter comes along as its character, as it does from a terminal.
    """
    if key.startswith("alt+"):
        return events.Key(key, key[-1])
    name = _character_to_key(key) if len(key) == 1 else key
    return events.Key(name, key if len(key) == 1 else CHARACTERS.get(key))


async def wait_until_idle(pilot: Pilot[None]) -> None:
    """Wait until the app is idle: no message is handled, no worker runs, the store has no request.

    Raises:
        AssertionError: The app is still busy after `PATIENCE_SECONDS`.
    """
    idle_turns, request_count, pauses = 0, -1, 0
    deadline = time.monotonic() + PATIENCE_SECONDS
    app = pilot.app
    assert isinstance(app, FacilitatorApp)
    scheduled: Sized = cast("Any", asyncio.get_running_loop())._ready
    while time.monotonic() < deadline:
        await asyncio.sleep(0)
        if scheduled:
            # To look at every widget takes longer than what most turns of the loop do.
            continue
        store = app._store
        if isinstance(store, WatchedStore) and store.request_count != request_count:
            request_count = store.request_count
            if store.last_request is not None:
                await asyncio.gather(
                    asyncio.wrap_future(store.last_request._future), return_exceptions=True
                )
            idle_turns = 0
            continue
        is_opening = store is None and app.is_running and not app.failure
        if is_opening or _is_waiting(app):
            # Only a thread or a timer can go on, or else what waits for a paint.
            idle_turns = 0
            pauses += 1
            await asyncio.sleep(0.001)
            if pauses % 8:
                continue
        elif _are_messages_handled(app):
            idle_turns += 1
            if idle_turns >= IDLE_TURNS:
                return
        else:
            idle_turns = 0
            await asyncio.sleep(0.0005)
        if app.is_running:
            # What waits for a paint goes on. A screen that has nothing to paint does nothing.
            app.screen._on_timer_update()
    raise AssertionError(f"the app did not become idle within {PATIENCE_SECONDS:.0f} s")


def _is_waiting(app: FacilitatorApp) -> bool:
    """Return whether a worker runs, or a key has not had its turn: it waits for a timer."""
    return (
        app.runs_dialog_steps
        or any(worker.is_running for worker in app.workers if worker.group != DIALOG_STEPS)
        or (app.is_running and bool(app._waiting))
    )


def _are_messages_handled(app: FacilitatorApp) -> bool:
    """Return whether the screen in front is composed, and it and its widgets wait for messages."""
    if not app.is_running:
        return True
    nodes = [app.screen, *app.screen.walk_children()]
    return (
        bool(app.screen.children)
        and not _has_messages(app)
        and not any(
            node._task is None or not node._is_mounted or _has_messages(node) for node in nodes
        )
    )


def _has_messages(node: MessagePump) -> bool:
    """Return whether a part of the app handles a message, or has one left to handle.

    Textual's own way to find out is to send a message to each widget and to wait until it is
    handled, which took half of the time of all tests.
    """
    getters: Collection[asyncio.Future[None]] = node._message_queue.ready_event._waiters
    return node._task is not None and all(getter.done() for getter in getters)


def _text_of(widget: Any) -> str:
    match widget:
        case AgendaBar():
            return widget.text
        case CountdownDigits():
            return widget.value
        case PaintedText():
            return widget.content.plain
        case PaintedLines():
            return widget.text.strip()
        case TextArea():
            return widget.text
        case Input():
            return widget.value
        case OptionList() | VirtualList() | OpeningList():
            return "\n".join(_rows_of(widget))
        case Static() | InlineSelect():
            return str(widget.render())
        case _:
            return "\n".join(_text_of(child) for child in widget.children)


def _rows_of(widget: Any) -> list[str]:
    if isinstance(widget, VirtualList):
        rows = (widget._rows[number] for number in widget._ids if number in widget._rows)
        return [str(widget._draw(row, widget.row_width)) for row in rows]
    if isinstance(widget, OpeningList):
        return [str(widget._line(row_id)) for row_id in widget._ids] or [widget._empty]
    assert isinstance(widget, OptionList)
    return [str(option.prompt) for option in widget.options]
