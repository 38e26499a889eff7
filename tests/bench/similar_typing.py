"""Measure typing a root cause with 10,000 incidents: `python -m tests.bench.similar_typing [FILE]`.

In the meeting about the newest incident a root cause is typed, letter by letter with pauses, while
the similar incidents are looked for. Printed is the longest time in which the app could take no
key, as a ratio to that with the sample team, whose search takes no time; first while the terms of
all incidents are counted for the first time, and then from the terms that were kept. Beside it
stands the time from the last letter until the search was done. FILE is as for `tests.bench.home`.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from textual import events
from textual.keys import _character_to_key

from db.store import Store
from facilitator.app import FacilitatorApp
from facilitator.incident_terms.reading import read_index
from facilitator.lexicon.reading import lexicon_with
from facilitator.sample import fill
from facilitator.screens.incident.incident_screen import IncidentScreen
from facilitator.screens.similar_search import PAUSE
from tests.bench.home import TODAY, make
from tests.bench.large import LoopWatch, at_rest, running_app

TYPED = "clients retried at once and without a limit, so that the load stayed over the capacity"
SECONDS_BETWEEN_LETTERS = 0.06
TO_THE_INCIDENT = ("enter", "enter", "right_square_bracket")
"""From home to the incident segment, by the opening and the review."""


@dataclass(frozen=True)
class Typing:
    """What typing cost, in milliseconds.

    Attributes:
        blocked: The longest time in which the app could take no key.
        found: From the last letter until the search for it was done, without the pause.
    """

    blocked: float
    found: float


async def measure(path: Path) -> Typing:
    """Return what it costs to type a root cause on a database."""
    async with running_app(path) as app:
        for key in TO_THE_INCIDENT:
            await at_rest(app)
            _press(app, key)
        while not isinstance(app.screen, IncidentScreen) or app.screen.incident is None:
            await asyncio.sleep(0.005)
        screen = app.screen
        for key in ("2", "r"):
            _press(app, key)
        watch = LoopWatch()
        for letter in TYPED:
            _press(app, letter)
            await asyncio.sleep(SECONDS_BETWEEN_LETTERS)
        last = time.perf_counter()
        # The search has an index once it has found anything, and then no worker is left.
        while screen._search._index is None or time.perf_counter() - last < PAUSE:
            await asyncio.sleep(0.005)
        done = await at_rest(app)
        watch.task.cancel()
        return Typing(1000 * watch.longest, 1000 * max(0.0, done - last - PAUSE))


async def _count_terms(path: Path) -> None:
    store = Store.open(path)
    await read_index(store, lexicon_with({}))
    store.close()


def _press(app: FacilitatorApp, key: str) -> None:
    character = key if len(key) == 1 else None
    app.post_message(events.Key(_character_to_key(key) if character else key, character))


def main() -> None:
    """Print the times with 10,000 incidents beside those with the sample team."""
    with tempfile.TemporaryDirectory() as folder:
        many, counted, team = (Path(folder) / name for name in ("many.db", "counted.db", "team.db"))
        if len(sys.argv) > 1:
            make(Path(sys.argv[1]))
            shutil.copy(sys.argv[1], many)
        make(many)
        store = Store.open(team)
        fill(store, TODAY)
        store.close()
        shutil.copy(many, counted)
        asyncio.run(_count_terms(counted))
        few = asyncio.run(measure(team))
        for name, path in (("terms counted for the first time", many), ("terms kept", counted)):
            typing = asyncio.run(measure(path))
            sys.stdout.write(
                f"{name}: no key for {typing.blocked / few.blocked:.1f}"
                f" ({typing.blocked:.0f} / {few.blocked:.0f} ms);"
                f" found after {typing.found:.0f} / {few.found:.0f} ms\n"
            )


if __name__ == "__main__":
    main()
