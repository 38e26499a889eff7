"""Finds the themes that rise: what more of the recent incidents have than of those before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta

from facilitator.domain.figure_types import Window, window_ending
from facilitator.domain.themes.chance import ChanceOfRising
from facilitator.domain.themes.comparison import Counts
from facilitator.domain.themes.features import (
    RANK,
    Feature,
    FeaturedIncident,
    FeatureKind,
    feature_of,
)

LEAST_RECENT = 3
"""In fewer recent incidents than this, something is an accident and no theme."""
BASELINE_WINDOWS = 3
"""A rise is judged by so many windows before the recent one, since one window holds too little."""
FALSE_NAMED, FALSE_WORDS = 0.24, 0.05
"""How many false themes a screen may show on average, of concepts and the like, and of words."""
SAME_INCIDENTS = 0.6
"""Two themes that share this part of the recent incidents of the smaller one are the same."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the team has decided about terms.

    Attributes:
        hidden: The terms that are never shown.
        kept: The terms that were kept as a named theme.
        same_as: What a term was merged into.
    """

    hidden: Set[str] = frozenset()
    kept: Set[str] = frozenset()
    same_as: Mapping[str, str] = field(default_factory=dict)

    def canonical(self, term: str) -> str:
        """Return the term that stands for this one; of a circle it is the first by name."""
        way = [term]
        while (following := self.same_as.get(way[-1])) is not None:
            if following in way:
                return min(way[way.index(following) :])
            way.append(following)
        return way[-1]

    def is_known(self, feature: Feature) -> bool:
        """Return whether the team knows it already: typed, kept as a theme, or hidden."""
        is_typed = feature.kind is FeatureKind.THEME
        return is_typed or feature.term in self.hidden or feature.term in self.kept


@dataclass(frozen=True, slots=True)
class FoundTheme:
    """Something that rises.

    Attributes:
        feature: What it is.
        name: What most of its incidents call it.
        counts: How many incidents have it, in the recent window and in the one before.
        z: How clear the rise is; the higher the clearer.
        incidents: The numbers of the incidents of both windows and the baseline that have it, the
            newest first.
        merged: The terms that were merged into it and occur.
    """

    feature: Feature
    name: str
    counts: Counts
    z: float
    incidents: tuple[int, ...]
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeWindows:
    """The days that are compared.

    Attributes:
        recent: The window that ends today.
        before: The window of the same length before it, which screens compare with.
        baseline: The windows before the recent one by which a rise is judged.
    """

    recent: Window
    before: Window
    baseline: Window


def theme_windows(as_of: date, months: int) -> ThemeWindows:
    """Return the windows that are compared on a day, each of so many months."""
    recent = window_ending(as_of, months)
    day_before = recent.first - timedelta(days=1)
    baseline = window_ending(day_before, months * BASELINE_WINDOWS)
    return ThemeWindows(recent, window_ending(day_before, months), baseline)


@dataclass(slots=True)
class _Candidate:
    """A feature with the incidents that have it, and with the names that they give it.

    Attributes:
        names: How many incidents use each name, and whether it is the feature's own name or that
            of something that was merged into it.
    """

    feature: Feature
    incidents: list[FeaturedIncident] = field(default_factory=list)
    names: Counter[tuple[bool, str]] = field(default_factory=Counter)
    merged: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """What most incidents call it, by its own name where any does."""
        return min(self.names, key=lambda name: (not name[0], -self.names[name], name[1]))[1]

    def numbers_in(self, window: Window) -> frozenset[int]:
        """Return the numbers of the incidents of a window that have it."""
        return frozenset(each.number for each in self.incidents if window.contains(each.date))


def found_themes(
    incidents: Iterable[FeaturedIncident],
    as_of: date,
    months: int,
    decisions: Decisions | None = None,
) -> list[FoundTheme]:
    """Return what rises, concepts and other named things before words, the clearest first.

    What has the same recent incidents as something before it is left out, also where that is known
    to the team already: a hidden concept does not come back as its words, and what somebody has
    typed as a theme is not found again under another name.

    Args:
        incidents: The incidents in any order; those after `as_of` do not count.
        as_of: The last day of the recent window.
        months: The length of the recent window, and of the one before.
        decisions: What the team has hidden, kept and merged.
    """
    decisions = decisions or Decisions()
    windows = theme_windows(as_of, months)
    compared = [
        incident
        for incident in incidents
        if windows.baseline.first <= incident.date <= windows.recent.last
    ]
    candidates = [
        candidate
        for candidate in _candidates(compared, decisions)
        if len(candidate.incidents) >= LEAST_RECENT
    ]
    named = [each for each in candidates if not each.feature.kind.is_of_words]
    of_words = [each for each in candidates if each.feature.kind.is_of_words]
    taken: list[Set[int]] = []
    found: list[FoundTheme] = []
    for family, accepted in ((named, FALSE_NAMED), (of_words, FALSE_WORDS)):
        rises = list(_clear_rises(family, compared, windows, accepted))
        rises.sort(key=lambda rise: (RANK[rise[0].feature.kind], -rise[0].z, rise[0].feature.key))
        shown = []
        for theme, recent in rises:
            if not any(_are_the_same(recent, others) for others in taken):
                taken.append(recent)
                if not decisions.is_known(theme.feature):
                    shown.append(theme)
        found += sorted(shown, key=lambda theme: -theme.z)
    return found


def _are_the_same(one: Set[int], other: Set[int]) -> bool:
    return len(one & other) >= SAME_INCIDENTS * min(len(one), len(other))


def _clear_rises(
    family: Sequence[_Candidate],
    compared: Sequence[FeaturedIncident],
    windows: ThemeWindows,
    accepted: float,
) -> Iterator[tuple[FoundTheme, Set[int]]]:
    """Yield what rises beyond chance, with its recent incidents.

    Args:
        family: What is compared at once.
        compared: All incidents of the recent window and of the baseline.
        windows: The windows.
        accepted: How many false themes are accepted on average.
    """
    days = [incident.date for incident in compared]
    of_recent, of_before, of_baseline = (
        sum(map(window.contains, days))
        for window in (windows.recent, windows.before, windows.baseline)
    )
    judged = []
    for candidate in family:
        recent = candidate.numbers_in(windows.recent)
        earlier = len(candidate.incidents) - len(recent)
        judged.append((candidate, recent, Counts(len(recent), of_recent, earlier, of_baseline)))
    chance = ChanceOfRising((counts for _, _, counts in judged), LEAST_RECENT)
    for candidate, recent, judged_by in judged:
        before = len(candidate.numbers_in(windows.before))
        counts = Counts(len(recent), of_recent, before, of_before)
        is_clear = judged_by.z > 0 and chance.expected_from(judged_by.z) <= accepted
        if len(recent) >= LEAST_RECENT and is_clear and (counts.rises or not of_before):
            numbers = sorted((each.number for each in candidate.incidents), reverse=True)
            merged = tuple(sorted(candidate.merged))
            feature, name = candidate.feature, candidate.name
            theme = FoundTheme(feature, name, counts, judged_by.z, tuple(numbers), merged)
            yield theme, recent


def _candidates(compared: Iterable[FeaturedIncident], decisions: Decisions) -> list[_Candidate]:
    """Return every feature with its incidents; what was merged into another one counts as that."""
    by_term: dict[str, _Candidate] = {}
    for incident in compared:
        seen: set[str] = set()
        for feature, name in incident.features.items():
            term = decisions.canonical(feature.term)
            candidate = by_term.get(term)
            if candidate is None:
                candidate = by_term[term] = _Candidate(feature_of(term) or feature)
            candidate.names[feature.term == term, name] += 1
            if feature.term != term:
                candidate.merged.add(feature.term)
            if term not in seen:
                seen.add(term)
                candidate.incidents.append(incident)
    return list(by_term.values())
