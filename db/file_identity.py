"""Notices that a database file is not the one any more that the program has opened.

Somebody may move or delete it, put another one in its place, or write another one over it. A commit
would be lost then, or would damage the other file, since SQLite itself does not notice.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

from db.errors import Unavailable
from db.file_state import beside
from db.sqlite_file import checkpoint_file

STAYS = "what you typed stays on the screen: leave, bring the right file back, and start again"
FILE_MOVED = f"the database file was moved, deleted or replaced, so nothing is saved; {STAYS}"
FILE_OVERWRITTEN = (
    f"another program wrote over the database file, so nothing more is written into it; {STAYS}"
)
LOG_LOST = (
    "the log beside the database file was deleted; what was saved is in the file, and nothing more"
    " is written into it: leave, and start again"
)
IDENTITY = "identity"
"""The key of a connection's info under which its file's identity is."""
ASIDE = ".set-aside"
"""What follows the name of a log that belongs to another file than the one beside it."""
DOUBTFUL_SECONDS = 1.0
"""How long a file may look wrong, since another window may just be copying its log into it."""
PAUSE_SECONDS = 0.05

FileId = tuple[int, int]
"""The device and inode of a file: two paths with the same lead to one file."""


def file_id(path: Path) -> FileId | None:
    """Return the identity of the file at a path, or None where no file can be reached."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


class FileIdentity:
    """What the file of an open database is recognised by.

    A look costs two questions to the file system. Only when the file has changed since the last
    look is it read: every window logs its changes, so that the newest change that the file held
    once is in it for ever.

    Attributes:
        path: The path of the file.
    """

    def __init__(self, path: Path, raw: Any) -> None:
        """Remember the file that is at a path.

        Args:
            path: The path.
            raw: A connection of the driver to the file, which has read from it already.
        """
        self.path = path
        self._raw = raw
        self._file_id = file_id(path)
        self._log_id = file_id(beside(path, "-wal"))
        (number,) = raw.execute("PRAGMA user_version").fetchone()
        # The number of a new database may still be in the log alone.
        self._numbers = {number}
        self._change: str | None = None
        self._look = self._appearance()
        with contextlib.suppress(sqlite3.Error):
            number_in_file, self._change = self._content()
            self._numbers.add(number_in_file)
        self._is_away = False
        self._loss = ""

    def check(self) -> None:
        """Check that the path still leads to the file that was opened.

        Raises:
            Unavailable: It does not.
        """
        self.check_not_overwritten()
        found = file_id(self.path)
        if found != self._file_id:
            self._leave_path(is_replaced=found is not None)
            raise Unavailable(FILE_MOVED)
        self._come_back()
        if self._appearance() != self._look:
            self._check_content()
        if self._log_id is not None and file_id(beside(self.path, "-wal")) != self._log_id:
            self._check_content()
            checkpoint_file(self._raw, self.path)
            self._loss = LOG_LOST
            raise Unavailable(LOG_LOST)

    def check_not_overwritten(self) -> None:
        """Check that no look before has found the file to be lost for good.

        Raises:
            Unavailable: One has.
        """
        if self._loss:
            raise Unavailable(self._loss)

    def keep_open_if_overwritten(self) -> bool:
        """Keep the connection for ever where closing it would write into somebody else's file.

        SQLite copies its log into the file when the last connection closes.

        Returns:
            Whether the connection has to stay open.
        """
        with contextlib.suppress(Unavailable):
            self.check()
        if self._loss != FILE_OVERWRITTEN:
            return False

        def hold(_connection: Any) -> None:
            threading.Event().wait()

        threading.Thread(target=hold, args=(self._raw,), name="overwritten", daemon=True).start()
        return True

    def _appearance(self) -> tuple[int, int] | None:
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_size, status.st_mtime_ns

    def _content(self) -> tuple[int, str | None]:
        """Return the number of the database and its newest change, as the file itself has them.

        There is no newest change where the one that is known is not in the file.
        """
        uri = f"{self.path.as_uri()}?immutable=1"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as raw:
            (number,) = raw.execute("PRAGMA user_version").fetchone()
            if not raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'change'").fetchone():
                return number, None
            newest = raw.execute("SELECT id FROM change ORDER BY rowid DESC LIMIT 1").fetchone()
            known = raw.execute("SELECT 1 FROM change WHERE id = ?", (self._change,)).fetchone()
            if newest is None or (self._change is not None and known is None):
                return number, None
            return number, newest[0]

    def _check_content(self) -> None:
        deadline = time.monotonic() + DOUBTFUL_SECONDS
        while True:
            look = self._appearance()
            with contextlib.suppress(sqlite3.Error):
                number, change = self._content()
                is_ours = number in self._numbers and (change or not self._change)
                if is_ours and look is not None and look[0] and look == self._appearance():
                    self._look, self._change = look, change
                    return
            if time.monotonic() > deadline or (look is not None and not look[0]):
                self._loss = FILE_OVERWRITTEN
                self._set_log_aside()
                raise Unavailable(FILE_OVERWRITTEN)
            time.sleep(PAUSE_SECONDS)

    def _leave_path(self, *, is_replaced: bool) -> None:
        if not self._is_away:
            self._is_away = True
            # The connection leads to the file wherever it is now: it gets all that was saved.
            checkpoint_file(self._raw, self.path)
        if is_replaced:
            self._set_log_aside()

    def _come_back(self) -> None:
        if self._is_away:
            self._is_away = False
            for ending in ("-wal", "-shm"):
                log = beside(self.path, ending)
                if not log.exists():
                    with contextlib.suppress(OSError):
                        beside(log, ASIDE).rename(log)

    def _set_log_aside(self) -> None:
        """Take the log away from a file that it does not belong to.

        Whoever opens that file next would copy the log into it.
        """
        log = beside(self.path, "-wal")
        if self._log_id is not None and file_id(log) == self._log_id:
            for name in (log, beside(self.path, "-shm")):
                with contextlib.suppress(OSError):
                    name.replace(beside(name, ASIDE))
