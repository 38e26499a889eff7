"""Locks between programs, each held on a file of its own beside the database file."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from db.errors import Unavailable
from db.file_state import CHOOSE_ANOTHER, reason

OPENING_SECONDS = 120.0
"""How long to wait for another program that creates or upgrades the database."""
PAUSE_SECONDS = 0.02
OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR


@contextlib.contextmanager
def checkpoint_lock(path: Path) -> Iterator[bool]:
    """Yield whether this process holds the lock for checkpoints.

    It never does on systems without POSIX file locks.
    """
    # The lock is on a file of its own, since closing the database file would drop SQLite's locks.
    lock_path = _lock_file(path, "checkpoint")
    with lock_path.open("ab") as file:
        lock_path.chmod(OWNER_ONLY)
        yield _has_locked(file)


@contextlib.contextmanager
def opening_lock(path: Path) -> Iterator[None]:
    """Hold the lock under which one program at a time creates or upgrades the database.

    The lock's file is deleted at the end. Systems without POSIX file locks have no such lock.

    Raises:
        Unavailable: Another program has held the lock for too long, or nothing can be written in
            the folder.
    """
    lock_path = _lock_file(path, "opening")
    deadline = time.monotonic() + OPENING_SECONDS
    while True:
        with _open(lock_path, path) as file:
            # Who has waited for a file that was deleted meanwhile has locked nothing.
            if (not _has_posix_locks()) or (_has_locked(file) and _is_at(lock_path, file)):
                lock_path.chmod(OWNER_ONLY)
                try:
                    yield
                finally:
                    with contextlib.suppress(OSError):
                        lock_path.unlink()
                return
        if time.monotonic() > deadline:
            raise Unavailable(
                f"{path}: another program is upgrading the database: try again in a moment"
            )
        time.sleep(PAUSE_SECONDS)


def _lock_file(path: Path, purpose: str) -> Path:
    return path.with_name(f"{path.name}-{purpose}")


def _open(lock_path: Path, path: Path) -> IO[bytes]:
    try:
        return lock_path.open("ab")
    except OSError as error:
        raise Unavailable(f"{path}: {reason(error)}; {CHOOSE_ANOTHER}") from None


def _has_posix_locks() -> bool:
    return os.name == "posix"


def _has_locked(file: IO[bytes]) -> bool:
    try:
        import fcntl
    except ModuleNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_at(path: Path, file: IO[bytes]) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False
