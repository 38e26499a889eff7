"""Files made of incidents: a plain name, whatever a title holds, and a write that is whole."""

from __future__ import annotations

import os
import secrets
import unicodedata
from contextlib import suppress
from pathlib import Path

from db.records import Incident

LONGEST_TITLE = 60
"""Characters of a title in a name."""
LONGEST_NAME = 160
"""Bytes of a name before its ending; file systems take 255, encrypted ones as few as 143 to 175."""
_KEPT = ("L", "N", "M")
"""Letters, numbers and the marks on them; everything else parts words."""


def file_name(incident: Incident, ending: str) -> str:
    """`0042-checkout-5xx-spike.md`: one plain name, for every file system.

    It begins with the number, so that it is neither a hidden nor a reserved name, and differs from
    that of every other incident. ending: without its dot.
    """
    title = f"{incident.service} {incident.symptom}".lower()
    stem = f"{incident.number:04}-{'-'.join(_words(title))[:LONGEST_TITLE]}"
    short = stem.encode()[:LONGEST_NAME].decode(errors="ignore")
    return f"{short.rstrip('-')}.{ending}"


def write_file(folder: Path, name: str, text: str) -> Path:
    """Write a whole file into a folder, which is made where it is missing; its path.

    An earlier file of that name is replaced, at once and only by a whole one. A link of that name
    is not followed.

    Raises:
        ValueError: the name is not one of a file directly in the folder.
        OSError: it can't be written; then nothing has changed.
    """
    if name in ("", ".", "..") or Path(name).name != name:
        raise ValueError(f"not a name of a file: {name!r}")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    if path.is_symlink():
        raise FileExistsError(None, "a link has that name; move it away", str(path))
    made = folder / f".facilitator-{secrets.token_hex(8)}.tmp"
    try:
        # "x" refuses whatever is there already, a link too.
        with made.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        made.replace(path)
    except BaseException as error:
        with suppress(OSError):
            made.unlink()
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None
        raise
    return path


def _words(text: str) -> list[str]:
    # Marks that nobody sees (joiners, right-to-left marks) vanish; they part nothing.
    seen = (each for each in text if unicodedata.category(each) != "Cf")
    plain = "".join(each if unicodedata.category(each)[0] in _KEPT else " " for each in seen)
    return unicodedata.normalize("NFC", plain).split()
