"""The rest of a path, as one types it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from textual.suggester import Suggester


class Paths(Suggester):
    """Suggests files and folders that are there; hidden ones only where a dot is typed."""

    def __init__(self, *, folders_only: bool = False) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._folders_only = folders_only

    async def get_suggestion(self, value: str) -> str | None:
        """The first name, in the order of the alphabet, that goes on as typed."""
        return await asyncio.to_thread(self._first, value)

    def _first(self, value: str) -> str | None:
        typed, name = os.path.split(value)
        try:
            folder = Path(typed or ".").expanduser()
            names = sorted(
                f"{each.name}/" if each.is_dir() else each.name
                for each in folder.iterdir()
                if each.name.startswith(name)
                and (name or not each.name.startswith("."))
                and (not self._folders_only or each.is_dir())
            )
        except (OSError, RuntimeError, ValueError):
            return None
        if not name or not names or not names[0].isprintable():
            return None
        return f"{value}{names[0][len(name) :]}"
