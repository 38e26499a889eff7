"""The store: the only way into the database, whose sections run on a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TypeVar
from uuid import UUID, uuid4

from sqlmodel import Session, func, select

from db import incident_index
from db.backups import make_backup
from db.change_watcher import ChangeWatcher, notify_other_windows
from db.commit_outcome import was_committed
from db.engine import checkpoint, connect, reader, writer
from db.errors import ConnectionLost, Refused, Unavailable
from db.file_opening import OpenedDatabase, open_file
from db.file_state import file_path
from db.models import ChangeRow
from db.named_change import take_change_name
from db.schema import require_current_schema, upgrade_schema
from db.sections.actions import Actions
from db.sections.causes import Causes
from db.sections.documents import Documents
from db.sections.findings import Findings
from db.sections.found_terms import FoundTerms
from db.sections.history import History
from db.sections.incidents import Incidents
from db.sections.lists import Lists
from db.sections.meetings import Meetings
from db.sections.notes import Notes
from db.sections.outbox import Outbox
from db.sections.overview import Overview
from db.sections.parked import ParkedItems
from db.sections.sections import Sections
from db.sections.themes import Themes
from db.sections.tickets import Tickets
from db.sections.timeline import Timeline
from db.server import MAY_ONLY_READ, role_only_reads, silence_of
from db.server_refusals import NOT_ANSWERING
from db.store_errors import as_store_errors
from db.transaction import Transaction
from db.vocabulary import SHORT_TEXT
from db.worker import Pending, Worker

T = TypeVar("T")
WRITES_BETWEEN_CHECKPOINTS = 200
SPARE_BYTES = 20_000_000
"""What the backup at the start of a meeting leaves free on the disk for the meeting itself."""
READ_ONLY = "this database is open for reading only: nothing is written into it"


def utc_now() -> datetime:
    """Return the time of the machine's clock, aware and in UTC."""
    return datetime.now(UTC)


class Store:
    """An open database.

    Its operations are methods of its sections: incidents, lists, overview, timeline, findings,
    sections, notes, actions, meetings, parked, themes, documents and history. Each returns a
    `Pending`: the result of a read is records, and the result of a write is available after its
    commit. All that can go wrong is raised as a `StoreError`.

    Attributes:
        window: The id of this running program, under which its changes are logged.
        read_only: Whether every write is refused, as asked for or because nothing may be written.
        why_read_only: The reason for people where the role may only read, else "".
        notices: What people have to be told about how the database was opened.
        newest_change: The id of the newest change when the database was opened; 0 for none.
    """

    def __init__(
        self,
        opened: OpenedDatabase,
        worker: Worker,
        now: Callable[[], datetime],
        who: str,
        newest_change: int,
        backups: Path | None,
    ) -> None:
        engine = opened.engine
        self._engine = engine
        self._identity = opened.identity
        self._path = None if opened.identity is None else opened.identity.path
        self._backups = backups
        self._reader = reader(engine)
        self._writer = writer(engine)
        self._worker = worker
        self._now = now
        self._opened_as = self._who = _storable_name(who)
        self.newest_change = newest_change
        self.read_only = opened.read_only
        self.why_read_only = opened.why_read_only
        self.notices = opened.notices
        self._silence = silence_of(engine)
        self._leaving = Event()
        self._watcher: ChangeWatcher | None = None
        self.window = uuid4()
        self._writes = 0
        self.incidents = Incidents(self)
        self.causes = Causes(self)
        self.lists = Lists(self)
        self.overview = Overview(self)
        self.timeline = Timeline(self)
        self.findings = Findings(self)
        self.sections = Sections(self)
        self.notes = Notes(self)
        self.actions = Actions(self)
        self.meetings = Meetings(self)
        self.parked = ParkedItems(self)
        self.themes = Themes(self)
        self.outbox = Outbox(self)
        self.tickets = Tickets(self)
        self.found_terms = FoundTerms(self)
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
        backups: Path | None = None,
    ) -> Store:
        """Open a database, and create or migrate it first where that is needed. It blocks.

        Args:
            target: The path of a file, or a URL.
            now: Returns the current time, aware and in UTC.
            who: The person whose changes are logged, or "" where nobody knows; `write_as` names
                another one later.
            read_only: Whether every write is refused, here and by the database itself. Nothing
                is created or migrated then. It is so too where the role may only read.
            backups: The folder of all rotating backups; None where none are made.

        Raises:
            Unavailable: The database can't be used; the message tells people why.
        """
        worker = Worker()
        try:
            opened, newest_change = worker.submit(
                lambda: _open(target, read_only, backups)
            ).result()
        except BaseException:
            worker.close()
            raise
        return cls(opened, worker, now, who, newest_change, backups)

    @property
    def who(self) -> str:
        """The person whose changes are logged from now on, or "" where nobody knows."""
        return self._who

    def write_as(self, who: str) -> None:
        """Name the person whose changes are logged from now on, such as a note-taker.

        Args:
            who: The name; "" for the person who has opened the database.
        """
        self._who = _storable_name(who) or self._opened_as

    def close(self, timeout: float | None = None) -> bool:
        """Finish every queued write, then close the database.

        Returns:
            Whether everything was done within `timeout` seconds.
        """
        if self._watcher is not None:
            self._watcher.stop()
        self._worker.submit(self._dispose)
        is_done = self._worker.close(timeout)
        self._leaving.set()
        return is_done

    def give_up(self) -> None:
        """Let nobody wait for what is not done yet, since the program has to leave.

        What is pending raises `Unavailable`, although a write that is under way may still succeed.
        """
        self._leaving.set()
        self._worker.give_up()

    def back_up(self, incident: int) -> Path | None:
        """Copy a database in a file to a rotating backup, at the start of a meeting.

        It blocks, and may run on any thread: it has a connection of its own, and nobody who reads
        or writes waits for it.

        Args:
            incident: The number of the incident that the meeting is about.

        Returns:
            The file of the backup; None where none is made, as for a server.

        Raises:
            Unavailable: No backup could be made; the message tells people why.
        """
        if self._path is None or self._backups is None:
            return None
        return make_backup(self._path, self._backups, self._now(), incident, spare=SPARE_BYTES)

    @property
    def silence(self) -> str:
        """For how long the database has not answered, in a few words, or "" while it answers."""
        seconds = self._silence.seconds
        return f"no answer for {seconds} s" if seconds else ""

    def watch(self, on_change: Callable[[], None], on_trouble: Callable[[str], None]) -> None:
        """Call `on_change` whenever another window may have committed something, until `close`.

        Call this method at most once. Both callbacks run on a thread of the database's.

        Args:
            on_change: Called after another window may have committed.
            on_trouble: Called once, with a message for people, when changes can't be noticed for
                now. The next call of `on_change` means that they can be noticed again.
        """
        self._watcher = ChangeWatcher(
            self._engine, self._identity, self._worker, self.window, on_change, on_trouble
        )

    def read(self, work: Callable[[Session], T]) -> Pending[T]:
        """Run `work` in a transaction that only reads."""

        def run() -> T:
            with as_store_errors(self._path), Session(self._reader) as session, session.begin():
                return work(session)

        return self._submit(run)

    def write(self, work: Callable[[Transaction], T]) -> Pending[T]:
        """Run `work` in a transaction that is committed before its result is available."""
        who, group = self._who, take_change_name()

        def run() -> T:
            if self.read_only:
                raise Refused(self.why_read_only or READ_ONLY)
            result = self._commit(work, who, group)
            self._writes += 1
            if self._writes % WRITES_BETWEEN_CHECKPOINTS == 0:
                checkpoint(self._engine)
            return result

        return self._submit(run)

    def _submit(self, work: Callable[[], T]) -> Pending[T]:
        """Queue the work; it fails at once where the server fell silent while it waited."""
        queued_at = monotonic()

        def run() -> T:
            if self._silence.is_given_up_since(queued_at):
                raise Unavailable(NOT_ANSWERING)
            return work()

        return self._worker.submit(run)

    def _commit(self, work: Callable[[Transaction], T], who: str, group: UUID) -> T:
        """Run `work` in a transaction; where the answer to its commit is lost, find the outcome."""
        is_committing = False
        try:
            with as_store_errors(self._path), Session(self._writer) as session, session.begin():
                tx = Transaction(session, self._now(), who, self.window, group=group)
                result = work(tx)
                incident_index.update_index(session, tx.affected_incidents)
                notify_other_windows(session, self.window)
                is_committing = True
        except ConnectionLost:
            if not is_committing or not was_committed(self._writer, group, self._leaving):
                raise
        return result

    def _dispose(self) -> None:
        if self._identity is not None and self._identity.keep_open_if_overwritten():
            return
        if not self.read_only:
            checkpoint(self._engine)
        self._engine.dispose()


def _open(target: str | Path, read_only: bool, backups: Path | None) -> tuple[OpenedDatabase, int]:
    """Return the open database, and the id of its newest change."""
    path = file_path(target)
    with as_store_errors(path):
        opened = (
            open_file(path, read_only=read_only, backups=backups)
            if path is not None
            else _open_server(target, read_only)
        )
        try:
            with Session(reader(opened.engine)) as session, session.begin():
                newest_change = session.exec(select(func.max(ChangeRow.id))).one() or 0
        except BaseException:
            opened.engine.dispose()
            raise
    return opened, newest_change


def _open_server(target: str | Path, read_only: bool) -> OpenedDatabase:
    engine = connect(target, read_only=read_only)
    try:
        may_only_read = not read_only and role_only_reads(engine)
        if read_only or may_only_read:
            require_current_schema(engine)
        else:
            upgrade_schema(engine)
    except BaseException:
        engine.dispose()
        raise
    why_read_only = MAY_ONLY_READ if may_only_read else ""
    return OpenedDatabase(engine, read_only or may_only_read, why_read_only=why_read_only)


def _storable_name(name: str) -> str:
    """Return what a database can store of a name, which the system lets be any bytes."""
    return name.encode(errors="replace").decode()[:SHORT_TEXT].strip()
