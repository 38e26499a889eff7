"""Incident numbers for the completion of a command line, where the shell waits at each key."""

import sqlite3
from contextlib import closing
from pathlib import Path

MOST_NUMBERS = 200
"""How many numbers are offered at most."""
LOCK_TIMEOUT_SECONDS = 0.2
"""How long to wait for a program that is writing."""


def numbers(path: Path, prefix: str) -> list[int]:
    """Return the numbers of the newest incidents that begin with these digits, newest first.

    It reads the file without the store, because loading the store takes longer than the answer.
    A file that can't be read has no numbers.
    """
    query = (
        "SELECT number FROM incident WHERE CAST(number AS TEXT) LIKE ? || '%'"
        " ORDER BY number DESC LIMIT ?"
    )
    uri = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=LOCK_TIMEOUT_SECONDS)) as raw:
            return [number for (number,) in raw.execute(query, (prefix, MOST_NUMBERS))]
    except sqlite3.Error:
        return []
