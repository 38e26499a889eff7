"""Measure the home screen with 10,000 incidents: `python -m tests.bench.home [FILE]`.

Each time is printed as a ratio to a reference that is measured in turns with it: a plain query for
what is read, and a plain list of Textual for what is painted. FILE is the database to use; it is
made where it is missing, which takes a minute or two.
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

from db.records import Incident, IncidentFilter, Instant
from db.store import Store
from facilitator.app import FacilitatorApp
from facilitator.config.settings import Settings
from facilitator.domain.figures import records_needed_since
from facilitator.sample import team
from facilitator.shell.launch_target import LaunchTarget
from facilitator.system.clock import FixedClock
from facilitator.widgets.virtual_list import VirtualList

TODAY = date(2026, 11, 24)
COUNT, ROUNDS, KEYS = 10_000, 7, 45
SIZE = (120, 40)


class PlainList(App[None]):
    """The least app that shows rows and moves the highlight."""

    def compose(self) -> ComposeResult:
        """Lay out as many rows as the home screen shows at once."""
        yield OptionList(*(f"#{n} checkout 5xx spike" for n in range(50)))


def incidents() -> list[Incident]:
    """Return the sample team's incidents, repeated with four incidents a day."""
    samples = team(TODAY)
    return [_repeated(samples[n % len(samples)], n + 1) for n in range(COUNT)]


def make(path: Path) -> None:
    """Make the database of 10,000 incidents where there is none yet."""
    if not path.exists():
        store = Store.open(path)
        store.documents.import_all(incidents()).result()
        store.close()


def _repeated(sample: Incident, number: int) -> Incident:
    """Return an incident under another number, with new ids and earlier dates."""
    incident_id, earlier = uuid4(), timedelta(hours=6 * (COUNT - number))
    began_at = sample.impact.began_at
    return replace(
        sample,
        id=incident_id,
        number=number,
        date=sample.date - earlier,
        impact=replace(sample.impact, began_at=began_at and began_at - earlier),
        timeline=tuple(
            replace(event, id=uuid4(), at=event.at - earlier) for event in sample.timeline
        ),
        factors=tuple(replace(factor, id=uuid4()) for factor in sample.factors),
        findings=tuple(replace(finding, id=uuid4()) for finding in sample.findings),
        # Most ideas differ; those of every seventh incident are the same.
        parked=tuple(
            replace(
                parked,
                id=uuid4(),
                incident_id=incident_id,
                text=f"{parked.text} ({number})" if number % 7 else parked.text,
            )
            for parked in sample.parked
        ),
        action_items=tuple(
            replace(
                item,
                id=uuid4(),
                incident_id=incident_id,
                created_at=item.created_at - earlier,
                closed_at=item.closed_at and item.closed_at - earlier,
                reviews=tuple(
                    replace(review, id=uuid4(), at=review.at - earlier) for review in item.reviews
                ),
                checks=tuple(
                    replace(check, id=uuid4(), at=check.at - earlier) for check in item.checks
                ),
            )
            for item in sample.action_items
        ),
    )


def compare(name: str, ours: Callable[[], object], reference: Callable[[], object]) -> None:
    """Print the ratio of the median times of both."""
    ours(), reference()
    pairs = [(_seconds(ours), _seconds(reference)) for _ in range(ROUNDS)]
    _print_ratio(name, *(statistics.median(side) for side in zip(*pairs, strict=True)))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _print_ratio(name: str, ours: float, reference: float) -> None:
    """Print the ratio of two times in seconds, and both in milliseconds."""
    milliseconds = f"{ours * 1000:.1f} / {reference * 1000:.1f} ms"
    sys.stdout.write(f"{name}: {ours / reference:.2f} ({milliseconds})\n")


def measure_reads(path: Path) -> None:
    """Measure what the home screen reads from the store."""
    store, bare = Store.open(path), sqlite3.connect(path)
    lists = store.lists
    everything = "SELECT number FROM incident ORDER BY date DESC, number DESC"
    search = "SELECT incident_id FROM digest WHERE text LIKE '%retry%' AND text LIKE '%mobile%'"

    def page() -> object:
        return lists.summaries(lists.numbers(IncidentFilter()).result()[:80]).result()

    compare("the first page / a bare SELECT", page, lambda: bare.execute(everything).fetchall())
    compare(
        "a search / a bare LIKE",
        lambda: lists.numbers(IncidentFilter(search="retry mobile")).result(),
        lambda: bare.execute(search).fetchall(),
    )
    compare(
        "a filter / a bare SELECT",
        lambda: lists.numbers(IncidentFilter(service="checkout")).result(),
        lambda: bare.execute(everything).fetchall(),
    )
    begin, overview = records_needed_since(TODAY, 6), store.overview
    compare(
        "the figures in sight / 500 whole documents",
        lambda: overview.outlines(overview.numbers_to_count(begin).result(), begin).result(),
        lambda: store.incidents.several(range(1, 501)).result(),
    )
    bare.close()
    store.close()


async def measure_painting(path: Path) -> None:
    """Measure the time from a key to its paint while a key is held, in turns with a plain list."""
    now = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    app = FacilitatorApp(
        lambda: Store.open(path), FixedClock(Instant(now, 0.0, "boot")), LaunchTarget(),
        Settings(team_timezone="UTC"), path.parent,
    )  # fmt: skip
    async with app.run_test(size=SIZE) as ours, PlainList().run_test(size=SIZE) as bare:
        while len(app.screen_stack) < 2:
            await ours.pause(0.01)
        await ours.pause(1)
        ours_list = app.screen.query_one(VirtualList)
        bare_list = bare.app.screen.query_one(OptionList)
        bare_list.focus()
        pairs = [
            (
                await _held(ours, "j", "k", lambda: ours_list.highlighted),
                await _held(bare, "down", "up", lambda: bare_list.highlighted or 0),
            )
            for _ in range(ROUNDS)
        ]
        medians = (statistics.median(side) for side in zip(*pairs, strict=True))
        _print_ratio(f"{KEYS} held keys down / a bare Textual list", *medians)


async def _held(pilot: Pilot[None], down: str, up: str, cursor: Callable[[], int]) -> float:
    """Return the seconds until keys that are sent at once have all moved the cursor and painted.

    The cursor goes back to the top afterwards.
    """
    start = time.perf_counter()
    await _send(pilot, down, lambda: cursor() == KEYS)
    seconds = time.perf_counter() - start
    await _send(pilot, up, lambda: cursor() == 0)
    return seconds


async def _send(pilot: Pilot[None], key: str, is_done: Callable[[], bool]) -> None:
    for _ in range(KEYS):
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
    while not is_done():
        await asyncio.sleep(0)
    painted = asyncio.Event()
    pilot.app.call_after_refresh(painted.set)
    await painted.wait()


def main() -> None:
    """Make the database where there is none, and print all ratios."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "many.db"
        make(path)
        measure_reads(path)
        asyncio.run(measure_painting(path))


if __name__ == "__main__":
    main()
