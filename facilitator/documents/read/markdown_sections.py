"""Cutting a Markdown document into sections, and a section into blocks, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from markdown_it import MarkdownIt
from markdown_it.token import Token

from facilitator.documents.headings import inline_heading, part_of
from facilitator.documents.markdown_escaping import cells
from facilitator.domain.template import TemplatePart

INLINE_LEVEL = 7
"""The level of a heading that is written within a paragraph: below every real heading."""
_LIST_MARKER = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:\s+|$)")


class BlockKind(StrEnum):
    """What a block is. `OTHER` is code, a quotation or HTML, whose text is kept unchanged."""

    LIST = "list"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list.

    Attributes:
        line: The line of the document, counted from 1.
        text: The text as written, joined into one line, without that of inner lists.
        inner: The items of the lists inside this item.
    """

    line: int
    text: str
    inner: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, with its cells as written."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level block of a section.

    Attributes:
        kind: What it is.
        line: The line of the document on which it begins, counted from 1.
        lines: Its lines as written.
        items: The items, where it is a list.
        header: The names of the columns, where it is a table.
        rows: The rows under the header, where it is a table.
    """

    kind: BlockKind
    line: int
    lines: tuple[str, ...]
    items: tuple[Item, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkdownSection:
    """A heading with the text below it, up to the next heading of any level.

    Attributes:
        line: The line of the heading, counted from 1; 0 for the text before the first heading.
        level: The level of the heading, 1 to 6; `INLINE_LEVEL` for one within a paragraph.
        title: The heading as written.
        part: The part of the template that the heading names.
        lines: The lines below the heading, as written.
        first_line: The line of the document on which `lines` begin.
    """

    line: int
    level: int
    title: str
    part: TemplatePart | None
    lines: tuple[str, ...]
    first_line: int

    @property
    def text(self) -> str:
        """The text below the heading as written, without blank lines around it."""
        return "\n".join(self.lines).strip()

    def blocks(self) -> list[Block]:
        """Return the blocks of the section, in order."""
        return list(_blocks(self.lines, self.first_line))


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading in the lines of a document.

    Attributes:
        start: The index of its first line.
        body: The index of the first line of its section.
        level, title, part: As in `MarkdownSection`.
        rest: The text after a heading within a paragraph, on the same line.
    """

    start: int
    body: int
    level: int
    title: str
    part: TemplatePart | None
    rest: str = ""


def split_sections(lines: Sequence[str]) -> list[MarkdownSection]:
    """Return the sections of a document. The first is the text before any heading."""
    headings = [_Heading(0, 0, 0, "", None), *_headings(lines)]
    ends = [heading.start for heading in headings[1:]] + [len(lines)]
    sections = []
    for heading, end in zip(headings, ends, strict=True):
        body, first_line = tuple(lines[heading.body : end]), heading.body + 1
        if heading.level == INLINE_LEVEL:
            body, first_line = (heading.rest, *body), heading.start + 1
        line = heading.start + 1 if heading.level else 0
        sections.append(
            MarkdownSection(line, heading.level, heading.title, heading.part, body, first_line)
        )
    return sections


def _headings(lines: Sequence[str]) -> Iterator[_Heading]:
    tokens = _PARSER.parse("\n".join(lines))
    for index, token in enumerate(tokens):
        if token.level or token.map is None:
            continue
        first, end = token.map
        if token.type == "heading_open":
            title = tokens[index + 1].content
            yield _Heading(first, end, int(token.tag[1]), title, part_of(title))
        elif token.type == "paragraph_open":
            for number in range(first, end):
                if heading := inline_heading(lines[number]):
                    yield _Heading(
                        number, number + 1, INLINE_LEVEL, heading.name, heading.part, heading.rest
                    )


def _blocks(lines: Sequence[str], first_line: int) -> Iterator[Block]:
    tokens = _PARSER.parse("\n".join(lines))
    covered = 0
    for index, token in enumerate(tokens):
        if token.level or token.map is None:
            continue
        first, end = token.map
        yield from _uncovered(lines, covered, first, first_line)
        covered = end
        while end > first and not lines[end - 1].strip():
            end -= 1
        own, line = tuple(lines[first:end]), first + first_line
        if token.type in ("bullet_list_open", "ordered_list_open"):
            yield Block(BlockKind.LIST, line, own, items=_items(tokens, index, lines, first_line))
        elif token.type == "table_open":
            # The line under the header holds nothing but dashes.
            rows = tuple(
                Row(line + offset, tuple(cells(row))) for offset, row in enumerate(own[2:], 2)
            )
            yield Block(BlockKind.TABLE, line, own, header=tuple(cells(own[0])), rows=rows)
        elif token.type == "paragraph_open":
            yield Block(BlockKind.PARAGRAPH, line, own)
        elif token.type != "hr":
            yield Block(BlockKind.OTHER, line, own)
    yield from _uncovered(lines, covered, len(lines), first_line)


def _uncovered(lines: Sequence[str], start: int, end: int, first_line: int) -> Iterator[Block]:
    """Yield the lines that belong to no block of the parser, such as definitions of links."""
    text = [line for line in lines[start:end] if line.strip()]
    if text:
        line = next(index for index in range(start, end) if lines[index].strip())
        yield Block(BlockKind.OTHER, line + first_line, tuple(text))


def _items(
    tokens: Sequence[Token], opening_index: int, lines: Sequence[str], first_line: int
) -> tuple[Item, ...]:
    """Return the items of the list that a token opens."""
    opening = tokens[opening_index]
    items: list[Item] = []
    for index in range(opening_index + 1, len(tokens)):
        token = tokens[index]
        if token.level == opening.level:
            break
        if token.type == "list_item_open" and token.level == opening.level + 1:
            items.append(_item(tokens, index, lines, first_line))
    return tuple(items)


def _item(
    tokens: Sequence[Token], opening_index: int, lines: Sequence[str], first_line: int
) -> Item:
    """Return the item that a token opens."""
    opening = tokens[opening_index]
    first, end = opening.map or (0, 0)
    inner: list[Item] = []
    own_lines = list(range(first, end))
    for index in range(opening_index + 1, len(tokens)):
        token = tokens[index]
        if token.level <= opening.level:
            break
        if token.level > opening.level + 1 or not token.type.endswith("list_open"):
            continue
        list_first, list_end = token.map or (first, first)
        # A list that begins on the item's own line is text that only looks like one: `- - text`.
        if list_first > first:
            inner += _items(tokens, index, lines, first_line)
            own_lines = [number for number in own_lines if not list_first <= number < list_end]
    texts = [lines[number] for number in own_lines]
    texts[0] = _LIST_MARKER.sub("", texts[0], count=1)
    return Item(first + first_line, " ".join(" ".join(texts).split()), tuple(inner))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    # Texts are kept as they were written, so nothing within a line is parsed.
    parser.core.ruler.enableOnly(["block"])
    return parser


_PARSER = _parser()
