"""Watching: what a window that only follows meetings shows while there is none."""

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

This window shows the next one as soon as it begins on the same database:
facilitator meet  in another window begins it."""


class WatchScreen(FacilitatorScreen):
    """Lies under the meeting's screens as home does elsewhere."""

    CSS_PATH: ClassVar[CSSPathType | None] = "watch.tcss"

    def compose(self) -> ComposeResult:
        """A few words in the middle."""
        with Vertical(id="watch"):
            yield Static(
                Content.assemble(("Facilitator", "bold $text-accent"), "  watching"),
                id="watch-title",
            )
            yield Static(id="watch-words")
        yield KeyBar()

    async def on_screen_resume(self) -> None:
        """Whenever no meeting is in front of it, it looks for one."""
        await self.reread()

    async def refresh_from_store(self) -> None:
        """Follow the meeting that runs, if one does."""
        meeting = await self.store.meetings.running()
        self.query_one("#watch-words", Static).update(plain("" if meeting else WAITING))
        if meeting is not None and self.app.screen is self:
            self.facilitator.show_meeting(meeting)
