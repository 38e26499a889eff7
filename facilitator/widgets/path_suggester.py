"""Completes a path while it is typed."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from textual.suggester import Suggester


class PathSuggester(Suggester):
    """Suggests files and folders that exist; hidden ones only after a dot was typed."""

    def __init__(self, *, folders_only: bool = False) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._folders_only = folders_only

    async def get_suggestion(self, value: str) -> str | None:
        """Return the first path in the order of the alphabet that continues what was typed."""
        return await asyncio.to_thread(self._first_match, value)

    def _first_match(self, value: str) -> str | None:
        typed, name = os.path.split(value)
        try:
            folder = Path(typed or ".").expanduser()
            names = sorted(
                f"{path.name}/" if path.is_dir() else path.name
                for path in folder.iterdir()
                if path.name.startswith(name)
                and (name or not path.name.startswith("."))
                and (not self._folders_only or path.is_dir())
            )
        except (OSError, RuntimeError, ValueError):
            return None
        if not name or not names or not names[0].isprintable():
            return None
        return f"{value}{names[0][len(name) :]}"
