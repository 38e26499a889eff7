"""Short texts that stand beside each other, on as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content


def flowed(contents: Sequence[Content], width: int, gap: str = " ") -> list[Content]:
    """Return contents beside each other; one that is longer than a line is wrapped.

    Args:
        contents: What to set; empty ones are left out.
        width: How many cells a line has.
        gap: What stands between two of them.
    """
    lines: list[Content] = []
    for content in contents:
        if not content.plain:
            continue
        if lines and lines[-1].cell_length + len(gap) + content.cell_length <= width:
            lines[-1] = Content.assemble(lines[-1], gap, content)
        else:
            lines.extend([content] if content.cell_length <= width else content.wrap(width))
    return lines
