"""The part of a file's name that says which database the file belongs to."""

from __future__ import annotations

from hashlib import sha256


def file_key(database: str) -> str:
    """Return letters and digits that stand for the path or URL of a database.

    A path may hold any bytes, also such as are no text.
    """
    return sha256(database.encode(errors="surrogateescape")).hexdigest()[:16]
