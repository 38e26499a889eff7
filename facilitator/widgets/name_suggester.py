"""Completes a line of text from names that are known already."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.suggester import Suggester

from facilitator.domain.people import complete_name
from facilitator.text import clean, one_line

Complete = Callable[[str, Sequence[str]], str | None]
"""Returns the whole line for what is typed and the known names, or None where no name fits."""


class NameSuggester(Suggester):
    """Suggests the line completed with a known name, the likeliest first."""

    def __init__(self, known: Sequence[str], complete: Complete = complete_name) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._known = [clean(one_line(name)) for name in known]
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        """Return the whole completed line, or None where no name fits."""
        return self._complete(value, self._known)
