"""`python -m tests.bench.home [FILE]`: how home does with 10,000 incidents, as ratios.

Each figure stands beside a reference that was measured in turns with it, on the same machine: the
bare query for what is read, a bare Textual list for what is painted. FILE: a database to use, made
where it is missing; making one takes a minute or two.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import OptionList

from db.records import Incident, Instant, Wanted
from db.store import Store
from facilitator.app import FacilitatorApp
from facilitator.clock import FixedClock
from facilitator.domain.figures import since
from facilitator.sample import team
from facilitator.settings import Settings
from facilitator.start import Start
from facilitator.widgets.long_list import LongList

TODAY = date(2026, 11, 24)
COUNT, ROUNDS, KEYS = 10_000, 7, 45
SIZE = (120, 40)


class Bare(App[None]):
    """The least that shows rows and moves a highlight."""

    def compose(self) -> ComposeResult:
        """As many rows as home shows at once."""
        yield OptionList(*(f"#{n} checkout 5xx spike" for n in range(50)))


def incidents() -> list[Incident]:
    """The sample team's year again and again, four incidents a day."""
    told = team(TODAY)
    return [_again(told[n % len(told)], n + 1) for n in range(COUNT)]


def make(path: Path) -> None:
    """The database of so many incidents, where there is none yet."""
    if not path.exists():
        store = Store.open(path)
        store.documents.load(incidents()).result()
        store.close()


def _again(told: Incident, number: int) -> Incident:
    own, back = uuid4(), timedelta(hours=6 * (COUNT - number))
    began = told.impact.began_at
    return replace(
        told,
        id=own,
        number=number,
        date=told.date - back,
        impact=replace(told.impact, began_at=began and began - back),
        timeline=tuple(replace(each, id=uuid4(), at=each.at - back) for each in told.timeline),
        factors=tuple(replace(each, id=uuid4()) for each in told.factors),
        findings=tuple(replace(each, id=uuid4()) for each in told.findings),
        # Ideas differ; each seventh incident's come back.
        parked=tuple(
            replace(
                each,
                id=uuid4(),
                incident_id=own,
                text=f"{each.text} ({number})" if number % 7 else each.text,
            )
            for each in told.parked
        ),
        action_items=tuple(
            replace(
                item,
                id=uuid4(),
                incident_id=own,
                created_at=item.created_at - back,
                closed_at=item.closed_at and item.closed_at - back,
                reviews=tuple(
                    replace(each, id=uuid4(), at=each.at - back) for each in item.reviews
                ),
            )
            for item in told.action_items
        ),
    )


def compared(name: str, ours: Callable[[], object], least: Callable[[], object]) -> None:
    """Print the medians of both and their ratio."""
    ours(), least()
    pairs = [(_seconds(ours), _seconds(least)) for _ in range(ROUNDS)]
    _tell(name, *(statistics.median(side) for side in zip(*pairs, strict=True)))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _tell(name: str, ours: float, least: float) -> None:
    sys.stdout.write(f"{name}: {ours / least:.2f} ({ours * 1000:.1f} / {least * 1000:.1f} ms)\n")


def read(path: Path) -> None:
    """What home asks of the store."""
    store, bare = Store.open(path), sqlite3.connect(path)
    lists = store.lists
    everything = "SELECT number FROM incident ORDER BY date DESC, number DESC"
    search = "SELECT incident_id FROM digest WHERE text LIKE '%retry%' AND text LIKE '%mobile%'"

    def page() -> object:
        return lists.lines(lists.numbers(Wanted()).result()[:80]).result()

    compared("the first page / a bare SELECT", page, lambda: bare.execute(everything).fetchall())
    compared(
        "a search / a bare LIKE",
        lambda: lists.numbers(Wanted(search="retry mobile")).result(),
        lambda: bare.execute(search).fetchall(),
    )
    compared(
        "a filter / a bare SELECT",
        lambda: lists.numbers(Wanted(service="checkout")).result(),
        lambda: bare.execute(everything).fetchall(),
    )
    begin, overview = since(TODAY, 6), store.overview
    compared(
        "the figures in sight / 500 whole documents",
        lambda: overview.outlines(overview.counting(begin).result(), begin).result(),
        lambda: store.incidents.several(range(1, 501)).result(),
    )
    bare.close()
    store.close()


async def painted(path: Path) -> None:
    """From a key to its paint, while a key is held; the two apps in turns."""
    now = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    app = FacilitatorApp(
        lambda: Store.open(path), FixedClock(Instant(now, 0.0, "boot")), Start(),
        Settings(team_timezone="UTC"), path.parent,
    )  # fmt: skip
    async with app.run_test(size=SIZE) as ours, Bare().run_test(size=SIZE) as bare:
        while len(app.screen_stack) < 2:
            await ours.pause(0.01)
        await ours.pause(1)
        ours_list = app.screen.query_one(LongList)
        bare_list = bare.app.screen.query_one(OptionList)
        bare_list.focus()
        pairs = [
            (
                await _held(ours, "j", "k", lambda: ours_list.place),
                await _held(bare, "down", "up", lambda: bare_list.highlighted or 0),
            )
            for _ in range(ROUNDS)
        ]
        medians = (statistics.median(side) for side in zip(*pairs, strict=True))
        _tell(f"{KEYS} held keys down / a bare Textual list", *medians)


async def _held(pilot: Pilot[None], down: str, up: str, place: Callable[[], int]) -> float:
    """Seconds until so many keys, sent at once, have had their effect and are painted."""
    start = time.perf_counter()
    await _send(pilot, down, lambda: place() == KEYS)
    taken = time.perf_counter() - start
    await _send(pilot, up, lambda: place() == 0)
    return taken


async def _send(pilot: Pilot[None], key: str, done: Callable[[], bool]) -> None:
    for _ in range(KEYS):
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
    while not done():
        await asyncio.sleep(0)
    painted = asyncio.Event()
    pilot.app.call_after_refresh(painted.set)
    await painted.wait()


def main() -> None:
    """Make the database where there is none, and print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "many.db"
        make(path)
        read(path)
        asyncio.run(painted(path))


if __name__ == "__main__":
    main()
