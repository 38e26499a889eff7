"""A table on standard output."""

from __future__ import annotations

import sys
from collections.abc import Sequence

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
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    if not sys.stdout.isatty():
        # A pipe has no width: nothing is folded or cut for whoever reads it next.
        console.width = 10_000
        with console.capture() as capture:
            console.print(table)
        put("".join(f"{line.rstrip()}\n" for line in capture.get().splitlines()))
        return
    console.print(table)
