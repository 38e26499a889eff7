"""What can still be read of a damaged database file, in a new file."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from db.errors import Unavailable
from db.file_state import CHOOSE_ANOTHER, open_to_look, reason


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was copied from a damaged file.

    Attributes:
        copied: How many rows are in the new file.
        left_out: How many rows were readable, but belong to a row that is not.
        damaged_tables: The tables of which a part could not be read.
    """

    copied: int
    left_out: int
    damaged_tables: tuple[str, ...]


def salvage(source: Path, target: Path) -> Salvaged:
    """Copy every row that can be read to a new file; the damaged file is not changed.

    Args:
        source: The damaged file.
        target: The file to make.

    Raises:
        Unavailable: The target exists or can't be written, or not even the list of the tables
            can be read.
    """
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, stat.S_IRUSR | stat.S_IWUSR))
    except FileExistsError:
        raise Unavailable(f"{target}: there is a file of this name already") from None
    except OSError as error:
        raise Unavailable(f"{target}: {reason(error)}; {CHOOSE_ANOTHER}") from None
    try:
        with (
            contextlib.closing(open_to_look(source)) as damaged,
            contextlib.closing(sqlite3.connect(target, isolation_level=None)) as new,
        ):
            return _copy(damaged, new)
    except sqlite3.Error as error:
        target.unlink()
        raise Unavailable(f"{source}: nothing can be read from it ({error})") from None


def _copy(damaged: sqlite3.Connection, new: sqlite3.Connection) -> Salvaged:
    schema = damaged.execute("SELECT type, name, sql FROM sqlite_master WHERE sql NOT NULL")
    definitions = schema.fetchall()
    tables = [name for kind, name, _ in definitions if kind == "table"]
    new.execute("PRAGMA foreign_keys=OFF")
    for pragma in ("application_id", "user_version"):
        (number,) = damaged.execute(f"PRAGMA {pragma}").fetchone()
        new.execute(f"PRAGMA {pragma}={number}")
    new.execute("BEGIN")
    for _, _, definition in sorted(definitions, key=lambda row: row[0] != "table"):
        new.execute(definition)
    hurt = [table for table in tables if not _copy_table(damaged, new, table)]
    left_out = _leave_out_what_belongs_to_nothing(new)
    copied = sum(new.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables)
    new.execute("COMMIT")
    return Salvaged(copied, left_out, tuple(hurt))


def _copy_table(damaged: sqlite3.Connection, new: sqlite3.Connection, table: str) -> bool:
    """Copy the rows of a table, and return whether all of it could be read."""
    columns = [row[1] for row in new.execute(f'PRAGMA table_info("{table}")')]
    places = ", ".join("?" for _ in columns)
    insert = f'INSERT OR IGNORE INTO "{table}" VALUES ({places})'
    first = _Reading(damaged, table, "ASC")
    new.executemany(insert, first)
    if first.is_complete:
        return True
    last = _Reading(damaged, table, "DESC")
    new.executemany(insert, last)
    if first.row_id is not None and last.row_id is not None:
        # Between the two bad pages that ended the readings there may be good ones.
        for row_id in range(first.row_id + 1, last.row_id):
            query = f'SELECT * FROM "{table}" NOT INDEXED WHERE rowid = ?'
            with contextlib.suppress(sqlite3.DatabaseError):
                new.executemany(insert, damaged.execute(query, (row_id,)).fetchall())
    return False


class _Reading:
    """Reads the rows of a table in one direction up to the first bad page."""

    def __init__(self, damaged: sqlite3.Connection, table: str, direction: str) -> None:
        self._query = f'SELECT rowid, * FROM "{table}" NOT INDEXED ORDER BY rowid {direction}'
        self._damaged = damaged
        self.row_id: int | None = None
        self.is_complete = False

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        with contextlib.suppress(sqlite3.DatabaseError):
            for row_id, *row in self._damaged.execute(self._query):
                self.row_id = row_id
                yield tuple(row)
            self.is_complete = True


def _leave_out_what_belongs_to_nothing(new: sqlite3.Connection) -> int:
    """Delete the rows whose parent was not read, and return how many there were."""
    count = 0
    while orphans := new.execute("PRAGMA foreign_key_check").fetchall():
        for table, row_id, *_ in orphans:
            count += new.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row_id,)).rowcount
    return count
