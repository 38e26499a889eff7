"""Making contributing factors and findings of lists; their kinds are guessed from their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from uuid import uuid4

from db.records import Factor, Finding
from db.vocabulary import LINE_TEXT, FactorKind, FindingKind
from facilitator.documents.read.import_notes import ImportNotes
from facilitator.documents.read.section_lines import ListLine
from facilitator.domain.template import TemplatePart
from facilitator.text import counted

_SLOWED_DETECTION = re.compile(
    r"\b(detect\w*|alert\w*|monitor\w*|alarm\w*|notic\w*|dashboards?|visib\w*|metrics?|unnoticed)\b",
    re.IGNORECASE,
)
_SLOWED_RESOLUTION = re.compile(
    r"\b(resol\w*|recover\w*|restor\w*|roll(ed)?[ -]?back|runbooks?|playbooks?|document(ed|ation)"
    r"|remediat\w*|escalat\w*|on-?call|access|slow\w* (fix|response)|diagnos\w*|debug\w*)\b",
    re.IGNORECASE,
)
_TECHNICAL = re.compile(
    r"\b(alert\w*|monitor\w*|bug|config\w*|time-?outs?|memory|cpu|disk|network|database|server\w*"
    r"|cluster|code|dns|certificat\w*|retr(y|ies)|latency|logs?|metrics?|tests?|pipeline)\b",
    re.IGNORECASE,
)


def make_factors(lines: Sequence[ListLine], import_notes: ImportNotes) -> tuple[Factor, ...]:
    """Return the contributing factors of a list."""
    if lines:
        count = counted(len(lines), "factor")
        import_notes.remark_guess(lines[0].line, f"the kind of {count} is guessed from the words")
    heading = TemplatePart.FACTORS.heading
    return tuple(
        Factor(
            uuid4(),
            _factor_kind(line.text, index, len(lines)),
            import_notes.shorten(line.text, LINE_TEXT, heading, line.line),
        )
        for index, line in enumerate(lines)
    )


def make_findings(
    lines: Sequence[ListLine], kind: FindingKind | None, import_notes: ImportNotes
) -> Iterator[Finding]:
    """Yield the findings of a list.

    Args:
        lines: The entries of the list.
        kind: The kind of all of them; None for what went wrong, where it is guessed for each.
        import_notes: Where notes and remarks are collected.
    """
    part = TemplatePart.WENT_WRONG if kind is None else TemplatePart.WENT_WELL
    if lines and kind is None:
        count = counted(len(lines), "line")
        import_notes.remark_guess(
            lines[0].line, f"process or technical is guessed from the words of {count}"
        )
    for line in lines:
        guess = FindingKind.TECHNICAL if _TECHNICAL.search(line.text) else FindingKind.PROCESS
        text = import_notes.shorten(line.text, LINE_TEXT, part.heading, line.line)
        yield Finding(uuid4(), kind or guess, text)


def _factor_kind(text: str, index: int, count: int) -> FactorKind:
    """Guess the kind of a factor by its words; of three, as in the template, also by its place."""
    if _SLOWED_DETECTION.search(text):
        return FactorKind.SLOWED_DETECTION
    if _SLOWED_RESOLUTION.search(text):
        return FactorKind.SLOWED_RESOLUTION
    return tuple(FactorKind)[index] if count == len(FactorKind) else FactorKind.MADE_POSSIBLE
