"""The composition root: it puts the screens, the store and the shell around them together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.command import Provider
from textual.types import CSSPathType

from db.errors import StoreError
from facilitator.shell.background_tickets import BackgroundTickets
from facilitator.shell.backup_thread import begin_backup
from facilitator.shell.global_bindings import GLOBAL_BINDINGS
from facilitator.shell.leaving import LeavesInOrder
from facilitator.shell.links import OpensLinks
from facilitator.shell.screens_on_top import ShowsScreens

if TYPE_CHECKING:
    from db.records import Meeting
    from db.store import Store
    from facilitator.config.settings import Settings
    from facilitator.config.tracker_settings import TrackerSettings
    from facilitator.shell.launch_target import LaunchTarget
    from facilitator.system.clock import Clock

CLOSING_SECONDS = 1.0
"""How long the queued writes may take when the program leaves."""


def _load_commands() -> type[Provider]:
    from facilitator.shell.palette import Commands

    return Commands


class FacilitatorApp(ShowsScreens, OpensLinks, LeavesInOrder, inherit_bindings=False):
    """Facilitator: a post-mortem meeting in the terminal.

    Attributes:
        clock: The machine's clocks.
        launch_target: The screen that the program was started for.
        exported_to: The folder of the last export, as typed.
        read_only: Whether this window only watches, or its database may only be read.
        demo_wanted: Whether the program leaves for the sample team's meeting.
        tickets: The work on tickets, which is done in the background.
    """

    TITLE = "Facilitator"
    CSS_PATH: ClassVar[CSSPathType | None] = [
        "app.tcss",
        "screens/meeting/meeting.tcss",
        "screens/meeting/presenter.tcss",
    ]
    COMMANDS = {_load_commands}  # noqa: RUF012 - as App declares it
    BINDINGS: ClassVar[list[BindingType]] = [*GLOBAL_BINDINGS]

    def __init__(
        self,
        open_store: Callable[[], Store],
        clock: Clock,
        launch_target: LaunchTarget,
        settings: Settings,
        summaries: Path,
    ) -> None:
        """Prepare the app.

        Args:
            open_store: Opens the database. It is called on another thread after the first paint,
                so that the first paint does not wait for the database.
            clock: The machine's clocks.
            launch_target: The screen to start with.
            settings: The settings, as they were loaded.
            summaries: The folder where the summaries of meetings are saved.
        """
        super().__init__(settings, summaries)
        self._open_store = open_store
        self._store: Store | None = None
        self.clock = clock
        self.launch_target = launch_target
        self.exported_to = ""
        self.read_only = launch_target.screen == "watch"
        self.demo_wanted = False
        self.tickets = BackgroundTickets(self)

    @property
    def store(self) -> Store:
        """The open store; screens exist only after it is open."""
        if self._store is None:
            raise RuntimeError("the store is not open yet")
        return self._store

    def on_mount(self) -> None:
        """Paint first, and open the database after that."""
        self.lose_nothing()
        self.call_after_refresh(self.run_worker, self._open, group="open")

    async def _open(self) -> None:
        from facilitator.shell.launch import show_first_screens
        from facilitator.shell.live_updates import LiveUpdates
        from facilitator.shell.opening import refuse_to_create, show_notices

        try:
            if not self.read_only:
                await refuse_to_create(self, self.settings)
            self._store = await asyncio.to_thread(self._open_store)
            self.read_only = self._store.read_only
            updates = LiveUpdates(self, self._store)
            warning = self.apply_keymap()
            self.tickets.begin(self._store, self.settings, self.clock, updates.read_soon)
            await show_first_screens(self, self, self.launch_target)
            await show_notices(self, self._store, warning)
        except StoreError as error:
            self.failure = str(error)
            await self.action_quit()

    def action_help(self) -> None:
        """Show the keys of the current screen."""
        from facilitator.shell.help import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def action_jump(self) -> None:
        """Show a letter on everything that can have the focus."""
        from facilitator.shell.jump import toggle_jump_mode

        toggle_jump_mode(self)

    def show_meeting(self, meeting: Meeting) -> None:
        """Show the screen of the meeting's stage in the place of the stage before."""
        from facilitator.shell.stage_screens import screen_for

        if len(self.screen_stack) > 2:
            self.switch_screen(screen_for(meeting))
        else:
            self.push_screen(screen_for(meeting))

    def use_tracker(self, tracker: TrackerSettings) -> None:
        """Use other settings of the tracker from now on, in the background too."""
        self.settings = replace(self.settings, tracker=tracker)
        self.tickets.use(self.settings)

    async def show_demo(self) -> None:
        """Leave for the sample team's meeting; the caller of the app comes back with home."""
        self.demo_wanted = True
        await self.action_quit()

    def back_up(self, incident: int) -> None:
        """Begin to copy the database to a backup, as at the start of a meeting."""
        begin_backup(self, self.store, incident)

    def give_up_saving(self) -> None:
        """Let nothing wait for the database any more."""
        if self._store is not None:
            self._store.give_up()

    async def on_unmount(self) -> None:
        """Finish the queued writes and close the store, on another thread."""
        self.tickets.end()
        store, self._store = self._store, None
        if store is not None:
            await asyncio.to_thread(store.close, CLOSING_SECONDS)
