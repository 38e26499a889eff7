"""The backup of the database at the start of a meeting, which the meeting never waits for."""

from __future__ import annotations

import asyncio
import contextlib
from threading import Thread
from typing import TYPE_CHECKING

from textual.app import App

from db.errors import Unavailable
from facilitator.text import one_line

if TYPE_CHECKING:
    from db.store import Store

NOTICE_SECONDS = 30
"""How long it is shown that there is no backup: it names files, which take time to read."""


def begin_backup(app: App[None], store: Store, incident: int) -> None:
    """Copy the database on a thread of its own, and say why where that fails.

    The thread keeps nobody from leaving: a copy that is not complete by then is none.

    Args:
        app: The app, whose loop has to be the running one.
        store: The open store.
        incident: The number of the incident that the meeting is about.
    """
    loop = asyncio.get_running_loop()

    def show(reason: str) -> None:
        app.notify(
            reason,
            title="No backup was made; the meeting goes on",
            severity="warning",
            markup=False,
            timeout=NOTICE_SECONDS,
        )

    def copy() -> None:
        try:
            store.back_up(incident)
        except Unavailable as error:
            # After the end of the app its loop is closed, and there is no one to tell.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(show, one_line(str(error)))

    Thread(target=copy, name="backup", daemon=True).start()
