"""A screen about the post-mortem of one incident, as the parts of the screen know it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar
from uuid import UUID

from textual.binding import Binding, BindingType

from db.records import Cause, Incident
from facilitator.domain.similarity.texts import texts_of
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.similar_search import SimilarSearch, Suggestion
from facilitator.widgets.form import draft_key


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
        self._search = SimilarSearch(self, self.show_similar)
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

    @property
    def makes_tickets(self) -> bool:
        """Whether a new action item is to have a ticket, once that is released."""
        return self.facilitator.settings.tracker.is_set_up

    async def read_first(self) -> bool:
        """Read for the first time; where that fails, go back to the home screen.

        Returns:
            Whether there is something to show.
        """
        succeeded = await self.reread()
        if not self.is_showing:
            # It was left while it was read, and its widgets are gone.
            return False
        if succeeded:
            self._restore_drafts()
        else:
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

    @property
    def suggestions(self) -> Sequence[Suggestion]:
        """The earlier incidents that look like this one, the most similar first; at most three."""
        return self._search.suggestions

    @property
    def compared_root_cause(self) -> str:
        """The root cause, as typed when similar incidents were last looked for."""
        return self._search.root_cause

    def compare(self, root_cause: str, factor: str = "", *, pause: bool = True) -> None:
        """Look for earlier incidents like this one; `show_similar` is called with what is found.

        Args:
            root_cause: The root cause as it is typed so far.
            factor: A contributing factor that is typed and not saved, or "".
            pause: Whether somebody is typing, and may go on.
        """
        incident = self.document
        texts = texts_of(incident)
        factors = "\n".join(text for text in (texts.factors, factor) if text)
        self._search.request(
            replace(texts, root_cause=root_cause, factors=factors),
            (incident.began_at, incident.number),
            pause=pause,
        )

    def show_similar(self) -> None:
        """Show what was found to be similar."""

    def action_catalogue(self) -> None:
        """Show the catalogue of causes, with the cursor on the cause of the incident."""
        cause = None if self.incident is None else self.incident.cause
        self.facilitator.show_causes(self.where_parked(), None if cause is None else cause.id)
