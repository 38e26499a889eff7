"""Recognising the lines that state a figure of the impact, such as `- Duration: 47 minutes`."""

from __future__ import annotations

import re

from facilitator.domain.impact_figures import IMPACT_FIGURES, ImpactFigure

_FIGURES = {
    name: figure
    for figure in IMPACT_FIGURES
    for name in (figure.heading.casefold(), *figure.other_names)
}
# The quantifiers before a group are possessive: a line may hold a million blanks.
_LINE = re.compile(
    r"\s*+(?:[-*+]\s++)?(?:\*\*|__)?(?P<name>[A-Za-z][A-Za-z ]{2,30}?)\s*+"
    r"(?:(?P<bold>:(?:\*\*|__))|(?:\*\*|__)?\s*+(?P<colon>:))(?P<value>.*)"
)


def colon_of_figure(line: str) -> int | None:
    """Return the index of the colon after a figure's label; None where a line states no figure."""
    match = _LINE.fullmatch(line)
    if match is None or _normalised(match["name"]) not in _FIGURES:
        return None
    return match.start("bold") if match["bold"] else match.start("colon")


def figure_in(line: str) -> tuple[ImpactFigure, str]:
    """Return the figure that a line states, and the text of its value with single blanks.

    Raises:
        ValueError: The line states no figure (see `colon_of_figure`).
    """
    match = _LINE.fullmatch(line)
    if match is None or _normalised(match["name"]) not in _FIGURES:
        raise ValueError(line)
    return _FIGURES[_normalised(match["name"])], " ".join(match["value"].split()).strip(
        "*_"
    ).strip()


def _normalised(name: str) -> str:
    return " ".join(name.split()).casefold()
