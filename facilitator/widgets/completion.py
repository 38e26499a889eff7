"""How a line of text is completed from what was typed before."""

from __future__ import annotations

from collections.abc import Sequence

from textual.suggester import Suggester

from facilitator.documents.text import clean, one_line
from facilitator.domain.people import complete, complete_last


class Completion(Suggester):
    """Completes by the beginning of any word. several: names with commas between them."""

    def __init__(self, known: Sequence[str], *, several: bool = False) -> None:
        """known: the likeliest first."""
        super().__init__(use_cache=False, case_sensitive=True)
        self._known = [clean(one_line(each)) for each in known]
        self._several = several

    async def get_suggestion(self, value: str) -> str | None:
        """The whole line, completed."""
        return (complete_last if self._several else complete)(value, self._known)
