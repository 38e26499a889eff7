"""What an incident may share with others, from its row and from the counted terms of its texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from db.records import Occurrence
from facilitator.domain.labels import FACTOR_LABELS
from facilitator.domain.similarity.terms import Terms
from facilitator.domain.themes.features import Feature, FeaturedIncident, FeatureKind

LEAST_WEIGHT = 1.0
"""What weighs less is only mentioned in a timeline or the like, and is no theme of the incident."""
LEAST_LETTERS = 3
"""A stem with fewer letters names nothing by itself."""


def term_features(terms: Terms) -> dict[Feature, str]:
    """Return the concepts and the words of an incident's texts, as far as they weigh enough."""
    features = {
        Feature(FeatureKind.CONCEPT, name): name
        for name, weight in terms.concepts.items()
        if weight >= LEAST_WEIGHT
    }
    for stem, weight in terms.words.items():
        if weight >= LEAST_WEIGHT and len(stem) >= LEAST_LETTERS and stem.isalpha():
            features[Feature(FeatureKind.WORD, stem)] = stem
    return features


def featured_incident(
    occurrence: Occurrence, terms: Mapping[Feature, str], themes: Iterable[str]
) -> FeaturedIncident:
    """Return an incident with all that it may share with others.

    A kind of factor counts once, however many factors of that kind the incident has.

    Args:
        occurrence: Its service, cause and factors.
        terms: The concepts and words of its texts.
        themes: The names of the themes that it is linked to.
    """
    features = dict(terms)
    features[Feature(FeatureKind.SERVICE, occurrence.service)] = occurrence.service
    if (cause := occurrence.cause) is not None:
        features[Feature(FeatureKind.CAUSE, str(cause.id))] = cause.name
    for kind in occurrence.factor_kinds:
        features[Feature(FeatureKind.FACTOR, kind)] = FACTOR_LABELS[kind].name
    for name in themes:
        features[Feature(FeatureKind.THEME, name)] = name
    return FeaturedIncident(occurrence.number, occurrence.date, features)
