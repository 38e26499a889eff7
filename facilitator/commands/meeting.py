"""The full-screen program: home, prep, a meeting to hold or to watch, or the sample team's."""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator import settings
from facilitator.clock import MachineClock
from facilitator.commands.database import Failure, today
from facilitator.start import Start

if TYPE_CHECKING:
    from db.store import Store
    from facilitator.app import FacilitatorApp
    from facilitator.settings import Settings

COLUMNS, ROWS = 80, 24
SUMMARIES = "summaries"


def run(database: str | None, start: Start) -> int:
    """Open the screen on the settings' database; the exit status.

    Whoever leaves it for the demo comes back to home.
    """
    chosen = settings.load(database)
    read_only = start.screen == "watch"
    summaries = settings.data_folder() / SUMMARIES
    while True:
        app = _run(chosen, start, lambda: _open(chosen.database, read_only=read_only), summaries)
        status = app.return_code or 0
        if not app.demo_wanted or status:
            return status
        if status := demo():
            return status
        start = Start()


def demo() -> int:
    """Open the sample team's meeting on a copy that is thrown away."""
    chosen = settings.load()
    with tempfile.TemporaryDirectory(prefix="facilitator-demo-") as folder:
        path = Path(folder) / "demo.db"
        app = _run(
            chosen, Start("meet"), lambda: _filled(path, today(chosen)), Path(folder) / SUMMARIES
        )
        return app.return_code or 0


def _run(
    chosen: Settings, start: Start, open_store: Callable[[], Store], summaries: Path
) -> FacilitatorApp:
    if "TEXTUAL_DRIVER" in os.environ:
        _leave_with_the_server()
    else:
        _check_terminal()
    from facilitator.app import FacilitatorApp

    app = FacilitatorApp(open_store, MachineClock(), start, chosen, summaries)
    app.run()
    if app.failure:
        raise Failure(app.failure)
    return app


def _check_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        raise Failure("this needs a terminal for its screen; in scripts use the other commands")
    size = os.get_terminal_size(sys.stdout.fileno())
    if size.columns < COLUMNS or size.lines < ROWS:
        raise Failure(
            f"the terminal has {size.columns}×{size.lines} characters;"
            f" enlarge it to at least {COLUMNS}×{ROWS}"
        )


def _leave_with_the_server() -> None:
    """In a browser nobody hangs up if the server is killed: the program leaves by itself then."""
    server = os.getppid()

    def watch() -> None:
        while os.getppid() == server:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGHUP)

    threading.Thread(target=watch, name="server", daemon=True).start()


def _open(target: str, *, read_only: bool = False) -> Store:
    from db.store import Store

    store = Store.open(target, read_only=read_only)
    # All of the program is loaded now and stays: whoever looks for garbage while somebody types
    # need not go through it each time.
    gc.freeze()
    return store


def _filled(path: Path, day: date) -> Store:
    from facilitator.sample import fill

    store = _open(str(path))
    fill(store, day)
    return store
