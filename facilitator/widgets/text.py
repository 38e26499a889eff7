"""The one door through which text that people typed reaches a widget."""

from __future__ import annotations

from textual.content import Content

from facilitator.text import clean, one_line


def plain(text: str, style: str = "") -> Content:
    """The text as content that is shown as typed, never read as markup or as a command."""
    return Content.styled(clean(text), style) if style else Content(clean(text))


def line(text: str, style: str = "") -> Content:
    """The same on one line."""
    return plain(one_line(text), style)
