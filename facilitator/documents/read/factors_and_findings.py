"""Making contributing factors and findings of lists.

A line may begin with the label of its kind; otherwise the kind is guessed from the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from uuid import uuid4

from db.records import Factor, Finding
from db.vocabulary import LINE_TEXT, FactorKind, FindingKind
from facilitator.documents.kind_labels import FACTOR_KINDS, WRONG_KINDS, take_label
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
    labelled = [take_label(line.text, FACTOR_KINDS) for line in lines]
    guessed = [line.line for line, (kind, _) in zip(lines, labelled, strict=True) if kind is None]
    if guessed:
        count = counted(len(guessed), "factor")
        import_notes.remark_guess(guessed[0], f"the kind of {count} is guessed from the words")
    heading = TemplatePart.FACTORS.heading
    return tuple(
        Factor(
            uuid4(),
            kind or _factor_kind(text, index, len(lines)),
            import_notes.shorten(text, LINE_TEXT, heading, line.line),
        )
        for index, (line, (kind, text)) in enumerate(zip(lines, labelled, strict=True))
    )


def make_what_went_well(lines: Sequence[ListLine], import_notes: ImportNotes) -> Iterator[Finding]:
    """Yield the findings of the list of what went well."""
    for line in lines:
        yield _finding(FindingKind.WENT_WELL, line.text, line, import_notes)


def make_what_went_wrong(lines: Sequence[ListLine], import_notes: ImportNotes) -> Iterator[Finding]:
    """Yield the findings of the list of what went wrong."""
    labelled = [take_label(line.text, WRONG_KINDS) for line in lines]
    guessed = [line.line for line, (kind, _) in zip(lines, labelled, strict=True) if kind is None]
    if guessed:
        count = counted(len(guessed), "line")
        import_notes.remark_guess(
            guessed[0], f"process or technical is guessed from the words of {count}"
        )
    for line, (kind, text) in zip(lines, labelled, strict=True):
        guess = FindingKind.TECHNICAL if _TECHNICAL.search(text) else FindingKind.PROCESS
        yield _finding(kind or guess, text, line, import_notes)


def _finding(kind: FindingKind, text: str, line: ListLine, import_notes: ImportNotes) -> Finding:
    is_good = kind is FindingKind.WENT_WELL
    part = TemplatePart.WENT_WELL if is_good else TemplatePart.WENT_WRONG
    text = import_notes.shorten(text, LINE_TEXT, part.heading, line.line)
    return Finding(uuid4(), kind, text)


def _factor_kind(text: str, index: int, count: int) -> FactorKind:
    """Guess the kind of a factor by its words; of three, as in the template, also by its place."""
    if _SLOWED_DETECTION.search(text):
        return FactorKind.SLOWED_DETECTION
    if _SLOWED_RESOLUTION.search(text):
        return FactorKind.SLOWED_RESOLUTION
    return tuple(FactorKind)[index] if count == len(FactorKind) else FactorKind.MADE_POSSIBLE
