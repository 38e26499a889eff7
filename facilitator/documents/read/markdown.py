"""Reading a post-mortem from Markdown: the template's own form, and what teams write instead.

No text is lost: a section that the template lacks is kept under its own heading, and a remark names
its line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

from db.record_checks import UnstorableRecord, check_incident
from db.records import Cause, Impact, Incident
from db.vocabulary import LONG_TEXT
from facilitator.documents.headings import SECTION_MARK, is_placeholder
from facilitator.documents.markdown_escaping import plain
from facilitator.documents.read.action_items import (
    WrittenAction,
    make_action_items,
    read_actions,
)
from facilitator.documents.read.document_head import DocumentHead, read_head
from facilitator.documents.read.document_times import find_date
from facilitator.documents.read.factors_and_findings import (
    make_factors,
    make_what_went_well,
    make_what_went_wrong,
)
from facilitator.documents.read.impact import read_impact
from facilitator.documents.read.import_notes import ImportNotes
from facilitator.documents.read.markdown_outline import (
    document_lines,
    front_matter_length,
    has_own_form,
    label_lines,
    sections_with_parts,
    title_section,
)
from facilitator.documents.read.markdown_sections import MarkdownSection, split_sections
from facilitator.documents.read.parsed_document import DocumentError, ParsedDocument
from facilitator.documents.read.section_lines import ListLine, read_list
from facilitator.documents.read.timeline import TimelineReader
from facilitator.documents.read.title import (
    DocumentTitle,
    find_labels,
    is_template_title,
    read_title,
)
from facilitator.domain.template import PARAGRAPHS, TemplatePart

NO_DATE = (
    'a title without a date; expected "# Incident: SERVICE SYMPTOM on 2026-03-14",'
    ' or a line "Date: 2026-03-14"'
)


@dataclass
class _Contents:
    """The contents of a document while its sections are read.

    Attributes:
        timeline: The reader of the timeline's sections.
        impact: The impact.
        impact_line: The line of the impact's last section.
        lists: The entries of each part that is a list.
        actions: The action items as written.
        texts: The texts of each part that is a paragraph.
    """

    timeline: TimelineReader
    impact: Impact = field(default_factory=Impact)
    impact_line: int = 1
    lists: dict[TemplatePart, list[ListLine]] = field(default_factory=lambda: defaultdict(list))
    actions: list[WrittenAction] = field(default_factory=list)
    texts: dict[TemplatePart, list[ListLine]] = field(default_factory=lambda: defaultdict(list))


def read(text: str, name: str, known_services: Sequence[str] = ()) -> ParsedDocument:
    """Return the post-mortem in a Markdown document.

    Args:
        text: The text of the document.
        name: The name of the file. It may hold the date and, in want of a heading, the title.
        known_services: What the team calls its services; a title may begin with one of them.

    Raises:
        DocumentError: The document is empty, too large, or without any date.
    """
    lines = document_lines(text, name)
    import_notes = ImportNotes()
    front_end = front_matter_length(lines)
    front_matter = lines[:front_end]
    # Blank lines in place of the front matter keep the numbers of the lines right.
    sections = split_sections([""] * front_end + lines[front_end:])
    title_at = title_section(sections)
    title_line = title_at.line if title_at else 1
    heading = title_at.title if title_at else _front_matter_title(front_matter)
    if not heading:
        import_notes.remark_guess(1, "no title: the name of the file is taken")
        heading = Path(name).stem
    head = read_head(title_at) if is_template_title(heading) else DocumentHead()
    is_own = bool(title_at) and is_template_title(heading) and has_own_form(sections)
    # In our own form the labels stand under the title; all other text is only text.
    numbered = head.lines if is_own else label_lines(front_matter, sections)
    labels = find_labels(numbered)
    title = read_title(heading, title_line, labels, known_services, import_notes, head)
    contents = _Contents(TimelineReader(import_notes, _year(title, sections, name)))
    if front_matter:
        import_notes.keep_section("Front matter", "\n".join(front_matter).strip("-\n"), 1)
    _read_sections(sections, title.used_lines, is_own, contents, import_notes)
    day = title.day or _day_from_contents(contents.timeline, sections, name, import_notes)
    if day is None:
        raise DocumentError(f"{name}:{title_line}: {NO_DATE}")
    document = _document(day, title, head, contents, import_notes)
    try:
        check_incident(document.incident)
    except UnstorableRecord as error:
        raise DocumentError(f"{name}:{title_line}: {error}") from None
    return document


def _read_sections(
    sections: Sequence[MarkdownSection],
    used_lines: Sequence[int],
    is_own: bool,
    contents: _Contents,
    import_notes: ImportNotes,
) -> None:
    """Read all sections: those of a part into its contents, any other as a section of its own.

    Args:
        sections: The sections of the document.
        used_lines: The lines above the first section that are labels and were used.
        is_own: Whether the document is in our own form.
        contents: The contents.
        import_notes: Where other sections and remarks are collected.
    """
    title_at = title_section(sections)
    with_subsections = {
        outer.line for outer, inner in pairwise(sections) if inner.level > outer.level
    }
    for section, part, prefix in sections_with_parts(sections):
        if section is title_at or not section.line:
            _keep_unused_lines(section, used_lines, import_notes)
        elif part is None:
            heading = prefix.removeprefix(SECTION_MARK) if is_own else prefix
            import_notes.keep_section(heading, plain(section.text), section.line)
        elif prefix and not section.text and section.line not in with_subsections:
            import_notes.remark_unplaced(section.line, f"{prefix}: the section is empty")
        else:
            _read_section(section, part, prefix, contents, import_notes)


def _front_matter_title(front_matter: Sequence[str]) -> str:
    """Return the title that the front matter states; "" where it states none."""
    labels = find_labels(enumerate(front_matter, 1))
    return next((label.value for label in labels if label.name == "title"), "")


def _keep_unused_lines(
    section: MarkdownSection, used_lines: Sequence[int], import_notes: ImportNotes
) -> None:
    """Keep the text before the first section, without the labels that were used."""
    unused = [
        line
        for number, line in enumerate(section.lines, section.first_line)
        if number not in used_lines
    ]
    text = "\n".join(unused).strip()
    if text:
        import_notes.keep_section("", plain(text), section.first_line)


def _read_section(
    section: MarkdownSection,
    part: TemplatePart,
    prefix: str,
    contents: _Contents,
    import_notes: ImportNotes,
) -> None:
    """Read a section into the contents of its part."""
    match part:
        case TemplatePart.TIMELINE:
            contents.timeline.read_section(section, prefix)
        case TemplatePart.IMPACT:
            contents.impact = read_impact(section, contents.impact, import_notes)
            contents.impact_line = section.line
        case TemplatePart.ACTIONS:
            contents.actions += read_actions(section, prefix, import_notes)
        case _ if part not in PARAGRAPHS:
            contents.lists[part] += read_list(section, prefix, import_notes)
        case _ if (section.text or prefix) and not is_placeholder(section.text):
            heading = section.title if contents.texts[part] else prefix
            text = "\n\n".join(filter(None, (heading, plain(section.text))))
            contents.texts[part].append(ListLine(section.line, text))


def _year(title: DocumentTitle, sections: Sequence[MarkdownSection], name: str) -> int | None:
    """Return the year of dates in the timeline that are written without one."""
    first_day = next((day for day, _ in _days(sections)), None)
    day = title.day or first_day or _day_in_name(name)
    return day.year if day else None


def _day_from_contents(
    timeline: TimelineReader,
    sections: Sequence[MarkdownSection],
    name: str,
    import_notes: ImportNotes,
) -> date | None:
    """Return the first date of the timeline, else of the document, else of the file's name."""
    if found := timeline.first_day() or next(_days(sections), None):
        day, line = found
        import_notes.remark_guess(line, f"no date in the title: {day} is taken, from here")
        return day
    day_in_name = _day_in_name(name)
    if day_in_name is not None:
        import_notes.remark_guess(
            1, f"no date is written: {day_in_name} is taken, from the file's name"
        )
    return day_in_name


def _days(sections: Sequence[MarkdownSection]) -> Iterator[tuple[date, int]]:
    """Yield the dates in the document with their lines."""
    for section in sections:
        for number, line in enumerate(section.lines, section.first_line):
            if match := find_date(line):
                yield match.day, number


def _day_in_name(name: str) -> date | None:
    match = find_date(Path(name).stem.replace("_", " "))
    return match.day if match else None


def _document(
    day: date,
    title: DocumentTitle,
    head: DocumentHead,
    contents: _Contents,
    import_notes: ImportNotes,
) -> ParsedDocument:
    """Return the document with its records."""
    incident_id = uuid4()
    midnight = datetime.combine(day, time(), UTC)
    items, parked = make_action_items(contents.actions, incident_id, day, import_notes)
    summary = import_notes.shorten(
        contents.impact.summary, LONG_TEXT, TemplatePart.IMPACT.heading, contents.impact_line
    )
    paragraphs: dict[str, Any] = {
        paragraph.field: _paragraph(part, contents.texts[part], import_notes)
        for part, paragraph in PARAGRAPHS.items()
    }
    lists = contents.lists
    incident = Incident(
        id=incident_id,
        number=title.number,
        service=title.service,
        symptom=title.symptom,
        date=day,
        severity=title.severity,
        status=head.status,
        impact=replace(contents.impact, summary=summary),
        **paragraphs,
        cause=Cause(uuid4(), head.cause, head.category) if head.cause else None,
        kind=head.kind,
        trigger=head.trigger,
        created_at=midnight,
        external_id=title.external_id,
        ended_at=head.ended_at,
        duplicate_of=head.duplicate_of,
        timeline=contents.timeline.events(day),
        factors=make_factors(lists[TemplatePart.FACTORS], import_notes),
        findings=(
            *make_what_went_well(lists[TemplatePart.WENT_WELL], import_notes),
            *make_what_went_wrong(lists[TemplatePart.WENT_WRONG], import_notes),
        ),
        action_items=items,
        themes=head.themes,
        parked=parked,
    )
    # The last step: what is too long for its place has become a section by now.
    incident = replace(incident, sections=import_notes.sections())
    remarks = sorted(import_notes.remarks, key=lambda remark: remark.line)
    return ParsedDocument(incident, tuple(remarks))


def _paragraph(part: TemplatePart, texts: Sequence[ListLine], import_notes: ImportNotes) -> str:
    text = "\n\n".join(entry.text for entry in texts).strip()
    line = texts[0].line if texts else 1
    return import_notes.shorten(text, LONG_TEXT, part.heading, line)
