"""Writing the result of a command to standard output."""

from __future__ import annotations

import sys

from facilitator.text import clean


def put(text: str) -> None:
    """Write a text to standard output, without control characters where that is a terminal.

    A file or a pipe gets every character. On a terminal, control characters in what people typed
    could change the screen or the clipboard.
    """
    sys.stdout.write(clean(text) if sys.stdout.isatty() else text)
