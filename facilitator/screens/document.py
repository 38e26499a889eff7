"""A screen about the post-mortem of one incident, as the parts of the screen know it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from textual.binding import Binding, BindingType

from db.errors import StoreError
from db.records import Cause, ComparisonRecord, Incident
from facilitator.domain.similarity import SHOWN_FROM, EarlierIncidents, SimilarIncident
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.paged_reads import all_comparison_records
from facilitator.widgets.form import draft_key

MOST_SIMILAR = 3
"""How many similar incidents stand beside a root cause at most."""


class DocumentScreen(FacilitatorScreen):
    """A screen about one incident, with what helps people to write about it.

    Attributes:
        incident: The incident as last read; None before the first reading.
        causes: The catalogue of causes.
        owners: The people who may own something, the most frequent owner first.
        currency: The currency that a revenue was last given in, if there was any.
    """

    reads = FacilitatorScreen.reads | {"catalogue"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("C", "catalogue", "Causes", show=False, id="catalogue",
                tooltip="Show the catalogue of causes, at the cause of this incident"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.incident: Incident | None = None
        self.causes: Sequence[Cause] = ()
        self.owners: Sequence[str] = ()
        self.currency: str | None = None
        self._comparison_records: Sequence[ComparisonRecord] = ()
        self._earlier: EarlierIncidents | None = None
        self._is_comparing = False
        self._has_restored_drafts = False

    @property
    def document(self) -> Incident:
        """The incident that the screen is about, from the first reading on."""
        if self.incident is None:
            raise RuntimeError("the incident is not read yet")
        return self.incident

    @property
    def people(self) -> Sequence[str]:
        """The people in the room, as far as known."""
        return ()

    @property
    def meeting_id(self) -> UUID | None:
        """The id of the meeting that is being held, or None outside of one."""
        return None

    async def read_first(self) -> bool:
        """Read for the first time; where that fails, go back to the home screen.

        Returns:
            Whether there is something to show.
        """
        succeeded = await self.reread()
        if succeeded:
            self._restore_drafts()
        elif self.is_showing:
            self.facilitator.show_home()
        return succeeded

    def keep_drafts(self) -> None:
        """Keep every text that is not saved, so that it comes back here after the program ended."""
        if self.incident is None or not self._has_restored_drafts:
            # The texts are still empty, and what waits for them must not be forgotten.
            return
        drafts = self.facilitator.drafts
        for widget in self.autosaved_widgets():
            key = draft_key(widget.id or "", self.incident.id)
            drafts.pop(key, None)
            if widget.unsaved:
                drafts[key] = widget.draft

    def _restore_drafts(self) -> None:
        for widget in self.autosaved_widgets():
            draft = self.facilitator.drafts.get(draft_key(widget.id or "", self.document.id))
            if draft is not None:
                widget.restore(draft)
        self._has_restored_drafts = True

    async def read_suggestions(self) -> None:
        """Read what forms and lines suggest: causes, owners and a currency."""
        self.causes = await self.store.causes.all()
        self.owners = await self.store.meetings.people()
        self.currency = await self.store.incidents.last_currency()

    def prepare_comparison(self) -> None:
        """Read the earlier incidents to compare with in the background, where that is not done."""
        before = (self.document.date, self.document.number)
        if not self._is_comparing and (self._earlier is None or self._earlier.before != before):
            self._is_comparing = True
            self.run_worker(self._read_earlier(), group="earlier")

    async def _read_earlier(self) -> None:
        try:
            # Once for each screen: what changes while it is open is its own incident.
            self._comparison_records = self._comparison_records or await all_comparison_records(
                self.store
            )
            self._earlier = await asyncio.to_thread(
                EarlierIncidents, self.document, self._comparison_records
            )
        except StoreError:
            # No similar incidents are shown until the next reading, which says what is wrong.
            return
        finally:
            self._is_comparing = False
        if self.is_showing:
            self.show_similar()

    def action_catalogue(self) -> None:
        """Show the catalogue of causes, with the cursor on the cause of the incident."""
        cause = None if self.incident is None else self.incident.cause
        self.facilitator.show_causes(self.where_parked(), None if cause is None else cause.id)

    def show_similar(self) -> None:
        """Show again what depends on the earlier incidents."""

    def similar(self, text: str) -> list[SimilarIncident]:
        """Return the earlier incidents worth showing beside a root cause, most similar first."""
        if self._earlier is None:
            return []
        ranked = self._earlier.most_similar(self.document.symptom, text)
        return [incident for incident in ranked if incident.score >= SHOWN_FROM][:MOST_SIMILAR]
