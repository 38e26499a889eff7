"""What screens and widgets may ask of the app they run in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from db.records import Meeting
    from db.store import Store
    from facilitator.clock import Clock
    from facilitator.settings import Settings
    from facilitator.start import Start


class Host(Protocol):
    """The app, as far as its screens know it.

    summaries: the folder where the summaries of meetings are saved. drafts: what was typed into
    forms that were cancelled, by the form's title. presenter: whether the screens show only what a
    room needs. exported_to: the folder of the last export, as typed. read_only: whether this window
    only watches.
    """

    clock: Clock
    settings: Settings
    start: Start
    summaries: Path
    drafts: dict[str, dict[str, str]]
    presenter: bool
    exported_to: str
    read_only: bool

    @property
    def store(self) -> Store:
        """The open store; screens exist only once it is there."""

    def show_meeting(self, meeting: Meeting) -> None:
        """The screen of the meeting's stage, in the place of the stage before."""

    def show_prep(self, number: int) -> None:
        """The screen to prepare one incident's post-mortem on, on top of home."""

    async def show_demo(self) -> None:
        """Leave for the sample team's meeting; whoever started the app comes back with home."""

    def show_home(self) -> None:
        """Back to the home screen, which lies under all others."""
