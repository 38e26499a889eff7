"""The outline of a Markdown document: its lines, front matter, title, labels and parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from facilitator.documents.headings import is_outside_template
from facilitator.documents.markdown_escaping import in_lines, plain
from facilitator.documents.read.markdown_sections import INLINE_LEVEL, MarkdownSection
from facilitator.documents.read.parsed_document import DocumentError
from facilitator.domain.template import SECTIONS, TemplatePart

MOST_CHARACTERS = 1_000_000
MOST_LINES = 20_000
"""The bounds of a document. No post-mortem is longer, and the parser takes long for more."""
_SECTION_TITLES = {"overview", "abstract", "date", "status", "authors"}
"""First headings, in lower case, that are those of a section and not the document's title."""
_FRONT_MATTER_MARK = re.compile(r"-{3,}\s*")


def document_lines(text: str, name: str) -> list[str]:
    """Return the lines of a document.

    Raises:
        DocumentError: The document is empty or too large, or holds a NUL character.
    """
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


def front_matter_length(lines: Sequence[str]) -> int:
    """Return how many lines the front matter has: the settings between `---`; 0 without any."""
    if not _FRONT_MATTER_MARK.fullmatch(lines[0]):
        return 0
    ends = (
        number for number, line in enumerate(lines[1:], 2) if _FRONT_MATTER_MARK.fullmatch(line)
    )
    return next(ends, 0)


def title_section(sections: Sequence[MarkdownSection]) -> MarkdownSection | None:
    """Return the section whose heading is the document's title: the first one.

    A document whose first heading is that of a section has no title.
    """
    first = next((section for section in sections if 0 < section.level < INLINE_LEVEL), None)
    if first is None or first.part or is_outside_template(first.title):
        return None
    if plain(first.title).strip(" :").casefold() in _SECTION_TITLES:
        return None
    return first


def has_own_form(sections: Sequence[MarkdownSection]) -> bool:
    """Whether the parts are exactly those of the template, as an export writes them."""
    headings = [section.title.strip() for section in sections if section.part is not None]
    return headings == [part.full_heading for part in SECTIONS]


def label_lines(
    front_matter: Sequence[str], sections: Sequence[MarkdownSection]
) -> list[tuple[int, str]]:
    """Return the lines that may hold labels about the incident, with their numbers.

    They are the lines of the front matter and of all sections that are no part of the template. A
    heading with a single line below it, such as `## Severity`, counts as a label as well.
    """
    lines = list(enumerate(front_matter, 1))
    for section in sections:
        if section.part is None:
            lines += enumerate(section.lines, section.first_line)
            if section.text and "\n" not in section.text:
                lines.append((section.first_line, f"{plain(section.title)}: {section.text}"))
    return lines


def sections_with_parts(
    sections: Sequence[MarkdownSection],
) -> Iterator[tuple[MarkdownSection, TemplatePart | None, str]]:
    """Yield each section with the part that it belongs to, and with its prefix.

    A subsection belongs to the part of the section above it. Its heading, if that names no part
    itself, is the prefix: it says what the text below it is about. Otherwise the prefix is "".
    """
    title = title_section(sections)
    above: list[tuple[int, TemplatePart | None]] = []
    for section in sections:
        while above and above[-1][0] >= section.level:
            above.pop()
        part, prefix = section.part, ""
        if part is None and section.line:
            is_subsection = above and not is_outside_template(section.title)
            part, prefix = above[-1][1] if is_subsection else None, plain(section.title)
        if section is not title and section.level:
            above.append((section.level, part))
        yield section, part, prefix
