"""The themes of a team at one time: those that were found, and those that it has named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date

from db.records import FoundTerm, Occurrence, Theme
from facilitator.domain.themes.comparison import Counts
from facilitator.domain.themes.features import Feature
from facilitator.domain.themes.found import (
    LEAST_RECENT,
    Decisions,
    FoundTheme,
    found_themes,
    theme_windows,
)
from facilitator.domain.themes.term_features import featured_incident


@dataclass(frozen=True, slots=True)
class NamedTheme:
    """A theme that the team has named, and how it develops."""

    theme: Theme
    counts: Counts


@dataclass(frozen=True, slots=True)
class ThemeOverview:
    """The themes of a team at one time.

    Attributes:
        found: Those that rise, and that the team has neither named nor hidden, the clearest first.
        named: Those that the team has named, the one of most incidents first.
        decided: What it has hidden, or counts with another term.
        recent: How many incidents there are in the recent window.
        before: How many there are in the window before.
    """

    found: tuple[FoundTheme, ...] = ()
    named: tuple[NamedTheme, ...] = ()
    decided: tuple[FoundTerm, ...] = ()
    recent: int = 0
    before: int = 0

    @property
    def has_enough(self) -> bool:
        """Whether there are incidents enough to compare."""
        return self.recent >= LEAST_RECENT and self.before > 0


def theme_overview(
    occurrences: Collection[Occurrence],
    terms: Mapping[int, Mapping[Feature, str]],
    themes: Iterable[Theme],
    decided: Iterable[FoundTerm],
    as_of: date,
    months: int,
) -> ThemeOverview:
    """Return the themes of a team.

    Args:
        occurrences: All incidents, near misses among them.
        terms: The concepts and words of their texts, by their numbers.
        themes: The themes that the team has named.
        decided: What it has decided about what was found.
        as_of: The last day of the recent window.
        months: The length of the recent window, and of the one before.
    """
    named = sorted(themes, key=lambda theme: (-len(theme.incidents), theme.name))
    names: dict[int, list[str]] = defaultdict(list)
    for theme in named:
        for number in theme.incidents:
            names[number].append(theme.name)
    incidents = [
        featured_incident(each, terms.get(each.number, {}), names[each.number])
        for each in occurrences
    ]
    windows = theme_windows(as_of, months)
    recent = {each.number for each in occurrences if windows.recent.contains(each.date)}
    before = {each.number for each in occurrences if windows.before.contains(each.date)}
    rows = list(decided)
    return ThemeOverview(
        tuple(found_themes(incidents, as_of, months, decisions_of(rows))),
        tuple(NamedTheme(theme, _counts(theme, recent, before)) for theme in named),
        tuple(row for row in rows if row.hidden or row.same_as),
        len(recent),
        len(before),
    )


def decisions_of(decided: Collection[FoundTerm]) -> Decisions:
    """Return what a team has decided about terms, from the rows about them."""
    return Decisions(
        hidden=frozenset(row.term for row in decided if row.hidden),
        kept=frozenset(row.term for row in decided if row.theme_id is not None),
        same_as={row.term: row.same_as for row in decided if row.same_as},
    )


def _counts(theme: Theme, recent: Set[int], before: Set[int]) -> Counts:
    """Return how many incidents of each window show a theme."""
    having = set(theme.incidents)
    return Counts(len(having & recent), len(recent), len(having & before), len(before))
