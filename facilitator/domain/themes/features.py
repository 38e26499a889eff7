"""What an incident has that others may have too: concepts, words, a service, a cause, themes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.vocabulary import SHORT_TEXT


class FeatureKind(StrEnum):
    """What a feature is; those that say more about an incident come first."""

    THEME = "theme"
    CONCEPT = "concept"
    CAUSE = "cause"
    SERVICE = "service"
    FACTOR = "factor"
    WORD = "word"

    @property
    def words(self) -> str:
        """What people call the kind."""
        words = {FeatureKind.FACTOR: "kind of factor", FeatureKind.CONCEPT: "kind of failure"}
        return words.get(self, self.value)


RANK = {kind: rank for rank, kind in enumerate(FeatureKind)}
"""The place of each kind in the order above."""


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that an incident has.

    Attributes:
        kind: What it is.
        key: What tells it from others of its kind: a stem, the id of a cause, or else a name.
    """

    kind: FeatureKind
    key: str

    @property
    def term(self) -> str:
        """The name under which a decision about it is stored, such as `concept:retry-storm`."""
        return f"{self.kind}:{self.key}"[:SHORT_TEXT]


def feature_of(term: str) -> Feature | None:
    """Return the feature of a term, or None where the term names no kind of feature."""
    kind, _, key = term.partition(":")
    return Feature(FeatureKind(kind), key) if kind in set(FeatureKind) else None


@dataclass(frozen=True, slots=True)
class FeaturedIncident:
    """An incident with all that it may share with others.

    Attributes:
        features: What it has, each with what this incident calls it.
    """

    number: int
    date: date
    features: Mapping[Feature, str]
