"""What was typed and neither saved nor given up, kept from one start of the program to the next.

There is one file for each database, since the keys of the drafts hold the ids of its rows.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from facilitator.system.file_replacement import replace_file

Drafts = dict[str, dict[str, str]]
"""The values of fields by their names, by the keys of the forms and lines that they belong to."""


def draft_file(folder: Path, database: str) -> Path:
    """Return the file of the drafts for a database, given as a path or URL."""
    return folder / f"drafts-{sha256(database.encode()).hexdigest()[:16]}.json"


def load_drafts(file: Path) -> Drafts:
    """Return the drafts of a file; none where it is missing or holds something else."""
    try:
        loaded = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # Drafts are a convenience: without them the program starts all the same.
        return {}
    if not isinstance(loaded, dict):
        return {}
    return {
        str(key): {str(name): str(value) for name, value in values.items()}
        for key, values in loaded.items()
        if isinstance(values, dict)
    }


def save_drafts(file: Path, drafts: Drafts) -> None:
    """Write the drafts, readable by their owner alone; without any there is no file.

    Raises:
        OSError: The file can't be written.
    """
    if not drafts:
        file.unlink(missing_ok=True)
        return
    # Pasted text may hold half a character, which only its escape in JSON can keep.
    replace_file(file, json.dumps(drafts))
