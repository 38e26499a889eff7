"""The lowest screen of a watching window, which waits for a meeting to begin."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.types import CSSPathType
from textual.widgets import Static

from facilitator.screens.base import FacilitatorScreen
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.text import plain

WAITING = """No meeting is running.

This window shows the next one as soon as it begins. To begin one, run
facilitator meet
in another window on the same database."""


class WatchScreen(FacilitatorScreen):
    """The screen below those of the meeting, as the home screen is in a window that can write.

    It is visible only while no meeting is running.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = "watch_screen.tcss"

    def compose(self) -> ComposeResult:
        """Put the message in the middle of the screen."""
        with Vertical(id="watch"):
            yield Static(
                Content.assemble(("Facilitator", "bold $text-accent"), "  watching"),
                id="watch-title",
            )
            yield Static(id="watch-words")
        yield KeyBar()

    async def on_screen_resume(self) -> None:
        """Look for a meeting whenever this screen comes to the front."""
        await self.reread()

    async def refresh_from_store(self) -> None:
        """Show the screen of the running meeting, or the message if no meeting is running."""
        meeting = await self.store.meetings.to_watch()
        why = self.store.why_read_only
        words = f"{WAITING}\n\nThis window only watches: {why}." if why else WAITING
        self.query_one("#watch-words", Static).update(plain("" if meeting else words))
        if meeting is not None and self.app.screen is self:
            self.facilitator.show_meeting(meeting)
