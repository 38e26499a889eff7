"""Text that people typed, made safe to show in a terminal and short enough for a line."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Control characters (C0 but tab and newline, DEL, C1), lone surrogates, and the marks that change
# the reading direction of the text around them. Right-to-left letters themselves are left alone.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]"
)
_WEB_SCHEMES = ("http", "https")
QUOTED = 60
"""The most characters of what somebody typed that a message about it quotes."""
_PICTURES = 0x2400
"""The code point at which the pictures of the C0 control characters begin: ␛ is that of ESC."""


def clean(text: str) -> str:
    """Return a text in which every control character is replaced by a visible one.

    A C0 control character becomes its picture (ESC becomes ␛), any other one �. A carriage return
    becomes the end of a line, since terminals send it for the line ends of pasted text.
    """
    return _UNSAFE.sub(_make_visible, text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Return a clean text on one line, with ⏎ for the ends of lines, for lists and tables."""
    return clean(" ⏎ ".join(text.splitlines()).replace("\t", " "))


def shortened(text: str, characters: int) -> str:
    """Return a clean text on one line of at most so many characters, with … for what is cut."""
    line = one_line(text)
    return line if len(line) <= characters else f"{line[: characters - 1].rstrip()}…"


def is_web_address(text: str | None) -> bool:
    """Return whether a text is an http or https address without blanks and invisible characters.

    Only such an address becomes a link, here and in documents; any other one is shown as text.
    """
    if not text or clean(text) != text or any(character.isspace() for character in text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in _WEB_SCHEMES and bool(parts.hostname)
    except ValueError:
        return False


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 event`, `2 events`. The plural is the noun with an s."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def byte_count(number: int) -> str:
    """Return a number of bytes as people read it: `812 bytes`, `96 KB`, `1.4 MB`."""
    if number < 1000:
        return f"{number} bytes"
    size = number / 1000
    for unit in ("KB", "MB"):
        if size < 999.5:
            return f"{size:.1f} {unit}" if size < 9.95 else f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def _make_visible(control: re.Match[str]) -> str:
    """Return the character that stands for a matched control character."""
    code = ord(control[0])
    if code < 0x20:
        return chr(_PICTURES + code)
    return "␡" if code == 0x7F else "\ufffd"
