"""The ways in which a program ends that nobody asked to leave."""

from __future__ import annotations

import signal
import threading
import time
from enum import Enum

from tests.e2e.terminal import Terminal

STOPPED_SECONDS = 0.5


class Ending(Enum):
    """What happens to the running program."""

    KILL = "killed"
    TERMINATE = "terminated"
    HANG_UP = "hung up"
    CLOSE = "terminal closed"
    STOP_AND_KILL = "stopped, then killed"
    STOP_AND_CONTINUE = "stopped, then continued"

    @property
    def is_gentle(self) -> bool:
        """Whether the program can still do something before it ends."""
        return self not in (Ending.KILL, Ending.STOP_AND_KILL)

    @property
    def exit_status(self) -> int:
        """The exit status with which the program has to end."""
        signals = {
            Ending.KILL: -signal.SIGKILL,
            Ending.STOP_AND_KILL: -signal.SIGKILL,
            Ending.TERMINATE: 128 + signal.SIGTERM,
            Ending.HANG_UP: 128 + signal.SIGHUP,
            Ending.CLOSE: 128 + signal.SIGHUP,
        }
        return signals.get(self, 0)


class Executioner:
    """Ends a program after a while, on a thread of its own.

    Attributes:
        ended_at: When it began to end the program, in seconds of the monotonic clock; None before.
    """

    def __init__(self, terminal: Terminal, ending: Ending, seconds: float) -> None:
        self._terminal = terminal
        self._ending = ending
        self.ended_at: float | None = None
        self._timer = threading.Timer(seconds, self._end)

    def start(self) -> None:
        """Begin to count the seconds."""
        self._timer.start()

    @property
    def is_done(self) -> bool:
        """Whether the program was ended, or stopped and continued."""
        return not self._timer.is_alive()

    def wait(self) -> None:
        """Wait until the program was sent what ends it, if that was going to happen."""
        if self._timer.ident is not None:
            self._timer.join()

    def _end(self) -> None:
        terminal = self._terminal
        if self._ending is Ending.STOP_AND_CONTINUE:
            terminal.send_signal(signal.SIGSTOP)
            time.sleep(STOPPED_SECONDS)
            terminal.send_signal(signal.SIGCONT)
            return
        self.ended_at = time.monotonic()
        if self._ending is Ending.CLOSE:
            terminal.close_at_once()
            return
        if self._ending is Ending.STOP_AND_KILL:
            terminal.send_signal(signal.SIGSTOP)
            time.sleep(STOPPED_SECONDS)
        number = {Ending.TERMINATE: signal.SIGTERM, Ending.HANG_UP: signal.SIGHUP}
        terminal.send_signal(number.get(self._ending, signal.SIGKILL))
