"""How the parts of a card share its lines: too much is cut, and what is free is spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual.content import Content

LINES_A_BLANK = 12
"""For so many lines of the card, one empty line more stands over a part at most."""
MORE = "…"
"""What stands at the end of a part that is cut."""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that belong together.

    Attributes:
        lines: The lines.
        least: How many of them stay where there is too little room.
        gap: How soon an empty line is put over the part: 1 is the first, 0 is never. The highest
            is left out first.
    """

    lines: Sequence[Content]
    least: int = 1
    gap: int = 0


def fit(parts: Sequence[Part], height: int) -> Sequence[Part]:
    """Return the parts without those that are empty, and cut where the lines are too few.

    The part that can spare the most is cut first. A part that is cut says so at its end. The last
    part always stays, also where it is empty.
    """
    kept = [*(part for part in parts[:-1] if part.lines), *parts[-1:]]
    while sum(len(part.lines) for part in kept) > height:
        at = max(range(len(kept)), key=lambda index: _spare(kept[index]))
        if _spare(kept[at]) > 0:
            kept[at] = _cut(kept[at])
        else:
            # Nothing can spare a line: the part that matters least goes.
            *others, _ = kept
            least = max(others, key=lambda part: part.gap, default=None)
            if least is None or not least.gap:
                break
            kept.remove(least)
    return [*(part for part in kept[:-1] if part.lines), *kept[-1:]]


def spread(parts: Sequence[Part], height: int) -> list[Content]:
    """Return the lines of a card: the last part stands at its foot, the others from the top.

    Empty lines part them, as far as there are any.
    """
    if not parts:
        return []
    free = height - sum(len(part.lines) for part in parts)
    blanks = [0] * len(parts)
    order = sorted((part.gap, at) for at, part in enumerate(parts) if part.gap and at)
    for _ in range(max(1, height // LINES_A_BLANK)):
        for _, at in order:
            if free > 0:
                blanks[at] += 1
                free -= 1
    blanks[-1] += max(0, free)
    return [
        row
        for part, count in zip(parts, blanks, strict=True)
        for row in (*[Content("")] * count, *part.lines)
    ]


def _spare(part: Part) -> int:
    return len(part.lines) - part.least


def _cut(part: Part) -> Part:
    *kept, _ = part.lines
    if not kept:
        return replace(part, lines=())
    last = kept[-1].rstrip()
    marked = last if last.plain.endswith(MORE) else Content.assemble(last, f" {MORE}")
    return replace(part, lines=[*kept[:-1], marked])
