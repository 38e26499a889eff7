"""Folders that only their owner may enter, whatever the umask allows."""

from __future__ import annotations

import stat
from pathlib import Path


def make_private_folder(folder: Path) -> None:
    """Make a folder for its owner alone, and so every folder above it that is missing.

    A folder that is there already stays as it is.

    Raises:
        OSError: It can't be made.
    """
    if folder.is_dir():
        return
    # Python's own `parents=True` would make those above as open as the umask allows.
    make_private_folder(folder.parent)
    folder.mkdir(mode=stat.S_IRWXU, exist_ok=True)
