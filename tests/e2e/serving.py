"""Runs `facilitator serve` in a process of its own, and reads the address that it prints."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.e2e.terminal import PATIENCE_SECONDS, environment


@dataclass
class Serving:
    """A running server.

    Attributes:
        process: The process of the server.
        address: The address that it has printed.
    """

    process: subprocess.Popen[str]
    address: str

    @property
    def host(self) -> str:
        """The host and the port of the address."""
        return urlsplit(self.address).netloc

    @property
    def path(self) -> str:
        """The path of the address, which nobody can guess, with a slash at either end."""
        return urlsplit(self.address).path

    @property
    def child_ids(self) -> list[int]:
        """The ids of its child processes, of which every open tab has one."""
        process_id = self.process.pid
        children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text()
        return [int(child_id) for child_id in children.split()]

    def stop(self, with_signal: signal.Signals = signal.SIGINT) -> int:
        """Send a signal to the server, and return its exit status."""
        self.process.send_signal(with_signal)
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def serving(home: Path) -> Iterator[Serving]:
    """Run the server on a free port with the database of this home, and kill it at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "facilitator", "serve", "--port", "0"],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        try:
            yield Serving(process, process.stdout.readline().strip())
        finally:
            if process.poll() is None:
                process.kill()
