"""The agenda as a picture: a block for each segment, as wide as its minutes are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from facilitator.widgets.fluid_text import Draw

NARROW = 56
"""In fewer cells the blocks are too narrow for words: what happens in them stands below."""
GAP = 1
"""How many cells lie between two blocks."""
BLOCK = "█"
EMPTY = Content("")


@dataclass(frozen=True, slots=True)
class Block:
    """A segment of the agenda.

    Attributes:
        name: What it is called.
        minutes: How long it is planned to be.
        topics: What happens in it, one line each.
    """

    name: str
    minutes: float
    topics: Sequence[str]


def draw_agenda(blocks: Sequence[Block]) -> Draw:
    """Return what draws the blocks to scale, with what happens in each below it."""

    def draw(width: int) -> Content:
        widths = _widths([block.minutes for block in blocks], width)
        bars = _row([Content.styled(BLOCK * cells, "$text-accent") for cells in widths], widths)
        if width < NARROW:
            return Content("\n").join([bars, *_listed(blocks, width)])
        columns = [_words(block, cells) for block, cells in zip(blocks, widths, strict=True)]
        height = max(len(column) for column in columns)
        rows = [
            _row([column[y] if y < len(column) else EMPTY for column in columns], widths)
            for y in range(height)
        ]
        return Content("\n").join([bars, *rows])

    return draw


def _words(block: Block, width: int) -> list[Content]:
    title = Content.assemble((block.name, "bold"), (f" {block.minutes:g} min", "bold $text-accent"))
    topics = [Content.styled(topic, "$text-muted") for topic in block.topics]
    return [wrapped for words in (title, *topics) for wrapped in words.wrap(max(1, width))]


def _listed(blocks: Sequence[Block], width: int) -> list[Content]:
    lead_width = max(len(block.name) for block in blocks) + len(" 30 min") + 2
    rows = []
    for block in blocks:
        topics = Content.styled(" · ".join(block.topics), "$text-muted")
        for y, wrapped in enumerate(topics.wrap(max(1, width - lead_width))):
            minutes = f"{block.minutes:g} min"
            gap = " " * (lead_width - len(block.name) - len(minutes) - 1)
            lead = Content.assemble(
                (f"{block.name} ", "bold"), (f"{minutes}{gap}", "bold $text-accent")
            )
            rows.append(Content.assemble(lead if y == 0 else " " * lead_width, wrapped))
    return rows


def _row(contents: Sequence[Content], widths: Sequence[int]) -> Content:
    """Return one line of all blocks."""
    return Content(" " * GAP).join(
        content.truncate(cells, ellipsis=True, pad=True)
        for content, cells in zip(contents, widths, strict=True)
    )


def _widths(minutes: Sequence[float], width: int) -> list[int]:
    """Return how wide each block is; together they are as wide as there is room."""
    total = sum(minutes) or 1
    room = max(len(minutes), width - GAP * (len(minutes) - 1))
    ends = [round(sum(minutes[: index + 1]) / total * room) for index in range(len(minutes))]
    return [max(1, end - start) for start, end in zip([0, *ends], ends, strict=False)]
