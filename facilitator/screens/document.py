"""A screen with one incident's document in hand, as its parts know it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import UUID

from db.errors import StoreError
from db.records import Cause, Incident, Past
from facilitator.domain.similar import SHOWN_FROM, Earlier, Similar
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.told import all_past

SHOWN_SIMILAR = 3
"""How many similar incidents stand beside a root cause."""


class DocumentScreen(FacilitatorScreen):
    """The incident, and what stands beside it while people write about it.

    incident: as last read. causes: the catalogue. owners: who may own something: everybody seen
    before, most often first. currency: in which costs were told last, if any were.
    """

    def __init__(self) -> None:
        super().__init__()
        self.incident: Incident | None = None
        self.causes: Sequence[Cause] = ()
        self.owners: Sequence[str] = ()
        self.currency: str | None = None
        self._others: Sequence[Past] = ()
        self._earlier: Earlier | None = None
        self._comparing = False

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

    async def read_first(self) -> bool:
        """Read, if that works; else there is nothing to show, and home takes its place."""
        worked = await self.reread()
        if not worked and self.is_there:
            self.facilitator.show_home()
        return worked

    async def read_beside(self) -> None:
        """Read what stands beside the incident."""
        self.causes = await self.store.incidents.causes()
        self.owners = await self.store.meetings.people()
        self.currency = await self.store.incidents.last_currency()

    def compare(self) -> None:
        """Make the earlier incidents ready to be compared with, while everything else goes on."""
        before = (self.document.date, self.document.number)
        if not self._comparing and (self._earlier is None or self._earlier.before != before):
            self._comparing = True
            self.run_worker(self._read_earlier(), group="earlier")

    async def _read_earlier(self) -> None:
        try:
            # Once a screen: what changes while it is open is its own incident.
            self._others = self._others or await all_past(self.store)
            self._earlier = await asyncio.to_thread(Earlier, self.document, self._others)
        except StoreError:
            # Nothing is shown as similar until the next reading, which tells why if it fails too.
            return
        finally:
            self._comparing = False
        if self.is_there:
            self.show_similar()

    def show_similar(self) -> None:
        """Paint what depends on the earlier incidents."""

    def similar(self, text: str) -> list[Similar]:
        """The earlier incidents that are worth showing beside a root cause as it stands."""
        found = [] if self._earlier is None else self._earlier.like(self.document.symptom, text)
        return [each for each in found if each.score >= SHOWN_FROM][:SHOWN_SIMILAR]
