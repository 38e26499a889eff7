"""Reading a section that is a list: written as a list, as paragraphs or as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from facilitator.documents.headings import is_placeholder
from facilitator.documents.markdown_escaping import plain, plain_cell
from facilitator.documents.read.import_notes import ImportNotes
from facilitator.documents.read.markdown_sections import Block, BlockKind, Item, MarkdownSection


@dataclass(frozen=True, slots=True)
class ListLine:
    """One entry of a list.

    Attributes:
        line: The line of the document, counted from 1.
        text: The text, on one line.
    """

    line: int
    text: str


def read_list(section: MarkdownSection, prefix: str, import_notes: ImportNotes) -> list[ListLine]:
    """Return the entries of a section; what is no entry is kept in another section.

    Args:
        section: The section.
        prefix: The section's own heading, where it is a subsection: each entry begins with it.
        import_notes: Where notes and remarks are collected.
    """
    lines = [
        ListLine(entry.line, f"{prefix}: {entry.text}" if prefix else entry.text)
        for block in section.blocks()
        for entry in block_lines(block)
        if entry.text
    ]
    keep_other_blocks(section, import_notes)
    return lines


def keep_other_blocks(section: MarkdownSection, import_notes: ImportNotes) -> None:
    """Keep the blocks that can't be entries of a list, such as code, in another section."""
    name = section.part.heading if section.part else plain(section.title)
    for block in section.blocks():
        if block.kind is BlockKind.OTHER:
            text = "\n".join(block.lines)
            import_notes.keep_piece(name, text, block.line, "not an item of the list")


def item_text(item: Item) -> str:
    """Return the text of an item with its inner items: `parent: child; child`."""
    own = plain(item.text)
    inner = "; ".join(filter(None, (item_text(inner_item) for inner_item in item.inner)))
    if not (own and inner):
        return own or inner
    return f"{own} {inner}" if own.endswith((":", ".", "!", "?", ";")) else f"{own}: {inner}"


def row_text(
    header: tuple[str, ...], cells: tuple[str, ...], main_column: int | None = None
) -> str:
    """Return a row of a table as one text: `value of the main column; Other column: value`."""
    texts = []
    for column, cell in enumerate(cells):
        value = plain_cell(cell)
        name = plain_cell(header[column]) if column < len(header) else ""
        if value:
            texts.append(value if column == main_column or not name else f"{name}: {value}")
    return "; ".join(texts)


def block_lines(block: Block) -> Iterator[ListLine]:
    """Yield the entries of a block; none for a block of code, a quotation or HTML."""
    if block.kind is BlockKind.LIST:
        for item in block.items:
            if item.inner or not is_placeholder(item.text):
                yield ListLine(item.line, item_text(item))
    elif block.kind is BlockKind.PARAGRAPH:
        joined = " ".join(" ".join(block.lines).split())
        if not is_placeholder(joined):
            yield ListLine(block.line, plain(joined))
    elif block.kind is BlockKind.TABLE:
        main_column = 0 if len(block.header) > 1 else None
        for row in block.rows:
            yield ListLine(row.line, row_text(block.header, row.cells, main_column))
