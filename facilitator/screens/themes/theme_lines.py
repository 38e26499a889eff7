"""How the list of the themes screen draws a theme into a row."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from db.records import FoundTerm
from facilitator.domain.themes.comparison import Direction
from facilitator.domain.themes.features import FeatureKind, feature_of
from facilitator.domain.themes.found import FoundTheme
from facilitator.domain.themes.theme_overview import NamedTheme
from facilitator.screens.dialogs.theme import counts_in_words
from facilitator.screens.meeting.theme_rows import decision_sign, found_row
from facilitator.text import counted
from facilitator.widgets.glyphs import FALLING, NOT_OK, RISING, STEADY
from facilitator.widgets.text import line
from facilitator.widgets.title_line import spread

ListedTheme = FoundTheme | NamedTheme | FoundTerm
"""What a row of the list is about; a `FoundTerm` is hidden, or counted with another one."""
ARROWS = {Direction.RISING: f" {RISING}", Direction.FALLING: f" {FALLING}", None: ""}
LEAST_WIDTH_FOR_COUNTS = 52
"""In narrower rows a named theme says only how many incidents it has."""


def key_of_theme(theme: ListedTheme) -> str:
    """Return the id of the row of a theme."""
    match theme:
        case FoundTheme():
            return f"found {theme.feature.term}"
        case NamedTheme():
            return f"named {theme.theme.id}"
        case FoundTerm():
            return f"decided {theme.term}"


def incidents_of(theme: ListedTheme) -> tuple[int, ...]:
    """Return the numbers of the incidents of a theme, the newest first."""
    match theme:
        case FoundTheme():
            return theme.incidents
        case NamedTheme():
            return tuple(sorted(theme.theme.incidents, reverse=True))
        case FoundTerm():
            return ()


def term_in_words(term: str, causes: Mapping[str, str]) -> str:
    """Return what people call a term.

    Args:
        term: The term.
        causes: The names of the causes by their ids as texts.
    """
    feature = feature_of(term)
    if feature is None:
        return term
    is_cause = feature.kind is FeatureKind.CAUSE
    return causes.get(feature.key, "a cause that is gone") if is_cause else feature.key


def theme_line(theme: ListedTheme, causes: Mapping[str, str], width: int) -> Content:
    """Return a theme as a row of so many cells."""
    match theme:
        case FoundTheme():
            return found_row(theme, width)
        case NamedTheme():
            return _named_line(theme, width)
        case FoundTerm():
            return _decided_line(theme, causes, width)


def _named_line(named: NamedTheme, width: int) -> Content:
    theme, counts = named.theme, named.counts
    left = Content.assemble(
        decision_sign(theme), line(theme.name, "bold"), (ARROWS[counts.direction], "$text-accent")
    )
    words = f"{counted(len(theme.incidents), 'incident')}"
    if width >= LEAST_WIDTH_FOR_COUNTS and counts.of_recent + counts.of_before:
        words = f"{counts_in_words(counts)}  {words:>13}"
    return spread(left, Content.styled(words, "$text-muted"), width)


def _decided_line(decided: FoundTerm, causes: Mapping[str, str], width: int) -> Content:
    sign, words = NOT_OK, "hidden"
    if decided.same_as:
        sign, words = STEADY, f"the same as {term_in_words(decided.same_as, causes)}"
    right = line(words, "$text-muted").truncate(max(8, width // 2), ellipsis=True)
    left = Content.assemble((f"{sign} ", "$text-muted"), line(term_in_words(decided.term, causes)))
    return spread(left, right, width)
