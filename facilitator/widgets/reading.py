"""What is left of a screen's keys in a window that only watches."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.dom import DOMNode

if TYPE_CHECKING:
    from facilitator.host import Host


class Reading(DOMNode):
    """Something with keys of which a watching window has only those that read.

    reads: the actions that change nothing, for anybody.
    """

    reads: ClassVar[frozenset[str]] = frozenset()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whatever is not known to read is gone, from the keys, the help and the palette."""
        if cast("Host", self.app).read_only and action not in self.reads:
            return False
        return super().check_action(action, parameters)
