"""The numbers of a file's incidents at a glance: for a shell that waits at each key."""

import sqlite3
from contextlib import closing
from pathlib import Path

AT_MOST = 200
WAIT = 0.2
"""Seconds for which a writer may be waited for."""


def numbers(path: Path, prefix: str) -> list[int]:
    """The newest incidents' numbers that begin so; none where the file can't be read.

    Reads the file by itself: loading the store takes longer than the answer.
    """
    query = (
        "SELECT number FROM incident WHERE CAST(number AS TEXT) LIKE ? || '%'"
        " ORDER BY number DESC LIMIT ?"
    )
    try:
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=WAIT)) as raw:
            return [number for (number,) in raw.execute(query, (prefix, AT_MOST))]
    except sqlite3.Error:
        return []
