"""The texts of a screen that save themselves: which there are, and whether they are saved."""

from __future__ import annotations

from collections.abc import Iterator

from textual.screen import Screen

from facilitator.widgets.autosaved import Autosaved


class TypedTexts(Screen[None], inherit_bindings=False):
    """Finds the texts of a screen, saves them, and says which of them are not saved."""

    def autosaved_widgets(self) -> Iterator[Autosaved]:
        """Yield the widgets that save their texts by themselves."""
        return (widget for widget in self.walk_children() if isinstance(widget, Autosaved))

    async def flush(self, *, entries: bool = False) -> bool:
        """Save every text that is still being typed.

        Where one can't be saved, the user has been told or asked, and the screen stays open.

        Args:
            entries: Whether to add lines too that the user has not confirmed with enter yet, as
                going on to the next section does. Lines left with escape are never added.

        Returns:
            Whether all of it is saved.
        """
        for widget in self.autosaved_widgets():
            if widget.is_saved_by(entries):
                await widget.save_now()
        return not self.has_unsaved(entries=entries)

    @property
    def is_typing(self) -> bool:
        """Whether somebody has typed into a text a moment ago."""
        return any(widget.is_typing for widget in self.autosaved_widgets())

    def has_unsaved(self, *, entries: bool = False) -> bool:
        """Return whether a text is not saved; the arguments are those of `flush`."""
        return any(
            widget.unsaved for widget in self.autosaved_widgets() if widget.is_saved_by(entries)
        )

    def unsaved_texts(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the text of everything that is not saved."""
        for widget in self.autosaved_widgets():
            if widget.unsaved:
                yield widget.id or "text", widget.written
