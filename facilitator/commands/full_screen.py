"""Running the full-screen program, on the team's database or on the sample team's."""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator.commands.open_store import Failure, today, writer_name
from facilitator.config.settings import Settings, backups_folder, data_folder, load_settings
from facilitator.config.tracker_settings import TrackerSettings
from facilitator.shell.launch_target import LaunchTarget
from facilitator.system.clock import MachineClock
from facilitator.text import clean, counted

if TYPE_CHECKING:
    from db.store import Store
    from facilitator.app import FacilitatorApp

COLUMNS, ROWS = 80, 24
"""The smallest terminal in which all screens fit."""
GARBAGE_THRESHOLDS = (10_000, 10, 10)
"""After how many new objects, and passes over younger ones, the collector looks for garbage.

The first is far above Python's own: a screen alone has thousands, and each pass delays a key.
"""
SUMMARIES_FOLDER = "summaries"
"""The folder of meeting summaries, in the folder of the program's data."""


def run(database: str | None, target: LaunchTarget) -> int:
    """Run the program until it is left, and return the exit status.

    Home can start the demo, after which the program comes back to home.

    Args:
        database: The value of `--database`.
        target: The screen to open first.
    """
    settings = load_settings(database)
    read_only = target.screen == "watch"
    summaries = data_folder() / SUMMARIES_FOLDER

    def open_store() -> Store:
        return _open(settings, read_only=read_only, backups=backups_folder())

    while True:
        app = _run_app(settings, target, open_store, summaries)
        status = app.return_code or 0
        if not app.demo_wanted or status:
            return status
        if status := run_demo():
            return status
        target = LaunchTarget()
        # Both apps that were left are garbage by now, which the collector was told to skip.
        del app
        gc.unfreeze()
        gc.collect()


def run_demo() -> int:
    """Run the sample team's meeting on a database that is deleted afterwards.

    Returns:
        The exit status.
    """
    settings = load_settings()
    # The sample team has a database of its own, whatever file the settings name.
    sources = {path: source for path, source in settings.sources.items() if path != "database"}
    # Its tickets are made up: no tracker is asked for them, or told to make any.
    # Nothing that is done there is kept, so that no tracker is set up from it either.
    settings = replace(settings, sources=sources, tracker=TrackerSettings(), file=None)
    with tempfile.TemporaryDirectory(prefix="facilitator-demo-") as folder:
        path = Path(folder) / "demo.db"
        app = _run_app(
            settings,
            LaunchTarget("meet"),
            lambda: _open_sample(settings, path),
            Path(folder) / SUMMARIES_FOLDER,
        )
        return app.return_code or 0


def _run_app(
    settings: Settings, target: LaunchTarget, open_store: Callable[[], Store], summaries: Path
) -> FacilitatorApp:
    # The variable is set for the programs that `serve` starts, one for each tab of a browser.
    if "TEXTUAL_DRIVER" in os.environ:
        _quit_with_server()
    else:
        _check_terminal()
    # Nearly everything that is loaded now stays, so looking for garbage among it is in vain. Once
    # the store is open, `_open` enables the collector again.
    gc.disable()
    from facilitator.app import FacilitatorApp

    app = FacilitatorApp(open_store, MachineClock(), target, settings, summaries)
    app.run()
    for text in app.unwritten_texts:
        sys.stderr.write(f"{clean(text)}\n")
    if app.failure:
        raise Failure(app.failure)
    if waiting := app.tickets.news.waiting:
        sys.stderr.write(
            f"on the way to the tracker: {counted(waiting, 'ticket')}; the next start goes on with"
            " that, and so does `facilitator tickets push`\n"
        )
    return app


def _check_terminal() -> None:
    """Raise Failure where the streams are no terminal, or where it is too small."""
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        raise Failure("this needs a terminal for its screen; in scripts use the other commands")
    size = os.get_terminal_size(sys.stdout.fileno())
    if size.columns < COLUMNS or size.lines < ROWS:
        raise Failure(
            f"the terminal has {size.columns}×{size.lines} characters;"
            f" enlarge it to at least {COLUMNS}×{ROWS}"
        )


def _quit_with_server() -> None:
    """Quit as for a closed terminal once the server is gone, even where it was killed.

    A killed server can send no signal, so a thread looks once a second whether this process has
    got another parent. Where there is no SIGHUP (Windows), SIGTERM takes its place.
    """
    server = os.getppid()
    hang_up = getattr(signal, "SIGHUP", signal.SIGTERM)

    def watch_server() -> None:
        while os.getppid() == server:
            time.sleep(1)
        os.kill(os.getpid(), hang_up)

    threading.Thread(target=watch_server, name="server", daemon=True).start()


def _open(settings: Settings, *, read_only: bool = False, backups: Path | None = None) -> Store:
    from db.store import Store

    try:
        return Store.open(
            settings.database, who=writer_name(settings), read_only=read_only, backups=backups
        )
    finally:
        # The whole program is loaded by now and stays so. Frozen objects are skipped by the garbage
        # collector, which then pauses the program for less time while somebody types.
        gc.freeze()
        gc.set_threshold(*GARBAGE_THRESHOLDS)
        gc.enable()


def _open_sample(settings: Settings, path: Path) -> Store:
    from facilitator.sample import fill

    store = _open(replace(settings, database=str(path)))
    fill(store, today(settings))
    return store
