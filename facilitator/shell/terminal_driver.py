"""The driver of the terminal on Linux and macOS, for terminals that close, stop or send bad bytes.

Textual's own driver has five faults that lose what people typed, and one that keeps a laptop from
rest, and there is no public way to mend them. So this is the one module that uses private names of
`textual.drivers.linux_driver` and the parser of its input. After an upgrade of Textual, compare the
two, and look whether a fault is gone:

- SIGCONT starts a second input and a second output thread, also where nothing was stopped. A
  terminal that closes sends it beside SIGHUP.
- An error while writing ends the output thread, and the app then waits for ever to hand it more.
- SIGTSTP and SIGCONT are handled in the middle of whatever the main thread does, which then may
  wait for ever.
- The end of the input makes the input thread run without a pause.
- A byte that is not UTF-8, as in text that was pasted in Latin-1, ends the app.
- The input thread wakes up ten times a second, to look whether the app has ended.
"""

from __future__ import annotations

import asyncio
import os
import selectors
import signal
import termios
from codecs import getincrementaldecoder
from collections.abc import Callable
from threading import Lock
from typing import IO, Any

from textual import events
from textual._parser import ParseError
from textual._time import get_time
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from facilitator.shell.style_changes import StyleChanges

READ_BYTES = 4096


class TerminalLost(Message):
    """The terminal is gone: nothing that is written reaches anybody, and nothing can be read."""


class TerminalOutput:
    """The output to the terminal, which goes nowhere once the terminal is gone."""

    def __init__(self, file: IO[str], report_lost: Callable[[], None]) -> None:
        """Prepare the output.

        Args:
            file: The open terminal.
            report_lost: Is called once, on the thread that finds that the terminal is gone.
        """
        self._file = file
        self._report_lost = report_lost
        self._style_changes = StyleChanges()
        self._is_lost = False
        self._loss_lock = Lock()

    def write(self, text: str) -> None:
        """Write text with what changes of its style, unless the terminal is gone."""
        shortened = self._style_changes.shorten(text)
        self._attempt(lambda: self._file.write(shortened))

    def flush(self) -> None:
        """Send what was written, unless the terminal is gone."""
        self._attempt(self._file.flush)

    def fileno(self) -> int:
        """Return the number of the open file."""
        return self._file.fileno()

    def give_up(self) -> None:
        """Write nowhere from now on, and report that the terminal is gone."""
        # The reading and the writing thread may both find out at once.
        with self._loss_lock:
            if self._is_lost:
                return
            self._is_lost = True
        # What is still in the buffer goes nowhere too, so that Python can end without an error.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._file.fileno())
        os.close(nowhere)
        self._report_lost()

    def _attempt(self, action: Callable[[], object]) -> None:
        if self._is_lost:
            return
        try:
            action()
        except OSError:
            self.give_up()


class TerminalDriver(LinuxDriver):
    """Textual's driver, for which a terminal may close, stop and go on, and send any bytes."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._output = TerminalOutput(self._file, lambda: self.send_message(TerminalLost()))
        self._file: Any = self._output
        self._is_suspended = False
        # A byte in this pipe ends the input thread. It is not closed with the driver, which goes on
        # when the user has stopped the program for a while.
        self._end_of_input, self._input_ender = os.pipe()
        # Handled on the event loop: a handler that interrupts the main thread while that hands
        # something to the output thread would wait for ever for the lock of the queue.
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTSTP, self._sigtstp_application)
        loop.add_signal_handler(signal.SIGCONT, self._sigcont_application)

    def _sigtstp_application(self, *arguments: object) -> None:
        self._is_suspended = self._auto_restart
        super()._sigtstp_application(*arguments)

    def _sigcont_application(self, *arguments: object) -> None:
        """Take the terminal again, where it was given away or another program has used it."""
        if self._is_suspended:
            self._is_suspended = False
            super()._sigcont_application(*arguments)
        elif self._auto_restart and self._writer_thread is not None:
            self._take_again()

    def _take_again(self) -> None:
        """Set the terminal up and paint again after a stop that the program did not see coming.

        The shell has taken the terminal meanwhile, and its threads here go on.
        """
        try:
            attributes = termios.tcgetattr(self.fileno)
            attributes[0] = self._patch_iflag(attributes[0])
            attributes[3] = self._patch_lflag(attributes[3])
            termios.tcsetattr(self.fileno, termios.TCSANOW, attributes)
        except termios.error:
            # The terminal is gone, and the input says so.
            return
        self.write("\x1b[?1049h\x1b[?25l\x1b[?1004h")
        self._enable_mouse_support()
        self._enable_bracketed_paste()
        self._disable_line_wrap()
        self.send_message(self.SignalResume())
        size = Size(*self._get_terminal_size())
        self.send_message(events.Resize(size, size))

    def send_message(self, message: Message) -> None:
        """Hand a message to the app, without a task for each."""
        self._loop.call_soon_threadsafe(self._app.post_message, message)

    def disable_input(self) -> None:
        """Read no more of what is typed, and wait until the input thread has ended."""
        if self._key_thread is not None and self._key_thread.is_alive():
            os.write(self._input_ender, b"\0")
        super().disable_input()

    def run_input_thread(self) -> None:
        """Read what is typed and hand it to the app, until the app or the terminal ends."""
        parser = XTermParser(self._debug)
        decoder = getincrementaldecoder("utf-8")(errors="replace")
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._end_of_input, selectors.EVENT_READ)
            while True:
                readable = {key.fd for key, _ in selector.select(_seconds_until_complete(parser))}
                if self._end_of_input in readable:
                    os.read(self._end_of_input, 1)
                    break
                if self.fileno in readable:
                    typed = self._read()
                    if not typed:
                        self._output.give_up()
                        break
                    for message in parser.feed(decoder.decode(typed)):
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)
        try:
            for _ in parser.feed(""):
                pass
        except (EOFError, ParseError):
            pass

    def _read(self) -> bytes:
        """Return what was typed; nothing means that the terminal is gone."""
        try:
            return os.read(self.fileno, READ_BYTES)
        except OSError:
            return b""


def _seconds_until_complete(parser: XTermParser) -> float | None:
    """Return how long to wait for the rest of a key that begins with an escape.

    None where nothing has begun, and as little as 0 where the escape stands for itself by now.
    """
    due = parser._timeout_time
    return None if due is None else max(0.0, due - get_time())
