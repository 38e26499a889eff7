"""Blameless wording, as a line under a text."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from facilitator.domain.wording import advise
from facilitator.widgets.text import line


def first_advice(text: str, names: Iterable[str] = ()) -> Content:
    """The first phrase that points at somebody, with what to ask instead; empty without any."""
    return next(iter(advice_rows(text, names)), Content(""))


def advice_rows(text: str, names: Iterable[str] = ()) -> list[Content]:
    """All of them, a line each."""
    return [
        Content.assemble(
            ("Wording: ", "bold $text-warning"), line(f"“{each.phrase}” → {each.instead}")
        )
        for each in advise(text, names)
    ]


def advised(text: str, names: Iterable[str] = ()) -> Content:
    """The text on one line, with these phrases underlined."""
    said = line(text)
    for each in advise(said.plain, names):
        said = said.stylize("underline", each.start, each.end)
    return said
