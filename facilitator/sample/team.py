"""The sample team: its 24 incidents, and the systemic issues that it decided on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from db.records import Incident
from facilitator.sample import (
    incidents_22_to_26,
    incidents_27_to_31,
    incidents_32_to_36,
    incidents_37_to_41,
    incidents_42_to_45,
)
from facilitator.sample.notation import make_incident

if TYPE_CHECKING:
    from db.store import Store

SYSTEMIC_ISSUES = {
    "no client-side retry budget": (
        "One retry library with a budget and jitter, used by every client and worker",
        "Kofi",
    ),
    "rollback takes too long": (
        "Any change can be taken back within five minutes, without a build",
        "Sam",
    ),
    "config changes skip review": (
        "Configuration goes the way of code: schema, review, one shop first",
        "Tomás",
    ),
}
"""The systemic issue and its owner, by the name of the theme."""


def team(today: date) -> list[Incident]:
    """Return the team's incidents, #22 to #45, over the twelve months before a day.

    The same day always gives the same records, with the same ids.
    """
    samples = (
        *incidents_22_to_26.INCIDENTS,
        *incidents_27_to_31.INCIDENTS,
        *incidents_32_to_36.INCIDENTS,
        *incidents_37_to_41.INCIDENTS,
        *incidents_42_to_45.INCIDENTS,
    )
    return [make_incident(sample, today) for sample in samples]


def fill(store: Store, today: date) -> None:
    """Store the team's incidents, all or none, and then its systemic issues.

    Raises:
        Refused: One of their numbers is in use.
    """
    store.documents.import_all(team(today)).result()
    for theme in store.themes.all().result():
        if theme.name in SYSTEMIC_ISSUES:
            store.themes.decide(theme, *SYSTEMIC_ISSUES[theme.name]).result()
