"""The composition root: keys, the store's opening and closing, the first screen."""

from __future__ import annotations

import asyncio
import signal
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.command import Provider
from textual.types import CSSPathType
from textual.worker import WorkerFailed

from db.errors import StoreError
from facilitator.screens.anywhere import ANYWHERE
from facilitator.screens.looks import Looks

if TYPE_CHECKING:
    from db.records import Meeting
    from db.store import Store
    from facilitator.clock import Clock
    from facilitator.settings import Settings
    from facilitator.start import Start


def _commands() -> type[Provider]:
    from facilitator.screens.palette import Commands

    return Commands


class FacilitatorApp(Looks, inherit_bindings=False):
    """Facilitator: a post-mortem meeting in the terminal.

    drafts: what was typed into forms that were cancelled, by the form's title.
    exported_to: the folder of the last export, as typed.
    read_only: whether this window only watches.
    failure: why the program had to stop, in words, or nothing.
    """

    TITLE = "Facilitator"
    CSS_PATH: ClassVar[CSSPathType | None] = ["app.tcss", "screens/meeting/meeting.tcss"]
    COMMANDS = {_commands}  # noqa: RUF012 - as App declares it
    BINDINGS: ClassVar[list[BindingType]] = [*ANYWHERE]

    def __init__(
        self,
        open_store: Callable[[], Store],
        clock: Clock,
        start: Start,
        settings: Settings,
        summaries: Path,
    ) -> None:
        """Nothing is opened yet: the store follows the first paint.

        summaries: the folder where the summaries of meetings are saved.
        """
        super().__init__(settings)
        self._open_store = open_store
        self._store: Store | None = None
        self.clock = clock
        self.start = start
        self.summaries = summaries
        self.drafts: dict[str, dict[str, str]] = {}
        self.exported_to = ""
        self.read_only = start.screen == "watch"
        self.failure = ""
        self.demo_wanted = False
        self._signalled = 0

    @property
    def store(self) -> Store:
        """The open store; screens exist only once it is there."""
        if self._store is None:
            raise RuntimeError("the store is not open yet")
        return self._store

    def on_mount(self) -> None:
        """Paint first, then load."""
        self._leave_on_signals()
        self.call_after_refresh(self.run_worker, self._open, group="open")

    async def _open(self) -> None:
        from facilitator.screens.elsewhere import Elsewhere
        from facilitator.screens.first import show_first

        try:
            self._store = await asyncio.to_thread(self._open_store)
            Elsewhere(self, self._store)
            wrong = self._take_keymap()
            await show_first(self, self)
            if wrong:
                self.notify(wrong, title="Settings", severity="warning", markup=False, timeout=15)
        except StoreError as error:
            self.failure = str(error)
            await self.action_quit()

    def _take_keymap(self) -> str:
        """Use what of the settings can be used, and say what can't."""
        if not self.settings.keymap and self.settings.theme in self.available_themes:
            return ""
        from facilitator.screens.keys import checked
        from facilitator.screens.warnings import in_short

        self.set_keymap(checked(self.settings.keymap).usable)
        return in_short(self.settings)

    def action_help(self) -> None:
        """Show the keys of the screen in front."""
        from facilitator.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def action_jump(self) -> None:
        """Show a letter on everything that can have the focus."""
        from facilitator.screens.jump import jump

        jump(self)

    # Screens come and go without being awaited: after a click, the wait would be for a screen
    # that itself waits for the click's end.

    def show_meeting(self, meeting: Meeting) -> None:
        """The screen of the meeting's stage, in the place of the stage before."""
        from facilitator.screens.meeting.stages import screen_for

        if len(self.screen_stack) > 2:
            self.switch_screen(screen_for(meeting))
        else:
            self.push_screen(screen_for(meeting))

    def show_prep(self, number: int) -> None:
        """The screen to prepare one incident's post-mortem on, on top of home."""
        from facilitator.screens.prep import PrepScreen

        self.push_screen(PrepScreen(number))

    async def show_demo(self) -> None:
        """Leave for the sample team's meeting; whoever started the app comes back with home."""
        self.demo_wanted = True
        await self.action_quit()

    def show_home(self) -> None:
        """Back to the home screen, which lies under all others."""
        while len(self.screen_stack) > 2:
            self.pop_screen()

    async def action_quit(self) -> None:
        """Leave, after everything that was typed is committed."""
        from facilitator.screens.base import FacilitatorScreen

        screens = [each for each in self.screen_stack if isinstance(each, FacilitatorScreen)]
        unsaved = [screen for screen in screens if not await screen.flush()]
        if unsaved and not self._signalled and not self.failure:
            return
        for path in [path for screen in unsaved for path in screen.rescue(self.summaries)]:
            self.failure = f"a text could not be saved in the database; it is in {path}"
        self.exit(return_code=1 if self.failure else self._signalled)

    async def on_unmount(self) -> None:
        """Finish the queued writes and close the store, off the UI thread."""
        store, self._store = self._store, None
        if store is not None:
            await asyncio.to_thread(store.close, 3.0)

    def _leave_on_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                loop.add_signal_handler(number, self._leave, number)

    def _leave(self, number: int) -> None:
        self._signalled = 128 + number
        self.run_worker(self._leave_in_order(), group="quit")

    async def _leave_in_order(self) -> None:
        await self.all_typed()
        await self.action_quit()

    def _handle_exception(self, error: Exception) -> None:
        # The default trace prints local variables, which hold people's text.
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        # What a worker failed on is inside of what is raised for it.
        first = error.error if isinstance(error, WorkerFailed) else error
        where = traceback.extract_tb(first.__traceback__)[-1]
        self.failure = (
            f"stopped on an error of its own ({type(first).__name__} at"
            f" {Path(where.filename).name}:{where.lineno}); what was shown as saved is kept:"
            " start it again to go on"
        )
        self._close_messages_no_wait()
