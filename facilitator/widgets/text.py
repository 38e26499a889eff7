"""The one door through which text that people typed reaches a widget."""

from __future__ import annotations

from textual.content import Content

from facilitator.text import clean, one_line


def plain(text: str, style: str = "") -> Content:
    """Return a text as content that is shown as typed, never read as markup or as a command."""
    return Content.styled(clean(text), style) if style else Content(clean(text))


def line(text: str, style: str = "") -> Content:
    """Return a text as content on one line, shown as typed and never read as markup."""
    return plain(one_line(text), style)
