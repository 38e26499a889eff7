"""Import."""

from __future__ import annotations

import sys
from pathlib import Path

from facilitator.commands.database import Failure, opened
from facilitator.documents.read_json import DocumentError, read_file
from facilitator.documents.text import counted


def import_files(database: str | None, paths: list[Path]) -> None:
    """Take in whole files: all of what they hold, or, where anything is wrong, nothing."""
    try:
        incidents = [each for path in paths for each in read_file(path)]
    except DocumentError as error:
        raise Failure(f"{error}; nothing was imported") from None
    with opened(database) as (store, _):
        numbers = store.documents.load(incidents).result()
    sys.stdout.write(f"imported {counted(len(numbers), 'incident')}\n")
