"""Names for exported files, and a write that replaces a file whole or not at all."""

from __future__ import annotations

import os
import secrets
import unicodedata
from contextlib import suppress
from pathlib import Path

from db.records import Incident

LONGEST_TITLE = 60
"""The most characters of a title in a file's name."""
LONGEST_NAME = 160
"""The most bytes of a file's name before its ending.

File systems allow 255 bytes, encrypted ones as few as 143 to 175.
"""
_WORD_CATEGORIES = ("L", "N", "M")
"""Unicode categories of letters, numbers and the marks on them; all else separates words."""


def file_name(incident: Incident, ending: str) -> str:
    """Return a plain name for the file of an incident: `0042-checkout-5xx-spike.md`.

    The name begins with the incident's number, so that it is neither a hidden nor a reserved
    name on any file system, and differs from the name of every other incident.

    Args:
        incident: The incident.
        ending: The ending without its dot.
    """
    title = f"{incident.service} {incident.symptom}".lower()
    stem = f"{incident.number:04}-{'-'.join(_words(title))[:LONGEST_TITLE]}"
    short = stem.encode()[:LONGEST_NAME].decode(errors="ignore")
    return f"{short.rstrip('-')}.{ending}"


def write_file(folder: Path, name: str, text: str) -> Path:
    """Write a text into a file of a folder, and return the file's path.

    The folder is made where it is missing. An earlier file of that name is replaced in one step,
    so that nobody ever sees half of a file. A symbolic link of that name is not followed.

    Raises:
        ValueError: The name is not the name of a file directly in the folder.
        OSError: The file can't be written; then nothing has changed.
    """
    if name in ("", ".", "..") or Path(name).name != name:
        raise ValueError(f"not a name of a file: {name!r}")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    if path.is_symlink():
        raise FileExistsError(None, "a link has that name; move it away", str(path))
    temporary = folder / f".facilitator-{secrets.token_hex(8)}.tmp"
    try:
        # "x" refuses whatever exists already, also a link.
        with temporary.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink()
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None
        raise
    return path


def _words(text: str) -> list[str]:
    # Invisible marks, such as joiners and right-to-left marks, separate no words.
    visible = (character for character in text if unicodedata.category(character) != "Cf")
    plain = "".join(
        character if unicodedata.category(character)[0] in _WORD_CATEGORIES else " "
        for character in visible
    )
    return unicodedata.normalize("NFC", plain).split()
