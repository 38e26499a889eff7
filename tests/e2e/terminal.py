"""The real program in a real terminal: keys in, a screen out."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pyte

PATIENCE_SECONDS = 30.0
KEYS = {"enter": "\r", "tab": "\t", "esc": "\x1b", "down": "\x1b[B", "right": "\x1b[C"}


class Terminal:
    """A program on a pseudo-terminal, and what it shows.

    sent: every byte that it has sent so far.
    """

    def __init__(
        self,
        home: Path,
        *arguments: str,
        columns: int = 120,
        rows: int = 40,
        **variables: str,
    ) -> None:
        self.sent = b""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "facilitator", *arguments],
            env=environment(home) | variables,
            dimensions=(rows, columns),
            timeout=PATIENCE_SECONDS,
        )

    @property
    def text(self) -> str:
        """What the screen shows now."""
        lines = (line.rstrip() for line in self._screen.display)
        return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")

    def look(self) -> str:
        """What the screen shows after what has come in meanwhile."""
        with contextlib.suppress(pexpect.TIMEOUT):
            self._read()
        return self.text

    def _read(self) -> None:
        read = self._child.read_nonblocking(65_536, timeout=0.2)
        self.sent += read
        self._stream.feed(read)

    def see(self, *wanted: str) -> str:
        """Wait until all of this is on the screen."""
        return self._until(lambda: all(each in self.text for each in wanted), f"see {wanted}")

    def see_gone(self, unwanted: str) -> str:
        """Wait until this is not on the screen any more."""
        return self._until(lambda: unwanted not in self.text, f"no longer see {unwanted!r}")

    def press(self, *keys: str) -> None:
        """Press keys by name, or plain ones as they are."""
        for key in keys:
            self._child.send(KEYS.get(key, key))

    def fill(self, **values: str) -> None:
        """Fill fields of a form by their labels, and save it from the last; "" only passes one."""
        for label, value in values.items():
            self.see(f"▶ {label}")
            self._child.send(value)
            self.see(value)
            self._child.send(KEYS["enter"])

    def kill(self) -> None:
        """Kill -9."""
        self._child.kill(signal.SIGKILL)
        self._child.wait()
        self._child.close()

    def leave(self, with_signal: signal.Signals | None = None) -> int:
        """Quit, by key or by signal, and return the exit status."""
        if with_signal is None:
            self._child.send("\x11")
        else:
            self._child.kill(with_signal)
        self._until(lambda: not self._child.isalive(), "exit")
        self._child.close()
        return self._child.exitstatus if self._child.exitstatus is not None else -1

    def _until(self, true: object, what: str) -> str:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not true():  # type: ignore[operator]
            if time.monotonic() > deadline:
                raise AssertionError(f"did not {what}; the screen is:\n{self.text}")
            try:
                self._read()
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                if not self._child.isalive() and not true():  # type: ignore[operator]
                    raise AssertionError(f"ended; the screen is:\n{self.text}") from None
                if what == "exit":
                    self._child.wait()
        return self.text


def environment(home: Path) -> dict[str, str]:
    """The variables of a user with this home and nothing else set."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return kept | {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "PYTHONUTF8": "1",
    }


def run(home: Path, *arguments: str, stdin: str = "") -> str:
    """Run a command that needs no screen; its standard output."""
    done = subprocess.run(
        [sys.executable, "-m", "facilitator", *arguments],
        env=environment(home),
        input=stdin,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
