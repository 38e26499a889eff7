"""What has to be true once the program has ended, however it ended."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.e2e.killloop.endings import Ending
from tests.e2e.killloop.user import ClockReading, Word

LONGEST_UNSAVED_SECONDS = 3.0
"""So long after it was shown a word is in the database or among the drafts, even after a kill.

The program promises two seconds; the third one is for a machine that does other things, too.
"""
CLOCK_SECONDS = 5.0
"""How far the clock may be off after the next start; it is painted once a second."""


def database_faults(database: Path) -> Iterator[str]:
    """Yield what SQLite finds wrong in the file."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        if found != ["ok"]:
            yield f"integrity: {found}"
        foreign = connection.execute("PRAGMA foreign_key_check").fetchall()
        if foreign:
            yield f"foreign keys: {foreign}"


def stored_text(database: Path) -> str:
    """Return all that people wrote and did not delete, as one text."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name not in ("change", "digest")
        ]
        rows = [row for table in tables for row in connection.execute(f'SELECT * FROM "{table}"')]
    return "\n".join(value for row in rows for value in row if isinstance(value, str))


def event_texts(database: Path) -> list[str]:
    """Return the texts of the events of the timeline."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT text FROM timeline_event").fetchall()
    return [text for (text,) in rows]


def section_order(database: Path) -> list[str]:
    """Return the headings of the sections in their order."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT heading FROM section ORDER BY position").fetchall()
    return [heading for (heading,) in rows]


def kept_text(home: Path) -> str:
    """Return all that the program has kept outside of the database: drafts and rescued texts."""
    files = [*home.glob("data/**/drafts-*.json"), *home.glob("**/unsaved-*.txt")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def word_faults(
    words: Iterable[Word], stored: str, kept: str, ending: Ending, ended_at: float
) -> Iterator[str]:
    """Yield each word that is lost, or that has come back although it was deleted."""
    for word in words:
        if word.is_deleted is None:
            continue
        if word.is_deleted:
            if word.text in stored:
                yield f"{word.text} ({word.place}) was deleted and is there again"
        elif word.text in stored:
            continue
        elif word.is_acknowledged:
            yield f"{word.text} ({word.place}) was shown as saved and is lost"
        elif word.shown_at is not None and word.text not in kept:
            # What is typed after the program was asked to end may be echoed by the terminal alone.
            age = ended_at - word.shown_at
            if age > (0 if ending.is_gentle else LONGEST_UNSAVED_SECONDS):
                yield f"{word.text} ({word.place}) was shown for {age:.1f} s and is lost"


def clock_faults(before: ClockReading | None, after: ClockReading | None) -> Iterator[str]:
    """Yield what a meeting that was resumed shows in another way than it has to."""
    if before is None:
        return
    if after is None:
        yield f"the meeting is not on its screen {before.stage} again"
        return
    passed = 0.0 if before.is_paused else after.at - before.at
    off = after.seconds_left - (before.seconds_left - passed)
    if abs(off) > CLOCK_SECONDS:
        yield f"the clock is off by {off:.0f} s"
    seen = (after.stage, after.planned, after.is_paused)
    if seen != (before.stage, before.planned, before.is_paused):
        yield f"the meeting was {before} and is {after}"


def leftover_processes(home: Path) -> list[str]:
    """Return the command lines of the processes that still work in this home."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (
                (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            )
        except OSError:
            continue
        if str(home) in command and "-m facilitator" in command:
            found.append(command)
    return found
