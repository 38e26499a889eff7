"""Writing a table to standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from facilitator.commands.output import put
from facilitator.text import one_line


def put_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table with aligned columns.

    On a terminal that is too narrow, long cells are folded. A pipe has no width, so nothing is
    folded or cut there: the output is read by another program.

    Args:
        columns: The names of the columns.
        rows: The cells of each row. Every cell is written on one line.
    """
    if not rows:
        put("nothing found\n")
        return
    lines = list(_aligned_lines([columns, *rows]))
    console = Console(highlight=False)
    if not sys.stdout.isatty():
        put("".join(f"{line}\n" for line in lines))
    elif max(map(cell_len, lines)) <= console.width:
        console.print(Text(lines[0], "bold"))
        put("".join(f"{line}\n" for line in lines[1:]))
    else:
        console.print(_folded_table(columns, rows))


def _folded_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        # A Text is never read as markup, whatever people typed.
        table.add_row(*(Text(one_line(cell)) for cell in row))
    return table


def _aligned_lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield each row as a line, with its cells padded to the width of their columns."""
    flat_rows = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, cells)) for cells in zip(*flat_rows, strict=True)]
    for row in flat_rows:
        padded = (
            cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)
        )
        yield "  ".join(padded).rstrip()
