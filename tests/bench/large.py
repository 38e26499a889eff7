"""`python -m tests.bench.large [FILE]`: a whole meeting with 10,000 incidents, step by step.

Each step is taken on the database of 10,000 and on the sample team's in the same run, and told as
the ratio of both with the milliseconds behind it: until the screen is at rest (everything read and
painted), for how long at most no key could have been taken, and for how long at most the store's
thread was kept, which a save would have waited for. FILE: as for `tests.bench.home`.
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
from db.words import ActionStatus, Stage
from db.worker import Pending
from facilitator.app import FacilitatorApp
from facilitator.clock import FixedClock
from facilitator.sample import fill
from facilitator.screens.meeting.review import ReviewScreen
from facilitator.settings import Settings
from facilitator.start import Start
from tests.bench.home import SIZE, TODAY, make

T = TypeVar("T")
NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 14, tzinfo=UTC)
QUIET_SECONDS = 0.15
"""After so long without anything to do, a screen is at rest."""
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("home: prep", ("p",)),
    ("prep: a section on", ("f8",)),
    ("prep: home", ("f10",)),
    ("home: the meeting's opening", ("enter",)),
    ("opening: the review", ("enter",)),
    ("review: 20 items down", ("j",) * 20),
    ("review: done", ("d",)),
    ("review: in progress", ("i",)),
    ("review: undo", ("u",)),
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
    ("patterns: undo", ("u",)),
    ("patterns: the wrap-up", ("right_square_bracket",)),
    ("wrap-up: ask of an item", ("3",)),
    ("wrap-up: it is done", ("d",)),
    ("wrap-up: leave the question", ("escape",)),
    ("wrap-up: the summary", ("y",)),
    ("wrap-up: leave it", ("escape",)),
    ("wrap-up: finish", ("f",)),
)
COMMANDS = ("metrics", "metrics --months 120", "actions --json", "incidents", "show 40")


class Gauged(Store):
    """A store that knows for how long its thread was kept at most, in seconds."""

    kept = 0.0
    last: Pending[Any] | None = None

    def read(self, work: Callable[[Session], T]) -> Pending[T]:
        """Gauged."""
        return self._submitted(super().read(self._gauged(work)))

    def write(self, work: Callable[[Transaction], T]) -> Pending[T]:
        """Gauged but for the commit."""
        return self._submitted(super().write(self._gauged(work)))

    def _gauged(self, work: Callable[..., T]) -> Callable[..., T]:
        def run(*given: Any) -> T:
            start = time.perf_counter()
            try:
                return work(*given)
            finally:
                self.kept = max(self.kept, time.perf_counter() - start)

        return run

    def _submitted(self, pending: Pending[T]) -> Pending[T]:
        self.last = pending
        return pending

    @property
    def idle(self) -> bool:
        """Whether nothing is asked of it."""
        return self.last is None or self.last.done()


class Pulse:
    """For how long the app's loop did not turn at most, in seconds."""

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
class Taken:
    """What a step took, in milliseconds."""

    rest: float
    loop: float
    store: float


@contextlib.asynccontextmanager
async def opened(path: Path, *, watch: bool = False) -> AsyncIterator[FacilitatorApp]:
    """The app on a database, at rest."""

    def open_store() -> Store:
        store = Gauged.open(path, lambda: NOW, read_only=watch)
        gc.freeze()  # as the command does
        return store

    app = FacilitatorApp(
        open_store, FixedClock(Instant(NOW, 0.0, "boot")), Start("watch") if watch else Start(),
        Settings(team_timezone="UTC", database=str(path)), path.parent / "summaries",
    )  # fmt: skip
    async with app.run_test(size=SIZE) as pilot:
        while len(app.screen_stack) < 2:
            await pilot.pause(0.01)
        await at_rest(app)
        yield app


async def at_rest(app: FacilitatorApp) -> float:
    """Wait until nothing is left to do; since when."""
    since: float | None = None
    while True:
        await asyncio.sleep(0.002)
        store = app.store
        assert isinstance(store, Gauged)
        widgets = [app, *app.screen.walk_children(with_self=True)]
        busy = any(each.is_running for each in app.workers)
        if busy or not store.idle or any(each.message_queue_size for each in widgets):
            since = None
        elif since is None:
            since = time.perf_counter()
        elif time.perf_counter() - since > QUIET_SECONDS:
            return since


async def meeting(path: Path) -> dict[str, Taken]:
    """What each step of a meeting takes."""
    taken = {}
    async with opened(path) as app:
        pulse, store = Pulse(), app.store
        assert isinstance(store, Gauged)
        for name, keys in STEPS:
            pulse.longest = store.kept = 0.0
            start = time.perf_counter()
            for key in keys:
                character = key if len(key) == 1 else None
                app.post_message(
                    events.Key(_character_to_key(key) if character else key, character)
                )
            rest = await at_rest(app) - start
            taken[name] = Taken(*(1000 * each for each in (rest, pulse.longest, store.kept)))
        pulse.task.cancel()
    return taken


async def watching(path: Path) -> float:
    """Milliseconds from an outcome's commit in another window until it is seen."""
    store = Store.open(path, lambda: NOW)
    newest = store.incidents.get(45 if path.stem == "team" else 10_000).result()
    held = store.meetings.begin(newest.id, (10, 30, 10)).result()
    store.meetings.goto(held.id, Stage.REVIEW).result()
    async with opened(path, watch=True) as app:
        while not isinstance(app.screen, ReviewScreen):
            await asyncio.sleep(0.01)
        await at_rest(app)
        item = store.actions.to_review(held.id).result()[0]
        store.actions.review(item, held.id, ActionStatus.DONE).result()
        start = time.perf_counter()
        while not any(each.reviewed_now for each in app.screen.carried):
            await asyncio.sleep(0.002)
    store.close()
    return 1000 * (time.perf_counter() - start)


def command(path: Path, words: str) -> float:
    """Milliseconds that a command takes, with its start."""
    start = time.perf_counter()
    arguments = [sys.executable, "-m", "facilitator", "--database", str(path), *words.split()]
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - start)


def tell(name: str, ours: float, least: float) -> None:
    """A ratio with what it is made of."""
    sys.stdout.write(f"{name}: {ours / least:.1f} ({ours:.0f} / {least:.0f} ms)\n")


def main() -> None:
    """Print each step's figures with 10,000 incidents beside those of the sample team."""
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
            tell(f"facilitator {words}", command(many, words), command(team, words))
        ours, least = (asyncio.run(meeting(path)) for path in (many, team))
        for name, _ in STEPS:
            mine, other = ours[name], least[name]
            sys.stdout.write(
                f"{name}: {mine.rest / other.rest:.1f} ({mine.rest:.0f} / {other.rest:.0f} ms);"
                f" no key for {mine.loop:.0f} / {other.loop:.0f} ms,"
                f" no save for {mine.store:.0f} / {other.store:.0f} ms\n"
            )
        tell("a watching window follows", *(asyncio.run(watching(each)) for each in (many, team)))


if __name__ == "__main__":
    main()
