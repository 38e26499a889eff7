"""Texts that could not be saved go into files, in the first folder that has room for them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from uuid import uuid4


def rescue_folders(preferred: Path) -> Sequence[Path]:
    """Return the folders to try, one after another: others may be on a disk that is not full."""
    return preferred, Path(tempfile.gettempdir()), Path.home()


def rescue_text(name: str, text: str, folders: Sequence[Path]) -> Path | None:
    """Write a text into a new file that only its owner can read.

    Args:
        name: What the text is, as part of the name of the file.
        text: The text.
        folders: The folders to try, one after another.

    Returns:
        The path of the file, or None where no folder could take it.
    """
    for folder in folders:
        path = folder / f"unsaved-{name}-{uuid4().hex[:8]}.txt"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(path, text)
        except OSError:
            # A full disk leaves half of a file, which would be taken for the whole text.
            with suppress(OSError):
                path.unlink(missing_ok=True)
        else:
            return path
    return None


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
