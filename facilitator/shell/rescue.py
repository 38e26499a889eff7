"""Texts that could not be saved go into files, and those of earlier runs are found again."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from facilitator.system.file_replacement import replace_file

NAME = re.compile(r"unsaved-.+-[0-9a-f]{8}\.txt")


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


def rescued_files(folders: Sequence[Path]) -> list[Path]:
    """Return the files of rescued texts of the present user, newest first.

    Args:
        folders: The folders in which rescued texts may be.
    """
    found: dict[Path, float] = {}
    for folder in folders:
        # A folder that can't be read, or a file that is deleted meanwhile, has nothing to show.
        with contextlib.suppress(OSError):
            for path in folder.glob("unsaved-*.txt"):
                status = path.stat()
                if NAME.fullmatch(path.name) and (
                    os.name != "posix" or status.st_uid == os.getuid()
                ):
                    found[path] = status.st_mtime
    return sorted(found, key=lambda path: found[path], reverse=True)
