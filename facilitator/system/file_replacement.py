"""Writing a file so that it is either the old one or the new one, whatever happens meanwhile."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from db.private_folder import make_private_folder


def replace_file(file: Path, text: str) -> None:
    """Replace a file in one step, so that no program reads half of it; its permissions stay.

    A new file can be read by its owner alone, and so can a folder that is made for it.

    Raises:
        OSError: The file can't be written; the old one is unchanged.
    """
    make_private_folder(file.parent)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(descriptor, "wb") as new_file:
            new_file.write(text.encode())
            new_file.flush()
            os.fsync(new_file.fileno())
        if file.exists():
            Path(name).chmod(file.stat().st_mode & 0o777)
        Path(name).replace(file)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise
