"""What all widgets have in common that hold text which the database may not hold yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Protocol, runtime_checkable

from textual.widget import Widget

AUTOSAVE_DELAY_SECONDS = 0.4
"""How long the typing has to pause before a text is saved."""
LONGEST_UNSAVED_SECONDS = 1.5
"""After this long a text is saved although the typing has not paused."""


@runtime_checkable
class ShowsSavedMark(Protocol):
    """A screen that says whether what is typed on it is saved."""

    def update_saved_mark(self) -> None:
        """Show what is saved as it is now."""


def update_saved_mark(widget: Widget) -> None:
    """Let the screen of a text show what is saved, after the text or what is saved has changed.

    A dialog says that in its own words, and a save may end after its screen was left.
    """
    if widget.is_attached and isinstance(widget.screen, ShowsSavedMark):
        widget.screen.update_saved_mark()


class Autosaved:
    """A text on its way into the database; its screen saves it before anybody leaves.

    Attributes:
        as_typed: Whether the text is saved while it is typed. It is False for an entry, which
            the user first has to confirm with enter.
        id: The id of the widget.
    """

    as_typed: ClassVar[bool] = True
    id: str | None

    @property
    def is_typing(self) -> bool:
        """Whether somebody has typed here a moment ago, so that more is likely to come."""
        return False

    def is_saved_by(self, entries: bool) -> bool:
        """Return whether a save of the screen includes this widget.

        Args:
            entries: Whether lines are included that the user has not confirmed yet.
        """
        return entries or self.as_typed

    @property
    def unsaved(self) -> bool:
        """Whether the widget holds something that the database does not."""
        raise NotImplementedError

    @property
    def written(self) -> str:
        """The text as it stands in the widget."""
        raise NotImplementedError

    async def save_now(self) -> None:
        """Save what is not saved yet. Where that fails, say why, and keep the text."""
        raise NotImplementedError

    @property
    def draft(self) -> dict[str, str]:
        """What has to be kept to show the text again where it could not be saved."""
        raise NotImplementedError

    def restore(self, draft: Mapping[str, str]) -> None:
        """Show a text again that was not saved when the program ended."""
        raise NotImplementedError
