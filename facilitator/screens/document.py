"""A screen with one incident's document in hand, as its parts know it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import UUID

from db.records import Cause, Incident
from facilitator.domain.similar import SHOWN_FROM, Earlier, Similar
from facilitator.screens.base import FacilitatorScreen

SHOWN_SIMILAR = 3
"""How many similar incidents stand beside a root cause."""


class DocumentScreen(FacilitatorScreen):
    """The incident, and what stands beside it while people write about it.

    incident: as last read. others: every incident. causes: the catalogue.
    owners: who may own something: everybody seen before, most often first.
    """

    def __init__(self) -> None:
        super().__init__()
        self.incident: Incident | None = None
        self.others: Sequence[Incident] = ()
        self.causes: Sequence[Cause] = ()
        self.owners: Sequence[str] = ()
        self._earlier: Earlier | None = None

    @property
    def document(self) -> Incident:
        """The incident in hand; there is one as soon as anything shows."""
        if self.incident is None:
            raise RuntimeError("the incident is not read yet")
        return self.incident

    @property
    def people(self) -> Sequence[str]:
        """Who is in the room, as far as known."""
        return ()

    @property
    def meeting_id(self) -> UUID | None:
        """The meeting that is being held, if one is."""
        return None

    async def read_beside(self) -> None:
        """Read what stands beside the incident."""
        # Once a screen: what changes while it is open is its own incident.
        self.others = self.others or await self.store.incidents.everything()
        self.causes = await self.store.incidents.causes()
        self.owners = await self.store.meetings.people()

    async def read_similar(self) -> None:
        """Read the words of the earlier incidents, so that a text can be compared with them."""
        incident = self.document
        if self._earlier is None or self._earlier.before != (incident.date, incident.number):
            self._earlier = await asyncio.to_thread(Earlier, incident, self.others)

    def similar(self, text: str) -> list[Similar]:
        """The earlier incidents that are worth showing beside a root cause as it stands."""
        found = [] if self._earlier is None else self._earlier.like(self.document.symptom, text)
        return [each for each in found if each.score >= SHOWN_FROM][:SHOWN_SIMILAR]
