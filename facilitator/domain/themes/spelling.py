"""What to call a theme that was found as a stem: a word as people write it, or a phrase of two."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from db.records import Incident
from facilitator.domain.themes.features import FeatureKind
from facilitator.domain.themes.found import FoundTheme
from facilitator.lexicon.stop_words import is_informative
from facilitator.lexicon.words import Word, words_of

IN_MOST = 2 / 3
"""In this part of the incidents a word has to stand beside another one to be named with it."""


def spelled(theme: FoundTheme, incidents: Sequence[Incident]) -> FoundTheme:
    """Return a theme with a name that people can read.

    Only a stem needs another one: the phrase that most of the incidents have it in, or else the
    commonest spelling of the word.

    Args:
        theme: The theme.
        incidents: Incidents that have it, some or all of them.
    """
    if theme.feature.kind is not FeatureKind.WORD:
        return theme
    having: Counter[tuple[str, ...]] = Counter()
    spellings: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for incident in incidents:
        runs = list(_runs_with(theme.feature.key, incident))
        having.update({_stems(run) for run in runs})
        for run in runs:
            spellings[_stems(run)][" ".join(word.spelling for word in run).casefold()] += 1
    enough = max(2, IN_MOST * len(incidents))
    phrases = [stems for stems, count in having.items() if len(stems) > 1 and count >= enough]
    best = min(phrases, key=lambda stems: (-having[stems], stems), default=(theme.feature.key,))
    names = spellings[best]
    return replace(
        theme, name=min(names, key=lambda name: (-names[name], name), default=theme.name)
    )


def _runs_with(stem: str, incident: Incident) -> Iterator[tuple[Word, ...]]:
    """Yield the word with a stem each time that it stands in a text, and its phrases of two."""
    for text in (incident.symptom, incident.root_cause, *(each.text for each in incident.factors)):
        words = [word for word in words_of(text) if not word.is_part]
        yield from ((word,) for word in words if word.stem == stem)
        for before, word in pairwise(words):
            follows = before.position + 1 == word.position
            is_phrase = follows and is_informative(before) and is_informative(word)
            if is_phrase and stem in (before.stem, word.stem):
                yield before, word


def _stems(run: tuple[Word, ...]) -> tuple[str, ...]:
    return tuple(word.stem for word in run)
