"""The concepts, words and phrases of an incident's texts, as features that others may share."""

from __future__ import annotations

from collections.abc import Iterable

from facilitator.domain.themes.features import Feature, FeatureKind
from facilitator.lexicon.concepts import Lexicon
from facilitator.lexicon.stems import stem_of
from facilitator.lexicon.words import Word, words_of

LEAST_LETTERS = 3
"""Shorter words name nothing by themselves."""
_COMMON = (
    "a about above after again all along also although always an and another any are around as at "
    "away back be because been before began behind being below between both but by came can cannot "
    "caused cause change changed could day did didn do does doesn doing don done down due during "
    "each early either else enough even ever every few first for found from full further gave get "
    "give go goes going good got had has have having he hence her here high him his hour how "
    "however i if immediately in instead into is isn it its itself just keep kept knew known large "
    "last late later least less let like long longer look made mainly make many may me might "
    "minute month more most much must my near need never new next night no none nor not nothing "
    "now number of off often old on once one only or other our out over own part people "
    "perhaps place point possible put quickly quite rather re reason s said same saw see seen "
    "set several shall she should show since slow small so some something soon still such sure t "
    "take taken than that the their them themselves then there these they thing think this those "
    "though three through thus time to today together too took toward two under until up upon us "
    "use used using usual various very via want was wasn way we week well went were weren what "
    "when where whether which while who whole whose why will with within without won work would "
    "yesterday yet you your zero hundred thousand half twice morning evening"
)
_BOILERPLATE = (
    "action affect alert automatic behaviour behavior call customer degrade detect discover "
    "engineer error event expect fail failed failure fix happen impact incident investigate issue "
    "lead manual mitigate notice observe occur outage page post mortem problem production "
    "recover report request resolve respond response restart restore result return root "
    "rollback run service start stop support symptom system team timeline trigger unavailable "
    "unable understand update user utc"
)
COMMON_STEMS = frozenset(stem_of(word) for word in _COMMON.split())
"""The stems of words that say nothing by themselves."""
STOP_STEMS = COMMON_STEMS | {stem_of(word) for word in _BOILERPLATE.split()}
"""These, and the stems of words that are in any post-mortem."""


def text_features(lexicon: Lexicon, texts: Iterable[str]) -> dict[Feature, str]:
    """Return the concepts, the words and the phrases of two words that texts have.

    A phrase is two words that follow each other directly. Each word is called as it is spelled
    first.

    Args:
        lexicon: The concepts to find.
        texts: What people wrote about the incident. No phrase reaches from one text to the next.
    """
    features: dict[Feature, str] = {}
    for text in texts:
        words = list(words_of(text))
        for found in lexicon.find(words):
            name = found.concept.name
            features.setdefault(Feature(FeatureKind.CONCEPT, name.replace(" ", "-")), name)
        for before, word in zip([None, *words], words, strict=False):
            if not _says_something(word):
                continue
            spelling = word.spelling.casefold()
            features.setdefault(Feature(FeatureKind.WORD, word.stem), spelling)
            follows = before is not None and before.position + 1 == word.position
            if before is not None and follows and _says_something(before):
                phrase = Feature(FeatureKind.PHRASE, f"{before.stem} {word.stem}")
                features.setdefault(phrase, f"{before.spelling.casefold()} {spelling}")
    return features


def _says_something(word: Word) -> bool:
    return (
        len(word.spelling) >= LEAST_LETTERS
        and word.spelling.isalpha()
        and word.stem not in STOP_STEMS
    )
