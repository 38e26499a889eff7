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

from db.actions import Actions
from db.documents import Documents
from db.engine import connect, settle, writer
from db.errors import Unavailable
from db.findings import Findings
from db.history import History
from db.incidents import Incidents
from db.meetings import Meetings
from db.notes import Notes
from db.parked import ParkedItems
from db.refusals import in_words
from db.schema import bring_up_to_date
from db.themes import Themes
from db.timeline import Timeline
from db.transaction import Transaction
from db.worker import Pending, Worker

T = TypeVar("T")
WRITES_BETWEEN_CHECKPOINTS = 200


def utc_now() -> datetime:
    """The machine's clock, aware, in UTC."""
    return datetime.now(UTC)


class Store:
    """An open database.

    incidents, timeline, findings, notes, actions, meetings, parked, themes, documents, history: its
    sections.
    Their methods answer with a `Pending`; a read's answer is records, a write's comes after its
    commit. What can go wrong is a `StoreError`.
    """

    def __init__(
        self, engine: Engine, worker: Worker, now: Callable[[], datetime], who: str
    ) -> None:
        self._engine = engine
        self._writer = writer(engine)
        self._worker = worker
        self._now = now
        self._who = who
        self._window = uuid4()
        self._writes = 0
        self.incidents = Incidents(self)
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
        cls, target: str | Path, now: Callable[[], datetime] = utc_now, who: str = ""
    ) -> Store:
        """Open a file or a URL, made or migrated first where it has to be; blocks until it is.

        Raises:
            Unavailable: it can't be used, in words.
        """
        worker = Worker()
        try:
            engine = worker.submit(lambda: _open(target)).result()
        except BaseException:
            worker.close()
            raise
        return cls(engine, worker, now, who or os.environ.get("USER", ""))

    def close(self, timeout: float | None = None) -> bool:
        """Finish every queued write, then let go. Whether all was done within the time."""
        self._worker.submit(self._let_go)
        return self._worker.close(timeout)

    def read(self, work: Callable[[Session], T]) -> Pending[T]:
        """Run it in a transaction that only reads."""

        def run() -> T:
            with _told_in_words(), Session(self._engine) as session, session.begin():
                return work(session)

        return self._worker.submit(run)

    def write(self, work: Callable[[Transaction], T]) -> Pending[T]:
        """Run it in a transaction that is committed before the answer."""

        def run() -> T:
            with _told_in_words(), Session(self._writer) as session, session.begin():
                answer = work(Transaction(session, self._now(), self._who, self._window))
            self._writes += 1
            if self._writes % WRITES_BETWEEN_CHECKPOINTS == 0:
                settle(self._engine)
            return answer

        return self._worker.submit(run)

    def _let_go(self) -> None:
        settle(self._engine)
        self._engine.dispose()


def _open(target: str | Path) -> Engine:
    engine = connect(target)
    try:
        with _told_in_words():
            bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextlib.contextmanager
def _told_in_words() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise in_words(error) from None
    except DBAPIError as error:
        told = str(error.orig).splitlines()[0]
        raise Unavailable(f"the database could not do it: {told}") from None
