"""Measure every step of a meeting with 10,000 incidents: `python -m tests.bench.large [FILE]`.

Every step is done on the database of 10,000 incidents and on that of the sample team. The ratio of
both times is printed, with three times in milliseconds for each: until the screen is at rest, which
is when everything is read and painted; the longest time in which the app could take no key; and the
longest time for which the store's thread was busy, since a save would have waited so long. FILE is
the same as for `tests.bench.home`.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlmodel import Session
from textual import events
from textual.keys import _character_to_key

from db.records import Instant
from db.store import Store
from db.transaction import Transaction
from db.vocabulary import ActionStatus, Stage
from db.worker import Pending
from facilitator.app import FacilitatorApp
from facilitator.config.settings import Settings
from facilitator.sample import fill
from facilitator.screens.meeting.review_screen import ReviewScreen
from facilitator.shell.launch_target import LaunchTarget
from facilitator.system.clock import FixedClock
from tests.bench.home import SIZE, TODAY, make

T = TypeVar("T")
NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 14, tzinfo=UTC)
QUIET_SECONDS = 0.15
"""A screen is at rest once it has had nothing to do for so long."""
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("home: prep", ("p",)),
    ("prep: a section on", ("f8",)),
    ("prep: home", ("f10",)),
    ("home: the trends", ("T",)),
    ("trends: ten figures on", ("j",) * 10),
    ("trends: the months before", ("left",)),
    ("trends: home", ("f10",)),
    ("home: the meeting's opening", ("enter",)),
    ("opening: the review", ("enter",)),
    ("review: 20 items down", ("j",) * 20),
    ("review: done", ("d",)),
    ("review: in progress", ("i",)),
    ("review: undo", ("u", "u")),
    ("review: the last item", ("G",)),
    ("review: the incident", ("right_square_bracket",)),
    ("incident: factors", ("2",)),
    ("incident: root cause", ("r",)),
    ("incident: 20 letters of it", tuple("retries mobile clien")),
    ("incident: leave it", ("escape",)),
    ("incident: actions", ("3",)),
    ("incident: the patterns", ("right_square_bracket",)),
    ("patterns: link a theme", ("l",)),
    ("patterns: to the parked ideas", ("tab",)),
    ("patterns: settle one", ("x",)),
    ("patterns: undo", ("u", "u")),
    ("patterns: the wrap-up", ("right_square_bracket",)),
    ("wrap-up: ask of an item", ("3",)),
    ("wrap-up: it is done", ("d",)),
    ("wrap-up: leave the question", ("escape",)),
    ("wrap-up: the summary", ("y",)),
    ("wrap-up: leave it", ("escape",)),
    ("wrap-up: finish", ("f",)),
)
COMMANDS = (
    *("metrics", "metrics --months 120", "actions --json", "incidents", "show 40", "similar 40"),
)


class TimedStore(Store):
    """A store that measures for how long its thread was busy with one piece of work.

    Attributes:
        longest: The longest time, in seconds.
        last: The work that was submitted last.
    """

    longest = 0.0
    last: Pending[Any] | None = None

    def read(self, work: Callable[[Session], T]) -> Pending[T]:
        """Read as any store does, and measure the time."""
        return self._submitted(super().read(self._timed(work)))

    def write(self, work: Callable[[Transaction], T]) -> Pending[T]:
        """Write as any store does, and measure the time without that of the commit."""
        return self._submitted(super().write(self._timed(work)))

    def _timed(self, work: Callable[..., T]) -> Callable[..., T]:
        def run(*arguments: Any) -> T:
            start = time.perf_counter()
            try:
                return work(*arguments)
            finally:
                self.longest = max(self.longest, time.perf_counter() - start)

        return run

    def _submitted(self, pending: Pending[T]) -> Pending[T]:
        self.last = pending
        return pending

    @property
    def idle(self) -> bool:
        """Whether all submitted work is done."""
        return self.last is None or self.last.done()


class LoopWatch:
    """Measures the longest time in which the event loop did not turn, in `longest` seconds."""

    def __init__(self) -> None:
        self.longest = 0.0
        self.task = asyncio.create_task(self._beat())

    async def _beat(self) -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.0005)
            now = time.perf_counter()
            self.longest = max(self.longest, now - last)
            last = now


@dataclass(frozen=True, slots=True)
class StepTimes:
    """The times of a step, in milliseconds.

    Attributes:
        rest: Until the screen was at rest.
        loop: The longest time in which the app could take no key.
        store: The longest time for which the store's thread was busy.
    """

    rest: float
    loop: float
    store: float


@contextlib.asynccontextmanager
async def running_app(path: Path, *, watch: bool = False) -> AsyncIterator[FacilitatorApp]:
    """Run the app on a database, and yield it once it is at rest."""

    def open_store() -> Store:
        store = TimedStore.open(path, lambda: NOW, read_only=watch)
        gc.freeze()  # the command does the same
        return store

    app = FacilitatorApp(
        open_store, FixedClock(Instant(NOW, 0.0, "boot")),
        LaunchTarget("watch") if watch else LaunchTarget(),
        Settings(team_timezone="UTC", database=str(path)), path.parent / "summaries",
    )  # fmt: skip
    async with app.run_test(size=SIZE) as pilot:
        while len(app.screen_stack) < 2:
            await pilot.pause(0.01)
        await at_rest(app)
        yield app


async def at_rest(app: FacilitatorApp) -> float:
    """Wait until nothing is left to do, and return the time since when that is so."""
    since: float | None = None
    while True:
        await asyncio.sleep(0.002)
        store = app.store
        assert isinstance(store, TimedStore)
        widgets = [app, *app.screen.walk_children(with_self=True)]
        busy = any(worker.is_running for worker in app.workers)
        if busy or not store.idle or any(widget.message_queue_size for widget in widgets):
            since = None
        elif since is None:
            since = time.perf_counter()
        elif time.perf_counter() - since > QUIET_SECONDS:
            return since


async def measure_meeting(path: Path) -> dict[str, StepTimes]:
    """Return the times of each step of a meeting."""
    times = {}
    async with running_app(path) as app:
        loop_watch, store = LoopWatch(), app.store
        assert isinstance(store, TimedStore)
        for name, keys in STEPS:
            loop_watch.longest = store.longest = 0.0
            start = time.perf_counter()
            for key in keys:
                character = key if len(key) == 1 else None
                app.post_message(
                    events.Key(_character_to_key(key) if character else key, character)
                )
            rest = await at_rest(app) - start
            times[name] = StepTimes(
                *(1000 * seconds for seconds in (rest, loop_watch.longest, store.longest))
            )
        loop_watch.task.cancel()
    return times


async def measure_watching(path: Path) -> float:
    """Return the milliseconds from a commit in another window until a watching window shows it."""
    store = Store.open(path, lambda: NOW)
    newest = store.incidents.get(45 if path.stem == "team" else 10_000).result()
    meeting = store.meetings.begin(newest.id, (10, 30, 10)).result()
    store.meetings.goto(meeting.id, Stage.REVIEW).result()
    async with running_app(path, watch=True) as app:
        while not isinstance(app.screen, ReviewScreen):
            await asyncio.sleep(0.01)
        await at_rest(app)
        item = store.actions.ids_to_review(meeting.id).result()[0]
        store.actions.review(item, meeting.id, ActionStatus.DONE).result()
        start = time.perf_counter()
        while not any(item.reviewed_now for item in app.screen.carried):
            await asyncio.sleep(0.002)
    store.close()
    return 1000 * (time.perf_counter() - start)


def measure_command(path: Path, words: str) -> float:
    """Return the milliseconds that a command takes, with the start of the interpreter."""
    start = time.perf_counter()
    arguments = [sys.executable, "-m", "facilitator", "--database", str(path), *words.split()]
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - start)


def print_ratio(name: str, many: float, few: float) -> None:
    """Print the ratio of two times in milliseconds, and both."""
    sys.stdout.write(f"{name}: {many / few:.1f} ({many:.0f} / {few:.0f} ms)\n")


def main() -> None:
    """Print the times of each step with 10,000 incidents and with the sample team."""
    with tempfile.TemporaryDirectory() as folder:
        many, team = (Path(folder) / name for name in ("many.db", "team.db"))
        if len(sys.argv) > 1:
            make(Path(sys.argv[1]))
            shutil.copy(sys.argv[1], many)
        make(many)
        store = Store.open(team)
        fill(store, TODAY)
        store.close()
        for words in COMMANDS:
            print_ratio(
                f"facilitator {words}", measure_command(many, words), measure_command(team, words)
            )
        many_times, team_times = (asyncio.run(measure_meeting(path)) for path in (many, team))
        for name, _ in STEPS:
            mine, other = many_times[name], team_times[name]
            sys.stdout.write(
                f"{name}: {mine.rest / other.rest:.1f} ({mine.rest:.0f} / {other.rest:.0f} ms);"
                f" no key for {mine.loop:.0f} / {other.loop:.0f} ms,"
                f" no save for {mine.store:.0f} / {other.store:.0f} ms\n"
            )
        print_ratio(
            "a watching window follows",
            *(asyncio.run(measure_watching(path)) for path in (many, team)),
        )


if __name__ == "__main__":
    main()
