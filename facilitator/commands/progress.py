"""How far a command has come, on standard error: a bar on a terminal, and lines elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from facilitator.text import one_line, shortened

LONGEST = 60
"""The most characters of a reason that stand beside the bar."""
PARTS = 10
"""Into how many parts the lines divide what is to be done."""


class Progress:
    """Shows how far a command has come, from `with` to its end."""

    def __init__(self, what: str) -> None:
        """Prepare to show it.

        Args:
            what: What the command does, such as `pushing tickets`.
        """
        self._what = what
        self._said = ""
        self._bar: Bar | None = None
        if sys.stderr.isatty():
            columns = TextColumn("{task.description}", markup=False), BarColumn()
            console = Console(stderr=True, highlight=False)
            self._bar = Bar(*columns, MofNCompleteColumn(), console=console, transient=True)
            self._task = self._bar.add_task(what, total=None)

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, done: int, total: int) -> None:
        """Show how many of how many are done."""
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total, description=self._what)
        elif done and (done == total or done * PARTS // total > (done - 1) * PARTS // total):
            self._say(f"{done} of {total}")

    def wait(self, seconds: int, why: str) -> None:
        """Show that nothing is done for some seconds, and why."""
        if self._bar is not None:
            words = f"waiting {seconds} s: {shortened(why, LONGEST)}"
            self._bar.update(self._task, description=words)
        else:
            self._say(f"waiting: {one_line(why)}")

    def _say(self, words: str) -> None:
        """Write a line, unless it stands there already."""
        if words != self._said:
            self._said = words
            sys.stderr.write(f"{self._what}: {words}\n")
            sys.stderr.flush()
