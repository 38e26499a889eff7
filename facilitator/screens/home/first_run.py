"""The home screen while there is no incident: the meeting as a picture, and keys to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from textual.content import Content

from db.vocabulary import Segment
from facilitator.domain.labels import SEGMENT_LABELS
from facilitator.screens.base import FacilitatorScreen
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.agenda_bar import GAP, segment_widths
from facilitator.widgets.painted_lines import PaintedLines
from facilitator.widgets.title_line import spread

WHAT_HAPPENS = {
    Segment.REVIEW: "What has become of every open action item?",
    Segment.INCIDENT: "What happened when, what made it possible, and what to do about it: at most"
    " three action items, each with an owner and a due date.",
    Segment.PATTERNS: "What keeps coming back, and who takes it on?",
}
DEMO = "home.demo"
FIRST_KEYS = {
    "home.new": "  write down your first incident",
    "home.import": "  import post-mortems from Markdown or JSON files",
    DEMO: "  try a sample team's meeting; nothing you do in it is kept",
}
"""What to begin with, by the ids of the keys."""


class FirstRun(PaintedLines):
    """Shows what the program is for, and how to begin."""

    def __init__(self) -> None:
        super().__init__(name="first-run")

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the purpose, the picture of the meeting and the keys, above the middle."""
        agenda = cast("FacilitatorScreen", self.screen).facilitator.settings.agenda
        purpose = f"Facilitator runs your team's {sum(agenda)}-minute post-mortem meeting."
        keys = (
            Content.assemble((key_of(self.screen, binding_id) or "", "bold $text-accent"), words)
            for binding_id, words in FIRST_KEYS.items()
            # In a browser the demo can't be started, since it begins after this app has ended.
            if not (binding_id == DEMO and self.app.is_web)
        )
        picture = _blocks(agenda, width)
        lines = [Content.styled(purpose, "bold"), Content(""), *picture, Content(""), *keys]
        return [*[Content("")] * max(0, (height - len(lines)) // 3), *lines]


def _blocks(agenda: Sequence[int], width: int) -> list[Content]:
    """Return the segments as blocks side by side, each about as wide as its minutes."""
    widths = segment_widths(tuple(agenda), width)
    contents = [
        _block(segment, minutes, block_width)
        for segment, minutes, block_width in zip(Segment, agenda, widths, strict=True)
    ]
    height = max(len(lines) for lines in contents)
    closed = [
        _closed(lines, block_width, height)
        for lines, block_width in zip(contents, widths, strict=True)
    ]
    return [Content(" " * GAP).join(parts) for parts in zip(*closed, strict=True)]


def _block(segment: Segment, minutes: int, width: int) -> list[Content]:
    """Return what stands in a block: the segment, its minutes, and what happens in it."""
    inner = width - 4
    name = Content.styled(SEGMENT_LABELS[segment].name, "bold $text-accent")
    head = spread(name, Content.styled(f"{minutes} min", "bold"), inner)
    return [head, *Content(WHAT_HAPPENS[segment]).wrap(inner)]


def _closed(lines: Sequence[Content], width: int, height: int) -> list[Content]:
    """Return lines within a frame of so many cells, padded to so many lines."""
    edge = ("│", "$rule")
    filled = [*lines, *[Content("")] * (height - len(lines))]
    return [
        Content.styled(f"╭{'─' * (width - 2)}╮", "$rule"),
        *(
            Content.assemble(edge, " ", text.truncate(width - 4, pad=True), " ", edge)
            for text in filled
        ),
        Content.styled(f"╰{'─' * (width - 2)}╯", "$rule"),
    ]
