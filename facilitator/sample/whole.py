"""The sample team: its 24 incidents, and what it made of their themes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from db.records import Incident
from facilitator.sample.build import incident
from facilitator.sample.earliest import EARLIEST
from facilitator.sample.early import EARLY
from facilitator.sample.late import LATE
from facilitator.sample.latest import LATEST
from facilitator.sample.middle import MIDDLE

if TYPE_CHECKING:
    from db.store import Store

SYSTEMIC = {
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
"""The systemic issue that the team decided on, and its owner, by theme."""


def team(today: date) -> list[Incident]:
    """Its incidents, #22 to #45, over the twelve months before today; the same for the same day."""
    told = (*EARLIEST, *EARLY, *MIDDLE, *LATE, *LATEST)
    return [incident(each, today) for each in told]


def fill(store: Store, today: date) -> None:
    """Store the team's incidents, all or none, and then its systemic issues.

    Raises:
        Refused: one of their numbers is taken.
    """
    store.documents.load(team(today)).result()
    for theme in store.themes.all().result():
        if theme.name in SYSTEMIC:
            store.themes.decide(theme, *SYSTEMIC[theme.name]).result()
