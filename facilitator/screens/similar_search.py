"""The search for similar earlier incidents while somebody types, on a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.records import Incident
from facilitator.domain.similarity.similar_incident import SimilarIncident, worth_showing
from facilitator.domain.similarity.terms import query_of
from facilitator.incident_terms.reading import read_index
from facilitator.lexicon.reading import lexicon_with
from facilitator.screens.background_read import BackgroundRead

if TYPE_CHECKING:
    from textual.timer import Timer

    from facilitator.domain.similarity.index import Before, SimilarityIndex
    from facilitator.domain.similarity.texts import ComparedTexts
    from facilitator.lexicon.concepts import Lexicon
    from facilitator.screens.base import FacilitatorScreen

PAUSE = 0.3
"""The seconds without a key after which a text that is typed is compared."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An earlier incident that is shown beside what somebody writes.

    Attributes:
        similar: How similar it is, and why.
        incident: The incident as it is now, with its action items.
    """

    similar: SimilarIncident
    incident: Incident


class SimilarSearch:
    """Compares the newest text with all earlier incidents, once the typing pauses.

    A newer text supersedes an older one, whose result is never shown.

    Attributes:
        suggestions: What was found for the newest text that was compared, the most similar first.
    """

    def __init__(self, screen: FacilitatorScreen, show: Callable[[], None]) -> None:
        """Prepare the search.

        Args:
            screen: The screen that shows what is found.
            show: Called when something else was found than before.
        """
        self.suggestions: Sequence[Suggestion] = ()
        self._screen = screen
        self._show = show
        self._index: SimilarityIndex | None = None
        self._wanted: tuple[ComparedTexts, Before] | None = None
        self._timer: Timer | None = None
        self._reading = BackgroundRead(screen, self._search)

    @property
    def root_cause(self) -> str:
        """The root cause that was to be compared last, or ""."""
        return "" if self._wanted is None else self._wanted[0].root_cause

    def request(self, texts: ComparedTexts, before: Before, *, pause: bool) -> None:
        """Compare these texts soon.

        Args:
            texts: The texts of the incident that is written, as they are typed so far.
            before: When it began, and its number: only earlier incidents are found.
            pause: Whether somebody is typing, and may go on.
        """
        self._wanted = texts, before
        if self._timer is not None:
            self._timer.stop()
        if pause:
            self._timer = self._screen.set_timer(PAUSE, self._reading.request)
        else:
            self._reading.request()

    async def _search(self) -> None:
        wanted, store = self._wanted, self._screen.store
        if wanted is None:
            return
        lexicon = await asyncio.to_thread(lexicon_with, self._screen.facilitator.settings.concepts)
        # Once for each screen: what changes while it is open is its own incident.
        self._index = self._index or await read_index(store, lexicon)
        found = await asyncio.to_thread(_found, self._index, lexicon, *wanted)
        incidents = await store.incidents.several([similar.incident.number for similar in found])
        whole = {incident.number: incident for incident in incidents}
        suggestions = [
            Suggestion(similar, whole[similar.incident.number])
            for similar in found
            if similar.incident.number in whole
        ]
        if wanted == self._wanted and suggestions != self.suggestions and self._screen.is_showing:
            self.suggestions = suggestions
            self._show()


def _found(
    index: SimilarityIndex, lexicon: Lexicon, texts: ComparedTexts, before: Before
) -> list[SimilarIncident]:
    query = query_of(texts, lexicon)
    return worth_showing(index.most_similar(query, before), query)
