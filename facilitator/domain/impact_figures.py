"""The figures of an impact: what each is called, how it is written and how it is typed.

The writers and readers of documents, the preview and the preparation loop over `IMPACT_FIGURES`.
A new figure of a kind that is here already is one row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from db.records import Impact
from facilitator.domain.impact import (
    format_money,
    format_number,
    parse_duration,
    parse_money,
    parse_percent,
    parse_users,
)


class FigureKind(Enum):
    """How the value of a figure is written and read."""

    MINUTES = auto()
    USERS = auto()
    MONEY = auto()
    PERCENT = auto()


@dataclass(frozen=True, slots=True)
class ImpactFigure:
    """One figure of an impact.

    Attributes:
        field: The name of the value in `Impact`, in the database and in JSON.
        kind: How the value is written and read.
        heading: The label in documents, as the template writes it.
        label: The label on screens.
        change_label: The label in the list of what a meeting changed; it names the unit.
        hint: What the empty line of the preparation asks for.
        other_names: Labels that documents of other teams use, in lower case.
    """

    field: str
    kind: FigureKind
    heading: str
    label: str
    change_label: str
    hint: str
    other_names: tuple[str, ...] = ()

    def value_in(self, impact: Impact) -> Any:
        """Return the value: a number or None; for money the amount and its currency."""
        value = getattr(impact, self.field)
        return (value, impact.currency) if self.kind is FigureKind.MONEY else value

    def write(self, impact: Impact) -> str:
        """Return the value as documents write it, such as `47 minutes`; "" where it is unknown."""
        return _WRITERS[self.kind](self.value_in(impact))

    def format(self, value: Any) -> str:
        """Return a value as screens show it and as people type it; "" where it is unknown."""
        return _FORMATTERS[self.kind](value)

    def parse(self, typed: str, currency: str | None) -> Any:
        """Return the value of a typed text, or the unknown value where nothing is typed.

        Args:
            typed: What was typed.
            currency: The currency of an amount that is typed without one.

        Raises:
            ValueError: The text is not understood. The message says what was expected.
        """
        return _PARSERS[self.kind](typed, currency)


IMPACT_FIGURES = (
    ImpactFigure(
        "duration_minutes",
        FigureKind.MINUTES,
        heading="Duration",
        label="Duration",
        change_label="duration in minutes",
        hint="such as 47, 1h 5m or 1:05",
    ),
    ImpactFigure(
        "users_affected",
        FigureKind.USERS,
        heading="Users affected",
        label="Users affected",
        change_label="users affected",
        hint="such as 12k, or 0 for nobody",
        other_names=("affected users", "customers affected", "affected customers"),
    ),
    ImpactFigure(
        "revenue",
        FigureKind.MONEY,
        heading="Revenue impact",
        label="Revenue lost",
        change_label="revenue",
        hint="such as 35000 USD or €2.5k",
        other_names=("revenue", "revenue lost", "lost revenue", "revenue loss"),
    ),
    ImpactFigure(
        "slo_budget_percent",
        FigureKind.PERCENT,
        heading="SLO budget consumed",
        label="SLO budget",
        change_label="SLO budget in percent",
        hint="such as 18.5%",
        other_names=("slo budget", "error budget", "error budget consumed"),
    ),
)
"""The figures in the order in which the template lists them."""


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{format_number(value)}%"


_WRITERS: Mapping[FigureKind, Callable[[Any], str]] = {
    FigureKind.MINUTES: lambda value: "" if value is None else f"{value:,} minutes",
    FigureKind.USERS: _number,
    FigureKind.MONEY: lambda value: format_money(*value),
    FigureKind.PERCENT: _percent,
}
# A duration has no thousands separator here: what a line shows can be typed again.
_FORMATTERS: Mapping[FigureKind, Callable[[Any], str]] = {
    **_WRITERS,
    FigureKind.MINUTES: lambda value: "" if value is None else f"{value} min",
}
_PARSERS: Mapping[FigureKind, Callable[[str, str | None], Any]] = {
    FigureKind.MINUTES: lambda typed, _: parse_duration(typed),
    FigureKind.USERS: lambda typed, _: parse_users(typed),
    FigureKind.MONEY: lambda typed, currency: parse_money(typed, currency) or (None, None),
    FigureKind.PERCENT: lambda typed, _: parse_percent(typed),
}
