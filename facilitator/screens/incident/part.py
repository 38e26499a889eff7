"""What the three parts of the incident segment share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from textual.containers import Container

from db.records import Cause, Incident, Meeting
from facilitator.screens.meeting import MeetingScreen


class PartsScreen(MeetingScreen):
    """The screen as its parts know it: the incident, and what stands beside it.

    others: every incident. causes: the catalogue. owners: who has owned action items.
    """

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(meeting)
        self.others: Sequence[Incident] = ()
        self.causes: Sequence[Cause] = ()
        self.owners: Sequence[str] = ()

    async def read_more(self) -> None:
        """Read what stands beside the incident."""
        # Once a screen: what changes in the meeting is its own incident.
        self.others = self.others or await self.store.incidents.everything()
        self.causes = await self.store.incidents.causes()
        self.owners = await self.store.actions.owners()


class Part(Container):
    """One part, filling the body. Its keys work while something in it has the focus."""

    @property
    def host(self) -> PartsScreen:
        """The screen it is on, which has the store and the incident."""
        return cast("PartsScreen", self.screen)

    @property
    def incident(self) -> Incident:
        """The incident in hand."""
        return self.host.document

    def show(self) -> None:
        """Paint what was read."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Put the focus where the part's keys are."""
        raise NotImplementedError
