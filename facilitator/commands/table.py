"""A table on standard output."""

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
    """Columns that line up, under their names; a long cell is folded in a terminal only."""
    if not rows:
        put("nothing found\n")
        return
    lines = list(_lines([columns, *rows]))
    console = Console(highlight=False)
    # A pipe has no width: nothing is folded or cut for whoever reads it next.
    if not sys.stdout.isatty():
        put("".join(f"{each}\n" for each in lines))
    elif max(map(cell_len, lines)) <= console.width:
        console.print(Text(lines[0], "bold"))
        put("".join(f"{each}\n" for each in lines[1:]))
    else:
        console.print(_folded(columns, rows))


def _folded(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    return table


def _lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    told = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, cells)) for cells in zip(*told, strict=True)]
    for row in told:
        padded = (
            cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)
        )
        yield "  ".join(padded).rstrip()
