"""A meeting room: the app on a real database, a clock that is moved by hand, and a pilot."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

from rich.cells import cell_len
from textual import events
from textual.css.query import NoMatches
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.types import CSSPathType
from textual.widgets import Digits, Input, OptionList, Static, TextArea
from textual.widgets._toast import Toast

from db.records import ClockEvent, Incident, Instant, Meeting, Wanted
from db.store import Store
from db.words import ClockKind, Stage
from db.worker import Pending
from facilitator.app import FacilitatorApp
from facilitator.clock import FixedClock
from facilitator.screens.meeting.screen import MeetingScreen
from facilitator.settings import Settings
from facilitator.widgets.choices import Choices
from facilitator.widgets.cycle import Cycle
from facilitator.widgets.form import Form
from facilitator.widgets.long_list import LongList
from facilitator.widgets.question import Question

T = TypeVar("T")
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
TODAY = NOW.date()
SPIKE = 45
"""The sample team's incident that has not had its meeting yet."""
ROUNDS = 300
CHARACTERS = {"enter": "\r", "escape": "\x1b", "space": " ", "tab": "\t"}
SEEN_EVERY = 240.0
SEGMENTS = (Stage.REVIEW, Stage.INCIDENT, Stage.PATTERNS, Stage.WRAP_UP)


class HandClock(FixedClock):
    """A clock whose readings are put where a test wants them, each on its own."""

    def set(self, *, wall: float = 0, uptime: float = 0, boot: str | None = None) -> None:
        now = self._instant
        self._instant = Instant(
            now.wall + timedelta(seconds=wall),
            now.uptime + uptime,
            now.boot if boot is None else boot,
        )


def clock_at(after: float = 0, boot: str = "first boot") -> HandClock:
    """So many seconds after the tests' noon."""
    return HandClock(Instant(NOW + timedelta(seconds=after), 10_000.0 + after, boot))


class WatchedStore(Store):
    """A store that tells whether it is at work."""

    asked = 0
    last: Pending[Any] | None = None

    def read(self, work: Callable[..., T]) -> Pending[T]:
        return self._watch(super().read(work))

    def write(self, work: Callable[..., T]) -> Pending[T]:
        return self._watch(super().write(work))

    def _watch(self, pending: Pending[T]) -> Pending[T]:
        self.asked += 1
        self.last = pending
        return pending

    @property
    def idle(self) -> bool:
        return self.last is None or self.last.done()


class RoomApp(FacilitatorApp):
    """The app, with ears for its bell."""

    # As the app says it, from where the app is.
    CSS_PATH: ClassVar[CSSPathType | None] = [
        Path(inspect.getfile(FacilitatorApp)).parent / name
        for name in ("app.tcss", "screens/meeting/meeting.tcss")
    ]
    rung = 0

    def bell(self) -> None:
        self.rung += 1
        super().bell()


class Room:
    """An app at work: its keys, its clock, what it shows and what it has stored."""

    def __init__(self, app: RoomApp, pilot: Pilot[None], clock: HandClock, path: Path) -> None:
        self.app = app
        self.pilot = pilot
        self.clock = clock
        self.path = path

    @property
    def store(self) -> Store:
        return self.app.store

    @property
    def meeting_screen(self) -> MeetingScreen:
        return next(each for each in self.app.screen_stack if isinstance(each, MeetingScreen))

    @property
    def stage(self) -> Stage:
        """The stage that is in front."""
        assert isinstance(self.app.screen, MeetingScreen), self.app.screen
        return self.app.screen.stage

    async def incident(self, number: int = SPIKE) -> Incident:
        return await self.store.incidents.get(number)

    async def meeting(self) -> Meeting:
        return await self.store.meetings.get(self.meeting_screen.meeting.id)

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.post(key)
            await settle(self.pilot)

    def post(self, key: str) -> None:
        """Press a key and look away."""
        name = _character_to_key(key) if len(key) == 1 else key
        character = key if len(key) == 1 else CHARACTERS.get(key)
        self.app.post_message(events.Key(name, character))

    async def type(self, text: str) -> None:
        """One character after the other, as fast as a keyboard can."""
        for character in text:
            self.post(character)
        await settle(self.pilot)

    async def burst(self, *keys: str) -> None:
        """All of them before any has had its effect, as they come over a slow line."""
        for key in keys:
            self.post(key)
        await settle(self.pilot)

    async def click(self, words: str) -> None:
        """On the first place where these words are painted."""
        for y, line in enumerate(self.picture.replace("\N{NO-BREAK SPACE}", " ").splitlines()):
            if words in line:
                await self.pilot.click(offset=(cell_len(line[: line.index(words)]), y))
                await settle(self.pilot)
                return
        raise AssertionError(f"{words!r} is nowhere to be seen")

    async def paste(self, text: str) -> None:
        """As a terminal sends it: in one piece."""
        self.app.post_message(events.Paste(text))
        await settle(self.pilot)

    def paste_unseen(self, text: str) -> None:
        """The same, before the screen has heard of anything that follows."""
        self.app.post_message(events.Paste(text))

    async def fill(self, *values: str | None) -> None:
        """The form's fields in order: None goes on without a change. Enter after the last saves."""
        for value in values:
            if value is not None:
                focused = self.app.focused
                if isinstance(focused, Input) and focused.value:
                    await self.press("end", "ctrl+u")
                self.app.post_message(events.Paste(value))
            self.post("enter")
            await settle(self.pilot)

    async def pass_time(self, seconds: float) -> None:
        """Let it pass for all clocks alike, and look: often enough that nobody misses it."""
        while seconds > SEEN_EVERY:
            self.clock.advance(SEEN_EVERY)
            self.meeting_screen.tick()
            seconds -= SEEN_EVERY
        self.clock.advance(seconds)
        await self.look()

    async def sleep(self, seconds: float) -> None:
        """Let it pass while nobody looks."""
        self.clock.advance(seconds)
        await self.look()

    async def look(self) -> None:
        """The next tick, now."""
        self.meeting_screen.tick()
        await settle(self.pilot)

    async def until(self, true: Callable[[], bool | Awaitable[bool]]) -> None:
        """Wait for something that a timer of the app brings about."""
        for _ in range(ROUNDS):
            # A screen that has just come has nothing to be asked yet.
            with suppress(NoMatches):
                answer = true()
                if answer if isinstance(answer, bool) else await answer:
                    await settle(self.pilot)
                    return
            await self.pilot.pause(0.02)
        raise AssertionError("it never came about")

    def text(self, selector: str) -> str:
        """All words of one widget of the screen in front, shown or scrolled away."""
        return _words(self.app.screen.query_one(selector))

    def rows(self, selector: str) -> list[str]:
        """The rows of a list; of a long one, those that are read."""
        chosen = self.app.screen.query_one(selector)
        return _rows(chosen)

    def in_hand(self, selector: str) -> str:
        """The row that the highlight is on."""
        chosen = self.app.screen.query_one(selector)
        if isinstance(chosen, LongList):
            return "" if chosen.row is None else str(chosen._draw(chosen.row, chosen.room))
        assert isinstance(chosen, Choices)
        option = chosen.highlighted_option
        return "" if option is None else str(option.prompt)

    async def take(self, selector: str, words: str) -> None:
        """Put the highlight on the first row with these words, by the arrows' own way."""
        chosen = self.app.screen.query_one(selector)
        place = next(place for place, row in enumerate(self.rows(selector)) if words in row)
        if isinstance(chosen, LongList):
            chosen.choose([each for each in chosen._ids if each in chosen._rows][place])
        else:
            assert isinstance(chosen, Choices)
            chosen.highlighted = place
        await settle(self.pilot)

    @property
    def form(self) -> Form:
        assert isinstance(self.app.screen, Form), self.app.screen
        return self.app.screen

    @property
    def question(self) -> Question:
        assert isinstance(self.app.screen, Question), self.app.screen
        return self.app.screen

    @property
    def picture(self) -> str:
        """What is painted, line by line."""
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return "\n".join(strip.text for strip in strips)

    @property
    def told(self) -> str:
        """The notices that stand on the screen."""
        return "\n".join(_words(toast) for toast in self.app.screen.query(Toast))


class OpenRoom(Protocol):
    """Opens the room at a stage, or at home; more about it as for `meeting`.

    watch: in a window that only watches the meeting.
    """

    def __call__(
        self,
        at: Stage | None = None,
        *,
        part: int = 0,
        sample: bool = True,
        prepare: Callable[[Store], None] | None = None,
        clock: HandClock | None = None,
        settings: Settings | None = None,
        size: tuple[int, int] = (120, 40),
        people: Sequence[str] = (),
        watch: bool = False,
    ) -> AbstractAsyncContextManager[Room]: ...


def _words(widget: Any) -> str:
    match widget:
        case Digits():
            return widget.value
        case TextArea():
            return widget.text
        case Input():
            return widget.value
        case OptionList() | LongList():
            return "\n".join(_rows(widget))
        case Static() | Cycle():
            return str(widget.render())
        case _:
            return "\n".join(_words(child) for child in widget.children)


def _rows(widget: Any) -> list[str]:
    if isinstance(widget, LongList):
        read = (widget._rows[each] for each in widget._ids if each in widget._rows)
        return [str(widget._draw(each, widget.room)) for each in read]
    assert isinstance(widget, OptionList)
    return [str(option.prompt) for option in widget.options]


def _painted(app: FacilitatorApp) -> bool:
    """Whether the screen in front is there, and nobody has a message left to read."""
    if not app.is_running:
        return True
    widgets = [app, *app.screen.walk_children(with_self=True)]
    return bool(app.screen.children) and not any(each.message_queue_size for each in widgets)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until nothing moves any more: no message, no worker, nothing asked of the store."""
    quiet, asked = 0, -1
    for turn in range(ROUNDS):
        if quiet < 2 and turn % 4:
            # A pause paints, which costs most of the time: seldom, while there is news.
            await pilot._wait_for_screen()
            await asyncio.sleep(0)
        else:
            await pilot.pause(0)
        app = pilot.app
        assert isinstance(app, FacilitatorApp)
        store = app._store
        if isinstance(store, WatchedStore):
            if not store.idle and store.last is not None:
                await asyncio.gather(
                    asyncio.wrap_future(store.last._future), return_exceptions=True
                )
            still = store.asked == asked and store.idle
            asked = store.asked
        else:
            still = not app.is_running or bool(app.failure)
        busy = any(worker.is_running for worker in app.workers)
        quiet = quiet + 1 if still and _painted(app) and not busy else 0
        if quiet >= 4:
            return
        if busy:
            await asyncio.sleep(0.001)
    raise AssertionError("the app never came to rest")


def with_store(path: Path, work: Callable[[Store], None] | None) -> None:
    """Do something with a database that no app has open yet."""
    if work is not None:
        store = Store.open(path, lambda: NOW, who="ana")
        work(store)
        store.close()


def meet(store: Store, at: Stage, part: int, clock: FixedClock, people: Sequence[str]) -> None:
    """Bring a meeting about the newest incident to a stage, in no time."""
    newest = store.incidents.get(store.lists.numbers(Wanted()).result()[0]).result()
    meeting = store.meetings.begin(newest.id, (10, 30, 10)).result()
    for name in people:
        store.meetings.attend(meeting.id, name).result()
    if at is Stage.OPENING:
        return
    for stage in SEGMENTS[: SEGMENTS.index(at) + 1]:
        kind = ClockKind.START if stage is Stage.REVIEW else ClockKind.NEXT
        store.meetings.tick(meeting.id, ClockEvent(kind, clock.now()), stage).result()
    if part:
        store.meetings.goto(meeting.id, at, part).result()


def alone(store: Store) -> None:
    """One incident about which nothing is known."""
    store.incidents.create("checkout", "5xx spike", TODAY - timedelta(days=1), SPIKE).result()
