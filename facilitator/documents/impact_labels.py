"""Recognising the lines that state a value of the impact, such as `- Duration: 47 minutes`."""

from __future__ import annotations

import re
from enum import StrEnum

from facilitator.domain.impact_figures import IMPACT_FIGURES, ImpactFigure


class OtherImpactValue(StrEnum):
    """The label of a value that is no figure, and that is written only where there is one."""

    BEGAN = "Impact began"
    CURRENCY = "Currency"


_VALUES: dict[str, ImpactFigure | OtherImpactValue] = {
    name: figure
    for figure in IMPACT_FIGURES
    for name in (figure.heading.casefold(), *figure.other_names)
} | {value.casefold(): value for value in OtherImpactValue}
# The quantifiers before a group are possessive: a line may hold a million blanks.
_LINE = re.compile(
    r"\s*+(?:[-*+]\s++)?(?:\*\*|__)?(?P<name>[A-Za-z][A-Za-z ]{2,30}?)\s*+"
    r"(?:(?P<bold>:(?:\*\*|__))|(?:\*\*|__)?\s*+(?P<colon>:))(?P<value>.*)"
)


def colon_of_figure(line: str) -> int | None:
    """Return the index of the colon after a value's label; None where a line states no value."""
    match = _LINE.fullmatch(line)
    if match is None or _normalised(match["name"]) not in _VALUES:
        return None
    return match.start("bold") if match["bold"] else match.start("colon")


def figure_in(line: str) -> tuple[ImpactFigure | OtherImpactValue, str]:
    """Return the value that a line states, and its text with single blanks.

    Raises:
        ValueError: The line states no value (see `colon_of_figure`).
    """
    match = _LINE.fullmatch(line)
    if match is None or _normalised(match["name"]) not in _VALUES:
        raise ValueError(line)
    text = " ".join(match["value"].split()).strip("*_").strip()
    return _VALUES[_normalised(match["name"])], text


def _normalised(name: str) -> str:
    return " ".join(name.split()).casefold()
