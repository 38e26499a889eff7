"""Where a command's output goes."""

from __future__ import annotations

import sys

from facilitator.documents.text import clean


def put(text: str) -> None:
    """To standard output: a file or a pipe gets every character, a terminal none to command it."""
    # The mark before a CSV is for programs; it is no character to see.
    sys.stdout.write(clean(text.removeprefix("\ufeff")) if sys.stdout.isatty() else text)
