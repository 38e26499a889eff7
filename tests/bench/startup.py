"""Measure how long the program takes to start: `python -m tests.bench.startup`.

Each time is printed as a ratio to the least that it could be, such as the start of an empty Textual
app. The two are measured in turns, so that the ratios can be compared between machines.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

ROUNDS = 9
BARE = """
from textual.app import App
class Bare(App):
    def on_mount(self): self.call_after_refresh(self.exit)
Bare().run(headless=True)
"""
OURS = """
import tempfile
from pathlib import Path
from facilitator.app import FacilitatorApp
from facilitator.config.settings import Settings
from facilitator.shell.launch_target import LaunchTarget
from facilitator.system.clock import MachineClock
def open_store():
    from db.store import Store
    return Store.open(Path(folder) / "x.db")
with tempfile.TemporaryDirectory() as folder:
    async def leave():
        app.exit()
    app = FacilitatorApp(open_store, MachineClock(), LaunchTarget(), Settings(), Path(folder))
    %s
    app.run(headless=True)
"""
FIRST_FRAME = OURS % "app._open = leave"
WITH_DATA = (
    OURS % "app.push_screen = lambda screen, push=app.push_screen: (app.exit(), push(screen))[1]"
)
IMPORTS = "import textual.app, sqlmodel, alembic.command"
HELP = "import sys; sys.argv = ['facilitator', '--help']; from facilitator.cli import main; main()"
PAIRS = (
    ("first frame / a bare Textual app", FIRST_FRAME, BARE),
    ("home on a new database / its imports alone", WITH_DATA, IMPORTS),
    ("--help / importing typer", HELP, "import typer"),
)


def seconds(code: str) -> float:
    """Return how long a script takes in a new interpreter."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print the ratio of the median times of each pair."""
    for name, ours, reference in PAIRS:
        seconds(ours), seconds(reference)
        pairs = [(seconds(ours), seconds(reference)) for _ in range(ROUNDS)]
        ours_median, reference_median = (
            statistics.median(side) for side in zip(*pairs, strict=True)
        )
        ratio = ours_median / reference_median
        sys.stdout.write(
            f"{name}: {ratio:.2f} ({ours_median * 1000:.0f} / {reference_median * 1000:.0f} ms)\n"
        )


if __name__ == "__main__":
    main()
