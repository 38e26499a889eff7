"""What a screen says about saving, and the next try of what could not be saved."""

from __future__ import annotations

from asyncio import TimerHandle, get_running_loop
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from db.errors import StoreError, Unavailable
from facilitator.widgets.glyphs import NOT_OK, OK

if TYPE_CHECKING:
    from textual.timer import Timer, TimerCallback

FIRST_RETRY_SECONDS = 1
LONGEST_RETRY_SECONDS = 30
"""How long it takes until the first try again, and at most; each one takes twice the time."""


LOOK_SECONDS = 1
"""How often a save that takes its time looks whether the database answers."""


class SavingScreen(Protocol):
    """A screen with texts, as far as its saving knows it."""

    @property
    def silence(self) -> str:
        """For how long the database has not answered, in a few words, or ""."""

    @property
    def is_typing(self) -> bool:
        """Whether somebody has typed into a text a moment ago."""

    def has_unsaved(self, *, entries: bool = False) -> bool:
        """Return whether a text is not saved."""

    async def flush(self) -> bool:
        """Save every text that is still being typed; return whether all of it is saved."""

    def update_saved_mark(self) -> None:
        """Show the saved mark as it is now."""

    def run_worker(self, work: Coroutine[Any, Any, None], *, group: str) -> object:
        """Run something beside the messages of the screen, as Textual does."""

    def set_interval(self, interval: float, callback: TimerCallback) -> Timer:
        """Call a function again and again, as Textual does."""


class Saving:
    """Knows what is on its way into the database, and tries again where the database failed.

    Attributes:
        done_count: How many saves have succeeded so far.
    """

    def __init__(self, screen: SavingScreen) -> None:
        self.done_count = 0
        self._screen = screen
        self._under_way = 0
        self._has_failed = False
        self._is_text_unsaved = False
        self._failed_tries = 0
        self._seconds_left = 0
        self._countdown: Timer | None = None
        self._next_look: TimerHandle | None = None

    @property
    def has_said_so(self) -> bool:
        """Whether the user was told already that something is not saved."""
        return self._failed_tries > 1

    def mark(self) -> str:
        """Return what is saved, in a word or two.

        It is worked out from the texts as they are now, so that it never says `✓ saved` beside
        one that is not.
        """
        if self._is_text_unsaved and not self._screen.has_unsaved():
            self.forget_failure()
        if self._under_way and (silence := self._screen.silence):
            return f"{NOT_OK} not saved, {silence}"
        if self._has_failed and self._countdown is not None:
            return f"{NOT_OK} not saved, next try in {self._seconds_left} s"
        if self._has_failed:
            return f"{NOT_OK} not saved"
        if self._screen.is_typing:
            return "typing…"
        if self._under_way:
            return "saving…"
        if self._screen.has_unsaved(entries=True):
            return "typing…"
        return f"{OK} saved" if self.done_count else ""

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Count a save from its start to its end, and keep the mark true meanwhile."""
        self._under_way += 1
        self._screen.update_saved_mark()
        self._look_later()
        try:
            yield
        except StoreError as error:
            self._has_failed = True
            self._is_text_unsaved = self._screen.has_unsaved()
            if self._is_text_unsaved and isinstance(error, Unavailable):
                self._try_again_later()
            raise
        else:
            self.done_count += 1
            # A text that failed is not saved because something else is.
            if not self._is_text_unsaved:
                self.forget_failure()
        finally:
            self._under_way -= 1
            self._screen.update_saved_mark()
            if not self._under_way and self._next_look is not None:
                self._next_look.cancel()
                self._next_look = None

    def _look_later(self) -> None:
        """Bring the mark up to date every second, for a save that gets no answer.

        A timer of the screen would wait where a message of the screen waits for the save.
        """
        if self._next_look is None:
            self._next_look = get_running_loop().call_later(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        self._next_look = None
        self._screen.update_saved_mark()
        self._look_later()

    def forget_failure(self) -> None:
        """Take back that something is not saved: it is by now, or nothing was to be saved."""
        self._has_failed = self._is_text_unsaved = False
        self._failed_tries = 0
        self._stop_countdown()

    def _try_again_later(self) -> None:
        self._stop_countdown()
        self._seconds_left = min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2**self._failed_tries)
        self._failed_tries += 1
        self._countdown = self._screen.set_interval(1, self._count_down)

    def _count_down(self) -> None:
        self._seconds_left -= 1
        if self._seconds_left > 0:
            self._screen.update_saved_mark()
        else:
            self._stop_countdown()
            # Beside the messages of the screen, which would wait for the database otherwise.
            self._screen.run_worker(self._try_again(), group="saving")

    async def _try_again(self) -> None:
        await self._screen.flush()
        self._screen.update_saved_mark()

    def _stop_countdown(self) -> None:
        if self._countdown is not None:
            self._countdown.stop()
            self._countdown = None
