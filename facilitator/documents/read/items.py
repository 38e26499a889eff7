"""A section that is a list: its items, whether written as a list, as paragraphs or as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from facilitator.documents.escaping import plain, plain_cell
from facilitator.documents.headings import placeholder
from facilitator.documents.read.gathering import Gathering
from facilitator.documents.read.parts import Block, BlockKind, Item, Section


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list, as text on one line."""

    line: int
    text: str


def read_items(section: Section, prefix: str, gathering: Gathering) -> list[Line]:
    """The lines of a section. prefix: the heading below the part's own, set before each of them."""
    lines = [
        Line(each.line, f"{prefix}: {each.text}" if prefix else each.text)
        for block in section.blocks()
        for each in block_lines(block)
        if each.text
    ]
    for block in section.blocks():
        if block.kind is BlockKind.OTHER:
            keep(block, section, gathering)
    return lines


def keep(block: Block, section: Section, gathering: Gathering) -> None:
    """Make a note of a block that is no part of a list."""
    name = str(section.part or plain(section.title))
    gathering.unplaced(name, "\n".join(block.lines), block.line, "not an item of the list")


def item_text(item: Item) -> str:
    """The words of an item with those of the lists in it: `parent: child; child`."""
    own = plain(item.text)
    inner = "; ".join(filter(None, (item_text(each) for each in item.inner)))
    if not (own and inner):
        return own or inner
    return f"{own} {inner}" if own.endswith((":", ".", "!", "?", ";")) else f"{own}: {inner}"


def row_text(header: tuple[str, ...], cells: tuple[str, ...], text: int | None = None) -> str:
    """A row of a table as a text: one column's as it is, the others' as `Column: value`."""
    said = []
    for place, cell in enumerate(cells):
        value = plain_cell(cell)
        name = plain_cell(header[place]) if place < len(header) else ""
        if value:
            said.append(value if place == text or not name else f"{name}: {value}")
    return "; ".join(said)


def block_lines(block: Block) -> Iterator[Line]:
    """The lines of a block; none of one that is kept as it stands."""
    if block.kind is BlockKind.LIST:
        for item in block.items:
            if item.inner or not placeholder(item.text):
                yield Line(item.line, item_text(item))
    elif block.kind is BlockKind.PARAGRAPH:
        joined = " ".join(" ".join(block.lines).split())
        if not placeholder(joined):
            yield Line(block.line, plain(joined))
    elif block.kind is BlockKind.TABLE:
        text = 0 if len(block.header) > 1 else None
        for row in block.rows:
            yield Line(row.line, row_text(block.header, row.cells, text))
