"""A database file that somebody has named and that does not exist: mistyped, or meant to be new."""

from __future__ import annotations

from pathlib import Path

from db.file_state import file_path, similar_file
from facilitator.config.settings import Settings


def missing_database(settings: Settings) -> Path | None:
    """Return the path of the database if somebody has named it and there is no such file.

    Nobody has named the default, which is created without a word.
    """
    if "database" not in settings.sources:
        return None
    path = file_path(settings.database)
    try:
        return None if path is None or path.exists() or path.is_symlink() else path
    except OSError:
        # Opening it fails as well, with a message that says why.
        return None


def no_such_database(path: Path) -> str:
    """Return what to tell people about a missing file, with the one that they may have meant."""
    similar = similar_file(path)
    if similar is not None:
        return f"{path}: there is no such database; did you mean {similar}?"
    if not path.parent.is_dir():
        return (
            f"{path}: there is no folder {path.parent}: make it first, or choose another with"
            " --database"
        )
    return f"{path}: there is no such database; `facilitator --database {path}` creates it"
