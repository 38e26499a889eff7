"""A Markdown document cut into sections, and a section into its blocks, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from markdown_it import MarkdownIt
from markdown_it.token import Token

from facilitator.documents.escaping import cells
from facilitator.documents.headings import Part, part_of, spoken_heading

SPOKEN = 7
"""The level of a heading that is said within a paragraph: below every real one."""
_MARKER = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:\s+|$)")


class BlockKind(StrEnum):
    """What a block is; `other` is code, a quotation or HTML, kept as it stands."""

    LIST = "list"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list. text: its own on one line, as written. inner: items of lists in it."""

    line: int
    text: str
    inner: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells as written."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level block. lines: as written. items, header, rows: of a list, of a table."""

    kind: BlockKind
    line: int
    lines: tuple[str, ...]
    items: tuple[Item, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it, up to the next heading of any level.

    line: the heading's, from 1; 0 for what stands before the first. level: 1 to 6, 7 for one said
    within a paragraph. title: as written. lines: what stands below it, as written.
    """

    line: int
    level: int
    title: str
    part: Part | None
    lines: tuple[str, ...]
    first_line: int

    @property
    def text(self) -> str:
        """What stands below the heading, as written, without blank lines around it."""
        return "\n".join(self.lines).strip()

    def blocks(self) -> list[Block]:
        """Its blocks, in order."""
        return list(_blocks(self.lines, self.first_line))


def cut(lines: Sequence[str]) -> list[Section]:
    """The sections of a document, the first being what stands before any heading."""
    marks: list[tuple[int, int, int, str, Part | None, str]] = [(0, 0, 0, "", None, "")]
    for token, inline in _top_level(lines):
        first, end = token.map or (0, 0)
        if token.type == "heading_open":
            title = inline.content if inline else ""
            marks.append((first, end, int(token.tag[1]), title, part_of(title), ""))
        elif token.type == "paragraph_open":
            for at in range(first, end):
                if spoken := spoken_heading(lines[at]):
                    marks.append((at, at + 1, SPOKEN, spoken.name, spoken.part, spoken.rest))
    ends = [mark[0] for mark in marks[1:]] + [len(lines)]
    sections = []
    for (start, begins, level, title, part, rest), end in zip(marks, ends, strict=True):
        body = (rest, *lines[begins:end]) if level == SPOKEN else tuple(lines[begins:end])
        first_line = start + 1 if level == SPOKEN else begins + 1
        sections.append(Section(start + 1 if level else 0, level, title, part, body, first_line))
    return sections


def _blocks(lines: Sequence[str], first_line: int) -> Iterator[Block]:
    tokens = _PARSER.parse("\n".join(lines))
    covered = 0
    for at, token in enumerate(tokens):
        if token.level or token.map is None:
            continue
        first, end = token.map
        yield from _uncovered(lines, covered, first, first_line)
        covered = end
        while end > first and not lines[end - 1].strip():
            end -= 1
        own, line = tuple(lines[first:end]), first + first_line
        if token.type in ("bullet_list_open", "ordered_list_open"):
            yield Block(BlockKind.LIST, line, own, items=_items(tokens, at, lines, first_line))
        elif token.type == "table_open":
            rows = tuple(
                Row(line + place, tuple(cells(row))) for place, row in enumerate(own[2:], 2)
            )
            yield Block(BlockKind.TABLE, line, own, header=tuple(cells(own[0])), rows=rows)
        elif token.type == "paragraph_open":
            yield Block(BlockKind.PARAGRAPH, line, own)
        elif token.type != "hr":
            yield Block(BlockKind.OTHER, line, own)
    yield from _uncovered(lines, covered, len(lines), first_line)


def _uncovered(lines: Sequence[str], start: int, end: int, first_line: int) -> Iterator[Block]:
    """The lines that are no block of their own, such as where links are defined."""
    text = [line for line in lines[start:end] if line.strip()]
    if text:
        line = next(place for place in range(start, end) if lines[place].strip())
        yield Block(BlockKind.OTHER, line + first_line, tuple(text))


def _items(
    tokens: Sequence[Token], at: int, lines: Sequence[str], first_line: int
) -> tuple[Item, ...]:
    """The items of the list that opens at this token."""
    opening = tokens[at]
    items: list[Item] = []
    for place in range(at + 1, len(tokens)):
        token = tokens[place]
        if token.level == opening.level:
            break
        if token.type == "list_item_open" and token.level == opening.level + 1:
            items.append(_item(tokens, place, lines, first_line))
    return tuple(items)


def _item(tokens: Sequence[Token], at: int, lines: Sequence[str], first_line: int) -> Item:
    first, end = tokens[at].map or (0, 0)
    inner: list[Item] = []
    own = list(range(first, end))
    for place in range(at + 1, len(tokens)):
        token = tokens[place]
        if token.level <= tokens[at].level:
            break
        if token.level > tokens[at].level + 1 or not token.type.endswith("list_open"):
            continue
        begins, ends = token.map or (first, first)
        # A list that begins on the item's own line is how its text happens to look.
        if begins > first:
            inner += _items(tokens, place, lines, first_line)
            own = [line for line in own if not begins <= line < ends]
    words = [lines[line] for line in own]
    words[0] = _MARKER.sub("", words[0], count=1)
    return Item(first + first_line, " ".join(" ".join(words).split()), tuple(inner))


def _top_level(lines: Sequence[str]) -> Iterator[tuple[Token, Token | None]]:
    tokens = _PARSER.parse("\n".join(lines))
    for at, token in enumerate(tokens):
        if token.level == 0 and token.map is not None:
            yield token, tokens[at + 1] if at + 1 < len(tokens) else None


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    # Texts are taken as they were written, so nothing within a line is parsed.
    parser.core.ruler.enableOnly(["block"])
    return parser


_PARSER = _parser()
