"""Reading a post-mortem from Markdown: the template's own form, and what teams write instead.

Nothing is lost: what the template has no place for becomes a private note under its heading, and a
remark names its line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

from db.records import Factor, Finding, Impact, Incident
from db.words import LINE_TEXT, LONG_TEXT, FactorKind, FindingKind, IncidentStatus
from facilitator.documents.escaping import in_lines, plain
from facilitator.documents.headings import Part, placeholder, stands_apart
from facilitator.documents.read.actions import SaidAction, place_actions, said_actions
from facilitator.documents.read.gathering import Gathering
from facilitator.documents.read.impact import read_impact
from facilitator.documents.read.items import Line, read_items
from facilitator.documents.read.parts import SPOKEN, Section, cut
from facilitator.documents.read.reading import DocumentError, Reading
from facilitator.documents.read.timeline import TimelineReader
from facilitator.documents.read.times import find_date
from facilitator.documents.read.title import Label, Title, labels, read_title
from facilitator.text import counted

MOST_CHARACTERS = 1_000_000
MOST_LINES = 20_000
"""One post-mortem has no more, and a larger text takes too long to cut up."""
NO_DATE = (
    'a title without a date; expected "# Incident: SERVICE SYMPTOM on 2026-03-14",'
    ' or a line "Date: 2026-03-14"'
)
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


_NO_TITLE = {"overview", "abstract", "date", "status", "authors"}
_LONG = (Part.ROOT_CAUSE, Part.LESSONS)
_FRONT = re.compile(r"-{3,}\s*")


@dataclass
class _Parts:
    """The parts of a document while they come together. texts: of a part, with their lines."""

    timeline: TimelineReader
    impact: Impact = field(default_factory=Impact)
    impact_line: int = 1
    lists: dict[Part, list[Line]] = field(default_factory=lambda: defaultdict(list))
    actions: list[SaidAction] = field(default_factory=list)
    texts: dict[Part, list[Line]] = field(default_factory=lambda: defaultdict(list))


def read(text: str, name: str, known_services: Sequence[str] = ()) -> Reading:
    """The post-mortem in a document. name: the file's. known_services: see `read_all`.

    Raises:
        DocumentError: it is no post-mortem: empty, too large, or without a date.
    """
    lines = _lines(text, name)
    gathering = Gathering()
    front = _front_matter(lines)
    sections = cut([""] * front + lines[front:])
    title = _title_of(sections)
    line = title.line if title else 1
    heading = title.title if title else _front_title(lines[:front])
    if not heading:
        gathering.guess(1, "no title: the name of the file is taken")
        heading = Path(name).stem
    said = _labels(lines[:front], sections)
    about = read_title(heading, line, said, known_services, gathering)
    parts = _Parts(TimelineReader(gathering, _year(about, sections, name)))
    if front:
        gathering.note("Front matter", "\n".join(lines[:front]).strip("-\n"), 1)
    inner = {outer.line for outer, after in pairwise(sections) if after.level > outer.level}
    for section, part, prefix in _owned(sections):
        if section is title or not section.line:
            _keep_head(section, about.used, gathering)
        elif prefix and not section.text and section.line not in inner:
            gathering.missing(section.line, f"{prefix}: nothing stands under it")
        else:
            _take(section, part, prefix, parts, gathering)
    day = about.day or _day_elsewhere(parts.timeline, sections, name, gathering)
    if day is None:
        raise DocumentError(f"{name}:{line}: {NO_DATE}")
    return _reading(day, about, parts, gathering)


def _lines(text: str, name: str) -> list[str]:
    if not text.strip():
        raise DocumentError(f"{name}:1: empty; expected a post-mortem in Markdown")
    if len(text) > MOST_CHARACTERS:
        most = f"at most {MOST_CHARACTERS:,}"
        raise DocumentError(f"{name}:1: {len(text):,} characters; one post-mortem has {most}")
    lines = in_lines(text).split("\n")
    if len(lines) > MOST_LINES:
        most = f"at most {MOST_LINES:,}"
        raise DocumentError(f"{name}:{MOST_LINES + 1}: more lines; one post-mortem has {most}")
    for number, line in enumerate(lines, 1):
        if "\x00" in line:
            raise DocumentError(f"{name}:{number}: a NUL character; expected text")
    return lines


def _front_matter(lines: Sequence[str]) -> int:
    """How many lines the settings between `---` take that a document may begin with."""
    if not _FRONT.fullmatch(lines[0]):
        return 0
    ends = (place for place, line in enumerate(lines[1:], 2) if _FRONT.fullmatch(line))
    return next(ends, 0)


def _title_of(sections: Sequence[Section]) -> Section | None:
    """The first heading, unless it is that of a section."""
    first = next((section for section in sections if 0 < section.level < SPOKEN), None)
    if first is None or first.part or stands_apart(first.title):
        return None
    if plain(first.title).strip(" :").casefold() in _NO_TITLE:
        return None
    return first


def _front_title(front: Sequence[str]) -> str:
    """The title that the front matter states, or nothing."""
    return next((each.value for each in labels(enumerate(front, 1)) if each.name == "title"), "")


def _labels(front: Sequence[str], sections: Sequence[Section]) -> list[Label]:
    """The labels in the front matter, at the head and in sections the template has no place for.

    A heading with one line below it is one too.
    """
    lines = list(enumerate(front, 1))
    for section in sections:
        if section.part is None:
            lines += enumerate(section.lines, section.first_line)
            if section.text and "\n" not in section.text:
                lines.append((section.first_line, f"{plain(section.title)}: {section.text}"))
    return labels(lines)


def _owned(sections: Sequence[Section]) -> Iterator[tuple[Section, Part | None, str]]:
    """Each section with the part that it belongs to, and its own heading where it names no part."""
    title = _title_of(sections)
    above: list[tuple[int, Part | None]] = []
    for section in sections:
        while above and above[-1][0] >= section.level:
            above.pop()
        part, prefix = section.part, ""
        if part is None and section.line:
            inside = above and not stands_apart(section.title)
            part, prefix = above[-1][1] if inside else None, plain(section.title)
        if section is not title and section.level:
            above.append((section.level, part))
        yield section, part, prefix


def _keep_head(section: Section, used: Sequence[int], gathering: Gathering) -> None:
    rest = [
        line for number, line in enumerate(section.lines, section.first_line) if number not in used
    ]
    text = "\n".join(rest).strip()
    if text:
        gathering.note("", text, section.first_line)


def _take(
    section: Section, part: Part | None, prefix: str, parts: _Parts, gathering: Gathering
) -> None:
    if part is None:
        gathering.note(prefix, section.text or prefix, section.line)
    elif part is Part.TIMELINE:
        parts.timeline.take(section, prefix)
    elif part is Part.IMPACT:
        parts.impact = read_impact(section, parts.impact, gathering)
        parts.impact_line = section.line
    elif part is Part.ACTIONS:
        parts.actions += said_actions(section, prefix, gathering)
    elif part not in _LONG:
        parts.lists[part] += read_items(section, prefix, gathering)
    elif (section.text or prefix) and not placeholder(section.text):
        heading = section.title if parts.texts[part] else prefix
        text = "\n\n".join(filter(None, (heading, plain(section.text))))
        parts.texts[part].append(Line(section.line, text))


def _year(about: Title, sections: Sequence[Section], name: str) -> int | None:
    """That of the days in a timeline which state none."""
    day = about.day or next((day for day, _ in _days(sections)), None) or _day_in_name(name)
    return day.year if day else None


def _day_elsewhere(
    timeline: TimelineReader, sections: Sequence[Section], name: str, gathering: Gathering
) -> date | None:
    """The first day that the timeline states, else the first written one, else the file's."""
    if found := timeline.first_day() or next(_days(sections), None):
        day, line = found
        gathering.guess(line, f"no date in the title: {day} is taken, from here")
        return day
    day_named = _day_in_name(name)
    if day_named is not None:
        gathering.guess(1, f"no date is written: {day_named} is taken, from the file's name")
    return day_named


def _days(sections: Sequence[Section]) -> Iterator[tuple[date, int]]:
    """The days that are written, with their lines."""
    for section in sections:
        for place, line in enumerate(section.lines):
            if said := find_date(line):
                yield said.day, section.first_line + place


def _day_in_name(name: str) -> date | None:
    said = find_date(Path(name).stem.replace("_", " "))
    return said.day if said else None


def _reading(on: date, about: Title, parts: _Parts, gathering: Gathering) -> Reading:
    incident_id = uuid4()
    midnight = datetime.combine(on, time(), UTC)
    items, parked = place_actions(parts.actions, incident_id, on, gathering)
    summary = gathering.fitted(parts.impact.summary, LONG_TEXT, Part.IMPACT, parts.impact_line)
    incident = Incident(
        id=incident_id,
        number=about.number,
        service=about.service,
        symptom=about.symptom,
        date=on,
        severity=about.severity,
        status=IncidentStatus.DRAFT,
        impact=replace(parts.impact, summary=summary),
        root_cause=_long_text(Part.ROOT_CAUSE, parts, gathering),
        cause=None,
        lessons_learned=_long_text(Part.LESSONS, parts, gathering),
        created_at=midnight,
        timeline=parts.timeline.events(on),
        factors=_factors(parts.lists[Part.FACTORS], gathering),
        findings=(
            *_findings(parts.lists[Part.WENT_WELL], Part.WENT_WELL, gathering),
            *_findings(parts.lists[Part.WENT_WRONG], Part.WENT_WRONG, gathering),
        ),
        action_items=items,
        parked=parked,
    )
    remarks = sorted(gathering.remarks, key=lambda remark: remark.line)
    return Reading(incident, gathering.notes(incident_id, midnight), tuple(remarks))


def _long_text(part: Part, parts: _Parts, gathering: Gathering) -> str:
    said = parts.texts[part]
    text = "\n\n".join(each.text for each in said).strip()
    return gathering.fitted(text, LONG_TEXT, part, said[0].line if said else 1)


def _factors(lines: Sequence[Line], gathering: Gathering) -> tuple[Factor, ...]:
    if lines:
        counts = counted(len(lines), "factor")
        gathering.guess(lines[0].line, f"the kind of {counts} is guessed from the words")
    return tuple(
        Factor(
            uuid4(),
            _factor_kind(line.text, place, len(lines)),
            gathering.fitted(line.text, LINE_TEXT, Part.FACTORS, line.line),
        )
        for place, line in enumerate(lines)
    )


def _factor_kind(text: str, place: int, of: int) -> FactorKind:
    """By its words, else by its place where there are three, as in the template."""
    if _SLOWED_DETECTION.search(text):
        return FactorKind.SLOWED_DETECTION
    if _SLOWED_RESOLUTION.search(text):
        return FactorKind.SLOWED_RESOLUTION
    return tuple(FactorKind)[place] if of == len(FactorKind) else FactorKind.MADE_POSSIBLE


def _findings(lines: Sequence[Line], part: Part, gathering: Gathering) -> Iterator[Finding]:
    if lines and part is Part.WENT_WRONG:
        counts = counted(len(lines), "line")
        gathering.guess(lines[0].line, f"process or technical: guessed of {counts} from the words")
    for line in lines:
        kind = FindingKind.WENT_WELL
        if part is Part.WENT_WRONG:
            kind = FindingKind.TECHNICAL if _TECHNICAL.search(line.text) else FindingKind.PROCESS
        yield Finding(uuid4(), kind, gathering.fitted(line.text, LINE_TEXT, part, line.line))
