"""Blameless wording, as a line under a text."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from facilitator.domain.wording import advise
from facilitator.widgets.text import line


def first_advice(text: str, names: Iterable[str] = ()) -> Content:
    """The first phrase that points at somebody, with what to ask instead; empty without any."""
    found = advise(text, names)
    if not found:
        return Content("")
    return Content.assemble(
        ("Wording: ", "bold $text-warning"), line(f"“{found[0].phrase}” → {found[0].instead}")
    )
