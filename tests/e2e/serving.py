"""`facilitator serve` as a process of its own, with the address that it prints."""

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
    """A running server. address: what it has printed."""

    process: subprocess.Popen[str]
    address: str

    @property
    def host(self) -> str:
        """Name and port."""
        return urlsplit(self.address).netloc

    @property
    def path(self) -> str:
        """The part that nobody can guess, with a slash at either end."""
        return urlsplit(self.address).path

    @property
    def children(self) -> list[int]:
        """The processes of its tabs."""
        number = self.process.pid
        return [
            int(each) for each in Path(f"/proc/{number}/task/{number}/children").read_text().split()
        ]

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """End it, and its exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def serving(home: Path) -> Iterator[Serving]:
    """On a port that is free, with the database of this home."""
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
