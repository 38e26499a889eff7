"""A word on a ground of its own, for a state that a room has to see at a glance."""

from __future__ import annotations

from textual.content import Content
from textual.style import Style

from facilitator.text import clean, one_line

CHIP_META = "chip"
"""The name under which the style of a chip says that it is one, for a terminal without colours."""


def chip(words: str, state: str = "") -> Content:
    """Return a chip; the words alone say the state where a terminal has no colours.

    Args:
        words: What it says, in a few words; it is shown in capitals.
        state: The colour of the theme that its ground has: `error`, `warning`, `success` or
            `accent`; nothing for a quiet chip.
    """
    return filled(words.upper(), state)


def filled(words: str, state: str = "") -> Content:
    """Return a chip whose words are shown as they are; the arguments are those of `chip`."""
    style = f"bold $background on $text-{state}" if state else "bold $foreground on $chip"
    content = Content.styled(f" {clean(one_line(words))} ", style)
    return content.stylize(Style.from_meta({CHIP_META: True}))
