"""Advice on blameless wording, as it stands under a text or in it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from facilitator.domain.wording import advise
from facilitator.widgets.text import line


def first_advice(text: str, names: Iterable[str] = ()) -> Content:
    """Return the first phrase that points at somebody, and what to ask instead.

    Empty where the text has no such phrase.

    Args:
        text: The text as it stands.
        names: The people whose names the text should do without.
    """
    return next(iter(advice_rows(text, names)), Content(""))


def advice_rows(text: str, names: Iterable[str] = ()) -> list[Content]:
    """Return a line for each phrase that points at somebody, with what to ask instead."""
    return [
        Content.assemble(
            ("Wording: ", "bold $text-warning"), line(f"“{advice.phrase}” → {advice.instead}")
        )
        for advice in advise(text, names)
    ]


def advised(text: str, names: Iterable[str] = ()) -> Content:
    """Return the text on one line, with the phrases that point at somebody underlined."""
    content = line(text)
    for advice in advise(content.plain, names):
        content = content.stylize("underline", advice.start, advice.end)
    return content
