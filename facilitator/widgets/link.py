"""Links to the web in what people typed: a terminal can follow them, and so does a click."""

from __future__ import annotations

from urllib.parse import quote

from textual.content import Content
from textual.style import Style

from facilitator.text import is_web_address
from facilitator.widgets.glyphs import LINK
from facilitator.widgets.text import line

_KEPT = "!#$%&'()*+,/:;=?@[]~"
"""The characters of an address that mean something; others than these and letters are encoded."""


def link(address: str, style: str = "") -> Content:
    """Return an address with its sign; one of the web can be followed, any other is only shown.

    Args:
        address: What somebody typed.
        style: The style of both.
    """
    return leading_to(line(f"{LINK} {address}", style), address, len(LINK) + 1)


def leading_to(words: Content, address: str, start: int = 0) -> Content:
    """Return words that can be followed to an address of the web; to any other one they can't.

    Args:
        words: The words.
        address: Where they lead, or "".
        start: The index of the first character that leads there.
    """
    if not is_web_address(address):
        return words
    # A terminal takes an address of printable ASCII only.
    target = quote(address, safe=_KEPT)
    way = Style(link=target) + Style.from_meta({"@click": ("app.open_link", (target,))})
    return words.stylize(way, start)
