"""Text that people typed, made safe to show: nothing in it commands a terminal."""

from __future__ import annotations

import re

# Controls (C0 but tab and newline, DEL, C1), lone surrogates, and the marks that turn the reading
# direction of what stands around them. Right-to-left letters themselves are left alone.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]"
)
_PICTURES = 0x2400
"""Unicode's pictures of the C0 controls start here: ␛ for ESC."""


def clean(text: str) -> str:
    """The text with every control character shown as a picture of it, or as a replacement mark.

    A carriage return ends a line: so do terminals send the lines of what is pasted.
    """
    return _UNSAFE.sub(_visible, text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """The same on one line, for lists and tables."""
    return clean(" ⏎ ".join(text.splitlines()).replace("\t", " "))


def shortened(text: str, characters: int) -> str:
    """The same on one line of at most so many characters, for where all of it stands elsewhere."""
    line = one_line(text)
    return line if len(line) <= characters else f"{line[: characters - 1].rstrip()}…"


def counted(number: int, noun: str) -> str:
    """`1 event`, `2 events`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _visible(control: re.Match[str]) -> str:
    code = ord(control[0])
    if code < 0x20:
        return chr(_PICTURES + code)
    return "␡" if code == 0x7F else "\ufffd"
