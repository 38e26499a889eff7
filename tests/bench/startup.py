"""`python -m tests.bench.startup`: how long the start takes, as a ratio to the least it could take.

Both sides run in turns in the same minute on the same machine, so that the ratio holds elsewhere.
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
from facilitator.clock import MachineClock
from facilitator.settings import Settings
from facilitator.start import Start
def open_store():
    from db.store import Store
    return Store.open(Path(folder) / "x.db")
with tempfile.TemporaryDirectory() as folder:
    app = FacilitatorApp(open_store, MachineClock(), Start(), Settings(), Path(folder))
    %s
    app.run(headless=True)
"""
FIRST_FRAME = OURS % "app._begin = app.exit"
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
    """One run of a program in a fresh interpreter."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print the ratio of the medians of each pair."""
    for name, ours, reference in PAIRS:
        seconds(ours), seconds(reference)
        pairs = [(seconds(ours), seconds(reference)) for _ in range(ROUNDS)]
        mine, least = (statistics.median(side) for side in zip(*pairs, strict=True))
        sys.stdout.write(
            f"{name}: {mine / least:.2f} ({mine * 1000:.0f} / {least * 1000:.0f} ms)\n"
        )


if __name__ == "__main__":
    main()
