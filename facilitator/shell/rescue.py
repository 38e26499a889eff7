"""Texts that could not be saved go into files, in the first folder that has room for them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from facilitator.system.file_replacement import replace_file


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
            # Pasted text may hold half a character, which no file can keep.
            replace_file(path, text.encode(errors="replace").decode())
        except OSError:
            continue
        return path
    return None
