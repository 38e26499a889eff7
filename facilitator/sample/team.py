"""The sample team: its 24 incidents, and the systemic issues that it decided on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from db.records import Incident
from facilitator.sample import (
    incidents_22_to_26,
    incidents_27_to_31,
    incidents_32_to_36,
    incidents_37_to_41,
    incidents_42_to_45,
)
from facilitator.sample.classification import classify
from facilitator.sample.notation import make_incident

if TYPE_CHECKING:
    from db.store import Store

SYSTEMIC_ISSUES = {
    "no client-side retry budget": (
        "One retry library with a budget and jitter, used by every client and worker",
        "Kofi",
        104,
    ),
    "rollback takes too long": (
        "Any change can be taken back within five minutes, without a build",
        "Sam",
        62,
    ),
    "config changes skip review": (
        "Configuration goes the way of code: schema, review, one shop first",
        "Tomás",
        146,
    ),
}
"""The systemic issue, its owner and how many days ago it was decided, by the theme's name."""


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
    return [classify(make_incident(sample, today), today) for sample in samples]


def fill(store: Store, today: date) -> None:
    """Store the team's incidents, all or none, and then its systemic issues.

    Raises:
        Refused: One of their numbers is in use.
    """
    store.documents.import_all(team(today)).result()
    for theme in store.themes.all().result():
        if theme.name in SYSTEMIC_ISSUES:
            issue, owner, days_ago = SYSTEMIC_ISSUES[theme.name]
            decided_on = today - timedelta(days=days_ago)
            store.themes.decide(theme, issue, owner, decided_on).result()
