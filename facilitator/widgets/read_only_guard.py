"""The guard that takes every key away that would change something in a watching window."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, cast

from textual.dom import DOMNode

if TYPE_CHECKING:
    from facilitator.widgets.app_context import AppContext


def is_refused(node: DOMNode, action: str, reads: Collection[str]) -> bool:
    """Return whether a window that only watches refuses an action.

    A base class in front of `Screen` would do the same in fewer lines, but Textual takes styles
    and component classes from the first base alone: without those of `Screen`, selected text has
    no style, and drawing it ends the app.

    Args:
        node: The node that has the action.
        action: The name of the action.
        reads: The names of the actions that change nothing.
    """
    return cast("AppContext", node.app).read_only and action not in reads
