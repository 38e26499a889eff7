"""Where a command's output goes."""

from __future__ import annotations

import sys

from facilitator.text import clean


def put(text: str) -> None:
    """To standard output: a file or a pipe gets every character, a terminal none to command it."""
    sys.stdout.write(clean(text) if sys.stdout.isatty() else text)
