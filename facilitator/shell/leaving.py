"""The way out of the program: everything is saved, or the user decides to leave all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual import events
from textual.timer import Timer

from facilitator.config.settings import Settings
from facilitator.shell.appearance import Appearance
from facilitator.shell.drafts import DraftFile
from facilitator.shell.failure import FailureInWords
from facilitator.shell.input_queue import QUEUED_EVENTS
from facilitator.shell.rescue import rescue_folders, rescue_text
from facilitator.shell.signals import leave_on_signals
from facilitator.text import counted
from facilitator.widgets.modal import DIALOG_STEPS

if TYPE_CHECKING:
    from textual.driver import Driver

    from facilitator.screens.base import FacilitatorScreen

HANG_UP = 1
"""The number of SIGHUP, which Windows does not have."""
DRAFT_SECONDS = 1.0
"""How often what is typed and not saved is written into the file of the drafts."""
DRAFT_LOOKS = 30
"""How often the program looks for that after the last input, which may take a while to arrive."""
ENDING_SECONDS = 60.0
"""Longer than the program takes to end once everything is kept."""
SAVING_SECONDS = 1.5
"""How long saving may take when the system asks the program to leave."""


@runtime_checkable
class KeepsDrafts(Protocol):
    """A screen that keeps what is typed on it among the drafts of the app."""

    def keep_drafts(self) -> None:
        """Keep what is not saved, and forget what is."""


@runtime_checkable
class HoldsTexts(Protocol):
    """A screen on which texts are typed."""

    def unsaved_texts(self) -> Iterable[tuple[str, str]]:
        """Return the name and the text of everything that is not saved."""


class LeavesInOrder(FailureInWords, Appearance):
    """An app that loses nothing when it is left.

    Attributes:
        summaries: The folder where the summaries of meetings are saved, and texts that could not
            be saved in the database.
        drafts: What was typed and neither saved nor given up, by the keys of forms and lines.
        unwritten_texts: The texts that could neither be saved nor written into a file.
    """

    def __init__(self, settings: Settings, summaries: Path) -> None:
        super().__init__(settings)
        self.summaries = summaries
        self._draft_file = DraftFile(summaries, settings.database)
        self.drafts = self._draft_file.load()
        self.unwritten_texts: Sequence[str] = ()
        self._is_writing_drafts = False
        self._draft_timer: Timer | None = None
        self._draft_looks_left = 0
        self._exit_status = 0

    def lose_nothing(self) -> None:
        """Leave when the system asks the program to.

        It has to be called on the running loop.
        """
        leave_on_signals(self._leave_on_signal)

    async def on_event(self, event: events.Event) -> None:
        """Begin to look for drafts when the user does anything."""
        if isinstance(event, QUEUED_EVENTS):
            self._draft_looks_left = DRAFT_LOOKS
            if self._draft_timer is None:
                self._draft_timer = self.set_timer(DRAFT_SECONDS, self._look_for_drafts)
        await super().on_event(event)

    def _look_for_drafts(self) -> None:
        """Keep the drafts, and look again for a while, or as long as there are any."""
        self._draft_looks_left -= 1
        self.keep_drafts()
        has_drafts = bool(self.drafts) or self._draft_file.has_other_than(self.drafts)
        is_over = self._draft_looks_left <= 0 and not has_drafts
        self._draft_timer = (
            None if is_over else self.set_timer(DRAFT_SECONDS, self._look_for_drafts)
        )

    def keep_drafts(self) -> None:
        """Write what is typed and not saved, since the program may be killed at any time."""
        self._collect_drafts()
        if self._draft_file.has_other_than(self.drafts) and not self._is_writing_drafts:
            self._is_writing_drafts = True
            self.run_worker(self._write_drafts(), group="drafts")

    async def _write_drafts(self) -> None:
        """Write the drafts on another thread, since a disk may take its time."""
        try:
            while self._draft_file.has_other_than(self.drafts):
                await asyncio.to_thread(self._draft_file.write, self.drafts)
        except OSError:
            # Leaving says why drafts can't be kept; until then they are in this window.
            return
        finally:
            self._is_writing_drafts = False

    def _collect_drafts(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, KeepsDrafts):
                screen.keep_drafts()

    def _leave_on_signal(self, number: int) -> None:
        self._exit_status = 128 + number
        self.run_worker(self._quit_on_signal(), group="quit")

    def get_driver_class(self) -> type[Driver]:
        """Return Textual's driver, and ours where that is the one for a terminal.

        A driver from the environment, as for a browser, stays. Textual's constructor calls this.
        """
        driver = super().get_driver_class()
        if driver.__name__ == "LinuxDriver":
            from facilitator.shell.terminal_driver import TerminalDriver

            return TerminalDriver
        return driver

    def on_terminal_lost(self) -> None:
        """Leave as when a terminal closes, since nobody can read or type anything any more."""
        self._leave_on_signal(HANG_UP)

    async def _quit_on_signal(self) -> None:
        """Leave soon, with everything saved as far as that is possible by then.

        The system kills a program that takes its time. Texts that are not saved go into files,
        whose names are printed at the end.
        """
        try:
            async with asyncio.timeout(SAVING_SECONDS):
                await self.all_typed()
                for screen in self._own_screens:
                    await screen.flush()
        except TimeoutError:
            self.give_up_saving()
        self._leave([screen for screen in self._own_screens if screen.has_unsaved()])

    def give_up_saving(self) -> None:
        """Let nothing wait for the database any more; the app that has one defines how."""
        raise NotImplementedError

    async def action_write_unsaved(self) -> None:
        """Write what is not saved into files, while it stays on the screen and is tried again."""
        screens = [screen for screen in self.screen_stack if isinstance(screen, HoldsTexts)]
        unsaved = [text for screen in screens for text in screen.unsaved_texts()]
        # A full disk may take its time.
        paths = await asyncio.to_thread(self._write_files, unsaved)
        words = []
        if not unsaved:
            words.append("Everything on this screen is saved already")
        if any(paths):
            words.append(f"Written into {_joined(paths)}")
        if not all(paths):
            number = counted(paths.count(None), "text")
            words.append(f"No folder can take a file for {number}, still on this screen alone")
        self.notify("\n".join(words), title="What is not saved", markup=False, timeout=30)

    async def action_quit(self) -> None:
        """Leave after everything that was typed is saved.

        Where something can't be saved, a question offers to leave all the same. Such texts go into
        files then, whose names are printed at the end.
        """
        unsaved = [screen for screen in self._own_screens if not await screen.flush()]
        if not unsaved or self.failure:
            self._leave(unsaved)
        else:
            self.run_worker(self._ask_to_leave(unsaved), group=DIALOG_STEPS)

    @property
    def _own_screens(self) -> list[FacilitatorScreen]:
        """The screens that hold texts, from the bottom to the top."""
        from facilitator.screens.base import FacilitatorScreen

        return [screen for screen in self.screen_stack if isinstance(screen, FacilitatorScreen)]

    async def _ask_to_leave(self, unsaved: Sequence[FacilitatorScreen]) -> None:
        """Ask whether to leave although these screens hold texts that could not be saved."""
        from facilitator.widgets.question import Question

        answer = await unsaved[-1].ask(
            Question(
                "Something you typed could not be saved. Leave all the same?",
                (
                    ("l", f"leave; the text goes into a file in {self.summaries}"),
                    ("s", "stay, and try again"),
                ),
            )
        )
        if answer == "l":
            self._leave(unsaved)

    def _leave(self, unsaved: Sequence[FacilitatorScreen]) -> None:
        # What is typed from here on is not kept, so it is not shown either.
        self.delay_update(ENDING_SECONDS)
        self._rescue([text for screen in unsaved for text in screen.unsaved_texts()])
        self._collect_drafts()
        try:
            self._draft_file.write(self.drafts)
        except OSError as error:
            reason = (error.strerror or "not writable").lower()
            where = self._draft_file.path
            self.failure = (
                self.failure or f"{where}: {reason}; what you typed and did not save is not kept"
            )
        self.exit(return_code=1 if self.failure else self._exit_status)

    def _rescue(self, unsaved: Sequence[tuple[str, str]]) -> None:
        """Write texts into files; what no folder can take is printed when the program has ended."""
        paths = self._write_files(unsaved)
        self.unwritten_texts = [
            text for (_, text), path in zip(unsaved, paths, strict=True) if path is None
        ]
        if any(paths):
            self.failure = f"not saved in the database, but kept in {_joined(paths)}"
        if self.unwritten_texts:
            others = f"; {self.failure}" if any(paths) else ""
            self.failure = (
                f"not saved, and no file could be written: the text is printed above{others}"
            )

    def _write_files(self, unsaved: Sequence[tuple[str, str]]) -> list[Path | None]:
        """Write texts into files, and return the path of each; None where no folder can take it."""
        folders = rescue_folders(self.summaries)
        return [rescue_text(name, text, folders) for name, text in unsaved]


def _joined(paths: Sequence[Path | None]) -> str:
    return ", ".join(str(path) for path in paths if path is not None)
