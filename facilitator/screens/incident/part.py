"""What the three parts of the incident segment share."""

from __future__ import annotations

from typing import ClassVar, cast

from textual.containers import Container

from db.records import Incident
from facilitator.screens.document import DocumentScreen
from facilitator.screens.ticket_keys import TICKET_READS
from facilitator.widgets.read_only_guard import is_refused


class IncidentPart(Container):
    """One part of the incident segment; its keys work while a widget in it has the focus."""

    reads: ClassVar[frozenset[str]] = frozenset(
        {"list", "slot", "leave_text", "open_link"} | TICKET_READS
    )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse the actions that change something, in a window that only watches."""
        if is_refused(self, action, self.reads):
            return False
        return super().check_action(action, parameters)

    @property
    def document_screen(self) -> DocumentScreen:
        """The screen that shows this part; it has the store and the incident."""
        return cast("DocumentScreen", self.screen)

    @property
    def incident(self) -> Incident:
        """The incident that the screen is about."""
        return self.document_screen.document

    def show(self) -> None:
        """Show what was read."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Focus the widget of the part that is used first."""
        raise NotImplementedError
