"""What was typed and neither saved nor given up, kept from one start of the program to the next.

There is one file for each database, since the keys of the drafts hold the ids of its rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from facilitator.shell.file_key import file_key
from facilitator.system.file_replacement import replace_file
from facilitator.widgets.draft_change import draft_change

if TYPE_CHECKING:
    from db.store import Store

Drafts = dict[str, dict[str, str]]
"""The values of fields by their names, by the keys of the forms and texts that they belong to."""


async def forget_added(drafts: Drafts, store: Store) -> None:
    """Forget the drafts that were added after all, right before the program was ended.

    Args:
        drafts: The drafts as they were loaded; those that were added are taken out.
        store: The open store, which knows the changes that the drafts name.

    Raises:
        StoreError: The store can't be read.
    """
    changes = {
        key: change
        for key, values in drafts.items()
        if (change := draft_change(values)) is not None
    }
    if not changes:
        # Most starts find none, and need not ask the database.
        return
    added = await store.history.committed(set(changes.values()))
    for key, change in changes.items():
        if change in added:
            del drafts[key]


class DraftFile:
    """The file of the drafts for a database, which several windows may share."""

    def __init__(self, folder: Path, database: str) -> None:
        """Name the file.

        Args:
            folder: The folder of the file.
            database: The path or URL of the database.
        """
        self.path = folder / f"drafts-{file_key(database)}.json"
        self._last_drafts: Drafts = {}
        self._write_lock = Lock()

    def load(self) -> Drafts:
        """Return the drafts of the file; none where it is missing or holds something else."""
        drafts = self._read()
        self._last_drafts = dict(drafts)
        return drafts

    def has_other_than(self, drafts: Mapping[str, dict[str, str]]) -> bool:
        """Return whether this window has changed its drafts since they were written last."""
        return drafts != self._last_drafts

    def write(self, drafts: Mapping[str, dict[str, str]]) -> None:
        """Write the drafts of this window, and leave those of other windows as they are.

        Several threads may do it; each writes the drafts as they are when its turn comes.

        The file can be read by its owner alone; without any draft there is none.

        Raises:
            OSError: The file can't be written.
        """
        with self._write_lock:
            self._merge(dict(drafts))

    def _merge(self, drafts: Drafts) -> None:
        before = self._last_drafts
        changed = {key: values for key, values in drafts.items() if before.get(key) != values}
        kept = {
            key: values
            for key, values in self._read().items()
            if key in drafts or key not in before
        }
        merged = kept | changed
        if merged:
            # Pasted text may hold half a character, which only its escape in JSON can keep.
            replace_file(self.path, json.dumps(merged))
        else:
            self.path.unlink(missing_ok=True)
        self._last_drafts = drafts

    def _read(self) -> Drafts:
        try:
            loaded = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            # Drafts are a convenience: without them the program starts all the same.
            return {}
        if not isinstance(loaded, dict):
            return {}
        return {
            str(key): {str(name): str(value) for name, value in values.items()}
            for key, values in loaded.items()
            if isinstance(values, dict)
        }
