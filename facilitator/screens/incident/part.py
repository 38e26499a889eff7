"""What the three parts of the incident segment share."""

from __future__ import annotations

from typing import ClassVar, cast

from textual.containers import Container

from db.records import Incident
from facilitator.screens.document import DocumentScreen
from facilitator.widgets.reading import Reading


class Part(Reading, Container):
    """One part, filling the body. Its keys work while something in it has the focus."""

    reads: ClassVar[frozenset[str]] = frozenset({"list", "slot", "leave_text"})

    @property
    def host(self) -> DocumentScreen:
        """The screen it is on, which has the store and the incident."""
        return cast("DocumentScreen", self.screen)

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
