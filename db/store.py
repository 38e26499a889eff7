"""The one door to the database: sections of operations, run on a thread of the store's own."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from db import digest
from db.actions import Actions
from db.changes import Changes, announce
from db.documents import Documents
from db.engine import connect, reader, settle, writer
from db.errors import Refused
from db.findings import Findings
from db.history import History
from db.incidents import Incidents
from db.lists import Lists
from db.meetings import Meetings
from db.notes import Notes
from db.overview import Overview
from db.parked import ParkedItems
from db.refusals import in_words, trouble_in_words
from db.schema import bring_up_to_date, refuse_other_schema
from db.themes import Themes
from db.timeline import Timeline
from db.transaction import Transaction
from db.words import SHORT_TEXT
from db.worker import Pending, Worker

T = TypeVar("T")
WRITES_BETWEEN_CHECKPOINTS = 200


def utc_now() -> datetime:
    """The machine's clock, aware, in UTC."""
    return datetime.now(UTC)


class Store:
    """An open database.

    incidents, lists, overview, timeline, findings, notes, actions, meetings, parked, themes,
    documents, history: its sections.
    Their methods answer with a `Pending`; a read's answer is records, a write's comes after its
    commit. What can go wrong is a `StoreError`.
    """

    def __init__(
        self,
        engine: Engine,
        worker: Worker,
        now: Callable[[], datetime],
        who: str,
        *,
        read_only: bool,
    ) -> None:
        self._engine = engine
        self._reader = reader(engine)
        self._writer = writer(engine)
        self._worker = worker
        self._now = now
        self._who = who
        self._read_only = read_only
        self._changes: Changes | None = None
        self._window = uuid4()
        self._writes = 0
        self.incidents = Incidents(self)
        self.lists = Lists(self)
        self.overview = Overview(self)
        self.timeline = Timeline(self)
        self.findings = Findings(self)
        self.notes = Notes(self)
        self.actions = Actions(self)
        self.meetings = Meetings(self)
        self.parked = ParkedItems(self)
        self.themes = Themes(self)
        self.documents = Documents(self)
        self.history = History(self)

    @classmethod
    def open(
        cls,
        target: str | Path,
        now: Callable[[], datetime] = utc_now,
        who: str = "",
        *,
        read_only: bool = False,
    ) -> Store:
        """Open a file or a URL, made or migrated first where it has to be; blocks until it is.

        read_only: every write is refused, here and by the database, and nothing is made or
        migrated.

        Raises:
            Unavailable: it can't be used, in words.
        """
        worker = Worker()
        try:
            engine = worker.submit(lambda: _open(target, read_only)).result()
        except BaseException:
            worker.close()
            raise
        name = _storable(who or os.environ.get("USER", ""))
        return cls(engine, worker, now, name, read_only=read_only)

    def close(self, timeout: float | None = None) -> bool:
        """Finish every queued write, then let go. Whether all was done within the time."""
        if self._changes is not None:
            self._changes.stop()
        self._worker.submit(self._let_go)
        return self._worker.close(timeout)

    def watch(self, changed: Callable[[], None], trouble: Callable[[str], None]) -> None:
        """Call `changed` whenever something may have been committed elsewhere, until `close`.

        trouble: is told once, in words, when that can't be seen for now; the next `changed` ends
        it. Both are called from a thread of the database's. To be called once.
        """
        self._changes = Changes(self._engine, self._worker, self._window, changed, trouble)

    def read(self, work: Callable[[Session], T]) -> Pending[T]:
        """Run it in a transaction that only reads."""

        def run() -> T:
            with _told_in_words(), Session(self._reader) as session, session.begin():
                return work(session)

        return self._worker.submit(run)

    def write(self, work: Callable[[Transaction], T]) -> Pending[T]:
        """Run it in a transaction that is committed before the answer."""

        def run() -> T:
            if self._read_only:
                raise Refused("this window only watches: nothing is written from it")
            with _told_in_words(), Session(self._writer) as session, session.begin():
                tx = Transaction(session, self._now(), self._who, self._window)
                answer = work(tx)
                digest.renew(session, tx.touched)
                announce(session, self._window)
            self._writes += 1
            if self._writes % WRITES_BETWEEN_CHECKPOINTS == 0:
                settle(self._engine)
            return answer

        return self._worker.submit(run)

    def _let_go(self) -> None:
        if not self._read_only:
            settle(self._engine)
        self._engine.dispose()


def _open(target: str | Path, read_only: bool) -> Engine:
    engine = connect(target, read_only=read_only)
    try:
        with _told_in_words():
            if read_only:
                refuse_other_schema(engine)
            else:
                bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _storable(name: str) -> str:
    """As much of a name as every database keeps: the system lets it be of any bytes."""
    return name.encode(errors="replace").decode()[:SHORT_TEXT]


@contextlib.contextmanager
def _told_in_words() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise in_words(error) from None
    except DBAPIError as error:
        raise trouble_in_words(error) from None
