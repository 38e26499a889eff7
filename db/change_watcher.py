"""Notice of commits by other windows: from SQLite's data version or PostgreSQL's notifications."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Engine, func, select
from sqlmodel import Session

from db.errors import Unavailable
from db.server import open_listener, silence_of
from db.server_silence import NOTICE_SECONDS

if TYPE_CHECKING:
    from db.file_identity import FileIdentity
    from db.worker import Worker

POLL_SECONDS = 0.1
"""The pause between two looks at a file, and the shortest between two calls for a server."""
QUIET_POLL_SECONDS = 1.0
"""The pause between two looks at a file in which nothing has changed for `QUIET_AFTER_SECONDS`."""
QUIET_AFTER_SECONDS = 30.0
"""After so long a file counts as quiet. That of a running meeting never does for another window,
which sees the sign of life that is saved every 15 seconds."""
LISTEN_SECONDS = 0.5
"""How long a listener waits for a notification before it checks whether to stop."""
LONGEST_RETRY_SECONDS = 10.0
"""The longest pause between two attempts to reach a server again."""
CHECK_SECONDS = 5.0
"""How often a listener asks its server for a sign of life."""
CHANNEL = "facilitator"
CONNECTION_LOST = "the connection to the database is lost: changes by others appear when it is back"
NO_ANSWER = (
    f"the server has not answered for {NOTICE_SECONDS} s: what you type is kept here and saved as"
    " soon as it answers, so go on; if it lasts, check the network and the server"
)
WATCHING_FAILED = "changes by others no longer appear: leave, and start again to see them"


def notify_other_windows(session: Session, window: UUID) -> None:
    """Tell the other windows of this transaction once it commits.

    A SQLite file needs no notification: its other readers see its data version change.
    """
    if session.get_bind().dialect.name == "postgresql":
        # Only the window is sent: the size of a notification is bounded, and everybody reads it.
        session.execute(select(func.pg_notify(CHANNEL, str(window))))


class ChangeWatcher:
    """Calls back when another connection has committed something.

    Commits of the store's own window do not count, and several commits within a tenth of a second,
    or within a second in a quiet file, may lead to one call. The calls come from a thread of the
    database's, which they must not block.
    """

    def __init__(
        self,
        engine: Engine,
        identity: FileIdentity | None,
        worker: Worker,
        window: UUID,
        on_change: Callable[[], None],
        on_trouble: Callable[[str], None],
    ) -> None:
        """Start to watch.

        Args:
            engine: The engine of the store.
            identity: What the file of the database is recognised by; None for a server.
            worker: The thread of the store, on which a file is polled.
            window: The id of the store's own window.
            on_change: Called after another connection has committed.
            on_trouble: Called once for each message for people, when changes can't be noticed for
                now. The next call of `on_change` means that they can be noticed again.
        """
        self._engine = engine
        self._window = str(window)
        self._on_change = on_change
        self._on_trouble = on_trouble
        self._trouble = ""
        self._stopped = Event()
        self._identity = identity
        if identity is None:
            silence_of(engine).tell(self._report_silence, self._report_change)
            Thread(target=self._listen, name="changes", daemon=True).start()
        else:
            self._version: int | None = None
            self._raw: Any = None
            self._last_change = monotonic()
            worker.repeat(self._poll, self._give_up)

    def stop(self) -> None:
        """Make no more calls, apart from one that is under way. It returns at once."""
        self._stopped.set()

    def _report_change(self) -> None:
        self._trouble = ""
        if not self._stopped.is_set():
            self._on_change()

    def _report_trouble(self, message: str) -> None:
        if message != self._trouble and not self._stopped.is_set():
            self._trouble = message
            self._on_trouble(message)

    def _report_silence(self) -> None:
        self._report_trouble(self._trouble or NO_ANSWER)

    def _give_up(self, error: Exception) -> None:
        """Report that changes will not be noticed any more, after an unexpected error."""
        self._report_trouble(f"{WATCHING_FAILED} ({type(error).__name__})")
        self._stopped.set()

    def _poll(self) -> float:
        """Look at the file, and return after how many seconds to look again."""
        if not self._stopped.is_set() and self._identity is not None:
            # Else the store closes its connection; a new one would create a deleted file.
            self._compare_version(self._identity)
        is_quiet = monotonic() - self._last_change > QUIET_AFTER_SECONDS
        return QUIET_POLL_SECONDS if is_quiet and not self._trouble else POLL_SECONDS

    def _compare_version(self, identity: FileIdentity) -> None:
        """Compare the file's data version with the last one.

        It is read on the store's own connection, whose commits are the only ones that it does not
        count.
        """
        try:
            identity.check()
            before, self._version = self._version, self._data_version()
        except Unavailable as error:
            self._raw = None
            self._report_trouble(str(error))
        except (sqlite3.Error, OSError) as error:
            # A file that somebody is writing over just now is recognised by the next look at it.
            self._raw = None
            self._report_trouble(f"{WATCHING_FAILED} ({error})")
        else:
            if self._trouble or before not in (None, self._version):
                self._last_change = monotonic()
                self._report_change()

    def _data_version(self) -> int:
        if self._raw is None:
            # This bypasses the engine, which would begin a transaction, and the pool, which costs
            # more than the query. The store has one connection, and keeps it.
            pooled = self._engine.raw_connection()
            self._raw = pooled.driver_connection
            pooled.close()
        (version,) = self._raw.execute("PRAGMA data_version").fetchone()
        return int(version)

    def _listen(self) -> None:
        try:
            self._listen_until_stopped()
        except Exception as error:
            self._give_up(error)

    def _listen_until_stopped(self) -> None:
        import psycopg

        pause = POLL_SECONDS
        while not self._stopped.is_set():
            try:
                with open_listener(self._engine) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    pause = POLL_SECONDS
                    # Nothing notifies this window of what was committed before it listened.
                    self._report_change()
                    self._receive(connection)
            except psycopg.Error:
                # A server that has fallen silent is not reported once more when it goes.
                self._report_trouble(self._trouble or CONNECTION_LOST)
                self._stopped.wait(pause)
                pause = min(2 * pause, LONGEST_RETRY_SECONDS)

    def _receive(self, connection: Any) -> None:
        next_check = monotonic() + CHECK_SECONDS
        while not self._stopped.is_set():
            notifications = list(connection.notifies(timeout=LISTEN_SECONDS, stop_after=1))
            if any(notification.payload != self._window for notification in notifications):
                self._report_change()
            if notifications:
                self._stopped.wait(POLL_SECONDS)
            if monotonic() > next_check:
                # A connection that was cut somewhere on its way is as quiet as an idle one.
                connection.execute("SELECT 1")
                next_check = monotonic() + CHECK_SECONDS
