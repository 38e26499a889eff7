"""Reading the lines under the title of our own Markdown, such as `- Cause: retry storm`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from db.vocabulary import (
    LARGEST,
    SHORT_TEXT,
    CauseCategory,
    IncidentKind,
    IncidentStatus,
    Trigger,
)
from facilitator.documents.head_labels import HeadLabel, label_in
from facilitator.documents.markdown_escaping import plain
from facilitator.documents.read.markdown_sections import MarkdownSection
from facilitator.documents.written_moments import read_moment
from facilitator.domain.labels import CATEGORY_LABELS, INCIDENT_KIND_LABELS, TRIGGER_LABELS

_KINDS = {label.name: kind for kind, label in INCIDENT_KIND_LABELS.items()}
_TRIGGERS = {label.name: trigger for trigger, label in TRIGGER_LABELS.items()}
_CATEGORIES = {label.name: category for category, label in CATEGORY_LABELS.items()}
_NUMBER = re.compile(r"#([1-9]\d{0,9})")
_WORKED_OUT = re.compile(r"#\d+ repeats #\d+ of (?:\d|less)")


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What stands under the title; a value that is not stated is empty.

    The severity is not here: it is read of any document's labels (see `read_title`).

    Attributes:
        kind: Whether it is an incident or a near miss.
        category: The category of the cause.
        lines: Each line that was understood, with its number.
    """

    service: str = ""
    status: IncidentStatus = IncidentStatus.DRAFT
    external_id: str = ""
    ended_at: datetime | None = None
    kind: IncidentKind = IncidentKind.INCIDENT
    trigger: Trigger | None = None
    cause: str = ""
    category: CauseCategory | None = None
    themes: tuple[str, ...] = ()
    duplicate_of: int | None = None
    lines: tuple[tuple[int, str], ...] = ()

    @property
    def used_lines(self) -> tuple[int, ...]:
        """The numbers of the lines that were understood."""
        return tuple(number for number, _ in self.lines)


def read_head(title: MarkdownSection | None) -> DocumentHead:
    """Return what the lines under a title state, up to the first line that is none of them."""
    texts: dict[HeadLabel, list[str]] = {label: [] for label in HeadLabel}
    lines: list[tuple[int, str]] = []
    if title is not None:
        for number, line in enumerate(title.lines, title.first_line):
            found = label_in(line)
            if found is None and line.strip():
                break
            if found is not None and _is_understood(found[0], plain(found[1])):
                texts[found[0]].append(plain(found[1]))
                lines.append((number, line))
    statuses, ends, duplicates = (
        texts[label] for label in (HeadLabel.STATUS, HeadLabel.ENDED, HeadLabel.DUPLICATE)
    )
    return DocumentHead(
        service=_first(texts[HeadLabel.SERVICE]),
        status=IncidentStatus(statuses[0]) if statuses else IncidentStatus.DRAFT,
        external_id=_first(texts[HeadLabel.ID]),
        ended_at=read_moment(_first(ends)),
        kind=_KINDS.get(_first(texts[HeadLabel.KIND]), IncidentKind.INCIDENT),
        trigger=_TRIGGERS.get(_first(texts[HeadLabel.TRIGGER])),
        cause=_first(texts[HeadLabel.CAUSE]),
        category=_CATEGORIES.get(_first(texts[HeadLabel.CATEGORY])),
        themes=tuple(dict.fromkeys(texts[HeadLabel.THEME])),
        duplicate_of=int(duplicates[0].removeprefix("#")) if duplicates else None,
        lines=tuple(lines),
    )


def _is_understood(label: HeadLabel, value: str) -> bool:
    """Whether a value is one that the label may have; any other line is kept as text."""
    match label:
        case HeadLabel.STATUS:
            return value in list(IncidentStatus)
        case HeadLabel.KIND:
            return value in _KINDS
        case HeadLabel.TRIGGER:
            return value in _TRIGGERS
        case HeadLabel.CATEGORY:
            return value in _CATEGORIES
        case HeadLabel.ENDED:
            return read_moment(value) is not None
        case HeadLabel.DUPLICATE:
            number = _NUMBER.fullmatch(value)
            return number is not None and int(number[1]) <= LARGEST
        case HeadLabel.CAME_BACK:
            # Only what we write ourselves; the same label before other words is somebody's text.
            return _WORKED_OUT.match(value) is not None
        case _:
            return len(value) <= SHORT_TEXT


def _first(texts: list[str]) -> str:
    return texts[0] if texts else ""
