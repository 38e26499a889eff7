"""Every key of the program by its id, for whoever remaps them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.binding import Binding
from textual.dom import DOMNode

from facilitator.screens import help as help_screen
from facilitator.screens import home, opening, patterns, quick_lines, review, wrap_up
from facilitator.screens.incident import actions, factors, screen, timeline
from facilitator.screens.prep import lists as prep_lists
from facilitator.screens.prep import screen as prep
from facilitator.screens.prep import themes
from facilitator.widgets import choices, form, live_text

OWNERS: tuple[type[DOMNode], ...] = (
    home.HomeScreen,
    prep.PrepScreen,
    prep_lists.ListEditor,
    themes.ThemesEditor,
    opening.OpeningScreen,
    review.ReviewScreen,
    screen.IncidentScreen,
    timeline.TimelinePart,
    factors.FactorsPart,
    actions.ActionsPart,
    patterns.PatternsScreen,
    wrap_up.WrapUpScreen,
    help_screen.HelpScreen,
    quick_lines.QuickLinesScreen,
    live_text.LiveText,
    form.Form,
    choices.Choices,
)
"""Whatever has keys of its own; what these inherit comes with them."""
OF_THE_APP = frozenset({"quit"})


def unknown_ids(keymap: Mapping[str, str]) -> list[str]:
    """The ids of a keymap that no key has."""
    known = OF_THE_APP | {binding.id for binding in _bindings() if binding.id}
    return sorted(set(keymap) - known)


def _bindings() -> Iterator[Binding]:
    for owner in OWNERS:
        for ancestor in owner.__mro__:
            for binding in ancestor.__dict__.get("BINDINGS", ()):
                if isinstance(binding, Binding):
                    yield binding
