"""The commands about a whole database: saving what a damaged one holds, and copying one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from facilitator.commands.options import Database

app = typer.Typer()
"""These commands, which `facilitator.cli` takes among its own."""


@app.command()
def salvage(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="NEW-FILE", help="The file to make.")],
    database: Database = None,
) -> None:
    """Save what a damaged database still holds."""
    from facilitator.commands.salvage import salvage_database

    salvage_database(database or context.obj, file)


@app.command()
def copy(
    context: typer.Context,
    source: Annotated[
        str, typer.Argument(metavar="FROM", help="The database to copy: a file or a URL.")
    ],
    target: Annotated[
        str, typer.Argument(metavar="TO", help="The new one: a file or a URL, without any data.")
    ],
) -> None:
    """Copy a whole database, from or to a file or a server.

    Everything is copied, private notes, history and a running meeting included, and compared row
    by row afterwards. FROM is only read. TO is created where that is needed, and has to be empty:
    it gets everything, or nothing.
    """
    if context.obj:
        raise typer.BadParameter("copy names both databases itself, without --database")
    from facilitator.commands.copy_database import copy_database

    copy_database(source, target)
