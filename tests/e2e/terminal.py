"""Runs the real program on a pseudo-terminal, sends it keys and reads its screen."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte

PATIENCE_SECONDS = 30.0
SOON_SECONDS = 10.0
TAKE_SCREEN, LEAVE_SCREEN = b"\x1b[?1049h", b"\x1b[?1049l"
"""What a program writes to get a screen of its own, and to give the one of the shell back."""
KEYS = {
    "enter": "\r",
    "tab": "\t",
    "esc": "\x1b",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "f2": "\x1bOQ",
}


class Terminal:
    """A program on a pseudo-terminal, and the screen that it paints.

    Attributes:
        output: Every byte that the program has written to the terminal so far.
        last_output_at: When the newest of them came in, on the clock of `time.perf_counter`.
    """

    def __init__(
        self,
        home: Path,
        *arguments: str,
        columns: int = 120,
        rows: int = 40,
        module: str = "facilitator",
        **variables: str,
    ) -> None:
        self.output = b""
        self.last_output_at = 0.0
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._child: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable,
            ["-m", module, *arguments],
            env=environment(home) | variables,
            dimensions=(rows, columns),
            timeout=PATIENCE_SECONDS,
        )

    @property
    def text(self) -> str:
        """The text of the screen as far as the output has been read."""
        lines = (line.rstrip() for line in self._screen.display)
        return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")

    def ground_of(self, words: str) -> str:
        """Return what pyte calls the colour behind the first place that shows these words."""
        for line, cells in enumerate(self._screen.display):
            if words in cells:
                return str(self._screen.buffer[line][cells.index(words)].bg)
        raise ValueError(f"{words!r} is not on the screen")

    @property
    def has_left_screen(self) -> bool:
        """Whether the program has given the screen of the shell back."""
        return self.output.rfind(LEAVE_SCREEN) > self.output.rfind(TAKE_SCREEN)

    @property
    def process_id(self) -> int:
        """The number of the program's process."""
        assert self._child.pid is not None
        return self._child.pid

    def read_screen(self, seconds: float = 0.2) -> str:
        """Read the output that comes in, and return the text of the screen.

        Args:
            seconds: How long to wait for output.
        """
        with contextlib.suppress(pexpect.TIMEOUT):
            self._read(seconds)
        return self.text

    def _read(self, seconds: float = 0.2) -> None:
        output = self._child.read_nonblocking(65_536, timeout=seconds)
        self.last_output_at = time.perf_counter()
        self.output += output
        # What the terminal echoes can tear a sequence apart, into one that pyte does not know.
        with contextlib.suppress(TypeError):
            self._stream.feed(output)

    def wait_for(self, *texts: str) -> str:
        """Wait until all of these texts are on the screen, and return the text of the screen."""
        return self.wait_until(lambda: all(text in self.text for text in texts), f"show {texts}")

    def wait_until_gone(self, text: str) -> str:
        """Wait until this text is not on the screen, and return the text of the screen."""
        return self.wait_until(lambda: text not in self.text, f"remove {text!r}")

    def press(self, *keys: str) -> None:
        """Send keys: those in `KEYS` by their names, all others as the characters they are."""
        for key in keys:
            self._child.send(KEYS.get(key, key))

    def fill_form(self, **values: str) -> None:
        """Fill the fields with these labels one after another, with enter after each.

        Enter on the last field of a form saves the form. A value of "" leaves a field as it is.
        """
        for label, value in values.items():
            self.wait_for(f"▶ {label}")
            self._child.send(value)
            self.wait_for(value)
            self._child.send(KEYS["enter"])

    def kill(self) -> None:
        """Kill the program with SIGKILL, which it cannot handle."""
        self._child.kill(signal.SIGKILL)
        self._child.wait()
        self._child.close()

    def quit(self, with_signal: signal.Signals | None = None) -> int:
        """Quit by ctrl+q or by a signal, and return the exit status."""
        if with_signal is None:
            self._child.send("\x11")
        else:
            self._child.kill(with_signal)
        self.wait_until(lambda: not self._child.isalive(), "exit")
        self._child.close()
        return self._child.exitstatus if self._child.exitstatus is not None else -1

    def wait_for_last_words(self) -> str:
        """Wait until the program has ended by itself, and return what it left on the terminal.

        It has less time than a program that waits for a locked database would take.
        """
        self._child.expect(pexpect.EOF, timeout=SOON_SECONDS)
        self._stream.feed(self._child.before or b"")
        return " ".join(self.text.split())

    def send_signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self._child.kill(number)

    def send_bytes(self, data: bytes) -> None:
        """Send bytes that need not be text."""
        self._child.send(data)

    def wait_for_output(self, data: bytes, after: int = 0) -> None:
        """Wait until the program has written these bytes, behind so many others."""
        self.wait_until(lambda: data in self.output[after:], f"write {data!r}")

    def wait_for_stop(self) -> None:
        """Wait until the program has stopped itself, as it does when somebody suspends it."""
        os.waitpid(self.process_id, os.WUNTRACED)

    def close_at_once(self) -> None:
        """Close the terminal, as its window does, and leave the program to itself."""
        # The types of pexpect do not name the pseudo-terminal below it.
        terminal = vars(self._child)["ptyproc"]
        terminal.fileobj.close()
        # Nothing may close it again: by then its number can be that of another file.
        terminal.closed = self._child.closed = True
        self._child.child_fd = -1

    def wait_for_end(self) -> int:
        """Wait until the program has ended by itself, and return its exit status.

        Where a signal has ended it, the status is the negative number of that.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self._child.isalive():
            if time.monotonic() > deadline:
                self.send_signal(signal.SIGKILL)
                raise AssertionError("the program goes on after it was asked to end")
            if self._child.child_fd == -1:
                time.sleep(0.05)
            else:
                # A program waits while nobody reads what it writes.
                with contextlib.suppress(pexpect.TIMEOUT, pexpect.EOF):
                    self._read()
        if self._child.exitstatus is not None:
            return self._child.exitstatus
        return -(self._child.signalstatus or 0)

    def faults_after_end(self) -> list[str]:
        """Return what an ended program has left of the terminal that the shell can't use."""
        with contextlib.suppress(pexpect.EOF):
            while True:
                self._read()
        faults = []
        if not self.has_left_screen:
            faults.append("the terminal still shows the screen of the program")
        local_flags = termios.tcgetattr(self._child.child_fd)[3]
        if not local_flags & termios.ECHO or not local_flags & termios.ICANON:
            faults.append("the terminal does not echo what is typed")
        return faults

    def wait_until(self, condition: Callable[[], bool], action: str) -> str:
        """Read the output until the condition is true.

        Raises:
            AssertionError: It has not become true within `PATIENCE_SECONDS`, or before the
                program ended. The message says that the program did not do this action.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"did not {action}; the screen is:\n{self.text}")
            try:
                self._read()
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                if not self._child.isalive() and not condition():
                    raise AssertionError(
                        f"ended and did not {action}; the screen is:\n{self.text}"
                    ) from None
                if action == "exit":
                    self._child.wait()
        return self.text


def environment(home: Path) -> dict[str, str]:
    """Return the environment variables of a user with this home and no settings."""
    inherited = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return inherited | {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "PYTHONUTF8": "1",
    }


def run_command(home: Path, *arguments: str, stdin: str = "") -> str:
    """Run a command of the program to its end, and return its standard output."""
    completed = subprocess.run(
        [sys.executable, "-m", "facilitator", *arguments],
        env=environment(home),
        input=stdin,
        capture_output=True,
        text=True,
        check=True,
    )
    return completed.stdout
