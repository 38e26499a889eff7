"""Reads of the themes of a team, which screens and commands show."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from facilitator.domain.themes.features import Feature, FeatureKind
from facilitator.domain.themes.found import FoundTheme, theme_windows
from facilitator.domain.themes.spelling import spelled
from facilitator.domain.themes.term_features import term_features
from facilitator.domain.themes.theme_overview import ThemeOverview, theme_overview
from facilitator.incident_terms.reading import Counted, read_terms
from facilitator.lexicon.reading import lexicon_with
from facilitator.screens.paged_reads import all_occurrences

if TYPE_CHECKING:
    from db.store import Store

MOST_READ = 20
"""How many incidents of a theme are read to learn how people spell it."""


class ThemeReader:
    """Reads and works out the themes of a team, as often as a screen asks for them.

    The texts of the incidents are looked at once. What is written in them after that counts from
    the next reader on; links, decisions and dates count at once.
    """

    def __init__(self, store: Store, concepts: Mapping[str, Sequence[str]]) -> None:
        """Prepare to read.

        Args:
            store: The open store.
            concepts: The patterns of the concepts that the team has added, by their names.
        """
        self._store = store
        self._concepts = concepts
        self._terms: Mapping[int, Mapping[Feature, str]] | None = None

    async def read(self, as_of: date, months: int) -> ThemeOverview:
        """Return the themes; they are worked out on another thread.

        Args:
            as_of: The last day of the recent window.
            months: The length of the recent window, and of the one before.

        Raises:
            StoreError: The database can't be read.
        """
        if self._terms is None:
            lexicon = await to_thread(lexicon_with, self._concepts)
            counted = await read_terms(self._store, lexicon)
            self._terms = await to_thread(_features, counted, as_of, months)
        themes, decided = await self._store.themes.all(), await self._store.found_terms.all()
        occurrences = await all_occurrences(self._store)
        overview = await to_thread(
            theme_overview, occurrences, self._terms, themes, decided, as_of, months
        )
        found = [await self._spelled(theme) for theme in overview.found]
        return replace(overview, found=tuple(found))

    async def _spelled(self, theme: FoundTheme) -> FoundTheme:
        if theme.feature.kind is not FeatureKind.WORD:
            return theme
        return spelled(theme, await self._store.incidents.several(theme.incidents[:MOST_READ]))


def _features(
    counted: Sequence[Counted], as_of: date, months: int
) -> dict[int, Mapping[Feature, str]]:
    """Return the features of the texts of the incidents that are compared, by their numbers."""
    windows = theme_windows(as_of, months)
    return {
        incident.number: term_features(terms)
        for incident, terms in counted
        if windows.compares(incident.date)
    }
