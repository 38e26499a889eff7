"""Something changed elsewhere: from SQLite's data version, or PostgreSQL's notifications."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Engine, func, select
from sqlmodel import Session

from db.engine import GONE, file_id
from db.errors import Unavailable

if TYPE_CHECKING:
    from db.worker import Worker

POLL_SECONDS = 0.1
"""How often a file is asked; a server's notifications are told no more often either."""
LISTEN_SECONDS = 0.5
"""How long a listener waits before it looks whether it should stop."""
LONGEST_PAUSE_SECONDS = 10.0
"""Between two tries to reach a server again."""
CHANNEL = "facilitator"
LOST = "the connection to the database is lost: what others change shows when it is back"
UNSEEN = "what others change does not show any more: leave, and start again to see it"


def announce(session: Session, window: UUID) -> None:
    """Let the other windows know of this transaction once it commits; a file tells by itself."""
    if session.get_bind().dialect.name == "postgresql":
        # The window alone: what a notification carries is bounded, and everybody reads it.
        session.execute(select(func.pg_notify(CHANNEL, str(window))))


class Changes:
    """Calls back when another connection has committed something; the store's own don't count.

    Several commits within a tenth of a second may be one call. The calls come from a thread of the
    database's, which they must not hold up.
    """

    def __init__(
        self,
        engine: Engine,
        worker: Worker,
        window: UUID,
        changed: Callable[[], None],
        trouble: Callable[[str], None],
    ) -> None:
        """trouble: is told once, in words, that changes can't be seen; `changed` ends it."""
        self._engine = engine
        self._window = str(window)
        self._changed = changed
        self._trouble = trouble
        self._troubled = False
        self._stopped = Event()
        if engine.dialect.name == "postgresql":
            Thread(target=self._listen, name="changes", daemon=True).start()
        else:
            self._path = Path(str(engine.url.database))
            self._file = file_id(self._path)
            self._version: int | None = None
            self._raw: Any = None
            worker.look(POLL_SECONDS, self._poll, self._give_up)

    def stop(self) -> None:
        """No more calls, apart from one that is under way; returns at once."""
        self._stopped.set()

    def _tell(self) -> None:
        self._troubled = False
        if not self._stopped.is_set():
            self._changed()

    def _tell_trouble(self, words: str) -> None:
        if not self._troubled and not self._stopped.is_set():
            self._troubled = True
            self._trouble(words)

    def _give_up(self, error: Exception) -> None:
        """Say that nothing will be told any more, after an error that nobody has foreseen."""
        self._troubled = False
        self._tell_trouble(f"{UNSEEN} ({type(error).__name__})")
        self._stopped.set()

    def _poll(self) -> None:
        """Ask on the store's own connection: it alone counts none of the store's commits."""
        if self._stopped.is_set():
            # The store lets its connection go; a new one would make a file where there is none.
            return
        try:
            if file_id(self._path) != self._file:
                raise Unavailable(GONE)
            before, self._version = self._version, self._data_version()
        except (Unavailable, sqlite3.Error, OSError) as error:
            self._raw = None
            self._tell_trouble(str(error))
        else:
            if self._troubled or before not in (None, self._version):
                self._tell()

    def _data_version(self) -> int:
        if self._raw is None:
            # Past the engine, which would begin a transaction, and past its pool, which costs more
            # than the question: the store has one connection, and keeps it.
            pooled = self._engine.raw_connection()
            self._raw = pooled.driver_connection
            pooled.close()
        (version,) = self._raw.execute("PRAGMA data_version").fetchone()
        return int(version)

    def _listen(self) -> None:
        try:
            self._keep_listening()
        except Exception as error:
            self._give_up(error)

    def _keep_listening(self) -> None:
        import psycopg

        pause = POLL_SECONDS
        while not self._stopped.is_set():
            try:
                with self._listener() as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    pause = POLL_SECONDS
                    # What was committed before is told by nobody.
                    self._tell()
                    self._hear(connection)
            except psycopg.Error:
                self._tell_trouble(LOST)
                self._stopped.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def _listener(self) -> Any:
        import psycopg

        arguments, options = self._engine.dialect.create_connect_args(self._engine.url)
        # A server that has gone without a word is noticed within a minute.
        kept_alive = {"keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 3}
        given = {"connect_timeout": 5, **kept_alive, **options}
        return psycopg.connect(*arguments, autocommit=True, **given)

    def _hear(self, connection: Any) -> None:
        while not self._stopped.is_set():
            notes = list(connection.notifies(timeout=LISTEN_SECONDS, stop_after=1))
            if any(note.payload != self._window for note in notes):
                self._tell()
            if notes:
                self._stopped.wait(POLL_SECONDS)
