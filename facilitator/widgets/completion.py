"""How a line of text is completed from what was typed before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.suggester import Suggester

from facilitator.domain.people import complete
from facilitator.text import clean, one_line

Complete = Callable[[str, Sequence[str]], str | None]
"""The whole line from what is typed and the known names; None where nothing fits."""


class Completion(Suggester):
    """Completes a line by the names that are known, the likeliest first."""

    def __init__(self, known: Sequence[str], by: Complete = complete) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._known = [clean(one_line(each)) for each in known]
        self._complete = by

    async def get_suggestion(self, value: str) -> str | None:
        """The whole line, completed."""
        return self._complete(value, self._known)
