"""Finds the themes that rise: what more of the recent incidents have than of those before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
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
FALSE_NAMED, FALSE_IN_ALL = 0.23, 0.28
"""How many false themes a screen may show on average: of named things, and with the words."""
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

    def compares(self, day: date) -> bool:
        """Return whether a day lies in the recent window or in the baseline."""
        return self.baseline.first <= day <= self.recent.last


@dataclass(frozen=True, slots=True)
class _Sizes:
    """How many incidents there are in each of the windows."""

    recent: int
    before: int
    baseline: int


def theme_windows(as_of: date, months: int) -> ThemeWindows:
    """Return the windows that are compared on a day, each of so many months."""
    recent = window_ending(as_of, months)
    day_before = recent.first - timedelta(days=1)
    baseline = window_ending(day_before, months * BASELINE_WINDOWS)
    return ThemeWindows(recent, window_ending(day_before, months), baseline)


class _Candidate:
    """A feature with the incidents that have it, or that have what was merged into it.

    Attributes:
        feature: The feature.
        merged: The terms that were merged into it and occur.
        recent: The incidents of the recent window.
        before: Those of the window before.
        older: Those of the rest of the baseline.
    """

    __slots__ = ("before", "feature", "merged", "older", "recent")

    def __init__(self, feature: Feature) -> None:
        self.feature = feature
        self.merged: set[Feature] = set()
        self.recent: list[FeaturedIncident] = []
        self.before: list[FeaturedIncident] = []
        self.older: list[FeaturedIncident] = []

    @property
    def incidents(self) -> list[FeaturedIncident]:
        """All incidents that have it, the newest first."""
        having = [*self.recent, *self.before, *self.older]
        return sorted(having, key=lambda each: (each.date, each.number), reverse=True)

    def __len__(self) -> int:
        return len(self.recent) + len(self.before) + len(self.older)

    @property
    def name(self) -> str:
        """What most incidents call it, by its own name where any does."""
        for features in ({self.feature}, self.merged):
            names = Counter(
                each.features[feature]
                for each in self.incidents
                for feature in features
                if feature in each.features
            )
            if names:
                return min(names, key=lambda name: (-names[name], name))
        return self.feature.key

    def merge(self, other: _Candidate) -> None:
        """Count what was merged into this one with it, each incident once."""
        self.merged.add(other.feature)
        for mine, others in (
            (self.recent, other.recent),
            (self.before, other.before),
            (self.older, other.older),
        ):
            known = {each.number for each in mine}
            mine.extend(each for each in others if each.number not in known)


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
    known = list(incidents)
    windows = theme_windows(as_of, months)
    sizes = _sizes(known, windows)
    candidates = _candidates(known, windows, decisions)
    named = [each for each in candidates if each.feature.kind is not FeatureKind.WORD]
    of_words = [each for each in candidates if each.feature.kind is FeatureKind.WORD]
    among_named = _chance(named, sizes)
    rises = [*_clear_rises(named, sizes, among_named, FALSE_NAMED)]
    # What the named things leave over goes to the words, which matters where no concept is found.
    left = FALSE_IN_ALL - among_named.largest_up_to(FALSE_NAMED)
    rises += _clear_rises(of_words, sizes, _chance(of_words, sizes), left)
    return _each_once(rises, decisions)


def _each_once(
    rises: Iterable[tuple[FoundTheme, Set[int]]], decisions: Decisions
) -> list[FoundTheme]:
    """Return what rises without what has the same recent incidents as something before it."""
    taken: list[Set[int]] = []
    shown: list[FoundTheme] = []
    by_rank = sorted(
        rises, key=lambda rise: (RANK[rise[0].feature.kind], -rise[0].z, rise[0].feature.key)
    )
    for theme, recent in by_rank:
        if not any(_are_the_same(recent, others) for others in taken):
            taken.append(recent)
            if not decisions.is_known(theme.feature):
                shown.append(theme)
    return sorted(shown, key=lambda theme: (theme.feature.kind is FeatureKind.WORD, -theme.z))


def _are_the_same(one: Set[int], other: Set[int]) -> bool:
    return len(one & other) >= SAME_INCIDENTS * min(len(one), len(other))


def _sizes(incidents: Iterable[FeaturedIncident], windows: ThemeWindows) -> _Sizes:
    days = [incident.date for incident in incidents]
    return _Sizes(
        sum(map(windows.recent.contains, days)),
        sum(map(windows.before.contains, days)),
        sum(map(windows.baseline.contains, days)),
    )


def _judged_by(candidate: _Candidate, sizes: _Sizes) -> Counts:
    """Return the counts by which a rise is judged: of the recent window and of the baseline."""
    earlier = len(candidate.before) + len(candidate.older)
    return Counts(len(candidate.recent), sizes.recent, earlier, sizes.baseline)


def _chance(family: Iterable[_Candidate], sizes: _Sizes) -> ChanceOfRising:
    return ChanceOfRising((_judged_by(each, sizes) for each in family), LEAST_RECENT)


def _clear_rises(
    family: Iterable[_Candidate], sizes: _Sizes, chance: ChanceOfRising, accepted: float
) -> Iterator[tuple[FoundTheme, Set[int]]]:
    """Yield what rises beyond chance, with its recent incidents.

    Args:
        family: What is compared at once.
        sizes: How many incidents there are in each window.
        chance: What would rise by chance alone among it.
        accepted: How many false themes are accepted on average.
    """
    for candidate in family:
        z = _judged_by(candidate, sizes).z
        counts = Counts(len(candidate.recent), sizes.recent, len(candidate.before), sizes.before)
        is_clear = z > 0 and chance.expected_from(z) <= accepted
        if counts.recent >= LEAST_RECENT and is_clear and (counts.rises or not sizes.before):
            theme = FoundTheme(
                candidate.feature,
                candidate.name,
                counts,
                z,
                tuple(each.number for each in candidate.incidents),
                tuple(sorted(feature.term for feature in candidate.merged)),
            )
            yield theme, frozenset(each.number for each in candidate.recent)


def _candidates(
    incidents: Iterable[FeaturedIncident], windows: ThemeWindows, decisions: Decisions
) -> list[_Candidate]:
    """Return what enough incidents have; what was merged into another one counts as that."""
    by_feature: dict[Feature, _Candidate] = {}
    for incident in incidents:
        for feature in incident.features if windows.compares(incident.date) else ():
            candidate = by_feature.get(feature)
            if candidate is None:
                candidate = by_feature[feature] = _Candidate(feature)
            if windows.recent.contains(incident.date):
                candidate.recent.append(incident)
            elif windows.before.contains(incident.date):
                candidate.before.append(incident)
            else:
                candidate.older.append(incident)
    if decisions.same_as:
        for feature in sorted(by_feature, key=lambda feature: feature.term):
            into = feature_of(decisions.canonical(feature.term))
            if into is not None and into.term != feature.term:
                by_feature.setdefault(into, _Candidate(into)).merge(by_feature.pop(feature))
    return [candidate for candidate in by_feature.values() if len(candidate) >= LEAST_RECENT]
