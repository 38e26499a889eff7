"""The guard that takes every key away that would change something in a watching window."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.dom import DOMNode

if TYPE_CHECKING:
    from facilitator.widgets.app_context import AppContext


class ReadOnlyGuard(DOMNode):
    """A node whose keys work in a watching window only where they change nothing.

    Attributes:
        reads: The names of the actions that change nothing.
    """

    reads: ClassVar[frozenset[str]] = frozenset()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse the actions that are not known to only read, also for the help and the palette."""
        if cast("AppContext", self.app).read_only and action not in self.reads:
            return False
        return super().check_action(action, parameters)
